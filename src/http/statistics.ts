// Statistics over HTTP: of a target, of targets by tag or host, of all; with an error budget, as a series, as CSV.
import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import { csvLine } from "../domain/csv.ts";
import { dayMs, dayOf } from "../domain/run.ts";
import { boundariesOf, pointsOf, sumWithin, type Window } from "../domain/series.ts";
import { budgetOf, burnRateOf, burnWindows } from "../domain/slo.ts";
import type { Summary } from "../domain/summary.ts";
import { countShards, findOwners, type OwnerFilter } from "../store/owners.ts";
import { readStatistics, type Source } from "../store/statistics.ts";
import { csvHeaders } from "./page-export.ts";
import { invalid, problemResponses } from "./problem.ts";
import { type AppContext, newRouter, secured } from "./router.ts";
import {
  csvStepFields,
  examplePoint,
  PointAnswer,
  StatisticsAnswer,
  sloField,
  stepFields,
  tagField,
  tallyOf,
  toBudgetAnswer,
  toPointAnswer,
  toStatisticsAnswer,
  windowFields,
  windowOf,
} from "./statistics-document.ts";
import { idParam } from "./target-routes.ts";
import { getTarget } from "./targets.ts";

const tags = ["Statistics"];

/** The length of the window where none is asked for: of an answer, of a file. */
const usualMs = dayMs;
const usualFileMs = 30 * dayMs;

/** An answer reads so many rows of days at most: some seconds' work, in fewer than 45 statements. */
const mostDays = 50_000;

const exactness =
  "Runs count by their slot. Edges are exact as long as runs are kept in detail; of older ones an hour counts as a whole where it begins, or where the window does, and where only days are left a day.";
const exactnessOfMany = `${exactness} Without \`tag\` and \`host\` it is all targets together, deleted ones too, and hours count as a whole once they are over.`;

const filterFields = {
  tag: tagField,
  host: z
    .string()
    .regex(/^[a-z0-9._[\]:-]{1,255}$/i, 'This is a host such as "example.com" or "example.com:8443".')
    .transform((host) => host.toLowerCase())
    .optional()
    .openapi({ description: "Only targets of this host.", example: "example.com" }),
};

const answerFields = { ...windowFields(usualMs), ...stepFields, slo: sloField };
const fileFields = { ...windowFields(usualFileMs), ...csvStepFields };

const header = csvLine(Object.keys(PointAnswer.shape));
const toCsv = (point: PointAnswer): string => csvLine(Object.values(point));

const statistics = {
  200: { description: "The statistics.", content: { "application/json": { schema: StatisticsAnswer } } },
};
const file = {
  200: {
    description: "A line with the columns' names, and a line for each step (RFC 4180).",
    content: {
      "text/csv": { schema: z.string(), example: header + toCsv(examplePoint) },
    },
  },
};

const ofTarget = createRoute({
  ...secured,
  method: "get",
  path: "/api/targets/{id}/stats",
  tags,
  summary: "A target's statistics",
  description: exactness,
  request: { params: idParam, query: z.strictObject(answerFields) },
  responses: { ...statistics, ...problemResponses("not-found", "invalid") },
});

const ofTargetAsCsv = createRoute({
  ...secured,
  method: "get",
  path: "/api/targets/{id}/stats.csv",
  tags,
  summary: "Export a target's statistics as CSV",
  description: exactness,
  request: { params: idParam, query: z.strictObject(fileFields) },
  responses: { ...file, ...problemResponses("not-found", "invalid") },
});

const ofMany = createRoute({
  ...secured,
  method: "get",
  path: "/api/stats",
  tags,
  summary: "Statistics of targets by tag or host, or of all",
  description: exactnessOfMany,
  request: { query: z.strictObject({ ...filterFields, ...answerFields }) },
  responses: { ...statistics, ...problemResponses("invalid") },
});

const ofManyAsCsv = createRoute({
  ...secured,
  method: "get",
  path: "/api/stats.csv",
  tags,
  summary: "Export statistics of targets by tag or host, or of all, as CSV",
  description: exactnessOfMany,
  request: { query: z.strictObject({ ...filterFields, ...fileFields }) },
  responses: { ...file, ...problemResponses("invalid") },
});

export const statisticsRoutes = newRouter();

statisticsRoutes.openapi(ofTarget, async (c) => {
  const deps = c.get("deps");
  const query = c.req.valid("query");
  const window = windowOf(query, deps.clock.now(), usualMs);
  const { target } = await getTarget(deps, c.req.valid("param").id);
  return c.json(await describe(deps, { targets: [target] }, window, query), 200);
});

