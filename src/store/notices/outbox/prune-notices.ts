// Deletes notices that are old, with what they told, and silences that are over.
import { sql } from "drizzle-orm";
import { dayMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";

/** Dead notices are kept longer: somebody may want them sent again. */
const sentMs = 30 * dayMs;
const deadMs = 90 * dayMs;
const endedSilenceMs = 30 * dayMs;

/** How many statements a step sends. */
export const noticeStatements = 3;

/** Deletes at most about `limit` rows of each kind; gives how many notices went. */
export async function pruneNotices(db: Db, now: number, limit: number): Promise<number> {
  const old = sql`SELECT id FROM notices INDEXED BY notices_created
    WHERE created_at < ${now - sentMs} AND (state = 'sent'
      OR (state = 'dead' AND created_at < ${now - deadMs}))
    ORDER BY created_at LIMIT ${limit}`;
  const results = await db.batch<[never, { id: string }, never]>([
    sql`
      DELETE FROM notice_events WHERE (event_id, notice_id) IN (
        SELECT told.event_id, told.notice_id FROM (${old}) gone
        CROSS JOIN notice_events told INDEXED BY notice_events_notice
          ON told.notice_id = gone.id)`,
    sql`DELETE FROM notices WHERE id IN (${old}) RETURNING id`,
    sql`
      DELETE FROM silences WHERE id IN (
        SELECT id FROM silences INDEXED BY silences_ends
        WHERE ends_at < ${now - endedSilenceMs} LIMIT ${limit})`,
  ]);
  return results[1].length;
}
