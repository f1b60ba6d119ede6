// Defines a schedule. Its slots are the instants at which a run is due, in epoch
// milliseconds. Ask scheduleObjection before anything else about a schedule: a zone that
// the runtime does not know throws RangeError.

import type { AllowedWindow } from "./window.ts";

/** Which slots are kept of those that came during a run or between ticks. */
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
  /** There are no slots outside the window, not even the first of an interval. */
  window: AllowedWindow | null;
  /** No slot is earlier. Epoch ms. */
  startAt: number | null;
  /** Every slot is earlier. Epoch ms. */
  expiresAt: number | null;
  overlap: Overlap;
  /** A slot that waited longer than this is not run any more, but missed or skipped. */
  catchUpMs: number;
  /** A run that begins later than this after its slot is late. */
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
