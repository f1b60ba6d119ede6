// Serves statistics of a target, of targets by tag or host, or of all targets; with an
// error budget and a series if the query asks for them. Exports series as CSV.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "#deps";
import { csvLine } from "#domain/csv.ts";
import type { Window } from "#domain/statistics/series.ts";
import { burnRateOf, errorBudgetOf } from "#domain/statistics/slo.ts";
import type { Summary } from "#domain/statistics/summary.ts";
import type { Target } from "#domain/targets/target.ts";
import { dayMs } from "#domain/time/instants.ts";
import { hostField, tagsField } from "#http/fields.ts";
import { getTarget, idParam, type TargetName } from "#http/find-target.ts";
import { csv, csvHeaders } from "#http/requests/csv-answer.ts";
import { type AppContext, json, newRouter, route } from "#http/router.ts";
import type { Source } from "#store/statistics/statistics.ts";
import { toBudgetAnswer } from "./budget-answer.ts";
import { nextHeader, partFields } from "./portions.ts";
import { tellNumbers } from "./readings/number-answer.ts";
import {
  examplePoint,
  PointAnswer,
  StatisticsAnswer,
  tallyOf,
  toPointAnswer,
  toStatisticsAnswer,
} from "./statistics-answer.ts";
import {
  type AskedTime,
  csvStepFields,
  sloField,
  stepFields,
  windowFields,
  windowOf,
} from "./statistics-query.ts";
import {
  type AskedParts,
  findSource,
  type Read,
  readView,
  type View,
  viewOf,
  viewOfMany,
} from "./statistics-view.ts";

const tag = "Statistics";

/** How long the window is when the query does not say: of an answer, of a CSV file. */
const usualMs = dayMs;
const usualFileMs = 30 * dayMs;

const exactness =
  "Runs count by their slot. The edges of the window and of its steps are exact where runs are kept in detail. Of older runs only the sums of hours are left, and of the oldest only the sums of days. Such an hour or day counts as a whole at its beginning, or at the beginning of the window if it begins before the window.";
const exactnessOfMany = `${exactness} Without \`tag\` and \`host\` it is all targets together, deleted ones too, in full hours: the window is widened to them. Where there are more targets than one request can read, the answer is about the first ones: \`next\` of the JSON, and the header \`Link\` of a CSV file, lead to the others.`;

const filterFields = {
  tag: tagsField,
  host: hostField.optional().openapi({ description: "Only targets of this host." }),
};

const answerFields = { ...windowFields(usualMs), ...stepFields, slo: sloField };
const fileFields = { ...windowFields(usualFileMs), ...csvStepFields(dayMs) };

const header = csvLine(Object.keys(PointAnswer.shape));
const toCsv = (point: PointAnswer): string => csvLine(Object.values(point));

const statistics = { 200: json("The statistics.", StatisticsAnswer) };
const file = { 200: csv("step", header + toCsv(examplePoint)) };

export const statisticsRoutes = newRouter();

const ofTarget = route("get", "/api/targets/{id}/stats", tag, {
  summary: "A target's statistics",
  description: exactness,
  request: { params: idParam, query: z.strictObject(answerFields) },
  answers: statistics,
  problems: ["not-found", "invalid"],
});

statisticsRoutes.openapi(ofTarget, async (c) => {
  const { id } = c.req.valid("param");
  return c.json(await statisticsOfOne(c.get("deps"), id, c.req.valid("query")), 200);
});

const ofTargetAsCsv = route("get", "/api/targets/{id}/stats.csv", tag, {
  summary: "Export a target's statistics as CSV",
  description: exactness,
  request: { params: idParam, query: z.strictObject(fileFields) },
  answers: file,
  problems: ["not-found", "invalid"],
});

statisticsRoutes.openapi(ofTargetAsCsv, async (c) => {
  const { id } = c.req.valid("param");
  const query = c.req.valid("query");
  const { source, target, view } = await findOne(c.get("deps"), id, query, usualFileMs);
  return await answerCsv(c, source, view, `target-${target.id}-stats.csv`);
});

const ofMany = route("get", "/api/stats", tag, {
  summary: "Statistics of targets by tag or host, or of all",
  description: exactnessOfMany,
  request: { query: z.strictObject({ ...filterFields, ...answerFields, ...partFields }) },
  answers: statistics,
  problems: ["invalid"],
});

