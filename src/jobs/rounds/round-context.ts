// Names what the targets of one round share.

import type { Deps } from "#deps";
import type { RunContext } from "#jobs/runs/make-attempts.ts";

export type RoundContext = RunContext & {
  deps: Pick<Deps, "clock" | "db" | "fetch" | "log" | "settings">;
  token: string;
  /** When the shard was claimed. Epoch ms. */
  since: number;
  /**
   * Slots from here on are left to another round, unless this one is still going on.
   * Epoch ms.
   */
  spanEnd: number;
  /** How many slots of an outage each target may count at once. */
  countingLimit: number;
};
