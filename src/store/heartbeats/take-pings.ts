// Takes pings out of their heartbeats' inboxes, as part of what a round records.
import { type SQL, sql } from "drizzle-orm";
import type { InboxWithIgnored } from "#domain/heartbeats/hear-ahead.ts";
import type { NewsOf } from "#domain/rounds/news.ts";
import { never } from "#domain/time/instants.ts";

/** What stands in a heartbeat's row of its pings. */
export type StoredPings = InboxWithIgnored & {
  /** The end of a run that turns nothing, as a round has found. */
  quiet: "success" | "fail" | null;
  /** How many pings it has had, and when the last one came. Epoch ms. */
  pings: number;
  lastAt: number | null;
};

/** Characters of an inbox that are read at once: twice as many as one has with bodies. */
export const inboxCharacters = 131_072;

/**
 * The column `heard` of a SELECT from `targets t`: JSON of StoredPings with so many
 * characters of the inbox; null for targets of other kinds.
 */
export const heardColumn = (characters: number): SQL => sql`
  CASE WHEN t.kind = 'heartbeat' THEN (
    SELECT json_object('inbox', substr(inbox, 1, ${characters}),
      'isCut', json(iif(length(inbox) > ${characters}, 'true', 'false')), 'recent', recent,
      'ignored', ignored, 'quiet', quiet, 'pings', pings, 'lastAt', last_at)
    FROM heartbeats WHERE target_id = t.id) END AS heard`;

export const readHeard = (heard: string | null): StoredPings | null =>
  heard === null ? null : JSON.parse(heard);

/** Whether a target `t` has pings that no round has taken. */
export const hasPings: SQL = sql`(t.kind = 'heartbeat' AND EXISTS (
  SELECT 1 FROM heartbeats WHERE target_id = t.id AND inbox <> ''))`;

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
        hour = CASE WHEN taken.value ->> 1 > 0 THEN taken.value ->> 2 ELSE hour END,
        quiet = taken.value ->> 3, recent = taken.value ->> 4
      FROM json_each(${JSON.stringify(taken)}) taken
      WHERE ${condition} AND target_id = taken.value ->> 0`,
  ];
}

/**
 * When the first of these heartbeats wants a round, for what came since the last one has
 * read its inbox; null where none does. A ping lowers `wake_at` and the shard's `due_at`
 * together, so a round that sets the latter looks at the former.
 */
export const firstWakeOf = (ids: readonly number[]): SQL => sql`(
  SELECT min(wake_at) FROM json_each(${JSON.stringify(ids)}) heard
  CROSS JOIN heartbeats ON target_id = heard.value)`;
