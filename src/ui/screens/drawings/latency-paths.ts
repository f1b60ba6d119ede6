// Makes the paths of a chart of durations. Where no run succeeded there is a gap.
import { bandPath, linePath, plotHeight, type Span, type Stretch } from "./time-paths.ts";

export type Percentile = "p10" | "p50" | "p95" | "p99";

type Percentiles = Readonly<Record<Percentile, number>>;

/** The runs of a stretch of time. Durations are of runs that succeeded. */
export type LatencyPoint = Span & {
  runs: number;
  failed: number;
  degraded: number;
  missed: number;
  /** Null where no run succeeded. */
  durations: Percentiles | null;
};

/** How instants and durations become places in the drawing. */
export type Scale = Span & { topMs: number };

export const percentilePath = (
  points: readonly LatencyPoint[],
  percentile: Percentile,
  scale: Scale,
): string => linePath(points.map(toStretch), heightOf(percentile, scale), scale);

export const percentileBand = (
  points: readonly LatencyPoint[],
  [low, high]: readonly [Percentile, Percentile],
  scale: Scale,
): string =>
  bandPath(points.map(toStretch), [heightOf(low, scale), heightOf(high, scale)], scale);

const toStretch = ({ from, to, durations }: LatencyPoint): Stretch<Percentiles> => ({
  from,
  to,
  figures: durations,
});

const heightOf =
  (percentile: Percentile, { topMs }: Scale) =>
  (durations: Percentiles): number =>
    Math.round(plotHeight * (1 - Math.min(durations[percentile], topMs) / topMs));
