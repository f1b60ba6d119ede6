// Simulates a round of a shard: a run for each target that is due, then one record.
import { minuteMs } from "#domain/time/instants.ts";
import { beginWithinMs, lateWaitMs, spanMs } from "#jobs/rounds/round-times.ts";
import type { Connections } from "./connections.ts";
import { costOf } from "./database.ts";
import { type Shard, slotAfter } from "./shards.ts";
import { tallyRun } from "./tally.ts";
import type { World } from "./world.ts";

/** Makes the round of a shard that was just claimed; `ended` follows its record. */
export function makeRound(
  world: World,
  connections: Connections,
  shard: Shard,
  ended: () => void,
): void {
  const { timeline } = world;
  const since = timeline.now();
  const due = [...shard.next.keys()].filter((of) => (shard.next[of] as number) <= since);
  let open = due.length;
  let runs = 0;
  const close = () => {
    open -= 1;
    if (open === 0) record(world, shard, runs, ended);
  };
  for (const of of due) serve(of);
  if (due.length === 0) record(world, shard, 0, ended);

  /** Serves the oldest slot of a target; those that came since then are missed. */
  function serve(of: number): void {
    const slot = shard.next[of] as number;
    const chosenAt = timeline.now();
    connections.run({
      startBy: Math.max(since + beginWithinMs, chosenAt + lateWaitMs),
      begin() {
        runs += 1;
        shard.next[of] = slotAfter(chosenAt);
        const missed = (slotAfter(chosenAt) - slot) / minuteMs - 1;
        tallyRun(world.tally, timeline.now() - slot, missed);
      },
      end(latencyMs) {
        world.tally.connectedMs += latencyMs;
        const next = shard.next[of] as number;
        // A round goes on with what comes due in its span.
        if (next < since + spanMs) timeline.at(next, () => serve(of));
        else close();
      },
      giveUp: close,
    });
  }
}

function record(world: World, shard: Shard, runs: number, ended: () => void): void {
  const { database, measured, scenario, tally } = world;
  const { record, change } = measured.database;
  const changes = runs * scenario.assumptions.changing;
  tally.rounds += 1;
  const giveBack = () => {
    shard.leaseUntil = 0;
    shard.dueAt = Math.min(...shard.next);
  };
  database.ask(costOf({ base: record, each: change }, changes), giveBack, ended);
}
