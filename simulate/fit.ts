// Finds how many databases and queues let all slots of so many targets run.
import type { Bound, Load } from "./bounds.ts";
import { keepsUp, loadsOf } from "./bounds.ts";
import type { Measured } from "./measured.ts";
import type { Scenario } from "./model/scenario.ts";
import { type Simulated, simulate } from "./model/simulate.ts";

/** Targets are shared out among groups, each with a database and queues of its own. */
export type Fit = {
  groups: number;
  queuesOfGroup: number;
  /** One of the groups. */
  simulated: Simulated;
};

/** No bound is to be loaded more than this, so that a bad minute is made up for. */
const most = 0.7;

/** What more queues do not help. */
const ofDatabase: readonly Bound[] = [
  "database thread",
  "database size",
  "shards a tick",
];

/** `whole` is what came of one group. */
export function findFit(whole: Simulated, measured: Measured): Fit {
  const loads = loadsOf(whole, measured);
  if (keepsUp(whole) && (loads[0]?.share ?? 0) <= 1)
    return { groups: 1, queuesOfGroup: 1, simulated: whole };
  for (let groups = timesOf(loads, ofDatabase); ; groups += 1) {
    const queuesOfGroup = Math.ceil(timesOf(loads, ["consumers"]) / groups);
    const simulated = simulate(part(whole.scenario, groups, queuesOfGroup), measured);
    if (keepsUp(simulated)) return { groups, queuesOfGroup, simulated };
  }
}

/** Into how many parts the load must be shared out. */
const timesOf = (loads: readonly Load[], bounds: readonly Bound[]): number =>
  Math.max(
    1,
    ...loads
      .filter(({ bound }) => bounds.includes(bound))
      .map(({ share }) => (share <= 1 ? 1 : Math.ceil(share / most))),
  );

const part = (scenario: Scenario, groups: number, queues: number): Scenario => ({
  ...scenario,
  targets: Math.ceil(scenario.targets / groups),
  assumptions: {
    ...scenario.assumptions,
    consumers: scenario.assumptions.consumers * queues,
  },
});
