// Stores incidents and notices as they are there after a month of trouble. Runs inside the
// runtime.
import type { Env } from "#deps";
import { dayMs, minuteMs } from "#domain/time/instants.ts";
import { aMessage, anEvent } from "#test/fixtures/notices/events.ts";

/** So many in the month before `to` (epoch ms); notices went to both channels. */
export type Told = {
  incidents: number;
  notices: number;
  channelIds: readonly [number, number];
  to: number;
};

const monthMs = 30 * dayMs;

/** One in so many is still open. */
const openEach = 10;

/** One in so many was given up. */
const deadEach = 50;

const numbers = `WITH RECURSIVE numbers (n) AS
  (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)`;

const opened = `${numbers}
  INSERT INTO events (id, kind, at, target_id, incident_id, labels, facts, routed)
  SELECT n || '-x.opened', 'incident-opened', ?2 - n * ?3, n, n || '-x', ?4,
    json_set(?5, '$.startedAt', ?2 - n * ?3, '$.openedAt', ?2 - n * ?3), 1 FROM numbers`;

const closed = `INSERT INTO events (id, kind, at, target_id, incident_id, labels, facts, routed)
  SELECT id || '.closed', 'incident-closed', opened_at + ?1, target_id, id, labels,
    json_set(facts, '$.closedAt', opened_at + ?1, '$.closeReason', 'recovered'), 1
  FROM incidents WHERE target_id % ?2 <> 0`;

const notices = `${numbers}
  INSERT INTO notices (id, channel_id, group_key, message, state, created_at, due_at,
    attempts, sent_at, answer)
  SELECT n || '-y', iif(n % 2, ?4, ?5), 'y', ?6, iif(n % ?7, 'sent', 'dead'), ?2 - n * ?3,
    ?2 - n * ?3, 1, ?2 - n * ?3, ?8 FROM numbers`;

/** Each notice is about one incident. */
const tellings = `INSERT OR IGNORE INTO notice_events (event_id, notice_id)
  SELECT (1 + row_number() OVER () % ?1) || '-x.opened', id FROM notices`;

export async function storeTold(
  { DB }: Env,
  { incidents, notices: count, channelIds, to }: Told,
): Promise<void> {
  const { labels, facts } = anEvent("incident-opened");
  const answer = { at: to, isTest: false, outcome: "sent", status: 200, why: null };
  const of = (sql: string, ...values: unknown[]) => DB.prepare(sql).bind(...values);
  await DB.batch([
    of("DELETE FROM notice_events"),
    of("DELETE FROM notices"),
    of("DELETE FROM incidents"),
    of("DELETE FROM events"),
    of(opened, incidents, to, monthMs / incidents, text(labels), text(facts)),
    of(closed, 7 * minuteMs, openEach),
    of(
      notices,
      count,
      to,
      monthMs / count,
      ...channelIds,
      text(aMessage()),
      deadEach,
      text(answer),
    ),
    of(tellings, incidents),
  ]);
}

const text = (value: unknown): string => JSON.stringify(value);
