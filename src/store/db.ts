// The database as the store sees it: SQL composed with Drizzle, run on D1, every statement and row counted.
// Statements go to D1 directly, since Drizzle 0.45 cannot bind the parameters of its sql`` in a D1 batch.
import type { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";

export type Db = {
  /** Runs one statement and gives its rows. */
  all<Row>(query: SQL): Promise<Row[]>;
  /** Runs statements in one transaction and one round trip; gives the rows of each. */
  batch<Rows extends unknown[]>(queries: readonly SQL[]): Promise<{ [I in keyof Rows]: Rows[I][] }>;
};

/** What an invocation has cost so far. The platform bills the rows and limits the statements. */
export type Meter = { statements: number; rowsRead: number; rowsWritten: number };

export const createMeter = (): Meter => ({ statements: 0, rowsRead: 0, rowsWritten: 0 });

/** Opens a database whose use adds to `meter`. */
export function openDb(d1: D1Database, meter: Meter): Db {
  const dialect = new SQLiteAsyncDialect();
  const prepare = (query: SQL): D1PreparedStatement => {
    const { sql, params } = dialect.sqlToQuery(query);
    return d1.prepare(sql).bind(...params);
  };
  const rowsOf = (result: D1Result): unknown[] => {
    meter.statements += 1;
    meter.rowsRead += result.meta.rows_read;
    meter.rowsWritten += result.meta.rows_written;
    return result.results;
  };
  return {
    all: async <Row>(query: SQL) => rowsOf(await prepare(query).all()) as Row[],
    batch: async <Rows extends unknown[]>(queries: readonly SQL[]) =>
      (await d1.batch(queries.map(prepare))).map(rowsOf) as { [I in keyof Rows]: Rows[I][] },
  };
}
