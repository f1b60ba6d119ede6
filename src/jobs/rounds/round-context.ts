// Names what the targets of one round share.

import type { Deps } from "#deps";
import type { RunContext } from "#jobs/runs/make-attempts.ts";

export type RoundContext = RunContext & {
  deps: Pick<Deps, "clock" | "db" | "fetch" | "log" | "settings">;
  token: string;
  /** Since when the shard is attended to: when it was claimed. */
  since: number;
  /**
   * Slots from here on are another round's, unless this one is still going on. Exclusive.
   */
  spanEnd: number;
  /** How many slots of an outage each target may count at once. */
  countingLimit: number;
};
