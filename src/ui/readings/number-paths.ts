// Makes the paths of a chart of a number over time. Where nothing was read there is a gap.
import type {
  NumberFigures,
  NumberPoint,
} from "#domain/statistics/numbers/number-series.ts";
import {
  bandPath,
  linePath,
  middleOf,
  plotHeight,
  type Span,
  xOf,
} from "#ui/screens/drawings/time-paths.ts";

/** How instants and values become places in the drawing. */
export type NumberScale = Span & { low: number; high: number };

const heightOf =
  (value: "min" | "max" | "p50", { low, high }: NumberScale) =>
  (figures: NumberFigures): number =>
    Math.round(plotHeight * (1 - (figures[value] - low) / (high - low)));

export const medianPath = (points: readonly NumberPoint[], scale: NumberScale): string =>
  linePath(points, heightOf("p50", scale), scale);

export const extentPath = (points: readonly NumberPoint[], scale: NumberScale): string =>
  bandPath(points, [heightOf("min", scale), heightOf("max", scale)], scale);

/** Where the lowest or the highest value of all stands: a dot, which a round cap draws. */
export function extremePath(
  points: readonly NumberPoint[],
  extreme: "min" | "max",
  scale: NumberScale,
): string {
  const known = points.flatMap(({ figures, ...span }) =>
    figures === null ? [] : { ...span, figures },
  );
  const sign = extreme === "min" ? 1 : -1;
  const [best] = known.toSorted(
    (a, b) => sign * (a.figures[extreme] - b.figures[extreme]),
  );
  if (best === undefined) return "";
  const place = `${xOf(middleOf(best), scale)} ${heightOf(extreme, scale)(best.figures)}`;
  return `M${place}h0`;
}
