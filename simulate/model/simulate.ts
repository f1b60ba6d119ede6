// Simulates some minutes of a deployment: its ticks, its queue, its rounds, its database.
import { toMessages } from "#domain/rounds/queue/round-messages.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { isFree } from "#jobs/rounds/choose-shards.ts";
import { shardsAtOnce } from "#jobs/rounds/queue/hand-over-rounds.ts";
import { spanMs } from "#jobs/rounds/round-times.ts";
import type { Measured } from "#simulate/measured.ts";
import { createChance } from "#soak/chance.ts";
import { costOf, createDatabase, type DatabaseUse } from "./database.ts";
import { makeRounds } from "./invocation.ts";
import { createLatencies } from "./latencies.ts";
import { createQueue, type Queue } from "./queue.ts";
import type { Scenario } from "./scenario.ts";
import { asDue, createShards, dueBefore, type Shard } from "./shards.ts";
import { createTally, type Tally } from "./tally.ts";
import { createTimeline } from "./timeline.ts";
import type { World } from "./world.ts";

export type Simulated = {
  scenario: Scenario;
  /** Slots that came due in the minutes that were looked at. */
  slots: number;
  tally: Tally;
  use: DatabaseUse;
};

export function simulate(scenario: Scenario, measured: Measured): Simulated {
  const world = createWorld(scenario, measured);
  const { timeline, tally, database } = world;
  const queue = createQueue(world, (ids, served) =>
    serveMessage(world, queue, ids, served),
  );
  const { tickLateMs } = scenario.assumptions;
  for (let minute = 0; minute <= scenario.minutes; minute++)
    timeline.at(minute * minuteMs + tickLateMs, () => tick(world, queue));
  // The first minute only fills what later ones take over.
  timeline.passUntil(minuteMs);
  Object.assign(tally, createTally());
  database.takeUse();
  timeline.passUntil((1 + scenario.minutes) * minuteMs);
  const slots = scenario.targets * scenario.minutes;
  return { scenario, slots, tally, use: database.takeUse() };
}

function createWorld(scenario: Scenario, measured: Measured): World {
  const { targets, latencyMs, seed, assumptions } = scenario;
  const timeline = createTimeline();
  return {
    scenario,
    measured,
    timeline,
    database: createDatabase(timeline, assumptions),
    shards: createShards(targets),
    latency: createLatencies(createChance(seed), latencyMs, assumptions.spread),
    tally: createTally(),
  };
}

/** A minute's tick: hands rounds over, or makes them. */
function tick(world: World, queue: Queue): void {
  const { database, measured, timeline, scenario } = world;
  const until = (Math.floor(timeline.now() / minuteMs) + 1) * minuteMs;
  const nothing = () => {};
  const begin = () => {
    if (!scenario.isQueued)
      return makeRounds(world, { until, among: null, ended: nothing });
    const due = dueBefore(world.shards, until, shardsAtOnce);
    const cost = costOf(measured.database.tickLook, due.length);
    database.ask(cost, nothing, () => handOver(world, queue, due));
  };
  database.ask(measured.database.tick, nothing, begin);
}

/** Sends the shards that nobody has (jobs/rounds/queue/hand-over-rounds). */
function handOver({ timeline, tally }: World, queue: Queue, due: readonly Shard[]): void {
  const now = timeline.now();
  const free = due.filter((shard) => isFree(shard, now)).map(asDue);
  tally.handedOver += free.length;
  queue.send(toMessages(free, now));
}

/** Makes the rounds of a message's shards, and sends those again that are due before the next tick. */
function serveMessage(
  world: World,
  queue: Queue,
  ids: readonly number[],
  served: () => void,
): void {
  const { timeline, database, measured, shards } = world;
  const among = ids.map((id) => shards[id] as Shard);
  const until = timeline.now() + spanMs;
  const sendAgain = () => {
    const tickAt = (Math.floor(timeline.now() / minuteMs) + 1) * minuteMs;
    const cost = costOf(measured.database.look, among.length);
    const due = dueBefore(among, tickAt, among.length);
    database.ask(
      cost,
      () => {},
      () => {
        const now = timeline.now();
        const free = due.filter((shard) => isFree(shard, now)).map(asDue);
        queue.send(toMessages(free, now));
        served();
      },
    );
  };
  makeRounds(world, { until, among, ended: sendAgain });
}
