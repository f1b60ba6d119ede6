// Takes a ping in for its heartbeat: resumes one that is paused, and makes one that is
// wanted and not there.
import type { Deps } from "#deps";
import type { Ping } from "#domain/heartbeats/ping.ts";
import type { PingedBy } from "#domain/heartbeats/ping-address.ts";
import { toEdit } from "#domain/targets/target-edit.ts";
import { takeIn } from "#store/heartbeats/take-in.ts";
import { changeTarget, findTarget } from "#store/targets/targets.ts";

/**
 * What is told of a run at an instant, epoch ms. `resumedAt` is set where the ping has
 * resumed its heartbeat: of what was before that nothing is heard.
 */
export type Tell = (now: number, resumedAt: number | null) => Omit<Ping, "n">;

/** What makes a heartbeat of a slug that has none; false where it was not made. */
export type Create = () => Promise<boolean>;

/** ignored: its heartbeat does not want it. too-many: no more are taken for now. */
export type PingFate =
  | { fate: "taken"; ping: Ping; isCreated: boolean }
  | { fate: "ignored" | "unknown" | "ambiguous" | "too-many" };

/** Other requests may change a heartbeat so often while one ping is taken in. */
const mostTries = 8;

export async function takePing(
  deps: Pick<Deps, "db" | "clock" | "sendTogether">,
  by: PingedBy,
  tell: Tell,
  create: Create | null,
): Promise<PingFate> {
  let isCreated = false;
  let resumedAt: number | null = null;
  for (let tries = 0; tries < mostTries; tries++) {
    const now = deps.clock.now();
    const ping = tell(now, resumedAt);
    const taken = await takeIn(deps, by, ping, now);
    switch (taken.fate) {
      case "taken":
        return { fate: "taken", ping: { ...ping, n: taken.n }, isCreated };
      case "ignored":
      case "ambiguous":
        return taken;
      case "full":
        return { fate: "too-many" };
      case "unknown":
        if (create === null || !taken.isKeyKnown) return { fate: "unknown" };
        isCreated = (await create()) || isCreated;
        break;
      case "paused":
        resumedAt = await resume(deps, taken.targetId);
        break;
      case "again":
        break;
    }
  }
  return { fate: "too-many" };
}

/** A ping of a paused heartbeat resumes it: its slots count from now on. */
async function resume(
  { db, clock }: Pick<Deps, "db" | "clock">,
  targetId: number,
): Promise<number> {
  const now = clock.now();
  const known = await findTarget(db, targetId);
  if (known !== null)
    await changeTarget(db, known.target, toEdit(known.target, { enabled: true }), now);
  return now;
}
