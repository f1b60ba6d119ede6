// Says what binds a deployment first, and whether it keeps up.
import { connections, shardSize } from "#domain/budget.ts";
import { leastMs } from "#domain/storage/retention.ts";
import { dayMs, minuteMs } from "#domain/time/instants.ts";
import { shardsAtOnce } from "#jobs/rounds/queue/hand-over-rounds.ts";
import type { Measured } from "./measured.ts";
import type { Simulated } from "./model/simulate.ts";
import { paid } from "./prices.ts";
import { keptBytes, usageOf } from "./usage.ts";

/** What the deployment as a whole cannot have more of, and how to have more. */
export type Bound =
  | "connections"
  | "consumers"
  | "database thread"
  | "database size"
  | "shards a tick"
  | "CPU time";

/** How much of a bound all slots would take; they do not all run where it is above 1. */
export type Load = { bound: Bound; share: number };

/** Fewer of the slots than this are too few, late ones and missed ones left out. */
const enough = 0.99;

export const keepsUp = ({ slots, tally }: Simulated): boolean =>
  tally.ran - tally.late >= enough * slots;

/** The shortest time that history can be kept for want of room, in days. */
export const leastDays = { runs: leastMs.runs / dayMs, hours: leastMs.hours / dayMs };

/** What the paid plan bounds, the most loaded first. */
export function loadsOf(simulated: Simulated, measured: Measured): Load[] {
  const { scenario, slots, tally, use } = simulated;
  const { targets, latencyMs, minutes, isQueued, assumptions } = scenario;
  const askedFor = slots / Math.max(1, tally.ran);
  const connected = (targets * latencyMs) / (connections * minuteMs);
  const serving = tally.servingMs / minutes / minuteMs / assumptions.consumers;
  const { invocationCpuMs } = usageOf(simulated, measured);
  const ofQueue: Load[] = [
    { bound: "consumers", share: Math.max(serving, connected / assumptions.consumers) },
    { bound: "shards a tick", share: Math.ceil(targets / shardSize) / shardsAtOnce },
  ];
  const loads: Load[] = [
    ...(isQueued ? ofQueue : [{ bound: "connections" as const, share: connected }]),
    { bound: "database thread", share: (use.busyMs / minutes / minuteMs) * askedFor },
    {
      bound: "database size",
      share: keptBytes(targets, measured, leastDays) / paid.databaseBytes,
    },
    { bound: "CPU time", share: invocationCpuMs / paid.invocationCpuMs },
  ];
  return loads.toSorted((a, b) => b.share - a.share);
}
