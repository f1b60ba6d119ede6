// Changes and deletes many targets at once: the number of statements does not depend on
// how many.
import { sql } from "drizzle-orm";
import type { Target } from "#domain/targets/target.ts";
import type { TargetEdit } from "#domain/targets/target-edit.ts";
import { takeBack } from "#store/apart/set-aside.ts";
import { retryTargets } from "#store/apart/set-aside-list.ts";
import { breaks } from "#store/constraint.ts";
import type { Db } from "#store/db.ts";
import { closeIncidents } from "#store/incidents/record-events.ts";
import { wakeFollower } from "#store/jobs/jobs.ts";
import { namesOf } from "#store/shards/shard-state.ts";
import { packFields, updatedFromRow } from "./target-columns.ts";
import { isPlannedAnew, isTriedAgain, relabel } from "./targets.ts";

/** An edit of one of many targets. */
export type EditOfOne = {
  target: Pick<Target, "id" | "revision" | "shardId">;
  edit: TargetEdit;
};

/**
 * Puts edits into force, each if its target's revision is still the same. Keys are not
 * edited. Returns the ids of the targets that were changed.
 */
export async function editTargets(
  db: Db,
  edits: readonly EditOfOne[],
  now: number,
): Promise<Set<number>> {
  if (edits.length === 0) return new Set();
  const rows = edits.map(({ target, edit: { changes, effects } }) => ({
    id: target.id,
    revision: target.revision,
    anchor: effects.has("restarts-schedule") ? now : null,
    voids: effects.has("voids-validators") ? 1 : 0,
    fields: packFields({
      ...changes,
      ...(changes.enabled !== undefined && {
        status: changes.enabled ? ("new" as const) : ("paused" as const),
        statusSince: now,
      }),
    }),
  }));
  const shardsWith = (isMeant: (effects: TargetEdit["effects"]) => boolean) => {
    const of = edits.filter(({ edit }) => isMeant(edit.effects));
    const ids = [...new Set(of.map(({ target }) => target.shardId))];
    return sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;
  };
  const restarted = shardsWith(isPlannedAnew);
  const relabelled = shardsWith((effects) => effects.has("relabels"));
  const endsCrawls = edits.some(({ edit }) => edit.effects.has("ends-crawl"));
  const retried = edits.filter(({ edit }) => isTriedAgain(edit.effects));
  const retriedIds = JSON.stringify(retried.map(({ target }) => target.id));
  const names = new Set(rows.flatMap(({ fields }) => Object.keys(fields)));
  const statements = [
    sql`
      UPDATE targets SET ${updatedFromRow(names)},
        anchor_at = coalesce(row.value ->> 'anchor', anchor_at),
        request_revision = request_revision + (row.value ->> 'voids'),
        revision = targets.revision + 1, updated_at = ${now}
      FROM json_each(${JSON.stringify(rows)}) row
      WHERE targets.id = row.value ->> 'id' AND targets.revision = row.value ->> 'revision'
      RETURNING targets.id`,
    sql`
      UPDATE shards SET revision = revision + 1, due_at = min(due_at, ${now})
      WHERE id IN ${restarted}`,
    sql`UPDATE shards SET ${relabel} WHERE id IN ${relabelled}`,
    ...(endsCrawls ? [wakeFollower(now, sql`true`)] : []),
    ...(retried.length > 0
      ? retryTargets(sql`(SELECT value FROM json_each(${retriedIds}))`, now)
      : []),
  ];
  try {
    const [changed] = await db.batch<[{ id: number }, ...never[]]>(statements);
    return new Set(changed.map(({ id }) => id));
  } catch (error) {
    // Another request took an address meanwhile: nothing is changed.
    if (breaks(error, "UNIQUE", "heartbeats.uuid")) return new Set();
    throw error;
  }
}

/** Pauses targets that failed too often, each if it is enabled still. */
export async function pauseTargets(
  db: Db,
  shardId: number,
  ids: readonly number[],
  now: number,
): Promise<void> {
  const listed = JSON.stringify(ids);
  await db.batch([
    sql`
      UPDATE targets SET enabled = 0, status = 'paused', status_since = ${now},
        revision = revision + 1, updated_at = ${now}
      WHERE id IN (SELECT value FROM json_each(${listed})) AND +enabled = 1`,
    sql`UPDATE shards SET revision = revision + 1, ${relabel} WHERE id = ${shardId}`,
    wakeFollower(now, sql`true`),
  ]);
}

/** Deletes targets, and returns the ids of those that were there still. */
export async function deleteTargets(
  db: Db,
  targets: readonly Pick<Target, "id" | "shardId">[],
  now: number,
): Promise<Set<number>> {
  if (targets.length === 0) return new Set();
  const ids = JSON.stringify(targets.map(({ id }) => id));
  const shards = JSON.stringify([...new Set(targets.map(({ shardId }) => shardId))]);
  const forgotten = Object.fromEntries(
    targets.flatMap(({ id }) => Object.values(namesOf(id)).map((name) => [name, null])),
  );
  const listed = sql`t.id IN (SELECT value FROM json_each(${ids}))`;
  const [, deleted] = await db.batch<[never, { id: number }, never, never]>([
    closeIncidents(listed, "deleted", now),
    sql`
      DELETE FROM targets WHERE id IN (SELECT value FROM json_each(${ids})) RETURNING id`,
    sql`
      UPDATE shards SET revision = revision + 1, ${relabel},
        size = (SELECT count(*) FROM targets WHERE shard_id = shards.id),
        state = json_patch(state, ${JSON.stringify(forgotten)})
      WHERE id IN (SELECT value FROM json_each(${shards}))`,
    takeBack(
      "target",
      targets.map(({ id }) => `${id}`),
    ),
  ]);
  return new Set(deleted.map(({ id }) => id));
}
