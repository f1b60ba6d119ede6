// Serves badges for READMEs and status pages: images that everybody may see, of targets
// whose `badges` is true.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { etag } from "hono/etag";
import type { Deps } from "#deps";
import { quantileOf } from "#domain/statistics/sketch.ts";
import { createSummary, okOf, runsOf, type Summary } from "#domain/statistics/summary.ts";
import type { Target } from "#domain/targets/target.ts";
import { dayMs } from "#domain/time/instants.ts";
import { findNamed, type TargetName, targetName } from "#http/find-target.ts";
import { Problem, ProblemBody } from "#http/problem.ts";
import { type AppContext, newRouter, openRoute } from "#http/router.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import { type Badge, badge } from "#ui/badges/badge.ts";
import {
  availabilityValue,
  type BadgeValue,
  latencyValue,
  statusValue,
} from "#ui/badges/badge-values.ts";
import { keepValue, type Shown } from "./kept-values.ts";

const windows = { "24h": dayMs, "7d": 7 * dayMs, "30d": 30 * dayMs } as const;
type Window = keyof typeof windows;

/** How long a badge may be shown before it is asked for again, seconds. */
const statusAgeS = 60;
const windowAgeS = 300;

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

export const badgeRoutes = newRouter();
badgeRoutes.use("/badges/*", etag());

badgeRoutes.openapi(status, async (c) => {
  const { label = "status" } = c.req.valid("query");
  const value = await keepFor(statusAgeS, c, c.req.path, async () => {
    const target = await findOpenTarget(c.get("deps"), c.req.valid("param").target);
    return target && statusValue(target.status);
  });
  return answerBadge(c, { label, ...value }, statusAgeS);
});

badgeRoutes.openapi(availability, async (c) => {
  const { window, label = `availability ${window}` } = c.req.valid("query");
  const value = await readWindow(c, c.req.valid("param").target, window, (summary) =>
    availabilityValue(okOf(summary), runsOf(summary)),
  );
  return answerBadge(c, { label, ...value }, windowAgeS);
});

badgeRoutes.openapi(latency, async (c) => {
  const { window, label = `p95 latency ${window}` } = c.req.valid("query");
  const value = await readWindow(c, c.req.valid("param").target, window, (summary) =>
    latencyValue(quantileOf(summary.duration, 0.95)),
  );
  return answerBadge(c, { label, ...value }, windowAgeS);
});

/**
 * The value of a badge about the runs of a window. `toValue` puts their summary into
 * words.
 */
async function readWindow(
  c: Context<AppContext>,
  name: TargetName,
  window: Window,
  toValue: (summary: Summary) => BadgeValue,
): Promise<BadgeValue> {
  return await keepFor(windowAgeS, c, `${c.req.path}?window=${window}`, async () => {
    const deps = c.get("deps");
    const target = await findOpenTarget(deps, name);
    if (target === null) return null;
    if (target.status === "paused") return statusValue("paused");
    const now = deps.clock.now();
    const [summary = createSummary()] = await readStatistics(
      deps.db,
      { targets: [target] },
      [now - windows[window], now],
    );
    return toValue(summary);
  });
}

/** Finds a target that shows its badges to everybody; null when there is none. */
async function findOpenTarget(deps: Deps, name: TargetName): Promise<Target | null> {
  const known = await findNamed(deps, name);
  return known?.target.badges === true ? known.target : null;
}

/**
 * The value that `look` finds, kept for `ageS` seconds under `name`. The Problem is the
 * same for a target that does not show its badges and for one that does not exist.
 */
async function keepFor(
  ageS: number,
  c: Context<AppContext>,
  name: string,
  look: () => Promise<Shown>,
): Promise<BadgeValue> {
  const now = c.get("deps").clock.now();
  const place = { url: new URL(name, c.req.url), ageS, now };
  const value = await keepValue(c.get("keptBadges"), place, look);
  if (value === null)
    throw new Problem("not-found", `There is no badge at ${c.req.path}.`);
  return value;
}

const answerBadge = (c: Context<AppContext>, content: Badge, ageS: number) =>
  c.body(badge(content), 200, {
    "content-type": "image/svg+xml; charset=utf-8",
    "cache-control": `public, max-age=${ageS}`,
  });
