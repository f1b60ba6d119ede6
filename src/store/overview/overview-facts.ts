// Reads what the rows of facts say: the windows that hold, counts by tag, how many problems
// there are, what the rounds came to.
import { countsWithout } from "#domain/counts.ts";
import type { MaintenanceScope } from "#domain/incidents/maintenance.ts";
import { countsOfRuns } from "#domain/jobs/job-counts.ts";
import type { OverviewProblems } from "#domain/overview/overview.ts";
import { problemsOf } from "#domain/overview/problems.ts";
import type { KeptTotals } from "#domain/overview/slot-ledger.ts";
import {
  type TargetCounts,
  type TroubledTarget,
  targetCountsOf,
} from "#domain/overview/target-counts.ts";
import { readWindows } from "#store/incidents/maintenance.ts";
import { parseLines } from "#store/jobs/jobs.ts";
import {
  type FactRow,
  type HeldTarget,
  type ListedRow,
  type MaintainedRow,
  mostMaintained,
  toHeld,
} from "./overview-rows.ts";

/** Who is in maintenance: all that are not paused, or these. */
export type Maintained = {
  isAll: boolean;
  targets: readonly { id: number; tags: readonly string[] }[];
  /** Whether there are more than these. */
  isCut: boolean;
};

export const toMaintained = (
  scope: MaintenanceScope | null,
  found: readonly MaintainedRow[],
): Maintained => ({
  isAll: scope !== null && "all" in scope,
  targets: found
    .filter(({ enabled }) => enabled === 1)
    .map(({ id, tags }) => ({ id, tags: JSON.parse(tags) })),
  isCut: found.length === mostMaintained,
});

export const windowsIn = (facts: readonly FactRow[]) =>
  readWindows(facts.find(({ fact }) => fact === "windows")?.json ?? "[]");

/** The counts of all targets, whose tag is empty, then those of tags. */
export const countsIn = (
  facts: readonly FactRow[],
  troubled: readonly TroubledTarget[],
  { isAll, targets }: Maintained,
) =>
  facts.flatMap(({ fact, name, json }) => {
    if (fact !== "tag") return [];
    const tag = `${name}`;
    const has = ({ tags }: { tags: readonly string[] }) =>
      tag === "" || tags.includes(tag);
    const maintained = isAll ? "all" : targets.filter(has).length;
    const counts = targetCountsOf(JSON.parse(json), troubled.filter(has), maintained);
    return [{ tag, counts }];
  });

/** The problems found, those of the page first, and how many more are noted. */
export function problemsIn(
  rows: readonly ListedRow[],
  downOfPage: readonly HeldTarget[],
  facts: readonly FactRow[],
  { counts, maintained }: { counts: TargetCounts; maintained: Maintained },
): OverviewProblems {
  const found = [
    ...downOfPage.map(({ listed }) => ({ kind: "down" as const, listed, at: 0 })),
    ...rows.flatMap((row) =>
      row.list === "page"
        ? []
        : [{ kind: row.list, listed: toHeld(row).listed, at: Number(row.sortKey) }],
    ),
  ];
  const missed = new Set(
    facts.flatMap(({ fact, json }) =>
      fact === "missed" ? Object.keys(JSON.parse(json)) : [],
    ),
  );
  for (const { id } of maintained.targets) missed.delete(`${id}`);
  return problemsOf(found, {
    down: counts.byStatus.down,
    degraded: counts.byStatus.degraded,
    aside: Number(facts.find(({ fact }) => fact === "aside")?.name ?? 0),
    missed: maintained.isAll ? 0 : missed.size,
  });
}

/** The totals of the job that makes the rounds, on both sides of the window. */
export function totalsIn(facts: readonly FactRow[]): KeptTotals {
  const named = (name: FactRow["fact"]) => facts.find(({ fact }) => fact === name);
  const [last, before, first] = [named("last"), named("before"), named("first")];
  return {
    last: last
      ? {
          hour: Number(last.name),
          finishedAt: last.at ?? 0,
          totals: JSON.parse(last.json),
        }
      : null,
    before: before ? { totals: JSON.parse(before.json) } : null,
    first: first ? firstTotals(first) : null,
  };
}

/** What the job had come to before the first hour that is kept. */
function firstTotals({ name, json }: FactRow): NonNullable<KeptTotals["first"]> {
  const [totals, lines] = JSON.parse(json) as [string, string];
  const own = countsOfRuns(parseLines(lines));
  return { hour: Number(name), totals: countsWithout(JSON.parse(totals), own) };
}
