// Counts how often the secret in a feed's address was renewed: part of what it is made of.
import { sql } from "drizzle-orm";
import type { WrittenScope } from "#domain/changes/feed-scope.ts";
import type { Db } from "#store/db.ts";

/** 0 where it never was. */
export async function readRenewals(db: Db, scope: WrittenScope): Promise<number> {
  const [row] = await db.all<{ renewals: number }>(
    sql`SELECT renewals FROM feed_keys WHERE scope = ${scope}`,
  );
  return row?.renewals ?? 0;
}

/** Gives how often it was renewed by now. */
export async function renewFeed(db: Db, scope: WrittenScope): Promise<number> {
  const [row] = await db.all<{ renewals: number }>(sql`
    INSERT INTO feed_keys (scope, renewals) VALUES (${scope}, 1)
    ON CONFLICT (scope) DO UPDATE SET renewals = renewals + 1 RETURNING renewals`);
  return row?.renewals ?? 0;
}
