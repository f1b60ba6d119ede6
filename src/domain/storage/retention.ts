// Says how long history is kept, and how much shorter it is kept step by step when room
// is scarce: runs in detail, then the summaries of hours. Summaries of days, failed runs
// and pages stay whatever happens.
import { dayMs } from "#domain/time/instants.ts";

/** How long a deployment keeps runs in detail, summaries of hours, and failed runs. */
export type Kept = { runsMs: number; hoursMs: number; failuresMs: number };

/** The shares that are left of the time that each is kept. */
export type Shares = { runs: number; hours: number };

/**
 * However scarce room is, so much stays. 100,000 targets of every minute need half of the
 * paid plan's 10 GB for as much (docs/costs.md: 16 bytes a run).
 */
export const leastMs = { runs: 2 * dayMs, hours: 2 * dayMs };

/** What a step leaves: small, so that no more goes at once than room is needed for. */
export const shareOfStep = 7 / 8;

const stepsTo = (least: number, ms: number): number =>
  ms <= least ? 0 : Math.ceil(Math.log(least / ms) / Math.log(shareOfStep));

/** After so many steps all that can be kept shorter is at its least. */
export const mostSteps = ({ runsMs, hoursMs }: Kept): number =>
  stepsTo(leastMs.runs, runsMs) + stepsTo(leastMs.hours, hoursMs);

/** What is left after some steps: of runs, and once they are at their least, of hours. */
export function sharesAfter(steps: number, { runsMs }: Kept): Shares {
  const ofHours = Math.max(0, steps - stepsTo(leastMs.runs, runsMs));
  return { runs: shareOfStep ** steps, hours: shareOfStep ** ofHours };
}

/** A share of a time: not less than `least`, but no longer than the time. */
export const shortened = (ms: number, share: number, least: number): number =>
  Math.max(Math.min(ms, least), Math.floor(ms * share));

/** How long history is kept after some steps. */
export function keptAfter(steps: number, kept: Kept): Kept {
  const { runs, hours } = sharesAfter(steps, kept);
  return {
    ...kept,
    runsMs: shortened(kept.runsMs, runs, leastMs.runs),
    hoursMs: shortened(kept.hoursMs, hours, leastMs.hours),
  };
}
