// Keeps how many messages of queues came to nothing, and when one was given up last. There
// is no row before the first such message.
import { type SQL, sql } from "drizzle-orm";
import type { Counts } from "#domain/counts.ts";
import { sumOfCounts } from "#store/counters.ts";
import type { Db } from "#store/db.ts";

/** The name of the row of counters (domain/jobs/message-counts). */
export const messageCounters = "messages";

/** SQL for when a message was given up last; null when none was. Epoch ms. */
export const lastDeadAt: SQL = sql`(
  SELECT nullif(counts ->> '$.deadAt', 0) FROM counters WHERE name = ${messageCounters})`;

/** What was counted so far, and when a message was given up last. */
export type MessageCounts = { counts: Counts; deadAt: number | null };

/**
 * Adds to the counts: one statement, one row written. `deadAt` (epoch ms) is when messages
 * were given up, if any of them were.
 */
export async function countMessages(
  db: Db,
  counts: Readonly<Counts>,
  deadAt: number | null,
): Promise<void> {
  const told = JSON.stringify(counts);
  const since = (before: SQL) =>
    sql`json_object('deadAt', CAST(max(${before}, ${deadAt ?? 0}) AS INTEGER))`;
  await db.all(sql`
    INSERT INTO counters (name, counts)
    VALUES (${messageCounters}, json_patch(${told}, ${since(sql`0`)}))
    ON CONFLICT (name) DO UPDATE SET counts = json_patch(
      ${sumOfCounts(sql`counters.counts`, sql`${told}`)},
      ${since(sql`counters.counts ->> '$.deadAt'`)})`);
}

export async function readMessageCounts(db: Db): Promise<MessageCounts> {
  const [row] = await db.all<{ counts: string }>(
    sql`SELECT counts FROM counters WHERE name = ${messageCounters}`,
  );
  return toMessageCounts(row?.counts ?? "{}");
}

export function toMessageCounts(stored: string): MessageCounts {
  const { deadAt = 0, ...counts }: Counts = JSON.parse(stored);
  return { counts, deadAt: deadAt || null };
}
