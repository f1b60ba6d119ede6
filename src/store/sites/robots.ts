// Stores robots.txt files as sites answered them, by origin.
import { type SQL, sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** `body` is empty when there are no rules, and when these are unavailable. */
export type StoredRobots = {
  origin: string;
  verdict: "rules" | "unavailable";
  body: Uint8Array;
  fetchedAt: number;
  expiresAt: number;
};

type Row = Omit<StoredRobots, "body"> & { body: string; bytesBefore: number };

/**
 * Reads the files of these origins, in this order: those that are stored, up to the one
 * with which they have `mostBytes`.
 */
export async function readRobots(
  db: Db,
  origins: readonly string[],
  mostBytes = Number.MAX_SAFE_INTEGER,
): Promise<StoredRobots[]> {
  const size = sql`length(r.body)`;
  const rows = await db.all<Row>(sql`
    SELECT * FROM (
      SELECT r.origin, r.verdict, hex(r.body) AS body,
        r.fetched_at AS fetchedAt, r.expires_at AS expiresAt,
        sum(${size}) OVER (ORDER BY wanted.key) - ${size} AS bytesBefore
      FROM json_each(${JSON.stringify(origins)}) wanted
      CROSS JOIN robots r ON r.origin = wanted.value)
    WHERE bytesBefore < ${mostBytes}`);
  return rows.map(({ bytesBefore, ...row }) => ({
    ...row,
    body: Uint8Array.fromHex(row.body),
  }));
}

/** Writes a file unless a later one is stored: an invocation may have been held up. */
export const writeRobots = ({
  origin,
  verdict,
  body,
  fetchedAt,
  expiresAt,
}: StoredRobots): SQL => sql`
  INSERT INTO robots (origin, verdict, body, fetched_at, expires_at)
  VALUES (${origin}, ${verdict}, unhex(${body.toHex()}), ${fetchedAt}, ${expiresAt})
  ON CONFLICT (origin) DO UPDATE SET verdict = excluded.verdict, body = excluded.body,
    fetched_at = excluded.fetched_at, expires_at = excluded.expires_at
  WHERE excluded.fetched_at >= robots.fetched_at`;
