// Plans an answer about a window of time: into which parts the window is cut, and which
// targets are read: as many as one request can.
import type { Deps } from "#deps";
import type { Unreadable } from "#domain/runs/readable.ts";
import {
  boundariesOf,
  pointsOf,
  sumWithin,
  type Window,
} from "#domain/statistics/series.ts";
import { burnWindows } from "#domain/statistics/slo.ts";
import type { Summary } from "#domain/statistics/summary.ts";
import { hourMs } from "#domain/time/instants.ts";
import { invalidField } from "#http/problem.ts";
import { tellUnreadable } from "#http/statistics/unreadable.ts";
import {
  mostSpans,
  readIncidentSpans,
  type SpanSource,
  type Spans,
} from "#store/incidents/incident-spans.ts";
import { mostOwners } from "#store/statistics/portions.ts";
import { readStatistics, type Source } from "#store/statistics/statistics.ts";
import { findOwners, findShards, type OwnerFilter } from "#store/targets/owners.ts";
import { partOf } from "./portions.ts";

/** Statements that an answer takes besides reading statistics. */
const otherStatements = 6;

/**
 * The parts of a window that an answer is about, and the boundaries that cut the window
 * into these parts.
 */
export type View = {
  window: Window;
  slo: number | undefined;
  /** The points of a series; null when none is asked for. */
  points: Window[] | null;
  /** The windows of the burn rates; null for one that is longer than the whole window. */
  burns: Record<keyof typeof burnWindows, Window | null>;
  boundaries: readonly number[];
};

/** The part of a query that asks for more than the whole window. */
export type AskedParts = { step?: number | undefined; slo?: number | undefined };

/** A view whose parts begin at multiples of `grainMs`. */
export function viewOf(window: Window, { step, slo }: AskedParts, grainMs = 1): View {
  const points = step === undefined ? null : pointsOf(window, step);
  const last = (ms: number) => (slo === undefined ? null : lastOf(window, ms, grainMs));
  const burns = {
    "1h": last(burnWindows["1h"]),
    "6h": last(burnWindows["6h"]),
    "3d": last(burnWindows["3d"]),
  };
  const parts = [window, ...(points ?? []), ...Object.values(burns)].filter(
    (part) => part !== null,
  );
  return { window, slo, points, burns, boundaries: boundariesOf(parts) };
}

/** The last `ms` of a window; null when the window is shorter. */
const lastOf = ({ from, to }: Window, ms: number, grainMs: number): Window | null =>
  to - from < ms ? null : { from: to - ms - ((to - ms) % grainMs), to };

const isAll = ({ tags: wanted, host }: OwnerFilter): boolean =>
  wanted.length === 0 && host === null;

/**
 * A view of several targets. Of all targets together only sums of hours are stored, so
 * that view has full hours. Throws a Problem when its steps are not whole hours.
 */
export function viewOfMany(
  window: Window,
  asked: AskedParts,
  filter: OwnerFilter,
  now: number,
): View {
  if (!isAll(filter)) return viewOf(window, asked);
  if (asked.step !== undefined && asked.step % hourMs !== 0) {
    const message =
      "For all targets together a step is a whole number of hours: name a tag or a host to use other steps.";
    throw invalidField("query", ["step"], message);
  }
  const from = window.from - (window.from % hourMs);
  const to = Math.min(now, Math.ceil(window.to / hourMs) * hourMs);
  return viewOf({ from, to }, asked, hourMs);
}

/** How many targets can be read for a view; of all targets together, how many shards. */
export const mostToRead = (
  { settings }: Deps,
  kind: "target" | "shard",
  { boundaries }: Pick<View, "boundaries">,
): number => mostOwners(kind, boundaries, settings.budget.statements - otherStatements);

/** Finds the targets of a part of the answer whose statistics are asked for. */
export async function findSource(
  deps: Deps,
  filter: OwnerFilter,
  view: View,
  cursor: number | null,
): Promise<{ source: Source; next: string | null }> {
  const after = cursor ?? 0;
  if (isAll(filter)) {
    const most = mostToRead(deps, "shard", view);
    const found = await findShards(deps.db, after, most + 1);
    const { items: shards, next } = partOf(found, most, (id) => id);
    return { source: { shards }, next };
  }
  const most = mostToRead(deps, "target", view);
  const found = await findOwners(deps.db, filter, { after, limit: most + 1 });
  const { items: targets, next } = partOf(found, most, ({ id }) => id);
  return { source: { targets }, next };
}

/**
 * Reads the incidents of a window, of as many targets as can be read. Throws a Problem
 * when a target has too many of them.
 */
export async function readSpans(
  { db }: Deps,
  source: SpanSource,
  window: Window,
  field: string,
): Promise<Spans> {
  const read = await readIncidentSpans(db, source, window);
  if (read !== null) return read;
  const message = `At most ${mostSpans} incidents of a target can be read for an answer, and there are more: name a shorter window.`;
  throw invalidField("query", [field], message);
}

/** `of` sums up one part of a view. `told` says what could not be decoded. */
export type Read = { of(part: Window): Summary; told: { unreadable?: number } };

/** Reads the parts of a view once. */
export async function readView(
  deps: Deps,
  source: Source,
  { boundaries }: Pick<View, "boundaries">,
): Promise<Read> {
  const gaps: Unreadable = new Set();
  const summaries = await readStatistics(deps.db, source, boundaries, gaps);
  const told = tellUnreadable(deps, gaps);
  return { of: (part) => sumWithin(part, boundaries, summaries), told };
}
