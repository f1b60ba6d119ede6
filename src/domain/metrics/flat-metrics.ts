// Writes metrics in the forms of twitter-server's admin endpoints (its user guide,
// "Metrics" and "Histograms"): flat, name to number, with `/` between scopes and `.`
// before a part of a histogram. Knows no metric by name.
import { bucketsOf, meanOf, quantileOf, type Sketch } from "#domain/statistics/sketch.ts";

/** As Finagle names units. */
export const units = ["Milliseconds", "Bytes", "Requests", "Unspecified"] as const;
export type Unit = (typeof units)[number];

type Described = { name: string; description: string; unit: Unit };

/** A counter only grows; a gauge tells how things are now. */
type Simple = Described & { kind: "counter" | "gauge"; value: number };
export type Histogram = Described & { kind: "histogram"; value: Sketch };
export type Metric = Simple | Histogram;

/** Name to number. */
type FlatMetrics = Record<string, number>;

const quantiles = {
  p50: 0.5,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  p9990: 0.999,
  p9999: 0.9999,
};

/** The ending of each part of a histogram, by the name that metadata give the part. */
const suffixes: Record<string, string> = {
  count: ".count",
  sum: ".sum",
  average: ".avg",
  minimum: ".min",
  maximum: ".max",
  ...Object.fromEntries(
    Object.entries(quantiles).map(([part, quantile]) => [quantile, `.${part}`]),
  ),
};

/** Every value by name. An empty histogram has only its count. */
export const flatten = (metrics: readonly Metric[]): FlatMetrics =>
  Object.fromEntries(metrics.flatMap(valuesOf));

/** The values of one metric: several, if it is a histogram. */
export function valuesOf(metric: Metric): [name: string, value: number][] {
  if (metric.kind !== "histogram") return [[metric.name, metric.value]];
  const { count, sum, min, max } = metric.value;
  if (count === 0) return [[`${metric.name}.count`, 0]];
  const parts = {
    count,
    sum,
    avg: meanOf(metric.value),
    min,
    max,
    ...percentilesOf(metric.value),
  };
  return Object.entries(parts).map(([part, value]) => [
    `${metric.name}.${part}`,
    value as number,
  ]);
}

/** Null when the sketch is empty. */
function percentilesOf(sketch: Sketch): Record<keyof typeof quantiles, number | null> {
  const percentiles = Object.entries(quantiles).map(([part, quantile]) => [
    part,
    quantileOf(sketch, quantile),
  ]);
  return Object.fromEntries(percentiles);
}

/** Sorted by name, in the order of code units. */
export const sortByName = (flat: FlatMetrics): FlatMetrics =>
  Object.fromEntries(Object.entries(flat).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Describes a metric: everything but its value. */
export const describeMetric = ({ name, kind, description, unit }: Metric) => ({
  name,
  kind,
  description,
  unit,
  ...(kind === "histogram" && { buckets: suffixes }),
});

/** Whether a metric, or a part of a histogram, has this name. */
export const isCalled = ({ name, kind }: Metric, asked: string): boolean =>
  name === asked ||
  (kind === "histogram" && Object.values(suffixes).some((end) => name + end === asked));

/** From the lower limit, included, to the upper one, not included. */
type Limits = { lower_limit: number; upper_limit: number };

/** How many values lie in each bucket. */
export const countsIn = (sketch: Sketch): (Limits & { count: number })[] =>
  bucketsOf(sketch).map(({ low, high, count }) => ({
    lower_limit: low,
    upper_limit: high + 1,
    count,
  }));

/** The share of values in each bucket, from 0 to 1: the probability density function. */
export const densityOf = (sketch: Sketch): (Limits & { percentage: number })[] =>
  countsIn(sketch).map(({ count, ...limits }) => ({
    ...limits,
    percentage: count / sketch.count,
  }));

/**
 * The share of values in each bucket and those below it: the cumulative distribution
 * function.
 */
export function cumulativeOf(sketch: Sketch): (Limits & { percentage: number })[] {
  let seen = 0;
  return countsIn(sketch).map(({ count, ...limits }) => {
    seen += count;
    return { ...limits, percentage: seen / sketch.count };
  });
}

/**
 * Sums a distribution up; an empty one has null for what it does not have. The percentile
 * that flat metrics call p9990 is called p999 here.
 */
export function summaryOf({ name, value }: Histogram) {
  const { p9990, p9999, ...rest } = percentilesOf(value);
  const { count, sum } = value;
  const [min, max] = count === 0 ? [null, null] : [value.min, value.max];
  return {
    name,
    count,
    sum,
    average: meanOf(value),
    min,
    max,
    percentiles: { ...rest, p999: p9990, p9999 },
  };
}
