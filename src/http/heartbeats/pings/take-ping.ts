// Takes a ping in for its heartbeat: resumes one that is paused, and makes one that is
// wanted and not there.
import type { Context } from "hono";
import type { Deps } from "#deps";
import type { Ping } from "#domain/heartbeats/ping.ts";
import type { PingedBy } from "#domain/heartbeats/ping-address.ts";
import { toEdit } from "#domain/targets/target-edit.ts";
import type { AppContext } from "#http/router.ts";
import { takeIn } from "#store/heartbeats/take-in.ts";
import { changeTarget, findTarget } from "#store/targets/targets.ts";
import { answerCreated, answerTaken, answerText, answerTooMany } from "./ping-answers.ts";

export type Told = Omit<Ping, "n" | "at">;

/** What makes a heartbeat of a slug that has none; false where it was not made. */
type Create = () => Promise<boolean>;

/** Other requests may change a heartbeat so often while one ping is taken in. */
const mostTries = 8;

export async function answerPing(
  c: Context<AppContext>,
  by: PingedBy,
  told: Told,
  create: Create | null,
): Promise<Response> {
  const deps = c.get("deps");
  const name = "uuid" in by ? by.uuid : `${by.key}/${by.slug}`;
  const limited = await c.env.PING_LIMIT?.limit({ key: name });
  if (limited?.success === false) return answerTooMany(c);
  // A run ends when its ping comes, not when a slow body is there; resuming takes longer.
  let isCreated = false;
  for (let tries = 0; tries < mostTries; tries++) {
    const taken = await takeIn(deps.db, by, { ...told, at: deps.clock.now() });
    switch (taken.fate) {
      case "taken":
        return isCreated ? answerCreated(c) : answerTaken(c);
      case "ignored":
        return answerTaken(c);
      case "ambiguous":
        return answerText(c, 409, "ambiguous slug");
      case "full":
        return answerTooMany(c);
      case "unknown":
        if (create === null || !taken.isKeyKnown) return answerText(c, 404, "not found");
        isCreated = (await create()) || isCreated;
        break;
      case "paused":
        await resume(deps, taken.targetId);
        break;
      case "again":
        break;
    }
  }
  return answerTooMany(c);
}

/** A ping of a paused heartbeat resumes it: its slots count from now on. */
async function resume({ db, clock }: Deps, targetId: number): Promise<void> {
  const known = await findTarget(db, targetId);
  if (known === null) return;
  const { target } = known;
  await changeTarget(db, target, toEdit(target, { enabled: true }), clock.now());
}
