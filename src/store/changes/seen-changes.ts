// Keeps up to which content somebody has looked at a target.
import { sql } from "drizzle-orm";
import type { ContentName } from "#domain/changes/content.ts";
import type { Db } from "#store/db.ts";

/** The content that was there when somebody marked the target as seen, epoch ms. */
export type Seen = ContentName & { seenAt: number };

/**
 * Marks a target as seen up to a content. False when the content is not kept: what is
 * marked is kept until something else is.
 */
export async function markSeen(
  db: Db,
  { targetId, hash }: ContentName,
  now: number,
): Promise<boolean> {
  const rows = await db.all(sql`
    INSERT INTO seen_changes (target_id, hash, seen_at)
    SELECT c.target_id, c.hash, ${now} FROM targets t
    CROSS JOIN contents c ON c.target_id = t.id AND c.hash = ${hash}
    WHERE t.id = ${targetId}
    ON CONFLICT (target_id) DO UPDATE SET hash = excluded.hash, seen_at = excluded.seen_at
    RETURNING target_id`);
  return rows.length === 1;
}

/** By target; one that nobody has marked is missing. */
export async function readSeen(
  db: Db,
  targetIds: readonly number[],
): Promise<ReadonlyMap<number, Seen>> {
  const rows = await db.all<Seen>(sql`
    SELECT s.target_id AS targetId, s.hash, s.seen_at AS seenAt
    FROM json_each(${JSON.stringify(targetIds)}) wanted
    CROSS JOIN seen_changes s ON s.target_id = wanted.value`);
  return new Map(rows.map((seen) => [seen.targetId, seen]));
}
