// Takes pings out of their heartbeats' inboxes, as part of what a round records.
import { type SQL, sql } from "drizzle-orm";
import type { NewsOf } from "#domain/rounds/news.ts";
import { never } from "#domain/time/instants.ts";

/** What stands in a heartbeat's row for its round. */
export type StoredPings = {
  /** Lines of pings (domain/heartbeats/ping-encoding). */
  inbox: string;
  /** JSON: the latest pings that were taken. */
  recent: string;
};

/** The column `heard` of a SELECT from `targets t`: JSON of StoredPings; null for others. */
export const heardColumn: SQL = sql`
  CASE WHEN t.kind = 'heartbeat' THEN (
    SELECT json_object('inbox', inbox, 'recent', recent) FROM heartbeats
    WHERE target_id = t.id) END AS heard`;

/**
 * The statement that takes the pings that a round has seen. Those that came meanwhile
 * stay, and so does what they ask for.
 */
export function takeFromInboxes(
  news: readonly NewsOf<"pings-taken">[],
  condition: SQL,
): SQL[] {
  const taken = news.map(({ targetId, length, hour, quiet, recent }) => [
    targetId,
    length,
    hour,
    quiet,
    JSON.stringify(recent),
  ]);
  return [
    sql`
      UPDATE heartbeats SET inbox = substr(inbox, (taken.value ->> 1) + 1),
        wake_at = CASE WHEN length(inbox) = (taken.value ->> 1) THEN ${never} ELSE wake_at END,
        hour = taken.value ->> 2, quiet = taken.value ->> 3, recent = taken.value ->> 4
      FROM json_each(${JSON.stringify(taken)}) taken
      WHERE ${condition} AND target_id = taken.value ->> 0`,
  ];
}
