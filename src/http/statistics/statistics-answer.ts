// Describes statistics as the API answers them.
import { z } from "@hono/zod-openapi";
import { type FailureClass, failureClasses } from "#domain/runs/failure.ts";
import type { Window } from "#domain/statistics/series.ts";
import { addValue, createSketch, meanOf, quantileOf } from "#domain/statistics/sketch.ts";
import { availabilityOf, type RunTally } from "#domain/statistics/slo.ts";
import {
  failedOf,
  okOf,
  runsOf,
  type Summary,
  slotsIn,
} from "#domain/statistics/summary.ts";
import { instant, isoOf } from "#http/fields.ts";
import { BudgetAnswer, exampleBudget } from "./budget-answer.ts";
import { Distribution, exampleDistribution, toDistribution } from "./distribution.ts";
import { nextField } from "./portions.ts";
import { exampleNumbers, NumbersAnswer } from "./readings/number-answer.ts";
import { unreadable } from "./unreadable.ts";

const availability = z
  .number()
  .nullable()
  .openapi({ description: "Runs that succeeded, of all runs; null without runs." });
const ms = z.number().nullable();
const count = z.int();
export const degraded = count.openapi({
  description: "Runs that succeeded, but with a degraded condition that does not hold.",
});

export const examplePoint = {
  from: "2026-01-31T09:00:00.000Z",
  to: "2026-01-31T10:00:00.000Z",
  availability: 0.9833333333333333,
  runs: 60,
  failed: 1,
  missed: 0,
  mean: 186.05,
  p50: 174,
  p95: 262.5,
  p99: 519,
  bytes: 75_360,
  changes: 1,
  degraded: 2,
};

export const PointAnswer = z
  .object({
    from: instant,
    to: instant,
    availability,
    runs: count,
    failed: count,
    missed: count.openapi({ description: "Slots that nobody served in time." }),
    mean: ms.openapi({
      description: "This and the shares: durations of runs that succeeded, in ms.",
    }),
    p50: ms,
    p95: ms,
    p99: ms,
    bytes: count,
    changes: count,
    degraded,
  })
  .openapi("StatisticsPoint", { example: examplePoint });

export type PointAnswer = z.infer<typeof PointAnswer>;

const timedOut = createSketch();
addValue(timedOut, 10_000);

export const StatisticsAnswer = z
  .object({
    from: instant,
    to: instant,
    availability,
    unreadable,
    runs: z.object({
      total: count.openapi({ description: "All runs, manual ones too." }),
      ok: count.openapi({ description: "Runs that succeeded, degraded ones too." }),
      degraded,
      failed: count,
      byClass: z.partialRecord(z.enum(failureClasses), count).openapi({
        description:
          "Those that failed, by the class of their failure; only what there was.",
      }),
    }),
    slots: z.object({
      total: count.openapi({
        description: "ran + late + skipped + missed. Manual runs serve no slot.",
      }),
      ran: count,
      late: count,
      skipped: count,
      missed: count,
    }),
    duration: Distribution.openapi({ description: "Of runs that succeeded, ms." }),
    failedDuration: Distribution.openapi({ description: "Of runs that failed, ms." }),
    firstByte: Distribution.openapi({
      description: "Until the answer began, of runs that succeeded, ms.",
    }),
    lag: Distribution.openapi({
      description: "From due to started, of scheduled runs, ms.",
    }),
    bytes: count.openapi({ description: "Of decoded bodies, as far as they were read." }),
    changes: count.openapi({ description: "Runs that saw other content than before." }),
    next: nextField.optional().openapi({
      description:
        "Of targets by tag or host, or of all: the cursor of the others, where one request cannot read all; null on the last part. Counts of parts add up; shares and percentiles do not.",
    }),
    readings: z.record(z.string(), NumbersAnswer).optional().openapi({
      description:
        "Of one target: the numbers that its steps read, by name; absent where there are none.",
    }),
    budget: BudgetAnswer.optional().openapi({ description: "With `slo`." }),
    series: z
      .array(PointAnswer)
      .optional()
      .openapi({ description: "With `step`, the oldest point first." }),
  })
  .openapi("Statistics", {
    example: {
      from: "2026-01-30T10:00:00.000Z",
      to: "2026-01-31T10:00:00.000Z",
      availability: 0.9993055555555556,
      runs: { total: 1440, ok: 1439, degraded: 2, failed: 1, byClass: { timeout: 1 } },
      slots: { total: 1442, ran: 1438, late: 1, skipped: 0, missed: 3 },
      duration: exampleDistribution,
      failedDuration: toDistribution(timedOut),
      firstByte: exampleDistribution,
      lag: exampleDistribution,
      bytes: 1_807_384,
      changes: 4,
      next: null,
      readings: { price: exampleNumbers },
      budget: exampleBudget,
      series: [examplePoint],
    },
  });

export type StatisticsAnswer = z.infer<typeof StatisticsAnswer>;

export const tallyOf = (summary: Summary): RunTally => ({
  runs: runsOf(summary),
  failed: failedOf(summary),
});

/** The part of the answer that is the same without `slo` and `step`. */
export function toStatisticsAnswer(
  { from, to }: Window,
  summary: Summary,
): StatisticsAnswer {
  const { results, slots, duration, failedDuration, firstByte, lag, bytes, changes } =
    summary;
  const byClass: Partial<Record<FailureClass, number>> = {};
  for (const name of failureClasses) {
    const failed = results[name] ?? 0;
    if (failed > 0) byClass[name] = failed;
  }
  return {
    from: isoOf(from),
    to: isoOf(to),
    availability: availabilityOf(tallyOf(summary)),
    runs: {
      total: runsOf(summary),
      ok: okOf(summary),
      degraded: summary.degraded,
      failed: failedOf(summary),
      byClass,
    },
    slots: { total: slotsIn(summary), ...slots },
    duration: toDistribution(duration),
    failedDuration: toDistribution(failedDuration),
    firstByte: toDistribution(firstByte),
    lag: toDistribution(lag),
    bytes,
    changes,
  };
}

export function toPointAnswer({ from, to }: Window, summary: Summary): PointAnswer {
  const { slots, duration, bytes, changes } = summary;
  const tally = tallyOf(summary);
  const mean = meanOf(duration);
  return {
    from: isoOf(from),
    to: isoOf(to),
    availability: availabilityOf(tally),
    ...tally,
    missed: slots.missed,
    mean: mean === null ? null : Math.round(mean * 100) / 100,
    p50: quantileOf(duration, 0.5),
    p95: quantileOf(duration, 0.95),
    p99: quantileOf(duration, 0.99),
    bytes,
    changes,
    degraded: summary.degraded,
  };
}
