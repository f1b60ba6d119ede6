// Stores a month of 5,000 targets as a deployment has it: sealed and folded days, what
// rounds remember, the jobs' histories, and a site. Runs inside the runtime.
import { shardSize } from "#domain/budget.ts";
import { roundsJob } from "#domain/jobs/job-names.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { type TargetState, withRun } from "#domain/rounds/state.ts";
import { packState } from "#domain/rounds/state-encoding.ts";
import { statusOf } from "#domain/runs/judge.ts";
import { type Run, recencyOf } from "#domain/runs/run.ts";
import { recentRuns } from "#domain/statistics/totals.ts";
import { dayMs, hourMs, minuteMs, startOfMinute } from "#domain/time/instants.ts";
import { registry } from "#jobs/registry.ts";
import { createMeter, openDb } from "#store/db.ts";
import { appendRuns } from "#store/jobs/jobs.ts";
import { packField } from "#store/targets/target-columns.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { pastRun, storePasts } from "#test/fixtures/history/past.ts";
import { aSchedule } from "#test/fixtures/runs.ts";

/** The past ends at `to`, a whole hour (epoch ms). */
export type Month = { count: number; to: number };

const historyMs = 30 * dayMs;

/** One in a hundred is down: these are looked at, and run more often than one a day. */
const isWatched = (id: number): boolean => id % 100 === 1;

const intervalOf = (id: number): number =>
  id === 1 ? minuteMs : isWatched(id) ? 5 * minuteMs : dayMs;

const shardOf = (id: number): number => Math.ceil(id / shardSize);

/** The targets whose history is made; others of one run a day have a copy of it. */
const models = { shardId: 2, first: shardSize + 1, count: shardSize };

export async function storeMonth(d1: D1Database, { count, to }: Month): Promise<void> {
  const from = to - historyMs;
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const timing = { kind: "every", everyMs: dayMs } as const;
  const site = "https://shop.example";
  const dueAt = to + dayMs;
  await seedTargets(d1, { count, site, dueAt, anchorAt: from, timing });
  const hours = historyMs / hourMs;
  const modelIds = ids.slice(models.first - 1, models.first - 1 + models.count);
  await storePasts(d1, [
    { shardId: models.shardId, targetIds: modelIds, from, hours, everyMs: dayMs },
    ...ids.filter(isWatched).map((id) => ({
      shardId: shardOf(id),
      targetIds: [id],
      from,
      hours,
      everyMs: intervalOf(id),
    })),
  ]);
  await d1.batch([
    ...copies.map((copy) => d1.prepare(copy)),
    ...ids.filter(isWatched).map((id) => withInterval(d1, id, to)),
    ...statesOf(ids, to).map(({ shardId, state }) =>
      d1
        .prepare("UPDATE shards SET due_at = ?, state = ? WHERE id = ?")
        .bind(dueAt, state, shardId),
    ),
  ]);
  await storeJobs(d1, from, to);
}

const { shardId: modelShard, first, count: modelCount } = models;
const copies = [
  `INSERT OR IGNORE INTO days (target_id, day, folded, total, hours, failures)
    SELECT t.id, d.day, d.folded, d.total, d.hours, d.failures FROM targets t
    JOIN days d ON d.target_id = ${first} + (37 * t.id) % ${modelCount}
    WHERE t.id % 100 <> 1`,
  `INSERT OR IGNORE INTO hours (target_id, hour, entries)
    SELECT t.id, h.hour, h.entries FROM targets t
    JOIN hours h ON h.target_id = ${first} + (37 * t.id) % ${modelCount}
    WHERE t.id % 100 <> 1`,
  `INSERT OR IGNORE INTO shard_days (shard_id, day, folded, total, hours, heat)
    SELECT s.id, d.day, d.folded, d.total, d.hours, d.heat FROM shards s
    JOIN shard_days d ON d.shard_id = ${modelShard}`,
];

const withInterval = (d1: D1Database, id: number, to: number) =>
  d1
    .prepare("UPDATE targets SET schedule = ?, status_since = ? WHERE id = ?")
    .bind(
      packField(
        "schedule",
        aSchedule({ startAt: null, timing: { kind: "every", everyMs: intervalOf(id) } }),
      ),
      to - failedLast * intervalOf(id),
      id,
    );

/** So many of its latest runs failed, where a target is down. */
const failedLast = 3;

/** What rounds remember of the latest runs, by shard. */
const statesOf = (ids: readonly number[], to: number) =>
  [...Map.groupBy(ids, shardOf)].map(([shardId, its]) => ({
    shardId,
    state: JSON.stringify(
      Object.fromEntries(its.map((id) => [id, packState(stateOf(id, to))])),
    ),
  }));

function stateOf(id: number, to: number): TargetState {
  const everyMs = intervalOf(id);
  const last = Math.floor((to - 1) / everyMs) * everyMs;
  const runs = Math.min(recentRuns, Math.floor(historyMs / everyMs));
  let state: TargetState = {};
  for (let left = runs; left > 0; left--) {
    const run = pastRun(id, last - (left - 1) * everyMs);
    const isDown = isWatched(id) && left <= failedLast;
    state = stateAfter(state, isDown ? failedRun(run) : run);
  }
  return state;
}

function stateAfter(state: TargetState, run: Run): TargetState {
  const judged = { run, status: statusOf(run), learned: {}, evidence: null };
  const verdict = { ...judged, requestRevision: 1 };
  const freeAt = run.startedAt + run.firstByteMs + run.bodyMs;
  return {
    ...withRun(state, verdict, freeAt),
    cursor: run.dueAt,
    recency: recencyOf(run),
  };
}

const failedRun = (run: Run): Run => ({
  ...run,
  status: 503,
  failure: { class: "status", status: 503, expected: "2xx" },
});

/** Rounds a minute, and some runs an hour of other jobs. */
const runsAnHour: Readonly<Record<string, number>> = { [roundsJob]: 60, seal: 3 };

async function storeJobs(d1: D1Database, from: number, to: number): Promise<void> {
  const db = openDb(d1, createMeter());
  for (let hour = from; hour < to; hour += 24 * hourMs) {
    const appended = Array.from({ length: 24 }, (_, i) => hour + i * hourMs)
      .filter((at) => at < to)
      .flatMap((at) =>
        registry.map((job) => appendRuns(job, jobRuns(job.name, at), null)),
      );
    await db.batch(appended);
  }
}

function jobRuns(name: string, from: number): JobRun[] {
  const count = runsAnHour[name] ?? 1;
  return Array.from({ length: count }, (_, i) =>
    jobRun(name, from + (i * hourMs) / count),
  );
}

const jobRun = (name: string, dueAt: number): JobRun => ({
  dueAt,
  startedAt: dueAt + 180 + ((dueAt / minuteMs) % 400),
  durationMs: 240 + (((dueAt / minuteMs) * 113) % 700),
  outcome: "ok",
  trigger: "schedule",
  counts: countsOf[name] ?? {},
  statements: 9,
  rowsRead: 120,
  rowsWritten: 4,
});

const countsOf: Readonly<Record<string, Record<string, number>>> = {
  [roundsJob]: { rounds: 2, ran: 14, late: 0, failed: 1 },
  seal: { hours: 90, days: 12 },
  prune: { hours: 30, databaseBytes: 180_000_000 },
};

/** Records a round of this minute, since no cron makes any. */
export async function recordRound(d1: D1Database): Promise<void> {
  const db = openDb(d1, createMeter());
  const job = registry.find(({ name }) => name === roundsJob);
  if (job)
    await db.all(appendRuns(job, [jobRun(job.name, startOfMinute(Date.now()))], null));
}
