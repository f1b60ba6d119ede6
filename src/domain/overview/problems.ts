// Chooses which problems the overview shows, and counts them.
import { readRecent } from "#domain/statistics/totals.ts";
import {
  type ListedTarget,
  type OverviewProblem,
  type OverviewProblems,
  type ProblemKind,
  problemKinds,
} from "./overview.ts";

/** So many of each kind are shown: what follows them is to be seen as well. */
export const mostProblems = 5;

/** A target that is a problem; `at` is its last missed slot where it has one, epoch ms. */
export type FoundProblem = { kind: ProblemKind; listed: ListedTarget; at: number };

/**
 * `noted` says how many there are of each kind, of which some may be gone by now, or be
 * problems of a kind before: as long as all of them are found, those are not counted.
 */
export function problemsOf(
  found: readonly FoundProblem[],
  noted: Record<ProblemKind, number>,
): OverviewProblems {
  const byId = new Map<number, OverviewProblem>();
  for (const kind of problemKinds)
    for (const { listed, at } of found.filter((one) => one.kind === kind)) {
      const known = byId.get(listed.target.id);
      if (known === undefined) byId.set(listed.target.id, toProblem(kind, listed, at));
      else if (known.kind === kind) known.since = Math.max(known.since, at);
    }
  const ofKind = Map.groupBy(byId.values(), ({ kind }) => kind);
  const shown = problemKinds.map((kind) =>
    (ofKind.get(kind) ?? []).slice(0, mostProblems),
  );
  const counts = problemKinds.map((kind, i) => [
    kind,
    noted[kind] > mostProblems ? noted[kind] : (shown[i]?.length ?? 0),
  ]);
  return { shown: shown.flat(), counts: Object.fromEntries(counts) };
}

const toProblem = (
  kind: ProblemKind,
  listed: ListedTarget,
  at: number,
): OverviewProblem => ({
  ...listed,
  kind,
  since: {
    down: listed.target.statusSince,
    degraded: listed.target.statusSince,
    aside: listed.aside?.since ?? at,
    missed: at,
  }[kind],
  failedInARow: failedInARow(readRecent(listed.recent)),
});

/** How many of the latest runs failed in a row. */
export function failedInARow(
  recent: readonly { ok: boolean }[],
): OverviewProblem["failedInARow"] {
  const lastOk = recent.findLastIndex(({ ok }) => ok);
  return { count: recent.length - 1 - lastOk, isAll: lastOk < 0 };
}
