// Opens the database for the store: SQL is composed with Drizzle and run on D1, and every
// statement and row is counted. Statements go to D1 directly, since Drizzle 0.45 cannot
// bind the parameters of its sql`` in a D1 batch.
import type { SQL } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";

export type Db = {
  /** Runs one statement and gives its rows. */
  all<Row>(query: SQL): Promise<Row[]>;
  /** Runs statements in one transaction and one round trip; gives the rows of each. */
  batch<Rows extends unknown[]>(
    queries: readonly SQL[],
  ): Promise<{ [I in keyof Rows]: Rows[I][] }>;
  /** How large the database was with the last result, in bytes; 0 before the first. */
  bytes(): number;
  /** The same database, use of which adds to `meter` too. */
  metered(meter: Meter): Db;
};

/**
 * What an invocation, or a part of it, has cost so far. The platform bills the rows and
 * limits the statements.
 */
export type Meter = { statements: number; rowsRead: number; rowsWritten: number };

export const createMeter = (): Meter => ({ statements: 0, rowsRead: 0, rowsWritten: 0 });

/** Opens a database whose use adds to `meter`. */
export function openDb(d1: D1Database, meter: Meter): Db {
  const dialect = new SQLiteAsyncDialect();
  const prepare = (query: SQL): D1PreparedStatement => {
    const { sql, params } = dialect.sqlToQuery(query);
    return d1.prepare(sql).bind(...params);
  };
  let bytes = 0;
  const countedBy = (meters: readonly Meter[]): Db => {
    /** Counts statements as they are sent: those that fail count as well. */
    const send = (count: number): void => {
      for (const each of meters) each.statements += count;
    };
    const rowsOf = ({ meta, results }: D1Result): unknown[] => {
      bytes = meta.size_after;
      for (const each of meters) addRows(each, meta);
      return results;
    };
    return {
      async all<Row>(query: SQL) {
        send(1);
        return rowsOf(await prepare(query).all()) as Row[];
      },
      async batch<Rows extends unknown[]>(queries: readonly SQL[]) {
        send(queries.length);
        const results = await d1.batch(queries.map(prepare));
        return results.map(rowsOf) as { [I in keyof Rows]: Rows[I][] };
      },
      bytes: () => bytes,
      metered: (another) => countedBy([...meters, another]),
    };
  };
  return countedBy([meter]);
}

function addRows(meter: Meter, { rows_read, rows_written }: D1Meta): void {
  meter.rowsRead += rows_read;
  meter.rowsWritten += rows_written;
}
