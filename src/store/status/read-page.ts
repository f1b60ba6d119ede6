// Reads what a public status page shows in three trips and seven statements at most: its
// targets with the windows of maintenance, and then their days and their incidents. The
// days come from what shards keep of all their targets; today, and yesterday while it may
// not be complete, from the targets' own.
import { type SQL, sql } from "drizzle-orm";
import type { MaintenanceWindow } from "#domain/incidents/maintenance.ts";
import { daysUpTo, firstOpenDay } from "#domain/overview/overview-window.ts";
import { addHeat, type HeatCounts, noHeat, unpackHeat } from "#domain/statistics/heat.ts";
import {
  type Note,
  type PastIncident,
  pageDays,
  recentMs,
  type Subject,
} from "#domain/status/public-page.ts";
import {
  mostServices,
  namedIds,
  namedTags,
  type StatusPage,
} from "#domain/status/status-page.ts";
import { dayOf } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { readWindows, windowsAsJson } from "#store/incidents/maintenance.ts";
import { readFigures } from "#store/overview/days-of-targets.ts";
import {
  type HeldTarget,
  type ListedRow,
  listedRows,
  toHeld,
} from "#store/overview/overview-rows.ts";

/** Rows of tags that are looked at: a target may have several of a page's tags. */
const mostTagged = 5 * mostServices;
/** Incidents of one target that are looked at, and public notes of one incident. */
const mostOfTarget = 5;
const mostNotes = 20;

type ReadPage = {
  subjects: Subject[];
  incidents: PastIncident[];
  windows: MaintenanceWindow[];
};

export async function readPage(db: Db, page: StatusPage, now: number): Promise<ReadPage> {
  const [rows, [windows]] = await db.batch<[ListedRow, { windows: string }]>([
    listedRows(optedIn(page), []),
    sql`SELECT ${windowsAsJson} AS windows`,
  ]);
  const held = rows.map(toHeld);
  const [days, incidents] = await Promise.all([
    readDays(db, held, now),
    page.showsIncidents ? readIncidents(db, held, now) : [],
  ]);
  return {
    subjects: held.map(({ listed: { target, state } }) => ({
      ...target,
      cursor: state.cursor,
      days: days.get(target.id) ?? [],
    })),
    incidents,
    windows: readWindows(windows?.windows ?? "[]"),
  };
}

/** Targets that the page names, and some more of its tags than it shows. */
function optedIn(page: StatusPage): SQL {
  const tags = JSON.stringify(namedTags(page));
  return sql`
    SELECT t.*, '' AS sort_key FROM (
      SELECT value AS id FROM json_each(${JSON.stringify(namedIds(page))})
      UNION SELECT target_id FROM (
        SELECT g.target_id FROM json_each(${tags}) named
        CROSS JOIN target_tags g ON g.tag = named.value LIMIT ${mostTagged})
      LIMIT ${2 * mostServices}) chosen
    CROSS JOIN targets t ON t.id = chosen.id`;
}

type Days = Map<number, HeatCounts[]>;

/** The counts of each target's days, by its id, the oldest first. */
async function readDays(db: Db, held: readonly HeldTarget[], now: number): Promise<Days> {
  if (held.length === 0) return new Map();
  const open = firstOpenDay(now);
  const first = dayOf(now) - pageDays + 1;
  const [figures, older] = await Promise.all([
    readFigures(db, held, daysUpTo(now, open)),
    readSealedDays(db, held, { first, last: open - 1 }),
  ]);
  return new Map(
    held.map(({ listed: { target } }) => {
      const own = older.get(target.id);
      const sealed = Array.from(
        { length: open - first },
        (_, i) => own?.get(first + i) ?? noHeat,
      );
      const latest = figures.get(target.id)?.trend ?? [];
      return [target.id, [...sealed, ...latest.map((point) => addHeat(noHeat, point))]];
    }),
  );
}

type Range = { first: number; last: number };

async function readSealedDays(
  db: Db,
  held: readonly HeldTarget[],
  { first, last }: Range,
): Promise<Map<number, Map<number, HeatCounts>>> {
  const shards = new Set(held.map(({ listed }) => listed.target.shardId));
  const rows = await db.all<{ day: number; heat: string }>(sql`
    SELECT day, hex(heat) AS heat FROM shard_days
    WHERE shard_id IN (SELECT value FROM json_each(${JSON.stringify([...shards])}))
      AND day BETWEEN ${first} AND ${last}`);
  const days = new Map(
    held.map(({ listed }) => [listed.target.id, new Map<number, HeatCounts>()]),
  );
  for (const { day, heat } of rows)
    for (const [targetId, counts] of readableHeat(heat)) {
      const own = days.get(targetId);
      own?.set(day, addHeat(own.get(day) ?? noHeat, counts));
    }
  return days;
}

/** The counts of a day; those before the first that cannot be decoded. */
function* readableHeat(heat: string): Generator<[number, HeatCounts]> {
  try {
    yield* unpackHeat(Uint8Array.fromHex(heat));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
}

type IncidentRow = Omit<PastIncident, "notes"> & { notes: string };

/** The open incidents of the targets, and the latest that began lately, a few of each. */
async function readIncidents(
  db: Db,
  held: readonly HeldTarget[],
  now: number,
): Promise<PastIncident[]> {
  const ids = JSON.stringify(held.map(({ listed }) => listed.target.id));
  const rows = await db.all<IncidentRow>(sql`
    SELECT i.id, i.target_id AS targetId, i.severity, i.started_at AS startedAt,
      i.closed_at AS closedAt, i.notes
    FROM json_each(${ids}) shown CROSS JOIN incidents i ON i.id IN (
      SELECT id FROM (
        SELECT id FROM incidents INDEXED BY incidents_open
        WHERE target_id = shown.value AND closed_at IS NULL LIMIT ${mostOfTarget})
      UNION SELECT id FROM (
        SELECT id FROM incidents INDEXED BY incidents_target
        WHERE target_id = shown.value AND opened_at > ${now - recentMs}
        ORDER BY opened_at DESC LIMIT ${mostOfTarget}))`);
  return rows.map((row) => ({ ...row, notes: readNotes(row.notes) }));
}

function readNotes(json: string): Note[] {
  const notes: Note[] = JSON.parse(json);
  return notes
    .filter((note) => note.public === true && typeof note.text === "string")
    .slice(-mostNotes);
}
