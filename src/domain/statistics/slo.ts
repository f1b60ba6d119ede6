// Judges runs by a service level objective: how many runs may fail (the error budget),
// how much of that budget is spent, and how fast. After Google's Site Reliability
// Workbook, chapter 5 (sre.google/workbook/alerting-on-slos).
import { hourMs } from "#domain/time/instants.ts";

/** The runs of a window, and how many of them failed. */
export type RunTally = { runs: number; failed: number };

export type ErrorBudget = {
  /** How many of the window's runs may fail; seldom a whole number. */
  allowedFailures: number;
  /** The same share of the window's time, in ms. */
  allowedMs: number;
  /**
   * What is left, as a share: 1 is all of it, 0 none, less than 0 overspent. Null without
   * runs.
   */
  remaining: number | null;
  /** How many times the budget is spent: 1 is just all of it. Null without runs. */
  burnRate: number | null;
  /** Whether the window meets the objective. Null without runs. */
  met: boolean | null;
};

/** Windows up to now. The workbook alerts at burn rates of 14.4, 6 and 1. */
export const burnWindows = { "1h": hourMs, "6h": 6 * hourMs, "3d": 72 * hourMs } as const;

/** Gives the share of runs that succeeded, 0 to 1; null without runs. */
export const availabilityOf = ({ runs, failed }: RunTally): number | null =>
  runs === 0 ? null : (runs - failed) / runs;

/**
 * Gives the share of runs that may fail under an objective: 0.001 for 99.9 percent. The
 * objective has four decimals at most.
 */
const allowedShare = (slo: number): number =>
  Math.round((100 - slo) * 10_000) / 1_000_000;

/**
 * Gives the share of runs that failed, divided by the share that may fail: 1 spends just
 * the budget. Null without runs.
 */
export const burnRateOf = ({ runs, failed }: RunTally, slo: number): number | null =>
  runs === 0 ? null : tidy(failed / runs / allowedShare(slo));

/**
 * Gives the budget that an objective in percent allows in a window of `windowMs`, and how
 * much of it is spent.
 */
export function errorBudgetOf(
  tally: RunTally,
  slo: number,
  windowMs: number,
): ErrorBudget {
  const share = allowedShare(slo);
  const allowedFailures = tidy(tally.runs * share);
  const burnRate = burnRateOf(tally, slo);
  return {
    allowedFailures,
    allowedMs: Math.round(windowMs * share),
    remaining: burnRate === null ? null : tidy(1 - burnRate),
    burnRate,
    met: tally.runs === 0 ? null : tally.failed <= allowedFailures,
  };
}

/** Rounds off what binary fractions leave behind: 100 * 0.29 is 28.999999999999996. */
const tidy = (value: number): number => Number(value.toPrecision(12));
