// Keeps what jobs that run elsewhere sent with their pings, and reads it back.
import { type SQL, sql } from "drizzle-orm";
import type { NewsOf } from "#domain/rounds/news.ts";
import type { Db } from "#store/db.ts";

/** The body of the n-th ping of a heartbeat. */
export type RunLog = { n: number; body: string };

/** Logs that are kept of one run: of more the first ones, and those of its last round. */
const mostLogs = 100;

/** A target that was deleted during the round keeps none. */
export function keepRunLogs(
  news: readonly NewsOf<"run-logged">[],
  condition: SQL,
): SQL[] {
  const logs = news.map(({ targetId, dueAt, n, body }) => [targetId, dueAt, n, body]);
  return [
    sql`
      INSERT INTO run_logs (target_id, due_at, n, body)
      SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3
      FROM json_each(${JSON.stringify(logs)})
      WHERE ${condition} AND EXISTS (SELECT 1 FROM targets WHERE id = value ->> 0)
        AND ${mostLogs} > (SELECT count(*) FROM (
          SELECT 1 FROM run_logs
          WHERE target_id = value ->> 0 AND due_at = value ->> 1 LIMIT ${mostLogs}))
      ON CONFLICT DO NOTHING`,
  ];
}

/**
 * What came with the latest pings of a run, in their order. `ahead` are logs that no round has
 * recorded yet, as they were read before.
 */
export async function readRunLogs(
  db: Db,
  targetId: number,
  dueAt: number,
  ahead: readonly NewsOf<"run-logged">[],
): Promise<RunLog[]> {
  const kept = await db.all<RunLog>(sql`
    SELECT n, body FROM run_logs WHERE target_id = ${targetId} AND due_at = ${dueAt}
    ORDER BY n DESC LIMIT ${mostLogs}`);
  const known = new Set(kept.map(({ n }) => n));
  const more = ahead.filter((log) => log.dueAt === dueAt && !known.has(log.n));
  return [...kept, ...more.map(({ n, body }) => ({ n, body }))].sort((a, b) => a.n - b.n);
}

/** What came with one ping of a run; null where nothing did, or it is not kept. */
export async function readRunLog(
  db: Db,
  targetId: number,
  { dueAt, n }: { dueAt: number; n: number },
  ahead: readonly NewsOf<"run-logged">[],
): Promise<string | null> {
  const waiting = ahead.find((log) => log.n === n);
  if (waiting !== undefined) return waiting.body;
  const [row] = await db.all<{ body: string }>(sql`
    SELECT body FROM run_logs
    WHERE target_id = ${targetId} AND due_at = ${dueAt} AND n = ${n}`);
  return row?.body ?? null;
}
