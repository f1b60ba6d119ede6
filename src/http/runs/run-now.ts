// Runs a target now, outside its schedule.

import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { followJob } from "#domain/jobs/job-names.ts";
import { isoOf } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { Problem } from "#http/problem.ts";
import { json, newRouter, route } from "#http/router.ts";
import { CrawlAnswer, toCrawlAnswer } from "#http/sites/crawl-answer.ts";
import { kindsOfTarget } from "#jobs/kinds.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { RunAnswer, toRunAnswer } from "./run-answer.ts";

export const runNowRoutes = newRouter();

const run = route("post", "/api/targets/{id}/run", "Runs", {
  summary: "Run a target now",
  description:
    "Outside its schedule, which goes on as before. For a page it answers when the run has ended and is recorded; for a site when its crawl is opened. The first page is asked for within two seconds; the request's invocation goes on with the crawl after its answer, and then the ticks do, or the queue's consumer where a queue is bound.",
  request: { params: idParam },
  answers: {
    201: {
      ...json("The run.", RunAnswer),
      headers: z.object({
        location: z
          .string()
          .openapi({ example: "/api/targets/1/runs/2026-01-31T09:00:00.123Z" }),
      }),
    },
    202: {
      ...json("The crawl that was opened.", CrawlAnswer),
      headers: z.object({
        location: z.string().openapi({ example: "/api/targets/1/crawls/7" }),
      }),
    },
  },
  problems: ["not-found", "conflict"],
});

runNowRoutes.openapi(run, async (c) => {
  const deps = c.get("deps");
  const known = await getTarget(deps, c.req.valid("param").id);
  const { target } = known;
  const began = await runNow(deps, known);
  if (began.outcome === "ran") {
    const location = `/api/targets/${target.id}/runs/${isoOf(began.run.dueAt)}`;
    return c.json(toRunAnswer(began.run, target.url), 201, { location });
  }
  const location = `/api/targets/${target.id}/crawls/${began.crawl.id}`;
  const answer = toCrawlAnswer(began.crawl, target, deps.clock.now());
  return c.json(answer, 202, { location });
});

export const runsElsewhere =
  "This is a heartbeat: its runs are made elsewhere and reported by pings.";

/** Runs a page, or opens a crawl of a site. Throws the Problem `conflict` if it cannot. */
export async function runNow(deps: Deps, { target, state }: KnownTarget) {
  const { onDemand } = kindsOfTarget[target.kind];
  if (onDemand === null) throw new Problem("conflict", runsElsewhere);
  const requested = await onDemand.runNow(deps, target, state);
  switch (requested.outcome) {
    case "ran":
      if (requested.isOther) deps.lookSoon();
      return requested;
    case "opened":
      deps.lookSoon(followJob);
      return requested;
    case "paused":
      throw new Problem(
        "conflict",
        "The target is paused, and its crawls with it: resume it first.",
      );
    case "under-way":
      throw new Problem(
        "conflict",
        `Crawl ${requested.crawlId} of target ${target.id} is under way.`,
      );
  }
}