statisticsRoutes.openapi(ofTargetAsCsv, async (c) => {
  const deps = c.get("deps");
  const { step, ...query } = c.req.valid("query");
  const window = windowOf({ ...query, step }, deps.clock.now(), usualFileMs);
  const { target } = await getTarget(deps, c.req.valid("param").id);
  return await answerCsv(c, { targets: [target] }, window, step, `target-${target.id}-stats.csv`);
});

statisticsRoutes.openapi(ofMany, async (c) => {
  const deps = c.get("deps");
  const { tag, host = null, ...query } = c.req.valid("query");
  const window = windowOf(query, deps.clock.now(), usualMs);
  const source = await findSource(deps, { tags: tag, host }, window);
  return c.json(await describe(deps, source, window, query), 200);
});

statisticsRoutes.openapi(ofManyAsCsv, async (c) => {
  const deps = c.get("deps");
  const { tag, host = null, step, ...query } = c.req.valid("query");
  const window = windowOf({ ...query, step }, deps.clock.now(), usualFileMs);
  const source = await findSource(deps, { tags: tag, host }, window);
  return await answerCsv(c, source, window, step, "stats.csv");
});

/** How many targets can be read for a window. */
export const mostTargets = ({ from, to }: Window): number =>
  Math.floor(mostDays / (dayOf(to - 1) - dayOf(from) + 1));

/** Throws a Problem when there are more targets than can be read for the window; `advice` says what to do. */
export function refuseTooMany(count: number, window: Window, field: string, advice: string): void {
  const most = mostTargets(window);
  if (count <= most) return;
  const message = `At most ${most} targets can be read for a window this long, and there are more: ${advice}.`;
  throw invalid([{ code: "custom", path: [field], message }], "query");
}

/** Whose statistics are meant. Throws a Problem when they are too much to read. */
async function findSource({ db }: Deps, filter: OwnerFilter, window: Window): Promise<Source> {
  const most = mostTargets(window);
  if (filter.tags.length === 0 && filter.host === null) {
    if ((await countShards(db)) <= most) return "all";
    const message = "There are too many targets for a window this long: make it shorter, or name a tag.";
    throw invalid([{ code: "custom", path: ["from"], message }], "query");
  }
  const targets = await findOwners(db, filter, most + 1);
  refuseTooMany(targets.length, window, "from", "make it shorter, or name another tag as well");
  return { targets };
}

type Read = (part: Window) => Summary;

/** Reads a window once, so that it can then be told of each of the parts. */
async function readParts(
  { db }: Deps,
  source: Source,
  window: Window,
  parts: readonly Window[],
): Promise<Read> {
  const boundaries = boundariesOf([window, ...parts]);
  const summaries = await readStatistics(db, source, boundaries);
  return (part) => sumWithin(part, boundaries, summaries);
}

async function describe(
  deps: Deps,
  source: Source,
  window: Window,
  { step, slo }: { step?: number | undefined; slo?: number | undefined },
): Promise<z.infer<typeof StatisticsAnswer>> {
  const points = step === undefined ? [] : pointsOf(window, step);
  const burns = slo === undefined ? [] : Object.values(burnWindows).flatMap((ms) => lastOf(window, ms) ?? []);
  const read = await readParts(deps, source, window, [...points, ...burns]);
  return {
    ...toStatisticsAnswer(window, read(window)),
    ...(slo !== undefined && { budget: describeBudget(read, window, slo) }),
    ...(step !== undefined && { series: points.map((point) => toPointAnswer(point, read(point))) }),
  };
}

/** The end of a window; null where the window is shorter. */
const lastOf = ({ from, to }: Window, ms: number): Window | null =>
  to - from < ms ? null : { from: to - ms, to };

function describeBudget(read: Read, window: Window, slo: number) {
  const tally = tallyOf(read(window));
  const burnRate = (ms: number) => {
    const last = lastOf(window, ms);
    return last && burnRateOf(tallyOf(read(last)), slo);
  };
  return toBudgetAnswer(slo, tally, budgetOf(tally, slo, window.to - window.from), {
    "1h": burnRate(burnWindows["1h"]),
    "6h": burnRate(burnWindows["6h"]),
    "3d": burnRate(burnWindows["3d"]),
  });
}

async function answerCsv(c: Context<AppContext>, source: Source, window: Window, step: number, name: string) {
  const points = pointsOf(window, step);
  const read = await readParts(c.get("deps"), source, window, points);
  const lines = points.map((point) => toCsv(toPointAnswer(point, read(point))));
  return c.body(header + lines.join(""), 200, csvHeaders(name));
}
