// Creates a heartbeat that the first ping of its slug asks for.
import { sql } from "drizzle-orm";
import type { TargetDraft } from "#domain/targets/target.ts";
import type { Db } from "#store/db.ts";
import { createTargets } from "./create-targets.ts";

/**
 * Stores it unless the slug has a heartbeat already: of two first pings one creates it.
 * False where nothing was stored; when other targets were created meanwhile as well.
 */
export async function createBySlug(
  db: Db,
  draft: TargetDraft,
  { key, slug }: { key: string; slug: string },
  now: number,
): Promise<boolean> {
  const isFree = sql`NOT EXISTS (SELECT 1 FROM heartbeats WHERE slug = ${slug})
    AND EXISTS (SELECT 1 FROM ping_keys WHERE key = ${key})`;
  const ids = await createTargets(db, [{ draft, idempotency: null }], now, isFree);
  return ids !== null;
}
