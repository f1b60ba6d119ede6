// Reads rows of packed entries with bounded memory: small ones come along with
// the query that finds them, large ones are read afterwards, a few at a time.
import { type SQL, sql } from "drizzle-orm";

/** Bytes of small rows that come along with one query, at most. */
export const bytesAlong = 8_000_000;
/** Bytes of large rows that are read at a time. */
export const bytesAtOnce = 4_000_000;

/**
 * A row's bytes in hex; null where the row is large and its bytes are read
 * apart.
 */
export type Packed = { size: number; digits: string | null };

/** Selects bytes of up to `most` along with their row. */
export const packed = (blob: SQL, most: number): SQL => sql`
  length(${blob}) AS size, CASE WHEN length(${blob}) <= ${most} THEN hex(${blob}) END AS digits`;

/**
 * Says that a row was sealed, or grew, between the query that found it and its
 * reading.
 */
export class Moved extends Error {}

/**
 * Reads again what was moved while it was read. Every part of a block is moved
 * once, when it is sealed, so this comes to an end.
 */
export async function untilSettled<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
    }
  }
}
