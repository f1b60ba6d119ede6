// What a schedule is. Its slots are the instants at which a run is due, each named by its
// epoch milliseconds. Plain data and pure functions. A zone that the runtime does not
// know throws RangeError: refuseSchedule first.

import type { AllowedWindow } from "./window.ts";

/** What becomes of slots that came while a run went on or nobody ticked. */
export type Overlap = "buffer-one" | "keep-latest" | "buffer-all" | "skip";

/**
 * `every`: equal steps of real time, so the time of day drifts by an hour when clocks
 * change; cron keeps it. With startAt the slots are startAt + k * everyMs. Without, the
 * first is at the anchor and the others fall on instants t with t mod everyMs ===
 * phaseOf(seed, everyMs), from half a step after the anchor on.
 * `cron`: the instants of the expression in the zone.
 */
export type Timing =
  | { kind: "every"; everyMs: number }
  | { kind: "cron"; expression: string; zone: string };

export type Schedule = {
  timing: Timing;
  /** Slots outside it do not exist, the first of an interval included. */
  window: AllowedWindow | null;
  /** No slot is earlier. Epoch ms. */
  startAt: number | null;
  /** Every slot is earlier. Epoch ms. */
  expiresAt: number | null;
  overlap: Overlap;
  catchUpMs: number;
  graceMs: number;
};

/** A schedule as it applies to one target. No slot is before the anchor. */
export type Slots = {
  schedule: Schedule;
  /** The target's id: spreads the targets of one interval over it. */
  seed: number;
  /** When the target was created, resumed or rescheduled. Epoch ms. */
  anchorAt: number;
};
