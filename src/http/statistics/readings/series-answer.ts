// Describes the series of numbers that a target's steps read, as the API answers them.
import { z } from "@hono/zod-openapi";
import { csvTable } from "#domain/csv.ts";
import type { NumberMemory } from "#domain/readings/number-memory.ts";
import type { NumberPoint } from "#domain/statistics/numbers/number-series.ts";
import { instant, isoOf } from "#http/fields.ts";
import { unreadable } from "#http/statistics/unreadable.ts";
import { exampleNumbers, NumbersAnswer } from "./number-answer.ts";

const figure = z.number().nullable();

const examplePoint = {
  from: "2026-01-31T09:00:00.000Z",
  to: "2026-01-31T10:00:00.000Z",
  count: 60,
  min: 17.5,
  max: 19.99,
  mean: 18.3,
  first: 19.99,
  last: 17.5,
  p50: 17.5,
};

const PointAnswer = z
  .object({
    from: instant,
    to: instant,
    count: z
      .int()
      .openapi({ description: "Runs that read it; without any the rest is null." }),
    min: figure,
    max: figure,
    mean: figure,
    first: figure,
    last: figure,
    p50: figure,
  })
  .openapi("ReadingPoint", { example: examplePoint });

export type PointAnswer = z.infer<typeof PointAnswer>;

const Extreme = z
  .object({ value: z.number(), at: instant })
  .nullable()
  .openapi("ReadingExtreme", {
    description: "Null when it is not read any more.",
    example: { value: 17.5, at: "2026-01-31T09:12:00.058Z" },
  });

const exampleItem = {
  name: "price",
  lowest: { value: 17.5, at: "2026-01-31T09:12:00.058Z" },
  highest: { value: 29, at: "2025-11-02T08:00:00.049Z" },
  window: exampleNumbers,
  series: [examplePoint],
};

const SeriesItem = z
  .object({
    name: z.string(),
    lowest: Extreme.openapi({
      description: "Since the steps are what they are, and when it was first so low.",
    }),
    highest: Extreme,
    window: NumbersAnswer.nullable().openapi({
      description: "Of the whole window; null when nothing was read in it.",
    }),
    series: z.array(PointAnswer).openapi({ description: "The oldest point first." }),
  })
  .openapi("ReadingSeries", { example: exampleItem });

export type SeriesItem = z.infer<typeof SeriesItem>;

export const SeriesAnswer = z
  .object({ from: instant, to: instant, unreadable, items: z.array(SeriesItem) })
  .openapi("ReadingSeriesList", {
    example: {
      from: "2026-01-01T10:00:00.000Z",
      to: "2026-01-31T10:00:00.000Z",
      items: [exampleItem],
    },
  });

export function toPointAnswer({ from, to, figures }: NumberPoint): PointAnswer {
  const { count = 0, min = null, max = null, mean = null } = figures ?? {};
  const { first = null, last = null, p50 = null } = figures ?? {};
  return { from: isoOf(from), to: isoOf(to), count, min, max, mean, first, last, p50 };
}

/** The lowest and the highest value that are remembered of a number. */
export const toExtremes = (
  memory: NumberMemory | undefined,
): Pick<SeriesItem, "lowest" | "highest"> => ({
  lowest: memory ? { value: memory.lowest, at: isoOf(memory.lowestAt) } : null,
  highest: memory ? { value: memory.highest, at: isoOf(memory.highestAt) } : null,
});

type CsvRow = { name: string; point: PointAnswer };

export const seriesTable = csvTable<CsvRow>({
  name: ({ name }) => name,
  from: ({ point }) => point.from,
  to: ({ point }) => point.to,
  count: ({ point }) => point.count,
  min: ({ point }) => point.min,
  max: ({ point }) => point.max,
  mean: ({ point }) => point.mean,
  first: ({ point }) => point.first,
  last: ({ point }) => point.last,
  p50: ({ point }) => point.p50,
});

export const exampleCsv =
  seriesTable.header + seriesTable.toLine({ name: "price", point: examplePoint });
