// Simulates an invocation that makes rounds: it looks for shards that are due, claims as
// many as its connections can begin soon, and looks again (jobs/rounds/make-rounds).
import { budgets, connections, shardSize } from "#domain/budget.ts";
import { chooseShards, isFree } from "#jobs/rounds/choose-shards.ts";
import { fullWaitMs, longestLookMs, shardsAtOneLook } from "#jobs/rounds/make-rounds.ts";
import { leaseMs } from "#jobs/rounds/round-times.ts";
import type { DatabaseCost } from "#simulate/measured.ts";
import { statementsToClaim } from "#store/rounds/claim-shards.ts";
import { statementsToRecordShard } from "#store/rounds/record-round.ts";
import { type Connections, createConnections } from "./connections.ts";
import { costOf } from "./database.ts";
import { makeRound } from "./round.ts";
import { asDue, dueBefore, type Shard } from "./shards.ts";
import type { World } from "./world.ts";

type Asked = {
  /** Begins no rounds from then on. */
  until: number;
  /** The shards whose rounds are to be made; all of them unless given. */
  among: readonly Shard[] | null;
  ended(): void;
};

type Invocation = Asked & {
  world: World;
  connected: Connections;
  running: Set<Shard>;
  statements: number;
  started: number;
  /** What was waited for last; what was waited for before is over. */
  turn: number;
  /** What follows when all rounds have ended, or one whose shard is due again. */
  onEnd(): void;
};

const statementsToStart = 1 + statementsToClaim + statementsToRecordShard;
/** A record of a round in which nothing is new. */
const statementsOfRecord = 2;
const nothing = () => {};

export function makeRounds(world: World, asked: Asked): void {
  const { fetches, statements } = budgets[world.scenario.plan];
  const connected = createConnections(world.timeline, world.latency, fetches);
  const counts = { running: new Set<Shard>(), statements, started: 0, turn: 0 };
  look({ ...asked, world, connected, ...counts, onEnd: nothing });
}

function ask(
  invocation: Invocation,
  statements: number,
  cost: DatabaseCost,
  { happen = nothing, answered }: { happen?: () => void; answered: () => void },
): void {
  invocation.statements -= statements;
  invocation.world.database.ask(cost, happen, answered);
}

const isOver = ({ world, until, connected, ...invocation }: Invocation): boolean =>
  world.timeline.now() >= until ||
  connected.left() <= 0 ||
  statementsLeft(invocation) < statementsToStart;

/** Those that are not kept back for recording rounds. */
const statementsLeft = ({
  statements,
  running,
}: Pick<Invocation, "statements" | "running">): number =>
  statements - running.size * statementsToRecordShard;

function look(invocation: Invocation): void {
  const { world, until, among } = invocation;
  invocation.turn += 1;
  if (isOver(invocation)) {
    letEnd(invocation);
    return;
  }
  const limit = among?.length ?? shardsAtOneLook;
  const due = dueBefore(among ?? world.shards, until, limit);
  const answered = () => choose(invocation, due);
  ask(invocation, 1, lookCost(invocation, due.length), { answered });
}

const lookCost = ({ world, among }: Invocation, due: number): DatabaseCost => {
  const { look, tickLook } = world.measured.database;
  return among === null ? costOf(tickLook, due) : costOf(look, among.length);
};

/** How many more rounds there is room for (jobs/rounds/start-rounds). */
function roomIn(invocation: Invocation): number {
  const { connected, running, started } = invocation;
  const runsPerRound = Math.max(1, (shardSize + connected.arrivals()) / (1 + started));
  const expected = Math.floor(connected.room() / runsPerRound);
  const byPace = started === 0 ? connections : expected;
  const byFetches = Math.floor(connected.left() / shardSize) - running.size;
  const least = running.size === 0 ? 1 : 0;
  const byStatements = Math.floor(statementsLeft(invocation) / statementsToStart);
  return Math.max(
    0,
    Math.min(byStatements, Math.max(least, Math.min(byFetches, byPace))),
  );
}

function choose(invocation: Invocation, due: readonly Shard[]): void {
  const { world, running, among } = invocation;
  const now = world.timeline.now();
  const open = due.filter(
    (shard) => !running.has(shard) && (among === null || isFree(shard, now)),
  );
  const choice = chooseShards(open.map(asDue), now, roomIn(invocation));
  const taken = open.filter(({ id }) => choice.taken.includes(id));
  if (taken.length === 0) waitForNext(invocation, choice);
  else claim(invocation, taken, () => waitForNext(invocation, choice));
}

/** Leases those of the shards that nobody has, and starts their rounds. */
function claim(
  invocation: Invocation,
  shards: readonly Shard[],
  claimed: () => void,
): void {
  const { timeline, measured } = invocation.world;
  let free: readonly Shard[] = [];
  ask(invocation, statementsToClaim, costOf(measured.database.claim, shards.length), {
    happen() {
      const now = timeline.now();
      free = shards.filter((shard) => isFree(shard, now));
      for (const shard of free) shard.leaseUntil = now + leaseMs;
    },
    answered() {
      invocation.started += free.length;
      for (const shard of free) start(invocation, shard);
      claimed();
    },
  });
}

function start(invocation: Invocation, shard: Shard): void {
  const { world, connected, running, until } = invocation;
  running.add(shard);
  makeRound(world, connected, shard, () => {
    invocation.statements -= statementsOfRecord;
    running.delete(shard);
    if (running.size === 0 || shard.dueAt < until) invocation.onEnd();
  });
}

/** Does something unless something else was done meanwhile. */
const inTurn = (invocation: Invocation, happen: () => void) => {
  const mine = invocation.turn;
  return () => {
    if (mine === invocation.turn) happen();
  };
};

function waitForNext(
  invocation: Invocation,
  { isFull, lookAt }: { isFull: boolean; lookAt: number | null },
): void {
  const { world, running, until } = invocation;
  const { timeline } = world;
  const again = inTurn(invocation, () => look(invocation));
  invocation.onEnd = again;
  if (isFull) waitForRoom(invocation, lookAt ?? until);
  else if (lookAt === null && running.size === 0) letEnd(invocation);
  else {
    const soon = running.size > 0 ? timeline.now() + longestLookMs : until;
    timeline.at(Math.min(until, soon, lookAt ?? until), again);
  }
}

function waitForRoom(invocation: Invocation, atLatest: number): void {
  const { world, running, connected } = invocation;
  const { timeline } = world;
  const mayLook = () =>
    running.size === 0 || roomIn(invocation) > 0 || timeline.now() >= atLatest;
  const again = inTurn(invocation, () => {
    if (mayLook()) look(invocation);
    else waitForRoom(invocation, atLatest);
  });
  const onRoom = inTurn(invocation, () => mayLook() && look(invocation));
  timeline.at(timeline.now() + fullWaitMs, again);
  connected.whenRoom(onRoom);
}

/** Looks now and then whether a shard was changed, until all rounds have ended. */
function letEnd(invocation: Invocation): void {
  const { world, running, ended } = invocation;
  invocation.turn += 1;
  if (running.size === 0) {
    ended();
    return;
  }
  invocation.onEnd = inTurn(invocation, () => {
    if (running.size > 0) return;
    invocation.turn += 1;
    ended();
  });
  const answered = inTurn(invocation, () => letEnd(invocation));
  const again = inTurn(invocation, () =>
    ask(invocation, 1, lookCost(invocation, running.size), { answered }),
  );
  world.timeline.at(world.timeline.now() + longestLookMs, again);
}
