// Makes the view of a comparison of two windows.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  pairNames,
  pairOf,
  type WindowPair,
} from "#domain/statistics/comparison/window-pairs.ts";
import type { Window } from "#domain/statistics/series.ts";
import { dayMs } from "#domain/time/instants.ts";
import type { Moment } from "#domain/time/moment.ts";
import { isoOf, momentField } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { compareWindows } from "#http/statistics/comparison.ts";
import { partFields } from "#http/statistics/portions.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { ComparisonView } from "#ui/statistics/statistics-view.ts";
import { mostLines } from "./view-report.ts";

export const comparisonQuery = z.strictObject({
  view: z.literal("comparison"),
  windows: z.enum(pairNames).default("week"),
  tag: z.string().optional(),
  from: momentField.optional(),
  to: momentField.optional(),
  from2: momentField.optional(),
  to2: momentField.optional(),
  ...partFields,
});

type Query = z.output<typeof comparisonQuery>;

export async function viewComparison(
  deps: Deps,
  { zone, now }: Viewer,
  query: Query,
): Promise<ComparisonView> {
  const { windows, tag, from, to, from2, to2, cursor } = query;
  const hasDays = [from, to, from2, to2].some((moment) => moment !== undefined);
  const pair = hasDays ? ownPair(query, now) : pairOf(windows, zone, now);
  const tags = tag === undefined ? [] : [tag];
  const { total, lines, next } = await compareWindows(deps, tags, pair, cursor);
  const csvOf = ({ from, to }: Window) =>
    `/api/stats.csv?${new URLSearchParams({ from: isoOf(from), to: isoOf(to), ...(tag && { tag }) })}`;
  return {
    view: "comparison",
    pair,
    total,
    lines: lines.slice(0, mostLines),
    count: lines.length,
    next,
    csv: { earlier: csvOf(pair.earlier), later: csvOf(pair.later) },
  };
}

const ownPair = ({ from, to, from2, to2 }: Query, now: number): WindowPair => ({
  earlier: ownWindow(["from", from], ["to", to], now),
  later: ownWindow(["from2", from2], ["to2", to2], now),
});

type Given = [name: string, moment: Moment | undefined];

const mostDays = 366;

/** Throws a Problem that names the field when the window is missing, empty or too long. */
function ownWindow([fromName, from]: Given, [toName, to]: Given, now: number): Window {
  for (const [name, moment] of [
    [fromName, from],
    [toName, to],
  ] as const)
    if (moment === undefined)
      throw invalidField("query", [name], "Say where the window begins and ends.");
  const window = { from: from?.(now) ?? 0, to: Math.min(to?.(now) ?? now, now) };
  if (window.from < window.to && window.to - window.from <= mostDays * dayMs)
    return window;
  throw invalidField(
    "query",
    [fromName],
    `The window runs forwards, at most up to now, and has at most ${mostDays} days.`,
  );
}
