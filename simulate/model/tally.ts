// Tallies what became of slots, and what invocations did.

import {
  addValue,
  createSketch,
  quantileOf,
  type Sketch,
} from "#domain/statistics/sketch.ts";
import { minuteMs } from "#domain/time/instants.ts";

export type Tally = {
  /** Runs that began, and those of them more than a minute after their slot. */
  ran: number;
  late: number;
  /** Slots that ended without a run, since an older one of their target ran. */
  missed: number;
  lags: Sketch;
  longestLagMs: number;
  /** Time in which connections were in use, in ms. */
  connectedMs: number;
  rounds: number;
  messages: number;
  /** The longest that an invocation for a message took, the most of them at once, all of them. */
  longestServingMs: number;
  mostServing: number;
  servingMs: number;
  /** Shards that the ticks handed over. */
  handedOver: number;
};

export const createTally = (): Tally => ({
  ran: 0,
  late: 0,
  missed: 0,
  lags: createSketch(),
  longestLagMs: 0,
  connectedMs: 0,
  rounds: 0,
  messages: 0,
  longestServingMs: 0,
  mostServing: 0,
  servingMs: 0,
  handedOver: 0,
});

export function tallyRun(tally: Tally, lagMs: number, missed: number): void {
  tally.ran += 1;
  tally.missed += missed;
  if (lagMs > minuteMs) tally.late += 1;
  addValue(tally.lags, Math.round(lagMs));
  tally.longestLagMs = Math.max(tally.longestLagMs, lagMs);
}

/** The lag that so great a share of the runs did not exceed, in ms. */
export const lagOf = ({ lags }: Tally, share: number): number =>
  quantileOf(lags, share) ?? Number.NaN;
