// Serves badges for READMEs and status pages: images that everybody may see, of targets
// whose `badges` is true.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { etag } from "hono/etag";
import { targetName } from "#http/find-target.ts";
import { ProblemBody } from "#http/problem.ts";
import { type App, type AppContext, newRouter, openRoute } from "#http/router.ts";
import { type Badge, badge } from "#ui/badges/badge.ts";
import { statusValue } from "#ui/badges/badge-values.ts";
import {
  createShownFigures,
  statusAgeS,
  type Window,
  windowAgeS,
  windows,
} from "./shown-figures.ts";

const params = z.object({
  target: targetName,
});

const labelOnly = z.strictObject({
  label: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .openapi({ description: "The text on the left." }),
});
const labelAndWindow = labelOnly.extend({
  window: z
    .enum(Object.keys(windows) as [Window, ...Window[]])
    .default("24h")
    .openapi({ description: "How far back from now the badge looks." }),
});

const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: ProblemBody } },
});
const cacheHeaders = z.object({
  "cache-control": z.string().openapi({ example: "public, max-age=60" }),
  etag: z.string(),
});

const badgeRoute = <Path extends string, Query extends z.ZodObject>(
  path: Path,
  query: Query,
  summary: string,
  description: string,
) =>
  openRoute("get", path, "Badges", {
    summary,
    description: `${description} Only for targets whose \`badges\` is true; "paused" while the target is.`,
    request: { params, query },
    answers: {
      200: {
        description: "The badge.",
        content: {
          "image/svg+xml": {
            schema: z.string(),
            example: badge({ label: "status", ...statusValue("up") }),
          },
        },
        headers: cacheHeaders,
      },
      304: { description: "The badge still has the ETag that If-None-Match names." },
      404: problem(
        "Not found. There is no such target, or its badges are not for everybody.",
      ),
      422: problem("Invalid content. A parameter is unknown or not acceptable."),
    },
  });

const status = badgeRoute(
  "/badges/{target}/status.svg",
  labelOnly,
  "A badge with a target's status",
  "up or down: how its last run ended.",
);
const availability = badgeRoute(
  "/badges/{target}/availability.svg",
  labelAndWindow,
  "A badge with a target's availability",
  "The share of its runs that succeeded, rounded down.",
);
const latency = badgeRoute(
  "/badges/{target}/latency.svg",
  labelAndWindow,
  "A badge with a target's latency",
  "What 95 % of the runs that succeeded took at most.",
);

/** Makes the routes of one app, which keeps what badges show for a while. */
export function createBadgeRoutes(): App {
  const routes = newRouter();
  const shown = createShownFigures();
  routes.use("/badges/*", etag());

  routes.openapi(status, async (c) => {
    const { label = "status" } = c.req.valid("query");
    const value = await shown.status(c, c.req.valid("param").target);
    return answerBadge(c, { label, ...value }, statusAgeS);
  });

  routes.openapi(availability, async (c) => {
    const { window, label = `availability ${window}` } = c.req.valid("query");
    const figures = await shown.figures(c, c.req.valid("param").target, window);
    return answerBadge(c, { label, ...figures.availability }, windowAgeS);
  });

  routes.openapi(latency, async (c) => {
    const { window, label = `p95 latency ${window}` } = c.req.valid("query");
    const figures = await shown.figures(c, c.req.valid("param").target, window);
    return answerBadge(c, { label, ...figures.latency }, windowAgeS);
  });
  return routes;
}

const answerBadge = (c: Context<AppContext>, content: Badge, ageS: number) =>
  c.body(badge(content), 200, {
    "content-type": "image/svg+xml; charset=utf-8",
    "cache-control": `public, max-age=${ageS}`,
  });
