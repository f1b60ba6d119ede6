// Targets at rest: creating, changing and finding them. Whatever changes under a shard's
// rounds makes the shard due at once and moves its revision, so that a round in flight
// cannot hide the change.

import { type SQL, sql } from "drizzle-orm";
import { shardSize } from "#domain/budget.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import { unpackState } from "#domain/rounds/state-encoding.ts";
import { unpackRun } from "#domain/runs/packed-run.ts";
import type { Target } from "#domain/targets/target.ts";
import type { Change, TargetDraft } from "#domain/targets/target-change.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import { wakeFollower } from "#store/jobs/jobs.ts";
import { namesOf } from "#store/shards/shard-state.ts";
import { currentLabels } from "#store/shards/target-labels.ts";
import {
  packRetention,
  packSettings,
  type TargetColumns,
  targetColumns,
  toTarget,
} from "./target-row.ts";

/** A target together with what its rounds remember of it. */
export type KnownTarget = { target: Target; state: TargetState };

export type Idempotency = { key: string; fingerprint: string };

export type Created =
  | { outcome: "created"; known: KnownTarget }
  | { outcome: "key-taken" }
  | { outcome: "repeated" };

export const stateColumns = sql.raw(
  `s.state -> ('$."' || t.id || '"') AS state, s.state ->> ('$."' || t.id || 'm"') AS manual`,
);

export type Row = TargetColumns & { state: string | null; manual: string | null };

export function toKnown({ state, manual, ...row }: Row): KnownTarget {
  return {
    target: toTarget(row),
    state: {
      ...(state !== null && unpackState(JSON.parse(state))),
      ...(manual !== null && { manual: unpackRun(manual) }),
    },
  };
}

const findOne = async (db: Db, condition: SQL): Promise<KnownTarget | null> => {
  const [row] = await db.all<Row>(sql`
    SELECT ${targetColumns}, ${stateColumns} FROM targets t JOIN shards s ON s.id = t.shard_id WHERE ${condition}`);
  return row ? toKnown(row) : null;
};

export const findTarget = (db: Db, id: number) => findOne(db, sql`t.id = ${id}`);
export const findTargetByKey = (db: Db, key: string) => findOne(db, sql`t.key = ${key}`);

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
  const ofHost = sql`(SELECT id FROM shards WHERE size < ${shardSize}
    AND id = (SELECT max(shard_id) FROM targets WHERE host = ${draft.host}))`;
  const any = sql`(SELECT id FROM shards WHERE size < ${shardSize} ORDER BY size DESC LIMIT 1)`;
  const newest = sql`(SELECT max(id) FROM targets)`;
  const { schedule, request, expect, crawl } = packSettings(draft);
  const statements: SQL[] = [
    sql`INSERT INTO shards (size, due_at) SELECT 0, ${never} WHERE coalesce(${ofHost}, ${any}) IS NULL`,
    sql`
      INSERT INTO targets (kind, key, url, host, name, tags, enabled, status, status_since, shard_id, anchor_at,
        schedule, request, expect, crawl, retention, badges, request_revision, revision, created_at, updated_at)
      VALUES (${draft.kind}, ${draft.key}, ${draft.url}, ${draft.host}, ${draft.name}, ${JSON.stringify(draft.tags)},
        ${draft.enabled ? 1 : 0}, ${draft.enabled ? "new" : "paused"}, ${now}, coalesce(${ofHost}, ${any}), ${now},
        ${schedule}, ${request}, ${expect}, ${crawl}, ${packRetention(draft.retention)}, ${draft.badges ? 1 : 0},
        1, 1, ${now}, ${now})`,
    sql`
      UPDATE shards SET size = size + 1, revision = revision + 1, due_at = min(due_at, ${now}),
        labels = ${currentLabels(sql`shards.id`)}
      WHERE id = (SELECT shard_id FROM targets WHERE id = ${newest})`,
    ...(idempotency
      ? [
          sql`
            INSERT INTO idempotency_keys (key, fingerprint, target_id, created_at)
            VALUES (${idempotency.key}, ${idempotency.fingerprint}, ${newest}, ${now})`,
        ]
      : []),
    sql`SELECT ${targetColumns}, NULL AS state, NULL AS manual FROM targets t WHERE t.id = ${newest}`,
  ];
  try {
    const results = await db.batch<Row[]>(statements);
    const row = results.at(-1)?.[0];
    if (row === undefined) throw new Error("a target just stored is not there");
    return { outcome: "created", known: toKnown(row) };
  } catch (error) {
    if (violates(error, "targets.key")) return { outcome: "key-taken" };
    if (violates(error, "idempotency_keys.key")) return { outcome: "repeated" };
    throw error;
  }
}

