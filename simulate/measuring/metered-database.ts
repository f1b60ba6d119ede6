// Counts what is asked of a database: calls, rows, and how long its statements took. Runs
// inside the runtime.
import { sendTo, wrapDatabase } from "#test/fixtures/limits/wrapped-database.ts";

/** One round trip to the database. */
export type DatabaseCall = {
  statements: number;
  rowsRead: number;
  rowsWritten: number;
  /** How long the database worked on it, as it says itself. */
  ms: number;
};

export function meterDatabase(d1: D1Database, calls: DatabaseCall[]): D1Database {
  return wrapDatabase(d1, {
    async send(statements) {
      const results = await sendTo(d1, statements);
      const sum = (of: (meta: D1Meta) => number) =>
        results.reduce((total, { meta }) => total + of(meta as D1Meta), 0);
      calls.push({
        statements: results.length,
        rowsRead: sum((meta) => meta.rows_read),
        rowsWritten: sum((meta) => meta.rows_written),
        ms: sum((meta) => meta.duration),
      });
      return results;
    },
  });
}
