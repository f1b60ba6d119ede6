// Simulates each row of the tables: so many targets, and hosts that take so long.
import type { Fit } from "./fit.ts";
import { findFit } from "./fit.ts";
import type { Measured } from "./measured.ts";
import type { Assumptions, Scenario } from "./model/scenario.ts";
import { type Simulated, simulate } from "./model/simulate.ts";

export const targetCounts = [1_000, 10_000, 100_000, 1_000_000];
export const latenciesMs = [100, 400, 2_000];

export type Row = {
  targets: number;
  latencyMs: number;
  /** One invocation a minute makes all rounds. */
  alone: Simulated;
  /** Rounds go through one queue, to one database. */
  queued: Simulated;
  fit: Fit;
};

export type Settings = Pick<Scenario, "minutes" | "seed"> & { assumptions: Assumptions };

export function simulateRow(
  { targets, latencyMs }: Pick<Scenario, "targets" | "latencyMs">,
  settings: Settings,
  measured: Measured,
): Row {
  const scenario: Scenario = {
    plan: "paid",
    targets,
    latencyMs,
    isQueued: true,
    ...settings,
  };
  const alone = simulate({ ...scenario, isQueued: false }, measured);
  const queued = simulate(scenario, measured);
  return { targets, latencyMs, alone, queued, fit: findFit(queued, measured) };
}