statisticsRoutes.openapi(ofMany, async (c) => {
  return c.json(await statisticsOfMany(c.get("deps"), c.req.valid("query")), 200);
});

const ofManyAsCsv = route("get", "/api/stats.csv", tag, {
  summary: "Export statistics of targets by tag or host, or of all, as CSV",
  description: exactnessOfMany,
  request: { query: z.strictObject({ ...filterFields, ...fileFields, ...partFields }) },
  answers: file,
  problems: ["invalid"],
});

statisticsRoutes.openapi(ofManyAsCsv, async (c) => {
  const query = c.req.valid("query");
  const { source, view, next } = await findMany(c.get("deps"), query, usualFileMs);
  return await answerCsv(c, source, view, "stats.csv", next);
});

/** Throws a Problem when the query asks for too much, or there is no such target. */
export async function statisticsOfOne(
  deps: Deps,
  id: TargetName,
  query: AskedTime & AskedParts,
) {
  const { source, view } = await findOne(deps, id, query, usualMs);
  // The price of one target and that of another would be no distribution.
  return await describe(deps, source, view, tellNumbers);
}

/** Throws a Problem when the query asks for too much. */
export async function statisticsOfMany(deps: Deps, query: QueryOfMany) {
  const { source, view, next } = await findMany(deps, query, usualMs);
  return { ...(await describe(deps, source, view)), next };
}

/** The targets whose statistics a query asks for, and the parts of the answer. */
type Asked = { source: Source; view: View };

/** Throws a Problem when the query asks for too much, or there is no such target. */
async function findOne(
  deps: Deps,
  id: TargetName,
  query: AskedTime & AskedParts,
  usualMs: number,
): Promise<Asked & { target: Target }> {
  const view = viewOf(windowOf(query, deps.clock.now(), usualMs), query);
  const { target } = await getTarget(deps, id);
  return { source: { targets: [target] }, target, view };
}

type QueryOfMany = AskedTime &
  AskedParts & {
    tag: readonly string[];
    host?: string | undefined;
    cursor: number | null;
  };

/** Throws a Problem when the query asks for too much. */
async function findMany(
  deps: Deps,
  { tag, host, cursor, ...query }: QueryOfMany,
  usualMs: number,
): Promise<Asked & { next: string | null }> {
  const now = deps.clock.now();
  const filter = { tags: tag, host: host ?? null };
  const view = viewOfMany(windowOf(query, now, usualMs), query, filter, now);
  return { ...(await findSource(deps, filter, view, cursor)), view };
}

async function describe(
  deps: Deps,
  source: Source,
  view: View,
  tellMore: (sum: Summary) => Partial<StatisticsAnswer> = () => ({}),
): Promise<StatisticsAnswer> {
  const { window, slo, points } = view;
  const read = await readView(deps, source, view);
  return {
    ...toStatisticsAnswer(window, read.of(window)),
    ...read.told,
    ...tellMore(read.of(window)),
    ...(slo !== undefined && { budget: describeBudget(read, view, slo) }),
    ...(points !== null && {
      series: points.map((point) => toPointAnswer(point, read.of(point))),
    }),
  };
}

function describeBudget(read: Read, { window, burns }: View, slo: number) {
  const tally = tallyOf(read.of(window));
  const burnRate = (part: Window | null) =>
    part && burnRateOf(tallyOf(read.of(part)), slo);
  return toBudgetAnswer(slo, tally, errorBudgetOf(tally, slo, window.to - window.from), {
    "1h": burnRate(burns["1h"]),
    "6h": burnRate(burns["6h"]),
    "3d": burnRate(burns["3d"]),
  });
}

async function answerCsv(
  c: Context<AppContext>,
  source: Source,
  view: View,
  name: string,
  next: string | null = null,
) {
  const read = await readView(c.get("deps"), source, view);
  const lines = (view.points ?? []).map((point) =>
    toCsv(toPointAnswer(point, read.of(point))),
  );
  const headers = { ...csvHeaders(name), ...nextHeader(c, next) };
  return c.body(header + lines.join(""), 200, headers);
}
