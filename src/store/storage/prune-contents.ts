// Deletes contents and changes beyond what their targets keep, and those of deleted
// targets. Walks from target to target, a portion a step, and counts on its way what
// contents there are.
import { type SQL, sql } from "drizzle-orm";
import type { ContentSizes } from "#domain/storage/content-sizes.ts";
import { usualChanges } from "#domain/targets/change-rule.ts";
import { dayMs } from "#domain/time/instants.ts";
import type { ContentBucket } from "#store/changes/content-bucket.ts";
import {
  keepWalk,
  nothingCounted,
  toWalk,
  type Walk,
  walkAsJson,
  walkPlace,
} from "#store/changes/contents-walk.ts";
import type { Db } from "#store/db.ts";
import type { RetentionRule } from "./kept-ages.ts";
import { dropLostObjects, dropObjects, statementsToFindLost } from "./prune-objects.ts";

/** The portion, its changes and contents, the next place; and lost objects. */
export const contentStatements = 4 + statementsToFindLost;

/** Contents and changes that a step looks at for each row that it may delete. */
const looksPerRow = 10;
const mostLooks = 50_000;

/** Bytes of contents that go at once. */
const bytesAtOnce = 50_000_000;

/** Whoever saw a content lately may be about to record the change to it. */
const untouchedMs = 2 * dayMs;

/** However little room there is, so many stay where a target keeps as many. */
const leastKept = 20;

/**
 * One step: at most `limit` changes and as many contents. A target's rule says how many it
 * keeps; where room is scarce, fewer. Kept as well are contents that a kept change refers
 * to, that the target's watch remembers, or that somebody marked as seen; and the last
 * change that counted. Returns how many rows went.
 */
export async function pruneContents(
  { db, bucket }: { db: Db; bucket: ContentBucket | null },
  now: number,
  { shares }: RetentionRule,
  limit: number,
): Promise<number> {
  if (limit <= 0) return 0;
  const looks = Math.min(mostLooks, looksPerRow * limit);
  const { walk, portion } = await lookOn(db, looks, shares.runs);
  const gone = await deleteFrom(db, portion.found, now, limit);
  await dropObjects(bucket, gone.objects);
  const object = bucket && (await dropLostObjects(db, bucket, walk.object, now));
  const after = {
    ...(gone.isAll ? walkedOn(walk, portion, now) : walk),
    ...(object !== null && { object }),
  };
  if (JSON.stringify(after) !== JSON.stringify(walk)) await keepWalk(db, after, now);
  return gone.rows;
}

/** A target that has more than it keeps, or is gone, with how many it keeps of each. */
type Found = { id: number; isGone: 0 | 1; contents: number; changes: number };

type Portion = {
  /** The last target; null at the end. */
  last: number | null;
  found: Found[];
  counted: ContentSizes;
};

type Row = {
  id: number | null;
  isGone: 0 | 1;
  changes: number;
  keptContents: number;
  keptChanges: number;
  /** JSON: how many contents, their bytes, and how many of these are in the bucket. */
  counted: string;
  walk: string | null;
};

const ownerAfter = (id: SQL): SQL => sql`(
  SELECT min(id) FROM (
    SELECT min(target_id) AS id FROM contents WHERE target_id > ${id}
    UNION ALL SELECT min(target_id) FROM changes WHERE target_id > ${id}))`;

const keptBy = (field: "keepContents" | "keepChanges", share: number): SQL => {
  const wished = sql`coalesce(t.changes ->> ${field}, ${usualChanges[field]})`;
  return sql`max(min(${wished}, ${leastKept}), CAST(${wished} * ${share} AS INTEGER))`;
};

/** Looks at the next targets: at least one, and then as many as have so many rows. */
async function lookOn(
  db: Db,
  looks: number,
  share: number,
): Promise<{ walk: Walk; portion: Portion }> {
  const rows = await db.all<Row>(sql`
    WITH RECURSIVE owners (id, seen) AS (
      SELECT ${ownerAfter(walkPlace)}, 0
      UNION ALL
      SELECT ${ownerAfter(sql`owners.id`)}, seen + 1
        + (SELECT count(*) FROM contents WHERE target_id = owners.id)
        + (SELECT count(*) FROM changes WHERE target_id = owners.id)
      FROM owners WHERE owners.id IS NOT NULL AND seen < ${looks}
    )
    SELECT owners.id, t.id IS NULL AS isGone, ${keptBy("keepContents", share)} AS keptContents,
      ${keptBy("keepChanges", share)} AS keptChanges,
      (SELECT count(*) FROM changes WHERE target_id = owners.id) AS changes,
      (SELECT json_array(count(*), coalesce(sum(stored_bytes), 0),
        coalesce(sum(stored_bytes) FILTER (WHERE object IS NOT NULL), 0))
        FROM contents WHERE target_id = owners.id) AS counted, ${walkAsJson} AS walk
    FROM owners LEFT JOIN targets t ON t.id = owners.id WHERE seen < ${looks} OR owners.id IS NULL`);
  const portion = rows.reduce(withRow, {
    last: null,
    found: [],
    counted: nothingCounted,
  });
  return { walk: toWalk(rows[0]?.walk ?? null), portion };
}

