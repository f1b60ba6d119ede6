// Compares how targets did in two windows, and puts the largest differences first.
import { quantileOf } from "#domain/statistics/sketch.ts";
import { availabilityOf } from "#domain/statistics/slo.ts";
import { failedOf, runsOf, type Summary } from "#domain/statistics/summary.ts";

/** How something did in a window. Durations are of runs that succeeded, ms. */
export type Figures = {
  runs: number;
  failed: number;
  degraded: number;
  missed: number;
  /** Null without runs. */
  availability: number | null;
  p50: number | null;
  p95: number | null;
};

export const verdicts = ["worse", "same", "better", "incomparable"] as const;
export type Verdict = (typeof verdicts)[number];

export type Comparison = {
  earlier: Figures;
  later: Figures;
  verdict: Verdict;
  /** How much differs: never negative. */
  difference: number;
};

export function figuresOf(summary: Summary): Figures {
  const tally = { runs: runsOf(summary), failed: failedOf(summary) };
  return {
    ...tally,
    degraded: summary.degraded,
    missed: summary.slots.missed,
    availability: availabilityOf(tally),
    p50: quantileOf(summary.duration, 0.5),
    p95: quantileOf(summary.duration, 0.95),
  };
}

/**
 * A percentage point of availability weighs as much as a p95 that doubles. What is less
 * than this, a p95 that grows by a tenth, is called the same.
 */
const leastDifference = 0.14;

/** Compares two windows; without runs in one of them there is nothing to compare. */
export function compare(earlier: Figures, later: Figures): Comparison {
  if (earlier.availability === null || later.availability === null)
    return { earlier, later, verdict: "incomparable", difference: 0 };
  const points = (later.availability - earlier.availability) * 100;
  const doublings = doublingsOf(earlier.p95, later.p95);
  const change = points - doublings;
  return {
    earlier,
    later,
    verdict:
      Math.abs(change) < leastDifference ? "same" : change < 0 ? "worse" : "better",
    difference: Math.abs(points) + Math.abs(doublings),
  };
}

/** How often a duration doubled, negative where it was halved. */
const doublingsOf = (before: number | null, after: number | null): number =>
  before === null || after === null
    ? 0
    : Math.log2(Math.max(1, after) / Math.max(1, before));

/** The largest difference first; those that cannot be compared come last. */
export const byDifference = <T extends Comparison>(all: readonly T[]): T[] => {
  const place = ({ verdict }: Comparison) => (verdict === "incomparable" ? 1 : 0);
  return all.toSorted((a, b) => place(a) - place(b) || b.difference - a.difference);
};
