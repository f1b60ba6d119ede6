// Runs a target now, outside its schedule.

import { z } from "@hono/zod-openapi";
import { followJob } from "#domain/jobs/job-names.ts";
import { isoOf } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { Problem } from "#http/problem.ts";
import { json, newRouter, route } from "#http/router.ts";
import { CrawlAnswer, toCrawlAnswer } from "#http/sites/crawl-answer.ts";
import { kindsOfTarget } from "#jobs/kinds.ts";
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
  const { target, state } = await getTarget(deps, c.req.valid("param").id);
  const requested = await kindsOfTarget[target.kind].runNow(deps, target, state);
  switch (requested.outcome) {
    case "ran": {
      const location = `/api/targets/${target.id}/runs/${isoOf(requested.run.dueAt)}`;
      return c.json(toRunAnswer(requested.run, target.url), 201, { location });
    }
    case "opened": {
      deps.lookSoon(followJob);
      const location = `/api/targets/${target.id}/crawls/${requested.crawl.id}`;
      const answer = toCrawlAnswer(requested.crawl, target, deps.clock.now());
      return c.json(answer, 202, { location });
    }
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
});
