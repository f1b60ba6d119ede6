// Keeps the key of ping addresses that name a heartbeat by its slug.
import { sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** Gives the key; `fresh` becomes it where there is none yet. */
export async function keepPingKey(db: Db, fresh: string, now: number): Promise<string> {
  const [, [row]] = await db.batch<[never, { key: string }]>([
    sql`
      INSERT INTO ping_keys (key, created_at) SELECT ${fresh}, ${now}
      WHERE NOT EXISTS (SELECT 1 FROM ping_keys)`,
    sql`SELECT key FROM ping_keys LIMIT 1`,
  ]);
  return row?.key ?? fresh;
}

/** The key; null before somebody asked for one. */
export async function findPingKey(db: Db): Promise<string | null> {
  const [row] = await db.all<{ key: string }>(sql`SELECT key FROM ping_keys LIMIT 1`);
  return row?.key ?? null;
}

/** Makes `fresh` the key: addresses with the one before name nothing more. */
export async function renewPingKey(db: Db, fresh: string, now: number): Promise<void> {
  await db.batch([
    sql`DELETE FROM ping_keys`,
    sql`INSERT INTO ping_keys (key, created_at) VALUES (${fresh}, ${now})`,
  ]);
}
