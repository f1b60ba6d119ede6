// Sets apart what our own code cannot deal with, so that it does not hold up
// the rest: it is left alone until it is tried again, each time after twice as
// long.
import { type SQL, sql } from "drizzle-orm";
import {
  type Broken,
  firstWaitMs,
  longestWaitMs,
  type Thing,
} from "#domain/apart/set-aside.ts";
import { mostAheadMs } from "#domain/time/clock-trust.ts";
import type { Db } from "#store/db.ts";

/**
 * The statement that sets things apart, or leaves them alone for longer than
 * before, where `condition` holds.
 */
export const setAside = (
  things: readonly Broken[],
  now: number,
  condition: SQL = sql`true`,
): SQL => sql`
  INSERT INTO set_aside (kind, item, since, retry_at, reason)
  SELECT value ->> 'kind', value ->> 'item', ${now}, ${now + firstWaitMs}, substr(value ->> 'reason', 1, 500)
  FROM json_each(${JSON.stringify(things)}) WHERE ${condition}
  ON CONFLICT (kind, item) DO UPDATE SET reason = excluded.reason,
    retry_at = ${now} + min(${longestWaitMs}, max(${firstWaitMs}, ${now} - since))`;

/**
 * SQL for whether a thing is left alone at `now`. Where nothing is, it reads no
 * row. A wait that is far longer than the longest is not believed.
 */
export const isLeftAlone = (kind: Thing["kind"], item: SQL, now: number): SQL => sql`
  EXISTS (SELECT 1 FROM set_aside WHERE kind = ${kind} AND item = ${item}
    AND retry_at > ${now} AND retry_at <= ${now + longestWaitMs + mostAheadMs})`;

/** SQL for whether a thing was set apart, left alone or not. */
export const isSetAside = (kind: Thing["kind"], item: SQL): SQL => sql`
  EXISTS (SELECT 1 FROM set_aside WHERE kind = ${kind} AND item = ${item})`;

/** The statement that takes things back among the others. */
export const takeBack = (kind: Thing["kind"], items: readonly string[]): SQL => sql`
  DELETE FROM set_aside WHERE kind = ${kind}
    AND item IN (SELECT value FROM json_each(${JSON.stringify(items)}))`;

/** Whatever of a kind was set apart, by item: until when it is left alone. Epoch ms. */
export async function readRetries(
  db: Db,
  kind: Thing["kind"],
): Promise<Map<string, number>> {
  const rows = await db.all<{ item: string; retryAt: number }>(sql`
    SELECT item, retry_at AS retryAt FROM set_aside WHERE kind = ${kind}`);
  return new Map(rows.map(({ item, retryAt }) => [item, retryAt]));
}
