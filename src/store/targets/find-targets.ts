// Finds many targets, or what was created, at once.
import { sql } from "drizzle-orm";
import type { Target } from "#domain/targets/target.ts";
import type { Db } from "#store/db.ts";
import { pageOf } from "./list-targets.ts";
import {
  type StoredFields,
  selectFields,
  targetColumns,
  toTarget,
  unpackFields,
} from "./target-columns.ts";
import { leadingSearch, type TargetFilter } from "./target-search.ts";

/** The fields of a target that operations on many targets need. */
const briefFields = [
  "id",
  "key",
  "name",
  "revision",
  "shardId",
  "kind",
  "enabled",
  "tags",
] as const satisfies readonly (keyof Target)[];

export type BriefTarget = Pick<Target, (typeof briefFields)[number]>;

type BriefRow = StoredFields<(typeof briefFields)[number]>;

/** Reads at most `limit` targets after one in the order of their ids, in brief. */
export async function findMatching(
  db: Db,
  filter: TargetFilter,
  after: number,
  limit: number,
): Promise<BriefTarget[]> {
  const start = { id: after, name: "" };
  const { page } = await pageOf(db, { ...filter, sort: "created", limit, after: start });
  const rows = await db.all<BriefRow>(
    sql`SELECT ${selectFields(briefFields)} FROM (${page}) t ORDER BY t.id`,
  );
  return rows.map(unpackFields);
}

/** Counts the targets that meet a filter, by reading each. */
export async function countMatching(db: Db, filter: TargetFilter): Promise<number> {
  const { from, conditions } = await leadingSearch(db, filter);
  const [row] = await db.all<{ count: number }>(
    sql`SELECT count(*) AS count FROM ${from} WHERE ${sql.join(conditions, sql` AND `)}`,
  );
  return row?.count ?? 0;
}

/** Reads targets by their ids and keys, in brief. */
export async function findBrief(
  db: Db,
  { ids, keys }: { ids: readonly number[]; keys: readonly string[] },
): Promise<BriefTarget[]> {
  const rows = await db.all<BriefRow>(sql`
    SELECT ${selectFields(briefFields)} FROM targets t WHERE t.id IN (
      SELECT value FROM json_each(${JSON.stringify(ids)})
      UNION SELECT id FROM targets INDEXED BY targets_key_unique
      WHERE key IN (SELECT value FROM json_each(${JSON.stringify(keys)})))`);
  return rows.map(unpackFields);
}

export async function findTargetsByKey(
  db: Db,
  keys: readonly string[],
): Promise<Target[]> {
  const rows = await db.all<StoredFields>(sql`
    SELECT ${targetColumns} FROM targets t INDEXED BY targets_key_unique
    WHERE t.key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`);
  return rows.map(toTarget);
}

/** What was created under an Idempotency-Key, and from which body. */
export type Remembered = { fingerprint: string; targetId: number };

/** Finds what was created under Idempotency-Keys, by key. */
export async function findCreations(
  db: Db,
  keys: readonly string[],
): Promise<Map<string, Remembered>> {
  const rows = await db.all<Remembered & { key: string }>(sql`
    SELECT key, fingerprint, target_id AS targetId FROM idempotency_keys
    WHERE key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`);
  return new Map(rows.map(({ key, ...remembered }) => [key, remembered]));
}

/** The ids of targets with exactly this name; of many only the first few. */
export async function findIdsByName(db: Db, name: string): Promise<number[]> {
  const rows = await db.all<{ id: number }>(
    sql`SELECT id FROM targets INDEXED BY targets_name WHERE name = ${name} LIMIT 100`,
  );
  return rows.map(({ id }) => id);
}
