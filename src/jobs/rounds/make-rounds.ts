// Makes the rounds: claims the shards that are due, a few at a time, until the minute
// ends or the budget is spent.
import { messageOf } from "#domain/runs/failure.ts";
import { firstOf } from "#jobs/first-of.ts";
import { statementsForCrawl } from "#jobs/sites/follow.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { type DueShard, lookForDue } from "#store/rounds/claim-shards.ts";
import { chooseShards, isFree, type ShardChoice } from "./choose-shards.ts";
import { tellOutage } from "./incidents/tell-outage.ts";
import {
  type Rounds,
  roomAlone,
  roomIn,
  startRounds,
  statementsToStart,
} from "./start-rounds.ts";

/** More shards than one tick can serve. */
export const shardsAtOneLook = 250;

/**
 * While rounds are under way, another look comes after this time at the latest, and in an
 * invocation that a change called for: a target that was changed is served within two
 * seconds, of which its shard's round takes some to record and to begin anew.
 */
export const longestLookMs = 1_500;

/**
 * A tick that waits for a shard looks for others after this time, and for the last time so
 * long before the shard is due: an invocation that a change called for serves what is new
 * for longer than either.
 */
const waitingLookMs = 10_000;
const lastLookMs = 12_000;

/**
 * Looks that nothing calls for leave statements for so many rounds: in a tick, for those
 * of its minute; after a change, for the one that is waited for; in a tick that waits, for that
 * one too and for another.
 */
const roundsBeforeLooks = { tick: 4, change: 1, waiting: 2 };

/** While there is no room, another look is worth while after this time at the latest. */
export const fullWaitMs = 1_000;

/**
 * Makes rounds as long as the database answers. A fault of the database does not end the
 * rounds that are under way.
 */
export async function makeRounds(rounds: Rounds): Promise<Record<string, number>> {
  const { job, total, fetches } = rounds;
  let fault: unknown = null;
  try {
    await lookAndStart(rounds);
  } catch (error) {
    job.deps.log({ event: "rounds-cut-short", problem: messageOf(error) });
    fault = error;
  }
  await letEnd(rounds);
  if (fault !== null && rounds.started === 0) throw fault;
  return { ...total, fetches: fetches.spent() };
}

/** A shard that is left alone is one that nobody may have yet. */
const atRest = (shard: DueShard, { resting }: Rounds): DueShard => ({
  ...shard,
  leaseUntil: Math.max(shard.leaseUntil, resting.get(shard.id) ?? 0),
});

/**
 * Whether a round of a shard may be made here. Who makes rounds that were handed over does
 * not wait for others that have the same.
 */
const isOpenTo = ({ job, running }: Rounds, shard: DueShard, now: number): boolean =>
  !running.has(shard.id) && (job.shards === undefined || isFree(shard, now));

const endsOf = ({ running }: Rounds): Promise<number | null>[] =>
  [...running.values()].map(({ ended }) => ended);

/** Lets rounds end. Those make way whose shards are changed meanwhile. */
async function letEnd(rounds: Rounds): Promise<void> {
  const { clock } = rounds.job.deps;
  for (let ends = endsOf(rounds); ends.length > 0; ends = endsOf(rounds)) {
    const lookAt = earlyLookAt(rounds, null);
    if (lookAt !== null)
      await look(rounds, clock.now() + 1).catch(() => Promise.all(ends));
    await firstOf(clock, lookAt, [Promise.all(ends)]);
  }
}

/** Looks for shards due before an instant (epoch ms). Rounds of changed ones make way. */
async function look({ job, running }: Rounds, before: number): Promise<DueShard[]> {
  const { clock, db } = job.deps;
  const due = await tryAgain(clock, before, () =>
    lookForDue(db, before, shardsAtOneLook, job.shards ?? null),
  );
  for (const { id, revision } of due) {
    const round = running.get(id);
    if (round && round.revision !== revision) round.callOff();
  }
  return due;
}

/**
 * Whether another look and a round are afforded. What a change has opened comes first: an
 * invocation that it called for leaves enough for a crawl.
 */
function affordsRound({ job, total }: Rounds): boolean {
  const forCrawl = job.endsBy !== undefined && total.crawls > 0 ? statementsForCrawl : 0;
  return job.deps.statements.left() >= statementsToStart + forCrawl;
}

