// The rounds: claims what is due, a few shards at a time, until the minute ends or the
// budget is spent.
import { createAllowance } from "#domain/allowance.ts";
import { connections, shardSize } from "#domain/budget.ts";
import { followJob } from "#domain/jobs/job-run.ts";
import type { Clock } from "#domain/time/clock.ts";
import { every, type Job, type JobContext } from "#jobs/job.ts";
import { patienceMs } from "#jobs/runs/run-target.ts";
import { createTraffic } from "#net/traffic/traffic.ts";
import { claimShards, type DueShard, lookForDue } from "#store/rounds/claim-shards.ts";
import { type RoundCounts, runRound } from "./round.ts";

/**
 * A round serves what is due now and in the next ten seconds: its results are seen, and
 * its lease ends, soon.
 */
const spanMs = 10_000;
/**
 * Longer than any round: the span, the longest timeout, its retries. A lost invocation's
 * slots wait this long.
 */
const leaseMs = 120_000;
/** How soon a shard is looked at after the span of another invocation that holds it. */
const firstLookMs = 250;
/** Nothing starts that could end in the lease's last seconds; they are for recording. */
const recordingMs = 5_000;
/** Statements kept back so that a claimed shard can always be recorded. */
const statementsToRecord = 12;
const shardsAtOneLook = 250;

export const crawl: Job = {
  name: "crawl",
  description:
    "Makes the rounds: fetches every target that is due and records what it saw.",
  schedule: every("1m"),
  concurrent: true,
  run: makeRounds,
};

async function makeRounds({
  deps,
  until,
  wake,
}: JobContext): Promise<Record<string, number>> {
  const { clock, db, settings } = deps;
  const traffic = createTraffic({
    clock,
    connections,
    hostGapMs: settings.hostGapMs,
    patienceMs,
  });
  const fetches = createAllowance(settings.budget.fetches, deps.fetches);
  const running = new Map<number, Promise<number | null>>();
  const total: RoundCounts = {
    rounds: 0,
    lost: 0,
    ran: 0,
    late: 0,
    skipped: 0,
    missed: 0,
    failed: 0,
    crawls: 0,
  };
  const affordable = () =>
    settings.budget.statements - deps.meter.statements >= statementsToRecord;

  const startRounds = async (ids: number[], now: number) => {
    const lease = { token: deps.newToken(), now, until: now + leaseMs };
    const { shards, holds } = await claimShards(db, ids, lease);
    for (const { host, until: heldUntil } of holds) traffic.hold(host, heldUntil);
    const context = {
      deps,
      traffic,
      fetches,
      token: lease.token,
      since: now,
      spanEnd: now + spanMs,
      deadline: lease.until - recordingMs,
      countingLimit: settings.budget.countedSlots,
    };
    for (const shard of shards) {
      const round = runRound(context, shard).then(({ counts, dueAt }) => {
        add(total, counts);
        if (counts.crawls > 0) wake(followJob);
        running.delete(shard.id);
        return dueAt;
      });
      running.set(shard.id, round);
    }
  };

  for (
    let now = clock.now();
    now < until && fetches.left() > 0 && affordable();
    now = clock.now()
  ) {
    const due = (await lookForDue(db, until, shardsAtOneLook)).filter(
      ({ id }) => !running.has(id),
    );
    const ready = due.filter(
      (shard) => shard.dueAt <= now + spanMs && shard.leaseUntil <= now,
    );
    const room = Math.max(
      running.size === 0 ? 1 : 0,
      Math.floor(fetches.left() / shardSize) - running.size,
    );
    const taken = ready.slice(0, room).map(({ id }) => id);
    if (taken.length > 0) await startRounds(taken, now);

    const later = due
      .filter((shard) => !ready.includes(shard))
      .map((shard) => looksAgainAt(shard, now));
    if (later.length === 0 && running.size === 0) break;
    const rounds = [...running.values()];
    const events =
      taken.length < ready.length ? rounds : rounds.map((round) => whenDue(round, until));
    const all = rounds.length > 0 ? [Promise.all(rounds)] : [];
    await firstOf(clock, later.length > 0 ? Math.min(until, ...later) : null, [
      ...events,
      ...all,
    ]);
  }
  await Promise.all(running.values());
  return { ...total, fetches: fetches.spent() };
}

/**
 * When it comes due. One that another invocation holds is given back when that one's span
 * ends, or soon after: it is looked at again then, and the longer it takes the more
 * rarely.
 */
function looksAgainAt({ leaseUntil, dueAt }: DueShard, now: number): number {
  if (leaseUntil <= now) return dueAt;
  const spanEnd = leaseUntil - leaseMs + spanMs;
  const patience = Math.min(spanMs, Math.max(firstLookMs, now - spanEnd));
  return Math.min(leaseUntil, Math.max(spanEnd, now) + patience);
}

/**
 * Resolves when a round has ended whose shard is due again before `until`, else never: a
 * look would find nothing.
 */
async function whenDue(round: Promise<number | null>, until: number): Promise<void> {
  const dueAt = await round;
  if (dueAt === null || dueAt >= until) await new Promise<never>(() => {});
}

/** Resolves at the first of the events, or at the instant `at` if there is one. */
async function firstOf(
  clock: Clock,
  at: number | null,
  events: readonly Promise<unknown>[],
): Promise<void> {
  let callOff = () => {};
  const alarm = new Promise<void>((resolve) => {
    if (at !== null) callOff = clock.after(Math.max(0, at - clock.now()), resolve);
    else if (events.length === 0) resolve();
  });
  await Promise.race([alarm, ...events]);
  callOff();
}

function add(total: RoundCounts, counts: RoundCounts): void {
  for (const name of Object.keys(counts) as (keyof RoundCounts)[])
    total[name] += counts[name];
}
