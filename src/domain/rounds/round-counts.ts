// Counts what a round did, for its line in the log and for the job's history.
import { quantileOf } from "#domain/statistics/sketch.ts";
import { failedOf, type Summary } from "#domain/statistics/summary.ts";

export type RoundCounts = {
  rounds: number;
  /** Rounds whose lease was lost or whose batch failed: their work is done again. */
  lost: number;
  ran: number;
  late: number;
  skipped: number;
  missed: number;
  failed: number;
  /** Runs that were degraded; missing when there are none. */
  degraded?: number;
  /** Crawls of sites opened. */
  crawls: number;
  /** Targets set aside; missing when there are none. */
  setAside?: number;
  /** Incidents that were held back, since it is we who are away. */
  held?: number;
};

export const countRound = (summary: Summary, crawls: number): RoundCounts => ({
  rounds: 1,
  lost: 0,
  ...summary.slots,
  failed: failedOf(summary),
  ...(summary.degraded > 0 && { degraded: summary.degraded }),
  crawls,
});

/**
 * A round's figures for its one line in the log. Durations in ms, of the runs that
 * succeeded.
 */
export function figuresOf(
  summary: Summary,
  { rounds: _, lost: __, ...counts }: RoundCounts,
): Record<string, unknown> {
  const { bytes, changes, duration, lag } = summary;
  return {
    ...counts,
    bytes,
    changes,
    lagMs: lag.max,
    p50Ms: quantileOf(duration, 0.5),
    p95Ms: quantileOf(duration, 0.95),
    maxMs: duration.max,
  };
}
