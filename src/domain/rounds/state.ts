// Holds what is remembered of a target between its runs.
import type { Known, Verdict } from "#domain/runs/judge.ts";
import type { Drop, Run } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import {
  countDrop,
  countRun,
  createTotals,
  type Totals,
} from "#domain/statistics/totals.ts";

/**
 * What is remembered of a target between rounds, kept in its shard's row. Absent fields
 * are null.
 */
export type TargetState = Known & {
  /** The last slot accounted for. */
  cursor?: number;
  /** When the last scheduled run, its retries included, let go of the target. */
  freeAt?: number;
  /**
   * The last scheduled run: the next one in the same hour is packed as a difference from
   * it.
   */
  last?: Run;
  /** The last manual run. */
  manual?: Run;
  /** What the scheduled runs and slots have come to. */
  totals?: Totals;
};

/** The state after a scheduled run that let go of the target at `freeAt`, epoch ms. */
export const withRun = (
  state: TargetState,
  { run, learned }: Verdict,
  freeAt: number,
): TargetState => ({
  ...state,
  ...learned,
  last: run,
  freeAt,
  totals: countRun(state.totals ?? createTotals(), run),
});

/** The state after slots that ended without a run. */
export const withDrops = (state: TargetState, drops: readonly Drop[]): TargetState =>
  drops.length === 0
    ? state
    : { ...state, totals: drops.reduce(countDrop, state.totals ?? createTotals()) };

/** The first slot that is not accounted for; null when there is none. */
export const nextOpenSlot = (slots: Slots, { cursor }: TargetState): number | null =>
  nextSlot(slots, cursor ?? Number.NEGATIVE_INFINITY);
