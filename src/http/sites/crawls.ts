// Serves the crawls of a site: their history and each of them. Cancels a crawl.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import type { Crawl } from "#domain/sites/crawl.ts";
import type { Target } from "#domain/targets/target.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { pageFields, pageOf, toPage } from "#http/page.ts";
import { Problem } from "#http/problem.ts";
import { json, newRouter, route } from "#http/router.ts";
import { endCrawl } from "#jobs/sites/ending/end-crawl.ts";
import { stopCrawl } from "#store/rounds/record-crawl.ts";
import { findCrawl, listCrawls } from "#store/sites/crawls.ts";
import { CancelledCrawl, CrawlAnswer, toCrawlAnswer } from "./crawl-answer.ts";

const tag = "Crawls";

export const crawlParam = idParam.extend({
  crawlId: z.coerce.number().int().positive().openapi({ type: "integer", example: 7 }),
});

export const crawlRoutes = newRouter();

const list = route("get", "/api/targets/{id}/crawls", tag, {
  summary: "A site's crawls, the newest first",
  description: "A target that is no site has none.",
  request: {
    params: idParam,
    query: z.strictObject(pageFields(200, 50, z.int())),
  },
  answers: { 200: json("One page.", pageOf(CrawlAnswer)) },
  problems: ["not-found", "invalid"],
});

crawlRoutes.openapi(list, async (c) => {
  const { db, clock } = c.get("deps");
  const { limit, cursor } = c.req.valid("query");
  const { target } = await getTarget(c.get("deps"), c.req.valid("param").id);
  const crawls = await listCrawls(db, target.id, { before: cursor, limit: limit + 1 });
  const toAnswer = (one: Crawl) => toCrawlAnswer(one, target, clock.now());
  return c.json(
    toPage(crawls, limit, toAnswer, ({ id }) => id),
    200,
  );
});

/** What the operations on one crawl take and refuse. */
const ofOneCrawl = {
  request: { params: crawlParam },
  problems: ["not-found", "invalid"],
} as const;

const read = route("get", "/api/targets/{id}/crawls/{crawlId}", tag, {
  summary: "One crawl: how far it is, and how it ended",
  ...ofOneCrawl,
  answers: { 200: json("The crawl.", CrawlAnswer) },
});

crawlRoutes.openapi(read, async (c) => {
  const deps = c.get("deps");
  const { target, crawl } = await getBoth(deps, c.req.valid("param"));
  return c.json(toCrawlAnswer(crawl, target, deps.clock.now()), 200);
});

const cancel = route("post", "/api/targets/{id}/crawls/{crawlId}/cancel", tag, {
  summary: "End a crawl before its time",
  description:
    "What it has seen so far stays. Cancelling a crawl that has ended changes nothing.",
  ...ofOneCrawl,
  answers: { 200: json("The crawl as it is now.", CancelledCrawl) },
});

crawlRoutes.openapi(cancel, async (c) => {
  const deps = c.get("deps");
  const { target, crawl } = await getBoth(deps, c.req.valid("param"));
  const { left, isMine } = await cancelCrawl(deps, target, crawl);
  const previousState = isMine ? crawl.state : left.state;
  const answer = toCrawlAnswer(left, target, deps.clock.now());
  return c.json({ ...answer, previousState }, 200);
});

/**
 * Ends a crawl before its time, unless it has ended. `left` is the crawl as it is then;
 * `isMine` says whether this call ended it.
 */
export async function cancelCrawl(
  deps: Deps,
  target: Target,
  crawl: Crawl,
): Promise<{ left: Crawl; isMine: boolean }> {
  if (crawl.endedAt !== null) return { left: crawl, isMine: false };
  const cancelled = { state: "cancelled", reason: "It was cancelled." } as const;
  const end = endCrawl(target, crawl, cancelled, deps.clock.now());
  const isMine = await stopCrawl(deps.db, crawl.id, target.id, end);
  return { left: await getCrawl(deps, target.id, crawl.id), isMine };
}

async function getBoth(deps: Deps, { id, crawlId }: z.infer<typeof crawlParam>) {
  const { target } = await getTarget(deps, id);
  return { target, crawl: await getCrawl(deps, target.id, crawlId) };
}

export async function getCrawl(
  { db }: Deps,
  targetId: number,
  id: number,
): Promise<Crawl> {
  const crawl = await findCrawl(db, targetId, id);
  if (crawl === null)
    throw new Problem("not-found", `Target ${targetId} has no crawl ${id}.`);
  return crawl;
}
