// Serves what is set aside because it broke our own code again and again, and has it
// tried again.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { type Thing, thingKinds } from "#domain/apart/set-aside.ts";
import { instant, isoOf } from "#http/fields.ts";
import { pageFields, pageOf, toPage } from "#http/page.ts";
import { Problem } from "#http/problem.ts";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { listSetAside, retryNow, type SetAside } from "#store/apart/set-aside-list.ts";

const kind = z.enum(thingKinds).openapi({
  description:
    "target: by its id. page: a URL of a site. block, day, shard-day: hours that are to be sealed, days that are to be summed up. prune-step: a part of the job prune.",
});
const item = z
  .string()
  .min(1)
  .max(200)
  .openapi({ description: "Which one.", example: "17" });

const SetAsideAnswer = z
  .object({
    kind,
    item,
    since: instant,
    retryAt: instant.openapi({ description: "It is left alone until then." }),
    reason: z.string(),
  })
  .openapi("SetAside");

const list = route("get", "/api/set-aside", "Health", {
  summary: "What is set aside because it breaks junkai's own work",
  description:
    "Work that ends its invocation, or makes junkai's own code fail, is tried again an hour after it first broke. While it still breaks, it is tried two, four, eight hours after that and so on, and once a day at least. Everything else goes on.",
  request: {
    query: z.strictObject(pageFields(500, 100, z.object({ kind, item }))),
  },
  answers: { 200: json("What is set aside.", pageOf(SetAsideAnswer)) },
  problems: ["invalid"],
});

const retry = route("post", "/api/set-aside/retry", "Health", {
  summary: "Try something again that is set aside",
  request: { body: jsonBody(z.strictObject({ kind, item })) },
  answers: { 204: { description: "It is tried again as soon as may be." } },
  problems: ["not-found"],
});

export const setAsideRoutes = newRouter();

setAsideRoutes.openapi(list, async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const { db } = c.get("deps");
  const found = await listSetAside(db, { after: cursor, limit: limit + 1 });
  const cursorOf = ({ kind, item }: SetAside) => ({ kind, item });
  return c.json(toPage(found, limit, toAnswer, cursorOf), 200);
});

setAsideRoutes.openapi(retry, async (c) => {
  await retryThing(c.get("deps"), c.req.valid("json"));
  return c.body(null, 204);
});

/** Tries a thing again soon. Throws the Problem `not-found` when it is not set aside. */
export async function retryThing(
  { db, clock, lookSoon }: Deps,
  thing: Thing,
): Promise<void> {
  if (!(await retryNow(db, thing, clock.now())))
    throw new Problem("not-found", "This is not set aside.");
  lookSoon();
}

const toAnswer = ({ since, retryAt, ...thing }: SetAside) => ({
  ...thing,
  since: isoOf(since),
  retryAt: isoOf(retryAt),
});
