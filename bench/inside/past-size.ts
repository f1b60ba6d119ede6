// Weighs a past as it is stored, and as most tools would store it. Runs inside the runtime.
import type { Run } from "#domain/runs/run.ts";
import { type Past, pastRun } from "#test/fixtures/history/past.ts";

/** Gives how many bytes sealed hours take in their rows. */
export async function weighPast(
  d1: D1Database,
): Promise<{ entries: number; summaries: number }> {
  const sum = (table: string, column: string) =>
    d1.prepare(`SELECT sum(length(${column})) AS bytes FROM ${table}`);
  const [entries, summaries] = await d1.batch<{ bytes: number }>([
    sum("hours", "entries"),
    sum("days", "hours"),
  ]);
  return {
    entries: entries?.results[0]?.bytes ?? 0,
    summaries: summaries?.results[0]?.bytes ?? 0,
  };
}

/**
 * Stores the same runs as one row each, as most tools do. Gives by how many bytes the
 * database grew.
 */
export async function storePlainRows(d1: D1Database, past: Past): Promise<number> {
  await d1.prepare("DROP TABLE IF EXISTS plain_runs").run();
  const { meta } = await d1
    .prepare(`CREATE TABLE plain_runs (
      target_id INTEGER, due_at INTEGER, started_at INTEGER, first_byte_ms INTEGER,
      body_ms INTEGER, attempts INTEGER, trigger TEXT, late INTEGER, changed INTEGER,
      status INTEGER, bytes INTEGER, redirects INTEGER, content_type TEXT,
      content_hash TEXT, failure TEXT, PRIMARY KEY (target_id, due_at)) WITHOUT ROWID`)
    .run();
  let size = meta.size_after;
  for (let at = 0; at < (past.hours * 3_600_000) / past.everyMs; at += 1) {
    const rows = past.targetIds.map((id) =>
      Object.values(plainRow(pastRun(id, past.from + at * past.everyMs))),
    );
    const columns = Array.from({ length: 15 }, (_, i) => `value ->> ${i}`).join(", ");
    const { meta: grown } = await d1
      .prepare(`INSERT INTO plain_runs SELECT ${columns} FROM json_each(?)`)
      .bind(JSON.stringify(rows))
      .run();
    size = grown.size_after;
  }
  await d1.prepare("DROP TABLE plain_runs").run();
  return size - meta.size_after;
}

const plainRow = (run: Run) => ({
  targetId: run.targetId,
  dueAt: run.dueAt,
  startedAt: run.startedAt,
  firstByteMs: run.firstByteMs,
  bodyMs: run.bodyMs,
  attempts: run.attempts,
  trigger: run.trigger,
  late: run.late,
  changed: run.changed,
  status: run.status,
  bytes: run.bytes,
  redirects: run.redirects,
  contentType: run.contentType,
  contentHash: run.contentHash,
  failure: run.failure && JSON.stringify(run.failure),
});
