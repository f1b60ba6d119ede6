// Serves the series of numbers that a target's steps read, as JSON and as CSV.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { valueName } from "#domain/conditions/read-value.ts";
import type { NumberMemories } from "#domain/readings/number-memory.ts";
import {
  figuresOfNumbers,
  numberSeries,
} from "#domain/statistics/numbers/number-series.ts";
import { pointsOf, type Window } from "#domain/statistics/series.ts";
import type { Summary } from "#domain/statistics/summary.ts";
import type { Target } from "#domain/targets/target.ts";
import { dayMs } from "#domain/time/instants.ts";
import { isoOf } from "#http/fields.ts";
import { getTarget, idParam, type TargetName } from "#http/find-target.ts";
import { invalidField } from "#http/problem.ts";
import { csv, csvHeaders } from "#http/requests/csv-answer.ts";
import { json, newRouter, route } from "#http/router.ts";
import {
  type AskedTime,
  csvStepFields,
  windowFields,
  windowOf,
} from "#http/statistics/statistics-query.ts";
import { type Read, readView, viewOf } from "#http/statistics/statistics-view.ts";
import { toNumbersAnswer } from "./number-answer.ts";
import {
  exampleCsv,
  SeriesAnswer,
  type SeriesItem,
  seriesTable,
  toExtremes,
  toPointAnswer,
} from "./series-answer.ts";

const tag = "Statistics";

const usualMs = 30 * dayMs;

/** Points of an answer at most, of all names together: a megabyte. */
const mostPoints = 8_000;

const query = z.strictObject({
  ...windowFields(usualMs),
  ...csvStepFields(dayMs),
  name: z
    .string()
    .regex(valueName, "This is the name of what a step reads.")
    .optional()
    .openapi({
      description: "Only this number; all of them unless given.",
      example: "price",
    }),
});

const description =
  "Runs count by their slot, manual ones too. The window and its steps are as exact as those of statistics. The lowest and the highest value are those since the target's steps are what they are, whatever the window.";

export const readingSeriesRoutes = newRouter();

const series = route("get", "/api/targets/{id}/readings", tag, {
  summary: "The series of numbers that a target's steps read",
  description,
  request: { params: idParam, query },
  answers: { 200: json("The series, by name.", SeriesAnswer) },
  problems: ["not-found", "invalid"],
});

readingSeriesRoutes.openapi(series, async (c) => {
  const { id } = c.req.valid("param");
  const { window, told, items } = await readSeries(
    c.get("deps"),
    id,
    c.req.valid("query"),
  );
  const [from, to] = [isoOf(window.from), isoOf(window.to)];
  return c.json({ from, to, ...told, items }, 200);
});

const seriesAsCsv = route("get", "/api/targets/{id}/readings.csv", tag, {
  summary: "Export the numbers that a target's steps read as CSV",
  description: `${description} A step in which nothing was read has no line.`,
  request: { params: idParam, query },
  answers: { 200: csv("number and step", exampleCsv) },
  problems: ["not-found", "invalid"],
});

readingSeriesRoutes.openapi(seriesAsCsv, async (c) => {
  const { id } = c.req.valid("param");
  const { target, items } = await readSeries(c.get("deps"), id, c.req.valid("query"));
  const lines = items.flatMap(({ name, series: points }) =>
    points
      .filter(({ count }) => count > 0)
      .map((point) => seriesTable.toLine({ name, point })),
  );
  const file = `target-${target.id}-readings.csv`;
  return c.body(seriesTable.header + lines.join(""), 200, csvHeaders(file));
});

export type AskedSeries = AskedTime & { step: number; name?: string | undefined };

/** Throws a Problem when the query asks for too much, or for what there is not. */
export async function readSeries(
  deps: Deps,
  id: TargetName,
  asked: AskedSeries,
): Promise<{
  target: Target;
  window: Window;
  told: Read["told"];
  items: SeriesItem[];
}> {
  const { step, name } = asked;
  const window = windowOf(asked, deps.clock.now(), usualMs);
  const { target, state } = await getTarget(deps, id);
  const view = viewOf(window, { step });
  const { of, told } = await readView(deps, { targets: [target] }, view);
  const memories = state.numbers?.byName ?? {};
  const names = chooseNames(of(window), memories, name);
  const points = pointsOf(window, step);
  if (names.length * points.length > mostPoints) throw tooManyPoints(names.length);
  const items = names.map((own) => toItem(own, memories, { window, points, of }));
  return { target, window, told, items };
}

function toItem(
  name: string,
  memories: NumberMemories,
  { window, points, of }: { window: Window; points: readonly Window[]; of: Read["of"] },
): SeriesItem {
  const figures = figuresOfNumbers(of(window).numbers.get(name));
  const memory = Object.hasOwn(memories, name) ? memories[name] : undefined;
  return {
    name,
    ...toExtremes(memory),
    window: figures && toNumbersAnswer(figures),
    series: numberSeries(name, points, of).map(toPointAnswer),
  };
}

/** What is read now, and what was read in the window. */
function chooseNames(
  { numbers }: Summary,
  memories: NumberMemories,
  wanted: string | undefined,
): string[] {
  const known = [...new Set([...Object.keys(memories), ...numbers.keys()])].sort();
  if (wanted === undefined) return known;
  if (known.length === 0 || known.includes(wanted)) return [wanted];
  const message = `No number of this name was read in this window; there is ${known.join(", ")}.`;
  throw invalidField("query", ["name"], message);
}

const tooManyPoints = (names: number) =>
  invalidField(
    "query",
    ["step"],
    `These would be more than ${mostPoints} points of ${names} numbers: make the step longer, or name one of them.`,
  );
