// Starts rounds: claims shards, keeps their leases, and keeps statements back for
// recording them. Says how many more rounds an invocation has room for.
import { type Allowance, createAllowance } from "#domain/allowance.ts";
import { type Budget, connections, shardSize } from "#domain/budget.ts";
import { addCounts, type Counts } from "#domain/counts.ts";
import { deliverJob, followJob } from "#domain/jobs/job-names.ts";
import type { RoundCounts } from "#domain/rounds/round-counts.ts";
import { roundBytes } from "#domain/runs/parts.ts";
import type { JobContext } from "#jobs/job.ts";
import { createLeaseKeeper, ensureLease, type LeaseKeeper } from "#jobs/kept-leases.ts";
import { tellLostTicksSafely } from "#jobs/lost-ticks.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { type MeasuredTraffic, measureTraffic } from "#net/traffic/measured-traffic.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import {
  type ClaimedShard,
  claimShards,
  prolongShards,
  statementsToClaim,
} from "#store/rounds/claim-shards.ts";
import { statementsToPlan } from "#store/rounds/lost-rounds.ts";
import { statementsToRecordShard } from "#store/rounds/record-round.ts";
import type { AttendingKinds } from "./attending/attend.ts";
import { roundInboxCharacters } from "./attending/attend-heartbeat.ts";
import { roundContentBytes } from "./changes/see-content.ts";
import { isBesideOthers, keepHostsApart } from "./queue/keep-hosts-apart.ts";
import { type RoundResult, runRound } from "./round.ts";
import {
  beginWithinMs,
  lateWaitMs,
  leaseMs,
  longestRoundMs,
  recordingMs,
  restMs,
  spanMs,
  spareLeaseMs,
  unservedLeaseMs,
} from "./round-times.ts";

/** What the rounds of one invocation share. */
export type Rounds = {
  job: JobContext;
  kinds: AttendingKinds;
  traffic: MeasuredTraffic;
  fetches: Allowance;
  /** For finding and counting slots. */
  looks: Allowance;
  leases: LeaseKeeper<number>;
  /** Rounds under way, by shard. */
  running: Map<number, RunningRound>;
  /** Until when shards are left alone whose round could serve no slot. Epoch ms. */
  resting: Map<number, number>;
  /** How many rounds were started. */
  started: number;
  total: RoundCounts & Counts;
};

export type RunningRound = {
  /** Resolves when the round has ended, to when its shard is due again if that is known. */
  ended: Promise<number | null>;
  /** The shard's revision when it was claimed. */
  revision: number;
  /** Has the round begin nothing more, so that its shard can be claimed again. */
  callOff(): void;
};

