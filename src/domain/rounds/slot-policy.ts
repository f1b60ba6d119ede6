// Chooses which slot of a target to run now, and says what becomes of the others. Every
// slot ends in exactly one way. The policies for overlap follow core.async's channel
// buffers and Temporal's policies of the same names.

import type { Allowance } from "#domain/allowance.ts";
import type { Drop } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import {
  type Absence,
  dropAllButLast,
  dropSlots,
  hasOpenSlot,
  isUnsettled,
  type SlotWalk,
  takeSlot,
} from "./slot-walk.ts";

/** Where the choices for a target stand. */
export type SlotPlace = Pick<SlotWalk, "cursor" | "next"> & {
  /** Open slots up to here end without a run, as an earlier choice has decided. */
  dropUntil: number;
};

export type SlotChoice = SlotPlace & {
  /** The slot to run, or null when none is open. */
  run: number | null;
  drops: Drop[];
  /**
   * False when the looks were used up first: some slots up to now are still open, and
   * must be counted before another one may run.
   */
  whole: boolean;
};

/** No slot is left to be dropped. */
export const nothingToDrop = Number.NEGATIVE_INFINITY;

/**
 * Chooses among the slots in (cursor, now]. Choices with few looks, one after another,
 * come to what one choice without a limit comes to. A choice that drops nothing needs no
 * looks.
 */
export function chooseSlot(
  slots: Slots,
  { dropUntil, cursor, next }: SlotPlace,
  absence: Absence,
  now: number,
  looks: Allowance,
): SlotChoice {
  const walk: SlotWalk = { ...absence, slots, looks, cursor, next, drops: [] };
  const choice = (run: number | null, whole: boolean, until = nothingToDrop) => ({
    run,
    whole,
    dropUntil: until,
    cursor: walk.cursor,
    next: walk.next,
    drops: walk.drops,
  });
  const isClear = dropSlots(walk, Math.max(dropUntil, withoutRun(slots, absence, now)));
  if (!isClear || isUnsettled(walk, now)) return choice(null, false, dropUntil);
  if (!hasOpenSlot(walk, now)) return choice(null, true);
  switch (slots.schedule.overlap) {
    case "buffer-all":
      return choice(takeSlot(walk), true);
    case "keep-latest":
      return dropAllButLast(walk, now)
        ? choice(takeSlot(walk), true)
        : choice(null, false);
    case "buffer-one":
    case "skip": {
      const run = takeSlot(walk);
      return dropSlots(walk, now) ? choice(run, true) : choice(run, false, now);
    }
  }
}

/** Slots up to this instant do not run any more, whatever came later. */
function withoutRun({ schedule }: Slots, { busy }: Absence, now: number): number {
  const expired = now - schedule.catchUpMs - 1;
  return schedule.overlap === "skip" && busy
    ? Math.max(expired, Math.min(busy.to, now))
    : expired;
}