/** What an earlier creation under the same Idempotency-Key was. */
export async function findCreation(
  db: Db,
  key: string,
): Promise<{ fingerprint: string; targetId: number } | null> {
  const [row] = await db.all<{ fingerprint: string; targetId: number }>(sql`
    SELECT fingerprint, target_id AS targetId FROM idempotency_keys WHERE key = ${key}`);
  return row ?? null;
}

/**
 * Whether a failed statement broke the uniqueness of `column` ("table.column"), however
 * deep the cause is.
 */
function violates(error: unknown, column: string): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.message.includes(`UNIQUE constraint failed: ${column}`)) return true;
  }
  return false;
}

/** Replaces what a user decides about a target, if its revision is still `revision`. */
export async function changeTarget(
  db: Db,
  id: number,
  revision: number,
  change: Change,
  now: number,
): Promise<"changed" | "stale" | "key-taken"> {
  const { schedule, request, expect, crawl } = packSettings(change);
  const status = change.enabled
    ? sql`CASE status WHEN 'paused' THEN 'new' ELSE status END`
    : sql`'paused'`;
  const update = sql`
    UPDATE targets SET key = ${change.key}, url = ${change.url}, host = ${change.host}, name = ${change.name},
      tags = ${JSON.stringify(change.tags)}, enabled = ${change.enabled ? 1 : 0},
      status_since = CASE WHEN status = ${status} THEN status_since ELSE ${now} END, status = ${status},
      anchor_at = ${change.restarts ? now : sql`anchor_at`},
      kind = ${change.kind}, schedule = ${schedule}, request = ${request}, expect = ${expect}, crawl = ${crawl},
      retention = ${packRetention(change.retention)}, badges = ${change.badges ? 1 : 0},
      request_revision = request_revision + ${change.requestChanged ? 1 : 0},
      revision = revision + 1, updated_at = ${now}
    WHERE id = ${id} AND revision = ${revision} RETURNING id`;
  const poke = sql`
    UPDATE shards SET revision = revision + 1, due_at = min(due_at, ${now}), labels = ${currentLabels(sql`shards.id`)}
    WHERE id = (SELECT shard_id FROM targets WHERE id = ${id})`;
  try {
    const wake = change.kind === "site" ? [wakeFollower(now, sql`true`)] : [];
    const [rows] = await db.batch<[{ id: number }, ...never[]]>([update, poke, ...wake]);
    return rows.length === 1 ? "changed" : "stale";
  } catch (error) {
    if (violates(error, "targets.key")) return "key-taken";
    throw error;
  }
}

/** Deletes a target if its revision is still `revision`. Its history is pruned later. */
export async function deleteTarget(
  db: Db,
  id: number,
  revision: number,
): Promise<"deleted" | "stale"> {
  const [, rows] = await db.batch<[never, { id: number }]>([
    sql`
      UPDATE shards SET size = size - 1, revision = revision + 1, labels = json_remove(labels, ${`$."${id}"`}),
        state = json_remove(state, ${sql.join(
          Object.values(namesOf(id)).map((name) => sql`${`$."${name}"`}`),
          sql`, `,
        )})
      WHERE id = (SELECT shard_id FROM targets WHERE id = ${id} AND revision = ${revision})`,
    sql`DELETE FROM targets WHERE id = ${id} AND revision = ${revision} RETURNING id`,
  ]);
  return rows.length === 1 ? "deleted" : "stale";
}
