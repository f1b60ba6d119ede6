// Names what the targets of one round share.

import type { Deps } from "#deps";
import type { Allowance } from "#domain/allowance.ts";
import type { RunContext } from "#jobs/runs/make-attempts.ts";

export type RoundContext = RunContext & {
  deps: Pick<
    Deps,
    "bucket" | "clock" | "db" | "fetch" | "log" | "newToken" | "settings" | "statements"
  >;
  token: string;
  /** When the lease runs out as things stand. Epoch ms. */
  leaseUntil: () => number;
  /** Resolves when the round is to begin nothing more. */
  calledOff: Promise<void>;
  /** Whether the shard counts what this round did, since no run of a job does. */
  isCounted: boolean;
  /** Whether this round is the only work of its invocation. */
  isAlone: boolean;
  /** When the shard was claimed. Epoch ms. */
  since: number;
  /**
   * Slots from here on are left to another round, unless this one is still going on.
   * Epoch ms.
   */
  spanEnd: number;
  /**
   * Makes sure that slots up to now may be served although they lie beyond the span: when
   * this round is lost, its lease tells how far it may have come.
   */
  goOn: () => Promise<boolean>;
  /** What may still be spent on finding and counting slots. */
  looks: Allowance;
  /**
   * A target whose slots were too many to be counted at once is served again then.
   * Epoch ms.
   */
  nextTickAt: number;
  /** Bytes of packed entries that the round may still take in. */
  bytes: Allowance;
  /** The same of new contents. */
  contentBytes: Allowance;
  /** Characters of heartbeats' inboxes that it may still take. */
  inboxes: Allowance;
};
