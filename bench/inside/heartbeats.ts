// Stores many heartbeats at once, and counts what a ping costs. Runs inside the runtime.
import { uuidOf } from "#bench/heartbeat-uuid.ts";
import type { Env } from "#deps";
import { shardSize } from "#domain/budget.ts";
import { usualAlarm } from "#domain/targets/alarm-rule.ts";
import { usualHeartbeat } from "#domain/targets/heartbeat-spec.ts";
import { never } from "#domain/time/instants.ts";
import type { Meter } from "#store/db.ts";
import { packField } from "#store/targets/target-columns.ts";
import { aSchedule, aTarget } from "#test/fixtures/runs.ts";
import { answerMetered } from "./metered-app.ts";

/**
 * So many heartbeats of every hour, numbered from 1, whose schedules apply since an
 * instant (epoch ms).
 */
export type Heartbeats = { count: number; anchorAt: number };

/** Replaces all targets by new heartbeats. */
export async function storeHeartbeats(
  { DB }: Env,
  { count, anchorAt }: Heartbeats,
): Promise<void> {
  const tables = ["targets", "shards", "blocks", "hours", "days", "shard_days"];
  await DB.batch(
    [...tables, "jobs", "job_hours", "counters"].map((table) =>
      DB.prepare(`DELETE FROM ${table}`),
    ),
  );
  const timing = { kind: "every", everyMs: 3_600_000 } as const;
  const { request, expect, changes } = aTarget();
  const rows = Array.from({ length: count }, (_, i) => [
    i + 1,
    packField("heartbeat", {
      ...usualHeartbeat,
      uuid: uuidOf(i + 1),
      slug: `job-${i + 1}`,
    }),
  ]);
  await DB.prepare(`
    INSERT INTO targets (id, kind, url, host, name, tags, enabled, status, status_since,
      shard_id, anchor_at, schedule, request, expect, alarm, changes, heartbeat,
      request_revision, revision, created_at, updated_at)
    SELECT value ->> 0, 'heartbeat', '', '', 'Job ' || (value ->> 0), '[]', 1, 'new', 0,
      cast(((value ->> 0) - 1) / ?2 as integer) + 1, ?3, ?4, ?5, ?6, ?7, ?8, value ->> 1, 1, 1, 0, 0
    FROM json_each(?1)`)
    .bind(
      JSON.stringify(rows),
      shardSize,
      anchorAt,
      packField("schedule", aSchedule({ startAt: null, timing })),
      packField("request", request),
      packField("expect", expect),
      packField("alarm", { ...usualAlarm, failAfter: 1, recheckMs: null }),
      packField("changes", changes),
    )
    .run();
  await DB.prepare(`
    INSERT INTO shards (id, size, due_at, labels)
    SELECT shard_id, count(*), ?, '{}' FROM targets GROUP BY shard_id`)
    .bind(never)
    .run();
}

export type PingRequest = { path: string; body?: string };

/** Pings by POST. Gives the status of the answer, and what the ping cost. */
export async function ping(
  env: Env,
  { path, body = "" }: PingRequest,
): Promise<Meter & { status: number }> {
  const { response, meter } = await answerMetered(env, path, { method: "POST", body });
  return { status: response.status, ...meter };
}
