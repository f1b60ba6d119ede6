// Records which events groups have taken in, and what they tell: each in one batch, which
// changes nothing where somebody else was faster.
import { type SQL, sql } from "drizzle-orm";
import type { Message } from "#domain/notices/message.ts";
import { type Group, idleForMs, isIdle, nextAt } from "#domain/notices/routing/group.ts";
import type { Db } from "#store/db.ts";
import { jsonParameters } from "#store/packed-bytes.ts";
import { type GroupState, type KeptGroup, toKeptGroup } from "./due.ts";

/** Groups by their keys; those that do not exist are left out. */
export async function readGroups(db: Db, keys: readonly string[]): Promise<KeptGroup[]> {
  const rows = await db.all<
    Omit<Parameters<typeof toKeptGroup>[0], "state"> & { state: string }
  >(
    sql`
      SELECT n.key, channel_id AS channelId, revision, state
      FROM json_each(${JSON.stringify(keys)}) wanted
      CROSS JOIN notice_groups n ON n.key = wanted.value`,
  );
  return rows.map((row) => toKeptGroup({ ...row, state: JSON.parse(row.state) }));
}

/** The keys of the groups that have told of each of these incidents. */
export async function readTellers(
  db: Db,
  incidentIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await db.all<{ incidentId: string; key: string }>(sql`
    SELECT DISTINCT incident.value AS incidentId, n.group_key AS key
    FROM json_each(${JSON.stringify(incidentIds)}) incident
    CROSS JOIN notice_events told
      ON told.event_id IN (incident.value || '.opened', incident.value || '.worse')
    CROSS JOIN notices n ON n.id = told.notice_id`);
  return new Map(
    [...Map.groupBy(rows, ({ incidentId }) => incidentId)].map(([id, found]) => [
      id,
      found.map(({ key }) => key),
    ]),
  );
}

const rowOf = (
  { key, channelId, revision, path, labels, group }: KeptGroup,
  by: string,
) => {
  const state: GroupState = { ...group, path, labels, by };
  return { key, channelId, revision, nextAt: dueAtOf(group), state };
};

/** A group that has nothing to tell is due once more: to be forgotten. */
const dueAtOf = (group: Group): number | null =>
  nextAt(group) ?? (isIdle(group) ? (group.sentAt ?? group.seq) + idleForMs : null);

/** Rows of groups as they are to be; each knows the revision that it follows. */
const rowsOf = (groups: readonly KeptGroup[], by: string) =>
  groups.map((group) => rowOf(group, by));

/** How many statements `recordRouting` takes: many groups have more than one parameter. */
export const statementsToRecordRouting = (groups: readonly KeptGroup[]): number =>
  jsonParameters(rowsOf(groups, "")).length + 1;

/**
 * Puts events into groups, as these are to be. False when somebody else has changed one
 * of the groups or routed one of the events meanwhile: then nothing has changed.
 */
export async function recordRouting(
  db: Db,
  eventIds: readonly string[],
  groups: readonly KeptGroup[],
  token: string,
): Promise<boolean> {
  const ids = JSON.stringify(eventIds);
  const known = JSON.stringify(groups.map(({ key, revision }) => ({ key, revision })));
  const isAsRead = sql`${eventIds.length} = (
      SELECT count(*) FROM json_each(${ids}) wanted
      CROSS JOIN events e ON e.id = wanted.value WHERE routed = 0)
    AND NOT EXISTS (
      SELECT 1 FROM json_each(${known}) g LEFT JOIN notice_groups n ON n.key = g.value ->> 'key'
      WHERE coalesce(n.revision, 0) <> g.value ->> 'revision')`;
  const [first] = groups;
  const isDone = first
    ? sql`EXISTS (SELECT 1 FROM notice_groups WHERE key = ${first.key} AND state ->> 'by' = ${token})`
    : sql`true`;
  const parameters = jsonParameters(rowsOf(groups, token));
  const results = await db.batch<[...never[][], { id: string }]>([
    ...parameters.map((rows, i) => putGroups(rows, i === 0 ? isAsRead : isDone)),
    sql`
      UPDATE events SET routed = 1
      WHERE id IN (SELECT value FROM json_each(${ids})) AND routed = 0 AND ${isDone}
      RETURNING id`,
  ]);
  return (results.at(-1)?.length ?? 0) === eventIds.length;
}

const putGroups = (rows: string, condition: SQL): SQL => sql`
  INSERT INTO notice_groups (key, channel_id, state, next_at, revision)
  SELECT g.value ->> 'key', g.value ->> 'channelId', g.value -> 'state',
    g.value ->> 'nextAt', (g.value ->> 'revision') + 1
  FROM json_each(${rows}) g WHERE ${condition}
  ON CONFLICT (key) DO UPDATE SET state = excluded.state,
    next_at = excluded.next_at, revision = excluded.revision`;

/** A notice that a group makes. */
export type NewNotice = {
  id: string;
  message: Message;
  /** The events that it is the first to tell its channel. */
  events: readonly string[];
};

/** A group that was told, as it is to be, and its notice; null when it told nothing. */
export type Flush = { kept: KeptGroup; notice: NewNotice | null };

/**
 * Makes the notices of groups, and changes the groups. A group that somebody else has
 * changed meanwhile stays as it is, and tells nothing.
 */
export async function recordFlushes(
  db: Db,
  flushes: readonly Flush[],
  token: string,
  now: number,
): Promise<void> {
  const made = flushes.flatMap(({ kept: { key, revision, channelId }, notice }) =>
    notice ? [{ key, revision, channelId, ...notice }] : [],
  );
  const unchanged = sql`CROSS JOIN notice_groups n ON n.key = f.value ->> 'key'
    AND n.revision = f.value ->> 'revision'`;
  const makeNotices = sql`
    INSERT INTO notices (id, channel_id, group_key, message, state, created_at, due_at)
    SELECT f.value ->> 'id', f.value ->> 'channelId', n.key, f.value -> 'message', 'waiting',
      ${now}, max(${now}, coalesce((SELECT max(due_at) FROM notices INDEXED BY notices_group
        WHERE state = 'waiting' AND group_key = n.key), 0))
    FROM json_each(${JSON.stringify(made)}) f ${unchanged} WHERE true ON CONFLICT DO NOTHING`;
  const noteEvents = sql`
    INSERT INTO notice_events (event_id, notice_id)
    SELECT e.value, f.value ->> 'id'
    FROM json_each(${JSON.stringify(made.map(({ message: _, ...rest }) => rest))}) f ${unchanged}
    CROSS JOIN json_each(f.value -> 'events') e WHERE true ON CONFLICT DO NOTHING`;
  const kept = flushes.map((flush) => flush.kept);
  const changeGroups = sql`
    UPDATE notice_groups SET state = g.value -> 'state', next_at = g.value ->> 'nextAt',
      revision = revision + 1
    FROM json_each(${JSON.stringify(rowsOf(kept, token))}) g
    WHERE notice_groups.key = g.value ->> 'key' AND revision = g.value ->> 'revision'`;
  await db.batch([...(made.length > 0 ? [makeNotices, noteEvents] : []), changeGroups]);
}

/** Forgets groups; what they were to tell is dropped. */
export const dropGroups = (keys: readonly string[]): SQL => sql`
  DELETE FROM notice_groups WHERE key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`;