function withRow(portion: Portion, row: Row): Portion {
  const { id, isGone, changes, keptContents, keptChanges } = row;
  if (id === null) return { ...portion, last: null };
  const [contents, bytes, bucketBytes]: [number, number, number] = JSON.parse(
    row.counted,
  );
  const { counted } = portion;
  if (isGone === 1 || contents > keptContents || changes > keptChanges)
    portion.found.push({ id, isGone, contents: keptContents, changes: keptChanges });
  return {
    ...portion,
    last: id,
    counted: {
      contents: counted.contents + contents,
      bytes: counted.bytes + bytes - bucketBytes,
      bucketBytes: counted.bucketBytes + bucketBytes,
    },
  };
}

/** The walk after a portion; at its end it begins anew. */
function walkedOn(walk: Walk, { last, counted }: Portion, now: number): Walk {
  const sum = {
    contents: walk.counted.contents + counted.contents,
    bytes: walk.counted.bytes + counted.bytes,
    bucketBytes: walk.counted.bucketBytes + counted.bucketBytes,
  };
  if (last !== null) return { ...walk, place: last, counted: sum };
  const isEmpty = sum.contents === 0 && walk.known === null;
  const known = isEmpty ? null : { ...sum, at: now };
  return { ...walk, place: 0, counted: nothingCounted, known };
}

type Gone = { rows: number; objects: string[]; isAll: boolean };

async function deleteFrom(
  db: Db,
  found: readonly Found[],
  now: number,
  limit: number,
): Promise<Gone> {
  if (found.length === 0) return { rows: 0, objects: [], isAll: true };
  const json = JSON.stringify(found);
  const [changes, contents] = await db.batch<
    [object, { object: string | null; bytes: number }]
  >([deleteChanges(json, limit), deleteContents(json, now, limit)]);
  const bytes = contents.reduce((sum, one) => sum + one.bytes, 0);
  const isFull = [changes, contents].some(({ length }) => length >= limit);
  return {
    rows: changes.length + contents.length,
    objects: contents.flatMap(({ object }) => object ?? []),
    isAll: !isFull && bytes < bytesAtOnce,
  };
}

const id = sql`f.value ->> 'id'`;
const isGone = sql`f.value ->> 'isGone'`;

/** What waits to be told stays, but of a deleted target. */
const deleteChanges = (found: string, limit: number): SQL => sql`
  DELETE FROM changes WHERE (target_id, at) IN (
    SELECT target_id, at FROM (
      SELECT c.target_id, c.at, ${isGone} OR (c.told = 1
        AND (f.value ->> 'changes') < row_number() OVER newest
        AND row_number() OVER counted > 1) AS isDue
      FROM json_each(${found}) f CROSS JOIN changes c ON c.target_id = ${id}
      WINDOW newest AS (PARTITION BY c.target_id ORDER BY c.at DESC),
        counted AS (PARTITION BY c.target_id ORDER BY c.kind = 'minor', c.at DESC))
    WHERE isDue LIMIT ${limit}) RETURNING 1`;

/** The state of a target has the hashes that its watch remembers (domain/changes). */
const isRemembered = sql`instr(coalesce((
  SELECT s.state -> ('$."' || t.id || '"') FROM targets t CROSS JOIN shards s ON s.id = t.shard_id
  WHERE t.id = c.target_id), ''), c.hash) > 0`;

const deleteContents = (found: string, now: number, limit: number): SQL => sql`
  DELETE FROM contents WHERE (target_id, hash) IN (
    WITH ranked (target_id, hash, is_gone, is_old) AS (
      SELECT c.target_id, c.hash, ${isGone}, c.seen_at < ${now - untouchedMs}
        AND (f.value ->> 'contents') < row_number() OVER (
          PARTITION BY c.target_id ORDER BY c.seen_at DESC, c.hash)
      FROM json_each(${found}) f CROSS JOIN contents c ON c.target_id = ${id}
    ), referred (target_id, hash) AS (
      SELECT c.target_id, c.from_hash FROM json_each(${found}) f
      CROSS JOIN changes c ON c.target_id = ${id} WHERE NOT ${isGone}
      UNION SELECT c.target_id, c.to_hash FROM json_each(${found}) f
      CROSS JOIN changes c ON c.target_id = ${id} WHERE NOT ${isGone}
      UNION SELECT s.target_id, s.hash FROM json_each(${found}) f
      CROSS JOIN seen_changes s ON s.target_id = ${id}
    ), due (target_id, hash) AS (
      SELECT target_id, hash FROM ranked WHERE is_gone OR is_old
      EXCEPT SELECT target_id, hash FROM referred
    )
    SELECT target_id, hash FROM (
      SELECT c.target_id, c.hash,
        sum(c.stored_bytes) OVER (ORDER BY c.target_id, c.hash) - c.stored_bytes AS before
      FROM due CROSS JOIN contents c ON c.target_id = due.target_id AND c.hash = due.hash
      WHERE NOT ${isRemembered})
    WHERE before < ${bytesAtOnce} LIMIT ${limit})
  RETURNING object, stored_bytes AS bytes`;
