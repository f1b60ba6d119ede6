// Says in words how everything stands: the heading of the overview, and the line below.
import { problemKinds } from "#domain/overview/overview.ts";
import { minuteMs } from "#domain/time/instants.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatAgo, formatLength, formatNumber } from "#ui/words/format.ts";
import { statusesIn } from "./overview-groups.ts";
import type { OverviewView } from "./overview-view.ts";

type Stand = Pick<OverviewView, "counts" | "isCountCut" | "problems" | "ledger" | "rows">;

/** Ticks come every minute, and an hour's first one may take its time. */
const silentMs = 3 * minuteMs;

/** Whether nothing makes rounds. Before the first tick nothing does for a while. */
export function isSilent({ ledger, rows }: Stand, now: number): boolean {
  const { lastTickAt } = ledger;
  if (lastTickAt !== null) return now - lastTickAt > silentMs;
  return rows.some(({ target }) => now - target.createdAt > silentMs);
}

/** The state in words. Nothing is well while nothing runs. */
export function sayHeading(stand: Stand, viewer: Viewer): string {
  const { counts, problems, ledger } = stand;
  const { heading, status } = viewer.words.overview;
  if (isSilent(stand, viewer.now)) {
    const { lastTickAt } = ledger;
    if (lastTickAt === null) return heading.neverTicked;
    const minutes = Math.floor((viewer.now - lastTickAt) / minuteMs);
    return heading.silent(formatLength(minutes * minuteMs, viewer.language));
  }
  const wrong = problemKinds
    .filter((kind) => problems.counts[kind] > 0)
    .map((kind) => heading.problems[kind](formatNumber(problems.counts[kind])));
  if (wrong.length > 0) {
    const list = heading.list(wrong);
    return stand.isCountCut ? heading.atLeast(list) : list;
  }
  if (counts.byStatus.up === counts.all) return heading.allUp(counted(counts.all));
  const parts = statusesIn(counts.byStatus).map(({ status: name, count }) =>
    status[name](formatNumber(count)),
  );
  return heading.noneDown(heading.list(parts));
}

/** How many are well, and when trouble last began. */
export function sayStanding({ counts, problems }: Stand, viewer: Viewer): string | null {
  const { overview, common } = viewer.words;
  const bad = problemKinds.reduce((sum, kind) => sum + problems.counts[kind], 0);
  if (bad === 0) return null;
  const well = Math.max(0, counts.all - bad - counts.byStatus.maintenance);
  const newest = Math.max(...problems.shown.map(({ since }) => since));
  return common.sentences([
    overview.well(formatNumber(well), formatNumber(counts.all)),
    problems.shown.length === 0
      ? null
      : overview.newestTrouble(formatAgo(newest, viewer)),
  ]);
}
