// Deleting what nobody needs any more, in small bounded steps.
import { sql } from "drizzle-orm";
import { hourMs, hourOf } from "../domain/run.ts";
import type { Db } from "./db.ts";
import { never } from "./schema.ts";

const dayMs = 24 * hourMs;

/**
 * Sealed hours older than `keepMs`, or of deleted targets, at most `limit` rows. Returns how many went. Hops from
 * target to target, so that it reads a few rows for each and not the whole history.
 */
export async function pruneHours(db: Db, now: number, keepMs: number, limit: number): Promise<number> {
  const rows = await db.all<{ hour: number }>(sql`
    DELETE FROM hours WHERE (target_id, hour) IN (
      WITH RECURSIVE kept (id) AS (
        SELECT min(target_id) FROM hours
        UNION ALL
        SELECT (SELECT min(target_id) FROM hours WHERE target_id > kept.id) FROM kept WHERE kept.id IS NOT NULL
      )
      SELECT target_id, hour FROM kept JOIN hours ON target_id = kept.id AND hour <
        CASE WHEN EXISTS (SELECT 1 FROM targets WHERE targets.id = kept.id)
          THEN ${hourOf(now - keepMs)} ELSE ${never} END
      LIMIT ${limit}) RETURNING hour`);
  return rows.length;
}

/** Jobs' histories older than `keepMs`, creations remembered for a day, holds that are over. */
export async function pruneRest(db: Db, now: number, keepMs: number): Promise<void> {
  await db.batch([
    sql`DELETE FROM job_hours WHERE hour < ${hourOf(now - keepMs)}`,
    sql`DELETE FROM idempotency_keys WHERE created_at < ${now - dayMs}`,
    sql`DELETE FROM host_holds WHERE until <= ${now}`,
  ]);
}

/** robots.txt files that nobody has asked for in so long go. */
const robotsMs = 30 * dayMs;

/**
 * What crawls of deleted targets left behind, and crawls older than `keepMs`, though each target keeps its last one: it
 * says that the target has pages. At most `limit` pages. Returns how many went.
 */
export async function pruneSites(db: Db, now: number, keepMs: number, limit: number): Promise<number> {
  const dead = sql`(
    SELECT DISTINCT target_id FROM crawls INDEXED BY crawls_target
    WHERE NOT EXISTS (SELECT 1 FROM targets WHERE targets.id = target_id))`;
  const [pages] = await db.batch<{ id: number }[]>([
    sql`
      DELETE FROM pages WHERE (target_id, id) IN (
        SELECT p.target_id, p.id FROM ${dead} dead CROSS JOIN pages p ON p.target_id = dead.target_id LIMIT ${limit})
      RETURNING id`,
    sql`DELETE FROM site_urls WHERE target_id IN ${dead}`,
    sql`DELETE FROM frontier WHERE crawl_id IN (SELECT id FROM crawls WHERE target_id IN ${dead})`,
    sql`
      DELETE FROM crawls WHERE
        CASE WHEN target_id IN ${dead} THEN NOT EXISTS (SELECT 1 FROM pages WHERE pages.target_id = crawls.target_id)
        ELSE ended_at < ${now - keepMs}
          AND id < (SELECT max(id) FROM crawls newer WHERE newer.target_id = crawls.target_id) END`,
    sql`DELETE FROM robots WHERE expires_at < ${now - robotsMs}`,
  ]);
  return pages?.length ?? 0;
}
