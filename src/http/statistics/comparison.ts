// Compares how targets did in two windows: each by itself, and all together.
import type { Deps } from "#deps";
import {
  byDifference,
  type Comparison,
  compare,
  figuresOf,
} from "#domain/statistics/comparison/comparison.ts";
import type { WindowPair } from "#domain/statistics/comparison/window-pairs.ts";
import type { Window } from "#domain/statistics/series.ts";
import { addSummary, createSummary, type Summary } from "#domain/statistics/summary.ts";
import { readStatisticsOfEach } from "#store/statistics/statistics.ts";
import { findNamedOwners, type Owner } from "#store/targets/owners.ts";
import { partOf } from "./portions.ts";
import { mostToRead } from "./statistics-view.ts";
import { tellUnreadable } from "./unreadable.ts";

type Line = { id: number; name: string } & Comparison;

/** Compares a part of the targets: as many as can be read, behind the id of a cursor. */
export async function compareWindows(
  deps: Deps,
  tags: readonly string[],
  { earlier, later }: WindowPair,
  cursor: number | null,
): Promise<{ total: Comparison; lines: Line[]; next: string | null }> {
  const most = Math.min(mostIn(deps, earlier), mostIn(deps, later));
  const end = Math.max(earlier.to, later.to);
  const portion = { after: cursor ?? 0, limit: most + 1 };
  const found = await findNamedOwners(deps.db, { tags, host: null }, end, portion);
  const { items: owners, next } = partOf(found, most, ({ id }) => id);
  const before = await readWindow(deps, owners, earlier);
  const after = await readWindow(deps, owners, later);
  const lines = owners.map(({ id, name }) => ({
    id,
    name,
    ...compareSummaries(before.get(id), after.get(id)),
  }));
  const total = compareSummaries(sumOf(before), sumOf(after));
  return { total, lines: byDifference(lines), next };
}

/** Two windows are read, so each may take half of the statements. */
const mostIn = (deps: Deps, { from, to }: Window): number =>
  Math.floor(mostToRead(deps, "target", { boundaries: [from, to] }) / 2);

async function readWindow(
  deps: Deps,
  owners: readonly Owner[],
  { from, to }: Window,
): Promise<Map<number, Summary>> {
  const gaps = new Set<string>();
  const each = await readStatisticsOfEach(deps.db, owners, [from, to], gaps);
  tellUnreadable(deps, gaps);
  return new Map([...each].map(([id, [sum = createSummary()]]) => [id, sum]));
}

const compareSummaries = (
  before: Summary = createSummary(),
  after: Summary = createSummary(),
): Comparison => compare(figuresOf(before), figuresOf(after));

function sumOf(summaries: ReadonlyMap<number, Summary>): Summary {
  const sum = createSummary();
  for (const one of summaries.values()) addSummary(sum, one);
  return sum;
}
