// Makes the paths of a chart of a number over time. Where nothing was read there is a gap.
import type {
  NumberFigures,
  NumberPoint,
} from "#domain/statistics/numbers/number-series.ts";
import { middleOf, plotHeight, plotWidth } from "#ui/screens/drawings/latency-paths.ts";

/** How instants and values become places in the drawing. */
export type NumberScale = { from: number; to: number; low: number; high: number };

type Known = NumberPoint & { figures: NumberFigures };

const xOf = (at: number, { from, to }: NumberScale): number =>
  Math.round((plotWidth * (at - from)) / Math.max(1, to - from));

const yOf = (value: number, { low, high }: NumberScale): number =>
  Math.round(plotHeight * (1 - (value - low) / (high - low)));

/** Points that follow each other without a gap. */
function segmentsOf(points: readonly NumberPoint[]): Known[][] {
  const segments: Known[][] = [];
  let isOpen = false;
  for (const point of points) {
    const { figures } = point;
    if (figures !== null) {
      if (!isOpen) segments.push([]);
      segments.at(-1)?.push({ ...point, figures });
    }
    isOpen = figures !== null;
  }
  return segments;
}

/** A point alone is as wide as its stretch of time. */
const endsOf = (segment: readonly Known[]): { at: number; figures: NumberFigures }[] => {
  const [only, ...rest] = segment;
  return only !== undefined && rest.length === 0
    ? [only.from, only.to].map((at) => ({ at, figures: only.figures }))
    : segment.map((point) => ({ at: middleOf(point), figures: point.figures }));
};

const placesOf = (
  segment: readonly Known[],
  value: "min" | "max" | "p50",
  scale: NumberScale,
) =>
  endsOf(segment).map(
    ({ at, figures }) => `${xOf(at, scale)} ${yOf(figures[value], scale)}`,
  );

export const medianPath = (points: readonly NumberPoint[], scale: NumberScale): string =>
  segmentsOf(points)
    .map((segment) => `M${placesOf(segment, "p50", scale).join("L")}`)
    .join("");

export const extentPath = (points: readonly NumberPoint[], scale: NumberScale): string =>
  segmentsOf(points)
    .map((segment) => {
      const back = placesOf(segment, "max", scale).reverse();
      return `M${[...placesOf(segment, "min", scale), ...back].join("L")}Z`;
    })
    .join("");

/** Where the lowest or the highest value of all stands: a dot, which a round cap draws. */
export function extremePath(
  points: readonly NumberPoint[],
  extreme: "min" | "max",
  scale: NumberScale,
): string {
  const known = segmentsOf(points).flat();
  const sign = extreme === "min" ? 1 : -1;
  const [best] = known.toSorted(
    (a, b) => sign * (a.figures[extreme] - b.figures[extreme]),
  );
  if (best === undefined) return "";
  const place = `${xOf(middleOf(best), scale)} ${yOf(best.figures[extreme], scale)}`;
  return `M${place}h0`;
}
