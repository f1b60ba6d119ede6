// Keeps the soak's own books: when each target was enabled, for the account at the end.
import type { Stretch } from "#soak/account.ts";
import type { Call } from "./api.ts";
import type { SoakTarget } from "./targets.ts";

export type Booked = { target: SoakTarget; id: number; stretches: Stretch[] };

const always = Number.POSITIVE_INFINITY;
/** A round that is under way when a target is paused may serve it to its end. */
const roundMs = 15_000;

/** Changes that users make while the server is killed again and again. */
export function createBooks(call: Call) {
  const booked = new Map<number, Booked>();

  /** Creates a target, or puts the document that it has. */
  async function put(target: SoakTarget): Promise<void> {
    const { body, ...at } = await call(
      "PUT",
      `/targets/by-key/${target.key}`,
      target.document,
    );
    if (!booked.has(target.number))
      booked.set(target.number, { target, id: body.id, stretches: [beginning(at)] });
  }

  const isOn = ({ stretches }: Booked) => stretches.at(-1)?.dueTo === always;

  async function resume({ id, stretches }: Booked): Promise<void> {
    stretches.push(beginning(await call("POST", `/targets/${id}/resume`)));
  }

  return {
    booked,
    put,
    isOn,
    resume,
    /** A target tells the requests of a killed round once it runs again. */
    async resumeAll(): Promise<void> {
      for (const one of booked.values()) if (!isOn(one)) await resume(one);
    },
    async pause({ id, stretches }: Booked): Promise<void> {
      const { sentAt, answeredAt } = await call("POST", `/targets/${id}/pause`);
      const last = stretches.at(-1);
      if (last === undefined) return;
      last.dueTo = sentAt;
      last.possibleTo = answeredAt + roundMs;
    },
    async remove({ id, target }: Booked): Promise<void> {
      await call("DELETE", `/targets/${id}`);
      booked.delete(target.number);
    },
  };
}

export type Books = ReturnType<typeof createBooks>;

const beginning = (at: { sentAt: number; answeredAt: number }): Stretch => ({
  possibleFrom: at.sentAt,
  dueFrom: at.answeredAt,
  dueTo: always,
  possibleTo: always,
});
