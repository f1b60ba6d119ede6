// Creates, changes, deletes and finds targets. What moves a target's slots makes its
// shard due at once and moves the shard's revision, so that a round in flight cannot hide
// the change.

import { type SQL, sql } from "drizzle-orm";
import { shardSize } from "#domain/budget.ts";
import type { Target, TargetDraft } from "#domain/targets/target.ts";
import type { TargetEdit } from "#domain/targets/target-edit.ts";
import { never } from "#domain/time/instants.ts";
import { retryTargets } from "#store/apart/set-aside-list.ts";
import { breaks } from "#store/constraint.ts";
import type { Db } from "#store/db.ts";
import { closeIncidents } from "#store/incidents/record-events.ts";
import { wakeFollower } from "#store/jobs/jobs.ts";
import { namesOf } from "#store/shards/shard-state.ts";
import { currentLabels } from "#store/shards/target-labels.ts";
import {
  type KnownRow,
  type KnownTarget,
  knownColumns,
  newColumns,
  toKnown,
} from "./known-target.ts";
import { insertedFields, updatedFields } from "./target-columns.ts";

export type Idempotency = { key: string; fingerprint: string };

/** What another target has already: its key, or the uuid of its ping address. */
export type Taken = "key-taken" | "uuid-taken";

type Created =
  | { outcome: "created"; known: KnownTarget }
  | { outcome: Taken }
  | { outcome: "repeated" };

const findOne = async (
  db: Db,
  source: SQL,
  condition: SQL,
): Promise<KnownTarget | null> => {
  const [row] = await db.all<KnownRow>(sql`
    SELECT ${knownColumns} FROM ${source} CROSS JOIN shards s ON s.id = t.shard_id
    WHERE ${condition}`);
  return row ? toKnown(row) : null;
};

export const findTarget = (db: Db, id: number) =>
  findOne(db, sql`targets t`, sql`t.id = ${id}`);

/** Where few targets have a key, SQLite would rather look at all of them. */
export const findTargetByKey = (db: Db, key: string) =>
  findOne(db, sql`targets t INDEXED BY targets_key_unique`, sql`t.key = ${key}`);

/**
 * Stores a new target in a shard of its host where there is room, else in any with room,
 * else in a new one.
 */
export async function createTarget(
  db: Db,
  draft: TargetDraft,
  now: number,
  idempotency: Idempotency | null,
): Promise<Created> {
  const shard = shardWithRoom(draft.host);
  const newest = sql`(SELECT max(id) FROM targets)`;
  try {
    const results = await db.batch<KnownRow[]>([
      sql`INSERT INTO shards (size, due_at) SELECT 0, ${never} WHERE ${shard} IS NULL`,
      sql`INSERT INTO targets ${insertedFields(firstFields(draft, shard, now))}`,
      sql`
        UPDATE shards SET ${sql.join(
          [sql`size = size + 1`, ...planAnew(now), relabel],
          sql`, `,
        )}
        WHERE id = (SELECT shard_id FROM targets WHERE id = ${newest})`,
      ...(idempotency === null ? [] : [rememberCreation(idempotency, newest, now)]),
      sql`SELECT ${newColumns} FROM targets t WHERE t.id = ${newest}`,
    ]);
    const row = results.at(-1)?.[0];
    if (row === undefined) throw new Error("a target just stored is not there");
    return { outcome: "created", known: toKnown(row) };
  } catch (error) {
    const taken = takenBy(error);
    if (taken !== null) return { outcome: taken };
    if (breaks(error, "UNIQUE", "idempotency_keys.key")) return { outcome: "repeated" };
    throw error;
  }
}

function takenBy(error: unknown): Taken | null {
  if (breaks(error, "UNIQUE", "targets.key")) return "key-taken";
  return breaks(error, "UNIQUE", "heartbeats.uuid") ? "uuid-taken" : null;
}

/** The shard of the host's newest target, else the fullest; null when none has room. */
const shardWithRoom = (host: string): SQL => sql`coalesce(
  (SELECT id FROM shards WHERE size < ${shardSize}
    AND id = (SELECT max(shard_id) FROM targets WHERE host = ${host})),
  (SELECT id FROM shards WHERE size < ${shardSize} ORDER BY size DESC LIMIT 1))`;

export const firstFields = <Shard extends number | SQL>(
  draft: TargetDraft,
  shardId: Shard,
  now: number,
) => ({
  ...draft,
  status: draft.enabled ? ("new" as const) : ("paused" as const),
  statusSince: now,
  shardId,
  anchorAt: now,
  requestRevision: 1,
  revision: 1,
  createdAt: now,
  updatedAt: now,
});

