// Makes the paths of a chart of durations. Where no run succeeded there is a gap.

/** The runs of a stretch of time. Durations are of runs that succeeded. */
export type LatencyPoint = {
  /** Epoch ms; `to` is exclusive. */
  from: number;
  to: number;
  runs: number;
  failed: number;
  degraded: number;
  missed: number;
  /** Null where no run succeeded. */
  durations: { p10: number; p50: number; p95: number; p99: number } | null;
};

export type Percentile = "p10" | "p50" | "p95" | "p99";

/** How instants and durations become places in the drawing. */
export type Scale = { from: number; to: number; topMs: number };

export const plotWidth = 960;
export const plotHeight = 200;

export const xOf = (at: number, { from, to }: Scale): number =>
  Math.round((plotWidth * (at - from)) / Math.max(1, to - from));

const yOf = (ms: number, { topMs }: Scale): number =>
  Math.round(plotHeight * (1 - Math.min(ms, topMs) / topMs));

export const middleOf = ({ from, to }: Pick<LatencyPoint, "from" | "to">): number =>
  (from + to) / 2;

type Known = LatencyPoint & { durations: NonNullable<LatencyPoint["durations"]> };

/** Points that follow each other without a gap. */
function segmentsOf(points: readonly LatencyPoint[]): Known[][] {
  const segments: Known[][] = [];
  let isOpen = false;
  for (const point of points) {
    const { durations } = point;
    if (durations !== null) {
      if (!isOpen) segments.push([]);
      segments.at(-1)?.push({ ...point, durations });
    }
    isOpen = durations !== null;
  }
  return segments;
}

/** The places of one percentile. A point alone is as wide as its stretch of time. */
function placesOf(segment: readonly Known[], percentile: Percentile, scale: Scale) {
  const [only, ...rest] = segment;
  const ends =
    only !== undefined && rest.length === 0
      ? [only.from, only.to].map((at) => ({ at, durations: only.durations }))
      : segment.map((point) => ({ at: middleOf(point), durations: point.durations }));
  return ends.map(
    ({ at, durations }) => `${xOf(at, scale)} ${yOf(durations[percentile], scale)}`,
  );
}

export const linePath = (
  points: readonly LatencyPoint[],
  percentile: Percentile,
  scale: Scale,
): string =>
  segmentsOf(points)
    .map((segment) => `M${placesOf(segment, percentile, scale).join("L")}`)
    .join("");

export const bandPath = (
  points: readonly LatencyPoint[],
  [low, high]: readonly [Percentile, Percentile],
  scale: Scale,
): string =>
  segmentsOf(points)
    .map((segment) => {
      const back = placesOf(segment, high, scale).reverse();
      return `M${[...placesOf(segment, low, scale), ...back].join("L")}Z`;
    })
    .join("");
