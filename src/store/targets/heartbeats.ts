// Finds heartbeats together with what pings have told of them.
import { type SQL, sql } from "drizzle-orm";
import type { ScrapePart } from "#domain/metrics/scrape-part.ts";
import type { Db } from "#store/db.ts";
import { isInPart, shardsOfPart } from "#store/shards/scrape-part.ts";
import {
  type KnownRow,
  type KnownTarget,
  knownColumns,
  listedColumns,
  toKnown,
} from "./known-target.ts";

/** A target of kind heartbeat. */
export type KnownHeartbeat = KnownTarget & { heard: NonNullable<KnownTarget["heard"]> };

/** Which heartbeats: what is not given is met by all. */
export type HeartbeatFilter = {
  slug?: string | undefined;
  name?: string | undefined;
  /** All of them. */
  tags?: readonly string[] | undefined;
  /** Those of this part of a scrape, which asks for no slug or name. */
  part?: ScrapePart | null | undefined;
};

const withShard = sql`CROSS JOIN shards s ON s.id = t.shard_id`;

/** The heartbeat that has the uuid; null when there is none. */
export const findHeartbeat = (db: Db, uuid: string) =>
  findOne(
    db,
    sql`heartbeats h INDEXED BY heartbeats_uuid_unique CROSS JOIN targets t ON t.id = h.target_id`,
    sql`h.uuid = ${uuid}`,
  );

/** The heartbeat that is the target of this id; null when there is none. */
export const findHeartbeatById = (db: Db, id: number) =>
  findOne(
    db,
    sql`heartbeats h CROSS JOIN targets t ON t.id = h.target_id`,
    sql`h.target_id = ${id}`,
  );

async function findOne(
  db: Db,
  from: SQL,
  condition: SQL,
): Promise<KnownHeartbeat | null> {
  const [row] = await db.all<KnownRow>(
    sql`SELECT ${knownColumns} FROM ${from} ${withShard} WHERE ${condition}`,
  );
  const known = row ? toKnown(row) : null;
  return known !== null && isHeartbeat(known) ? known : null;
}

/** All that meet a filter, in the order of their ids. */
export async function listHeartbeats(
  db: Db,
  filter: HeartbeatFilter,
): Promise<KnownHeartbeat[]> {
  return toHeartbeats(await db.all<KnownRow>(listedHeartbeats(filter)), filter);
}

/** The statement that lists those that may meet a filter. */
export function listedHeartbeats(
  filter: HeartbeatFilter,
  limit = Number.MAX_SAFE_INTEGER,
): SQL {
  const { from, condition, order = sql`ORDER BY t.id` } = searchOf(filter);
  return sql`
    SELECT ${listedColumns} FROM ${from} ${withShard} WHERE ${condition}
    ${order} LIMIT ${limit}`;
}

/** Those of the listed that meet it. */
export function toHeartbeats(
  rows: readonly KnownRow[],
  { tags = [], name }: HeartbeatFilter,
): KnownHeartbeat[] {
  return rows
    .map(toKnown)
    .filter(isHeartbeat)
    .filter(({ target }) => tags.every((tag) => target.tags.includes(tag)))
    .filter(({ target }) => name === undefined || target.name === name);
}

/** Looks through the index of the filter that fewest heartbeats meet. */
function searchOf({ slug, name, tags: [tag] = [], part = null }: HeartbeatFilter): {
  from: SQL;
  condition: SQL;
  order?: SQL;
} {
  const ofHeartbeat = sql`CROSS JOIN heartbeats h ON h.target_id = t.id`;
  const ofTarget = sql`CROSS JOIN targets t ON t.id = h.target_id`;
  if (slug !== undefined)
    return {
      from: sql`heartbeats h INDEXED BY heartbeats_slug ${ofTarget}`,
      condition: sql`h.slug = ${slug}`,
    };
  if (name !== undefined)
    return {
      from: sql`targets t INDEXED BY targets_name ${ofHeartbeat}`,
      condition: sql`t.name = ${name}`,
    };
  if (tag !== undefined)
    return {
      from: sql`target_tags g CROSS JOIN targets t ON t.id = g.target_id ${ofHeartbeat}`,
      condition: sql`g.tag = ${tag} AND ${isInPart(sql`t.shard_id`, part)}`,
    };
  if (part !== null)
    return {
      from: sql`${shardsOfPart(part)} p
        CROSS JOIN heartbeats h INDEXED BY heartbeats_shard ON h.shard_id = p.id ${ofTarget}`,
      condition: sql`1`,
      // As they come, so that a limit ends it.
      order: sql``,
    };
  // In the order of ids, so that a limit ends it.
  return {
    from: sql`heartbeats h NOT INDEXED ${ofTarget}`,
    condition: sql`h.target_id > 0`,
  };
}

const isHeartbeat = (known: KnownTarget): known is KnownHeartbeat => known.heard !== null;

/** The tags that heartbeats have, each once. */
export async function readHeartbeatTags(db: Db): Promise<string[]> {
  const rows = await db.all<{ tag: string }>(sql`
    SELECT DISTINCT tag.value AS tag FROM heartbeats h
    CROSS JOIN targets t ON t.id = h.target_id CROSS JOIN json_each(t.tags) tag
    ORDER BY tag.value`);
  return rows.map(({ tag }) => tag);
}

/** Rejects when the database does not answer. */
export async function askDatabase(db: Db): Promise<void> {
  await db.all(sql`SELECT 1 AS answer`);
}