/** What a shard's row is set to, so that its next round plans anew. */
export const planAnew = (now: number): SQL[] => [
  sql`revision = revision + 1`,
  sql`due_at = min(due_at, ${now})`,
];

export const relabel: SQL = sql`labels = ${currentLabels(sql`shards.id`)}`;

const rememberCreation = (
  { key, fingerprint }: Idempotency,
  targetId: SQL,
  now: number,
): SQL => sql`
  INSERT INTO idempotency_keys (key, fingerprint, target_id, created_at)
  VALUES (${key}, ${fingerprint}, ${targetId}, ${now})`;

/** Finds what was created under an Idempotency-Key. */
export async function findCreation(
  db: Db,
  key: string,
): Promise<{ fingerprint: string; targetId: number } | null> {
  const [row] = await db.all<{ fingerprint: string; targetId: number }>(sql`
    SELECT fingerprint, target_id AS targetId FROM idempotency_keys WHERE key = ${key}`);
  return row ?? null;
}

/** The effects of an edit after which a target that is set aside is tried again. */
export const isTriedAgain = (effects: TargetEdit["effects"]): boolean =>
  effects.has("restarts-schedule") || effects.has("voids-validators");

/** Whether the shard's next round is to plan anew after an edit. */
export const isPlannedAnew = (effects: TargetEdit["effects"]): boolean =>
  effects.has("restarts-schedule") || effects.has("takes-pings");

/** Puts an edit of a target into force, if the target's revision is still the same. */
export async function changeTarget(
  db: Db,
  { id, revision }: Pick<Target, "id" | "revision">,
  { changes, effects }: TargetEdit,
  now: number,
): Promise<"changed" | "stale" | Taken> {
  const { enabled } = changes;
  const status = enabled ? ("new" as const) : ("paused" as const);
  const fields = updatedFields({
    ...changes,
    ...(enabled !== undefined && { status, statusSince: now }),
    ...(effects.has("restarts-schedule") && { anchorAt: now }),
    ...(effects.has("voids-validators") && {
      requestRevision: sql`request_revision + 1`,
    }),
    revision: sql`revision + 1`,
    updatedAt: now,
  });
  const edited = sql`id = ${id} AND revision = ${revision + 1}`;
  const shardFields = [
    ...(isPlannedAnew(effects) ? planAnew(now) : []),
    ...(effects.has("relabels") ? [relabel] : []),
  ];
  const statements = [
    sql`
      UPDATE targets SET ${fields}
      WHERE id = ${id} AND revision = ${revision} RETURNING id`,
    ...(shardFields.length === 0
      ? []
      : [
          sql`
            UPDATE shards SET ${sql.join(shardFields, sql`, `)}
            WHERE id = (SELECT shard_id FROM targets WHERE ${edited})`,
        ]),
    ...(effects.has("ends-crawl")
      ? [wakeFollower(now, sql`EXISTS (SELECT 1 FROM targets WHERE ${edited})`)]
      : []),
    ...(isTriedAgain(effects)
      ? retryTargets(sql`(SELECT id FROM targets WHERE ${edited})`, now)
      : []),
  ];
  try {
    const [rows] = await db.batch<[{ id: number }, ...never[]]>(statements);
    return rows.length === 1 ? "changed" : "stale";
  } catch (error) {
    const taken = takenBy(error);
    if (taken !== null) return taken;
    throw error;
  }
}

/** Deletes a target if its revision is still `revision`. Its history is pruned later. */
export async function deleteTarget(
  db: Db,
  { id, revision }: Pick<Target, "id" | "revision">,
  now: number,
): Promise<"deleted" | "stale"> {
  const remembered = Object.values(namesOf(id)).map((name) => sql`${`$."${name}"`}`);
  const asKnown = sql`t.id = ${id} AND t.revision = ${revision}`;
  const [, , , rows] = await db.batch<[never, never, never, { id: number }]>([
    closeIncidents(asKnown, "deleted", now),
    sql`
      UPDATE shards SET size = size - 1, revision = revision + 1,
        labels = json_remove(labels, ${`$."${id}"`}),
        state = json_remove(state, ${sql.join(remembered, sql`, `)})
      WHERE id = (
        SELECT shard_id FROM targets WHERE id = ${id} AND revision = ${revision})`,
    sql`
      DELETE FROM set_aside WHERE kind = 'target' AND item = ${`${id}`}
        AND EXISTS (SELECT 1 FROM targets WHERE id = ${id} AND revision = ${revision})`,
    sql`DELETE FROM targets WHERE id = ${id} AND revision = ${revision} RETURNING id`,
  ]);
  return rows.length === 1 ? "deleted" : "stale";
}
