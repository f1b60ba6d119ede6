// Makes the rounds: claims the shards that are due, a few at a time, until the minute
// ends or the budget is spent.
import { type Allowance, createAllowance } from "#domain/allowance.ts";
import { type Budget, connections, shardSize } from "#domain/budget.ts";
import { followJob, roundsJob } from "#domain/jobs/job-names.ts";
import { roundBytes } from "#domain/runs/parts.ts";
import { every, type Job, type JobContext } from "#jobs/job.ts";
import { createTraffic, type Traffic } from "#net/traffic/traffic.ts";
import { claimShards, lookForDue } from "#store/rounds/claim-shards.ts";
import { statementsToRecordShard } from "#store/rounds/record-round.ts";
import type { AttendingKinds } from "./attend.ts";
import { chooseShards } from "./choose-shards.ts";
import { firstOf } from "./first-of.ts";
import { type RoundCounts, type RoundResult, runRound } from "./round.ts";
import { leaseMs, recordingMs, spanMs } from "./round-times.ts";

/** More shards than the requests of one tick can serve. */
const shardsAtOneLook = 250;

/** The job that makes the rounds, for targets of these kinds. */
export const createRoundsJob = (kinds: AttendingKinds): Job => ({
  name: roundsJob,
  description:
    "Makes the rounds: fetches every target that is due and records what it saw.",
  schedule: every("1m"),
  concurrent: true,
  run: (context) => makeRounds(openRounds(context, kinds)),
});

/** What the rounds of one invocation share. */
type Rounds = {
  job: JobContext;
  kinds: AttendingKinds;
  traffic: Traffic;
  fetches: Allowance;
  /** For finding and counting slots. */
  looks: Allowance;
  /** Rounds under way, by shard; each gives when its shard is due again. */
  running: Map<number, Promise<number | null>>;
  total: RoundCounts;
};

function openRounds(job: JobContext, kinds: AttendingKinds): Rounds {
  const { clock, fetches, settings } = job.deps;
  const { hostGapMs } = settings;
  return {
    job,
    kinds,
    traffic: createTraffic({
      clock,
      connections,
      hostGapMs,
    }),
    fetches: createAllowance(settings.budget.fetches, fetches),
    looks: createAllowance(settings.budget.looks * roundsAtOnce(settings.budget)),
    running: new Map(),
    total: {
      rounds: 0,
      lost: 0,
      ran: 0,
      late: 0,
      skipped: 0,
      missed: 0,
      failed: 0,
      crawls: 0,
    },
  };
}

/** Looks for due shards and starts their rounds, again and again. */
async function makeRounds(rounds: Rounds): Promise<Record<string, number>> {
  const { job, running, total, fetches } = rounds;
  const { clock, db } = job.deps;
  for (let now = clock.now(); mayStart(rounds, now); now = clock.now()) {
    const due = await lookForDue(db, job.until, shardsAtOneLook);
    const free = due.filter(({ id }) => !running.has(id));
    const { taken, isFull, lookAt } = chooseShards(free, now, roomIn(rounds));
    if (taken.length > 0) await startRounds(rounds, taken, now);
    if (lookAt === null && running.size === 0) break;
    await waitForNextLook(rounds, isFull, lookAt);
  }
  await Promise.all(running.values());
  return { ...total, fetches: fetches.spent() };
}

/**
 * Rounds start while so many statements are left. That is one less than the largest batch
 * takes: hardly a round has news of every kind and targets that were changed meanwhile,
 * and on the free plan one statement more costs a twelfth of the rounds.
 */
const statementsToStart = statementsToRecordShard - 1;

const mayStart = ({ job, fetches }: Rounds, now: number): boolean => {
  const { meter, settings } = job.deps;
  const statementsLeft = settings.budget.statements - meter.statements;
  return now < job.until && fetches.left() > 0 && statementsLeft >= statementsToStart;
};

/** How many rounds the requests of one invocation allow. */
const roundsAtOnce = ({ fetches }: Pick<Budget, "fetches">): number =>
  Math.max(1, Math.floor(fetches / shardSize));

/** How many more rounds the requests allow; at least one when none is under way. */
const roomIn = ({ running, fetches }: Rounds): number =>
  Math.max(
    running.size === 0 ? 1 : 0,
    Math.floor(fetches.left() / shardSize) - running.size,
  );

/** Claims shards and starts a round for each that could be claimed. */
async function startRounds(rounds: Rounds, ids: number[], now: number): Promise<void> {
  const { job, kinds, traffic, fetches, looks, running } = rounds;
  const { deps } = job;
  const lease = { token: deps.newToken(), now, until: now + leaseMs };
  const { shards, holds } = await claimShards(deps.db, ids, lease);
  for (const { host, until } of holds) traffic.hold(host, until);
  const context = {
    deps,
    traffic,
    fetches,
    token: lease.token,
    since: now,
    spanEnd: now + spanMs,
    deadline: lease.until - recordingMs,
    looks,
    nextTickAt: job.until,
  };
  for (const shard of shards) {
    const own = {
      ...context,
      lostClaimAt: shard.lostClaimAt,
      bytes: createAllowance(roundBytes),
    };
    const round = runRound(own, kinds, shard).then((result) =>
      endRound(rounds, shard.id, result),
    );
    running.set(shard.id, round);
  }
}

/** Counts what a round did; gives when its shard is due again. */
function endRound(
  { job, running, total }: Rounds,
  shardId: number,
  { counts, dueAt }: RoundResult,
): number | null {
  for (const name of Object.keys(counts) as (keyof RoundCounts)[])
    total[name] += counts[name];
  if (counts.crawls > 0) job.wake(followJob);
  running.delete(shardId);
  return dueAt;
}

/**
 * Waits until another look may find something to do: at `lookAt`, when a round has ended
 * whose shard is due again, and when all rounds have ended. While more shards are ready
 * than could be claimed (`isFull`), any round that ends makes room.
 */
async function waitForNextLook(
  { job, running }: Rounds,
  isFull: boolean,
  lookAt: number | null,
): Promise<void> {
  const { until, deps } = job;
  const rounds = [...running.values()];
  const events = isFull ? rounds : rounds.map((round) => whenDueAgain(round, until));
  const all = rounds.length > 0 ? [Promise.all(rounds)] : [];
  const at = lookAt === null ? null : Math.min(until, lookAt);
  await firstOf(deps.clock, at, [...events, ...all]);
}

/**
 * Resolves when a round has ended whose shard is due again before `until`, else never.
 */
async function whenDueAgain(round: Promise<number | null>, until: number): Promise<void> {
  const dueAt = await round;
  if (dueAt === null || dueAt >= until) await new Promise<never>(() => {});
}
