// Takes a ping of an address in and answers it, unless its heartbeat is pinged too often.
import type { Context } from "hono";
import type { PingedBy } from "#domain/heartbeats/ping-address.ts";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { answerCreated, answerTaken, answerText, answerTooMany } from "./ping-answers.ts";
import { type Create, type Tell, takePing } from "./take-ping.ts";

/** Whether a heartbeat may be pinged once more. */
export async function isWithinLimit(
  c: Context<AppContext>,
  by: PingedBy,
): Promise<boolean> {
  const key = "uuid" in by ? by.uuid : `${by.key}/${by.slug}`;
  const limited = await c.env.PING_LIMIT?.limit({ key });
  return limited?.success !== false;
}

/** Whoever has the ping key makes no more heartbeats in a minute than one may have pings. */
const limitCreation =
  (c: Context<AppContext>, by: PingedBy, create: Create): Create =>
  async () => {
    const key = "key" in by ? `create/${by.key}` : "create";
    const limited = await c.env.PING_LIMIT?.limit({ key });
    if (limited?.success === false)
      throw new Problem("too-many-requests", "Too many heartbeats were made.");
    return await create();
  };

export async function answerPing(
  c: Context<AppContext>,
  by: PingedBy,
  tell: Tell,
  create: Create | null,
): Promise<Response> {
  if (!(await isWithinLimit(c, by))) return answerTooMany(c);
  const makes = create && limitCreation(c, by, create);
  const taken = await takePing(c.get("deps"), by, tell, makes);
  switch (taken.fate) {
    case "taken":
      return taken.isCreated ? answerCreated(c) : answerTaken(c);
    case "ignored":
      return answerTaken(c);
    case "unknown":
      return answerText(c, 404, "not found");
    case "ambiguous":
      return answerText(c, 409, "ambiguous slug");
    case "too-many":
      return answerTooMany(c);
  }
}
