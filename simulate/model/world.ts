// Names what all invocations of a simulation share.
import type { Measured } from "#simulate/measured.ts";
import type { Database } from "./database.ts";
import type { Scenario } from "./scenario.ts";
import type { Shard } from "./shards.ts";
import type { Tally } from "./tally.ts";
import type { Timeline } from "./timeline.ts";

export type World = {
  scenario: Scenario;
  measured: Measured;
  timeline: Timeline;
  database: Database;
  shards: readonly Shard[];
  /** Draws how long a host takes to answer. */
  latency: () => number;
  /** Those of the minutes that are looked at. */
  tally: Tally;
};