/** Looks for due shards and starts their rounds, again and again. */
async function lookAndStart(rounds: Rounds): Promise<void> {
  const { job, running, fetches } = rounds;
  const { clock } = job.deps;
  let isFirstLook = true;
  for (let now = clock.now(); now < job.until && fetches.left() > 0; now = clock.now()) {
    if (!affordsRound(rounds)) {
      if (running.size === 0) return;
      await Promise.race(endsOf(rounds));
      continue;
    }
    const due = await look(rounds, job.until);
    if (isFirstLook && job.shards === undefined) await tellOutage(job, due);
    isFirstLook = false;
    const free = due
      .filter((shard) => isOpenTo(rounds, shard, now))
      .map((shard) => atRest(shard, rounds));
    const choice = chooseShards(free, now, roomIn(rounds));
    if (choice.taken.length > 0) await startUsualRounds(rounds, choice.taken);
    if (choice.alone.length > 0) {
      await makeRoundsAlone(rounds, choice.alone);
      continue;
    }
    if (choice.lookAt === null && !choice.isFull && running.size === 0) return;
    await waitForNextLook(rounds, choice);
  }
}

/**
 * Makes the rounds of shards that may end the invocation, while nothing else is under way
 * in it.
 */
async function makeRoundsAlone(rounds: Rounds, ids: readonly number[]): Promise<void> {
  const { deps, until, quarters } = rounds.job;
  const leave = await quarters.takeAlone();
  try {
    const now = deps.clock.now();
    const some = ids.slice(0, roomAlone(rounds));
    if (now < until && some.length > 0)
      await startRounds(rounds, some, now, ids.length === 1);
    await Promise.all(endsOf(rounds));
  } finally {
    leave();
  }
}

/** Starts rounds that other work may accompany. */
async function startUsualRounds(rounds: Rounds, ids: readonly number[]): Promise<void> {
  const { deps, quarters } = rounds.job;
  const leave = await quarters.share();
  try {
    await startRounds(rounds, ids, deps.clock.now());
  } finally {
    void Promise.all(endsOf(rounds)).then(leave);
  }
}

/**
 * Waits until another look may find something to do: at the instant that the choice names,
 * when a round has ended whose shard is due again, and when all rounds have ended; while
 * rounds are under way, not for long. While more shards are ready than could be claimed,
 * room for them counts as well.
 */
async function waitForNextLook(
  rounds: Rounds,
  { isFull, lookAt }: ShardChoice,
): Promise<void> {
  const { until, deps } = rounds.job;
  const looks = [lookAt, earlyLookAt(rounds, lookAt)].filter((at) => at !== null);
  const at = looks.length > 0 ? Math.min(until, ...looks) : null;
  if (isFull) return await waitForRoom(rounds, at);
  const ends = endsOf(rounds);
  const events = ends.map((end) => whenDueAgain(end, until));
  const all = ends.length > 0 ? [Promise.all(ends)] : [];
  await firstOf(deps.clock, at, [...events, ...all]);
}

/** When to look for shards that are new or were changed; null for no such look. */
function earlyLookAt({ job, running }: Rounds, lookAt: number | null): number | null {
  const { clock, statements } = job.deps;
  const now = clock.now();
  const isChange = job.endsBy !== undefined;
  const kind = isChange ? "change" : running.size > 0 ? "tick" : "waiting";
  const isAfforded = statements.left() > roundsBeforeLooks[kind] * statementsToStart;
  const at =
    kind === "waiting"
      ? Math.min(now + waitingLookMs, (lookAt ?? now) - lastLookMs)
      : now + longestLookMs;
  return isAfforded && at > now ? at : null;
}

/**
 * Waits until another round has room. Waits a little longer for half of the rounds to
 * end, or of the runs to begin: a look for each would cost too many statements.
 */
async function waitForRoom(rounds: Rounds, lookAt: number | null): Promise<void> {
  const { job, running, traffic } = rounds;
  const { clock } = job.deps;
  while (running.size > 0) {
    const isSlow = traffic.room() <= 0;
    const half = isSlow ? traffic.whenRoom() : whenHalfEnded(endsOf(rounds));
    await firstOf(clock, clock.now() + fullWaitMs, [half]);
    if (roomIn(rounds) > 0 || clock.now() >= (lookAt ?? job.until)) return;
  }
}

function whenHalfEnded(rounds: readonly Promise<unknown>[]): Promise<void> {
  let left = Math.ceil(rounds.length / 2);
  return new Promise((resolve) => {
    const count = () => {
      left -= 1;
      if (left === 0) resolve();
    };
    for (const round of rounds) void round.then(count);
  });
}

/**
 * Resolves when a round has ended whose shard is due again before `until`, else never.
 */
async function whenDueAgain(round: Promise<number | null>, until: number): Promise<void> {
  const dueAt = await round;
  if (dueAt === null || dueAt >= until) await new Promise<never>(() => {});
}
