// Keeps what jobs that run elsewhere sent with their pings.
import { type SQL, sql } from "drizzle-orm";
import type { NewsOf } from "#domain/rounds/news.ts";

export function keepRunLogs(
  news: readonly NewsOf<"run-logged">[],
  condition: SQL,
): SQL[] {
  const logs = news.map(({ targetId, dueAt, n, body }) => [targetId, dueAt, n, body]);
  return [
    sql`
      INSERT INTO run_logs (target_id, due_at, n, body)
      SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3
      FROM json_each(${JSON.stringify(logs)}) WHERE ${condition}
      ON CONFLICT DO NOTHING`,
  ];
}
