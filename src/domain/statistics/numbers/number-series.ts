// Tells the figures of numbers that were read, of a window and of the points of a series.

import type { Window } from "#domain/statistics/series.ts";
import type { Summary } from "#domain/statistics/summary.ts";
import { meanOfNumbers, type NumberSketch, quantileOfNumbers } from "./number-sketch.ts";

/** Instants are epoch ms. Percentiles are by nearest rank. */
export type NumberFigures = {
  count: number;
  min: number;
  max: number;
  mean: number;
  first: number;
  firstAt: number;
  last: number;
  lastAt: number;
  p5: number;
  p25: number;
  p50: number;
  p75: number;
  p95: number;
};

/** Null where nothing was read. */
export function figuresOfNumbers(sketch: NumberSketch | undefined): NumberFigures | null {
  if (sketch === undefined || sketch.count === 0) return null;
  const { count, min, max, first, firstAt, last, lastAt } = sketch;
  const at = (quantile: number) => quantileOfNumbers(sketch, quantile) ?? min;
  return {
    count,
    min,
    max,
    mean: meanOfNumbers(sketch) ?? min,
    first,
    firstAt,
    last,
    lastAt,
    p5: at(0.05),
    p25: at(0.25),
    p50: at(0.5),
    p75: at(0.75),
    p95: at(0.95),
  };
}

/** The figures of all numbers in a summary, in the order of their names. */
export const figuresByName = ({
  numbers,
}: Pick<Summary, "numbers">): Map<string, NumberFigures> =>
  new Map(
    [...numbers]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, sketch]) => {
        const figures = figuresOfNumbers(sketch);
        return figures === null ? [] : [[name, figures] as const];
      }),
  );

/** A point of a series; its figures are null where nothing was read. */
export type NumberPoint = Window & { figures: NumberFigures | null };

/** The series of a number. `of` sums up a point. */
export const numberSeries = (
  name: string,
  points: readonly Window[],
  of: (point: Window) => Pick<Summary, "numbers">,
): NumberPoint[] =>
  points.map((point) => ({
    ...point,
    figures: figuresOfNumbers(of(point).numbers.get(name)),
  }));