export function openRounds(job: JobContext, kinds: AttendingKinds): Rounds {
  const { clock, db, fetches, settings, statements } = job.deps;
  const { hostGapMs } = settings;
  const traffic = createTraffic({ clock, connections, hostGapMs });
  const running: Rounds["running"] = new Map();
  return {
    job,
    kinds,
    traffic: measureTraffic(traffic, { clock, connections, hostGapMs, soonMs: spanMs }),
    fetches: createAllowance(settings.budget.fetches, fetches),
    looks: createAllowance(settings.budget.looks * roundsAtOnce(settings.budget)),
    leases: createLeaseKeeper({
      clock,
      lengthMs: leaseMs,
      spareMs: spareLeaseMs,
      prolong: async (terms) =>
        statements.left() > 0 ? await prolongShards(db, terms) : [],
    }),
    running,
    resting: new Map(),
    started: 0,
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

/** How many rounds the requests of one invocation allow. */
const roundsAtOnce = ({ fetches }: Pick<Budget, "fetches">): number =>
  Math.max(1, Math.floor(fetches / shardSize));

/** What a round sends at most once its shard is claimed. */
const statementsForRound = statementsToRecordShard;

/** What must be left for another look and a round. */
export const statementsToStart = 1 + statementsToClaim + statementsForRound;

/**
 * How many more rounds there is room for: as the statements and requests allow, and as
 * the connections can begin soon. When none is under way the last two allow one.
 */
export function roomIn(rounds: Rounds): number {
  const { job, running, fetches } = rounds;
  const statements = job.deps.statements.left() - statementsToClaim;
  const byFetches = Math.floor(fetches.left() / shardSize) - running.size;
  const expected = Math.floor(rounds.traffic.room() / runsPerRound(rounds));
  // Nothing is measured yet: a shard for each connection.
  const byPace = rounds.started === 0 ? connections : expected;
  return Math.max(
    0,
    Math.min(
      Math.floor(statements / statementsForRound),
      Math.max(running.size === 0 ? 1 : 0, Math.min(byFetches, byPace)),
    ),
  );
}

/** The same while none is under way, where one may also have its plan to record. */
export const roomAlone = (rounds: Rounds): number =>
  rounds.job.deps.statements.left() < statementsToStart + statementsToPlan
    ? 0
    : roomIn(rounds);

/** How many runs another round is expected to make, by those that were started. */
const runsPerRound = ({ traffic, started }: Rounds): number =>
  Math.max(1, (shardSize + traffic.arrivals()) / (1 + started));

/** Claims shards and starts a round for each that could be claimed. */
export async function startRounds(
  rounds: Rounds,
  ids: readonly number[],
  now: number,
  isAlone = false,
): Promise<void> {
  const { deps, until } = rounds.job;
  const { clock, db, newToken, statements } = deps;
  const most = statementsForRound + (isAlone ? statementsToPlan : 0);
  const kept = ids.map(() => statements.keep(most));
  const lease = { token: newToken(), now, until: now + leaseMs };
  try {
    const { shards, holds } = await tryAgain(clock, lease.until - recordingMs, () =>
      claimShards(db, ids, lease, isBesideOthers(deps)),
    );
    for (const { host, until } of holds) rounds.traffic.hold(host, until);
    for (const shard of shards)
      startRound(rounds, shard, { ...lease, isAlone }, kept.pop());
    const lost = shards.flatMap(({ lostClaims }) => lostClaims.at(-1) ?? []);
    const claims = lost.flatMap(({ claimedAt, lived }) => (lived ? [] : [claimedAt]));
    await tellLostTicksSafely(deps, claims, until);
  } finally {
    for (const giveBack of kept) giveBack();
  }
}

type Terms = { token: string; now: number; until: number; isAlone: boolean };

function startRound(
  rounds: Rounds,
  shard: ClaimedShard,
  { token, now, until, isAlone }: Terms,
  giveBack: () => void = () => {},
): void {
  const { job, kinds, fetches, looks, leases, running } = rounds;
  const { deps } = job;
  const traffic = keepHostsApart(deps, rounds.traffic, shard);
  const end = Math.min(now + longestRoundMs, job.endsBy ?? Number.POSITIVE_INFINITY);
  const own = createAllowance(Number.POSITIVE_INFINITY, fetches);
  const call = Promise.withResolvers<void>();
  let isCalledOff = false;
  const lease = leases.keep({ id: shard.id, token, until }, end);
  const isHeld = () => deps.clock.now() < lease.until() - recordingMs;
  const context = {
    deps,
    traffic,
    fetches: { ...own, left: () => (isHeld() ? own.left() : 0) },
    token,
    leaseUntil: lease.until,
    calledOff: call.promise,
    isCounted: job.shards !== undefined,
    isAlone,
    since: now,
    spanEnd: now + spanMs,
    goOn: async () =>
      deps.statements.left() > 0 &&
      (await ensureLease(deps.clock, lease, unservedLeaseMs)),
    deadline: end - recordingMs,
    beginBy: () => Math.max(now + beginWithinMs, deps.clock.now() + lateWaitMs),
    looks,
    nextTickAt: job.until,
    bytes: createAllowance(roundBytes),
    contentBytes: createAllowance(roundContentBytes),
    inboxes: createAllowance(roundInboxCharacters),
  };
  rounds.started += 1;
  const ended = runRound(context, kinds, shard).then((result) => {
    lease.end();
    traffic.leave();
    giveBack();
    if (!isCalledOff && leavesSlots(result, deps.clock.now()))
      rounds.resting.set(shard.id, deps.clock.now() + restMs);
    const dueAt = endRound(rounds, shard.id, result);
    return isCalledOff ? now : dueAt;
  });
  running.set(shard.id, {
    ended,
    revision: shard.revision,
    callOff() {
      isCalledOff = true;
      call.resolve();
    },
  });
}

/** Whether a round could serve none of the slots that were due. */
const leavesSlots = ({ counts, dueAt }: RoundResult, now: number): boolean =>
  dueAt !== null &&
  dueAt <= now &&
  counts.ran + counts.late + counts.skipped + counts.missed + counts.crawls === 0;

/** Counts what a round did; gives when its shard is due again. */
function endRound(
  { job, running, total }: Rounds,
  shardId: number,
  { counts, dueAt, hasEvents }: RoundResult,
): number | null {
  addCounts(total, counts);
  if (counts.crawls > 0) job.wake(followJob);
  if (hasEvents) job.wake(deliverJob);
  running.delete(shardId);
  return dueAt;
}
