import {
  covers,
  joinedScope,
  type MaintenanceScope,
  type MaintenanceWindow,
  windowsInForce,
} from "#domain/incidents/maintenance.ts";
import type { ListPlace, Overview, OverviewSort } from "#domain/overview/overview.ts";
import { overviewWindow, type WindowName } from "#domain/overview/overview-window.ts";
import { mostProblems } from "#domain/overview/problems.ts";
import { slotLedgerOf } from "#domain/overview/slot-ledger.ts";
import {
  matchesOf,
  type TroubledTarget,
  targetCountsOf,
  troubledStatuses,
} from "#domain/overview/target-counts.ts";
import { hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { byShownStatus, type TargetFilter } from "#store/targets/target-search.ts";
import { readFigures } from "./days-of-targets.ts";
import { isBackwards, selectListed } from "./listed-targets.ts";
import {
  countsIn,
  problemsIn,
  toMaintained,
  totalsIn,
  windowsIn,
} from "./overview-facts.ts";
import {
  asideTargets,
  type FactRow,
  factRows,
  type HeldTarget,
  type ListedRow,
  listedRows,
  type MaintainedRow,
  maintainedRows,
  missedTargets,
  mostTags,
  mostTroubled,
  type TroubledRow,
  targetsThatAre,
  toHeld,
  troubledRows,
} from "./overview-rows.ts";

/** What the overview is asked for. */
export type OverviewQuery = {
  /** Its status may be `maintenance`, too. */
  filter: TargetFilter;
  sort: OverviewSort;
  window: WindowName;
  /** Null for the first page. */
  place: ListPlace | null;
  /** Targets a page. */
  limit: number;
  /** Whether figures of the page's targets are read; without them, all are null. */
  hasFigures: boolean;
};

export const targetsAPage = 40;

export async function readOverview(
  db: Db,
  query: OverviewQuery,
  now: number,
): Promise<Overview> {
  const window = overviewWindow(query.window, now);
  const facts = await db.all<FactRow>(factRows(window.fromHour, now));
  const inForce = windowsInForce(windowsIn(facts), now);
  const scope = joinedScope(inForce);
  const { rows, listed, maintained } = await readRows(db, { query, scope, now });
  const held = listed.rows.map(toHeld);
  const downOfPage = showsProblemsFirst(query, scope) ? held.filter(isDown) : [];
  const [{ troubled, isCut }, figures] = await Promise.all([
    readTroubled(db, downOfPage, inForce),
    query.hasFigures ? readFigures(db, held, window) : new Map<number, never>(),
  ]);
  const [all, ...byTag] = countsIn(facts, troubled, maintained);
  const counts = all?.counts ?? targetCountsOf({}, []);
  const tags = byTag.map(({ tag, counts: own }) => ({ tag, ...own }));
  const isCountCut = isCut || maintained.isCut;
  return {
    counts,
    isCountCut,
    tags: tags.slice(0, mostTags),
    hasMoreTags: tags.length > mostTags,
    inForce,
    problems: problemsIn(rows, downOfPage, facts, { counts, maintained }),
    ledger: slotLedgerOf(totalsIn(facts), window.fromHour),
    window: {
      from: window.fromHour * hourMs,
      to: now,
      pointMs: window.pointHours * hourMs,
    },
    rows: held.map(({ listed: one }) => ({
      ...one,
      figures: figures.get(one.target.id) ?? null,
    })),
    matches: isCountCut ? null : matchesOf(query.filter, counts, tags),
    previous: listed.previous,
    next: listed.next,
  };
}

type RowsWanted = { query: OverviewQuery; scope: MaintenanceScope | null; now: number };

/** Reads the page of the list, the problems, and who is in maintenance. */
async function readRows(db: Db, { query, scope, now }: RowsWanted) {
  const filter = byShownStatus(query.filter, scope);
  const page = await selectListed(db, { ...query, filter });
  const others = [
    ...(showsProblemsFirst(query, scope) ? [] : [targetsThatAre("down", scope)]),
    targetsThatAre("degraded", scope),
    asideTargets,
    missedTargets(now, scope),
  ];
  const isNamed = scope !== null && !("all" in scope);
  const [rows, found = []] = await db.batch<[ListedRow, MaintainedRow]>([
    listedRows(page, others),
    ...(isNamed ? [maintainedRows(scope)] : []),
  ]);
  const ofPage = rows.filter(({ list }) => list === "page");
  return { rows, listed: pageOf(ofPage, query), maintained: toMaintained(scope, found) };
}

const isDown = ({ listed }: HeldTarget): boolean => listed.target.status === "down";

/**
 * Reads which targets are down, degraded or new and not in maintenance, besides the first
 * ones that are down.
 */
async function readTroubled(
  db: Db,
  firstDown: readonly HeldTarget[],
  inForce: readonly MaintenanceWindow[],
): Promise<{ troubled: TroubledTarget[]; isCut: boolean }> {
  const rows = await db.all<TroubledRow>(
    troubledRows(firstDown.at(-1)?.listed.target.id ?? 0),
  );
  const found = rows
    .map(({ status, id, tags }) => ({ status, id, tags: JSON.parse(tags) as string[] }))
    .filter((target) => !inForce.some((window) => covers(window, target)));
  const known = firstDown.map(({ listed }) => ({
    status: "down" as const,
    tags: listed.target.tags,
  }));
  const isFull = (status: TroubledRow["status"]) =>
    rows.filter((row) => row.status === status).length === mostTroubled;
  return { troubled: [...known, ...found], isCut: troubledStatuses.some(isFull) };
}

/** Whether the page begins with all targets that are down, none of them in maintenance. */
const showsProblemsFirst = (
  { sort, place, filter, limit }: OverviewQuery,
  scope: MaintenanceScope | null,
): boolean =>
  scope === null &&
  sort === "problems" &&
  place === null &&
  limit >= mostProblems &&
  Object.values({ ...filter, tags: filter.tags[0] ?? null }).every(
    (asked) => asked === null,
  );

/** Takes off the row that only tells whether there are more, and names the places beside. */
function pageOf(
  found: ListedRow[],
  query: OverviewQuery,
): { rows: ListedRow[]; previous: ListPlace | null; next: ListPlace | null } {
  const hasMore = found.length > query.limit;
  const back = isBackwards(query);
  const rows = found.slice(0, query.limit);
  if (back) rows.reverse();
  const placeAt = (row: ListedRow | undefined, side: ListPlace["side"]) =>
    row === undefined ? null : { side, id: Number(row.id), key: `${row.sortKey}` };
  const hasPrevious = back ? hasMore : query.place !== null;
  return {
    rows,
    previous: hasPrevious ? placeAt(rows[0], "before") : null,
    next: back || hasMore ? placeAt(rows.at(-1), "after") : null,
  };
}
