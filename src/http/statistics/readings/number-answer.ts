// Describes figures of numbers that were read, as the API answers them.
import { z } from "@hono/zod-openapi";
import {
  figuresByName,
  type NumberFigures,
} from "#domain/statistics/numbers/number-series.ts";
import type { Summary } from "#domain/statistics/summary.ts";
import { instant, isoOf } from "#http/fields.ts";

const share = (percent: string) =>
  z.number().openapi({ description: `${percent} % are not above it.` });

export const exampleNumbers = {
  count: 1440,
  min: 17.5,
  max: 24.9,
  mean: 20.12,
  first: 19.99,
  firstAt: "2026-01-30T10:00:00.061Z",
  last: 17.5,
  lastAt: "2026-01-31T09:59:00.058Z",
  p5: 17.5,
  p25: 19.99,
  p50: 19.99,
  p75: 19.99,
  p95: 24.9,
};

export const NumbersAnswer = z
  .object({
    count: z.int().openapi({ description: "Runs that read it." }),
    min: z.number(),
    max: z.number(),
    mean: z.number(),
    first: z.number(),
    firstAt: instant,
    last: z.number(),
    lastAt: instant,
    p5: share("5"),
    p25: share("25"),
    p50: share("50"),
    p75: share("75"),
    p95: share("95"),
  })
  .openapi("ReadNumbers", {
    description:
      "Percentiles are exact where all values near them are the same, else within 0.4 %.",
    example: exampleNumbers,
  });

type NumbersAnswer = z.infer<typeof NumbersAnswer>;

export const toNumbersAnswer = (figures: NumberFigures): NumbersAnswer => ({
  ...figures,
  firstAt: isoOf(figures.firstAt),
  lastAt: isoOf(figures.lastAt),
});

/** The numbers of a target in a window, by name; absent where it reads none. */
export function tellNumbers(summary: Summary): {
  readings?: Record<string, NumbersAnswer>;
} {
  const figures = [...figuresByName(summary)];
  if (figures.length === 0) return {};
  const answers = figures.map(([name, own]) => [name, toNumbersAnswer(own)] as const);
  return { readings: Object.fromEntries(answers) };
}
