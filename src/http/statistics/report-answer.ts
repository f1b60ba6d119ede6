// Describes monthly reports as the API answers them: as JSON, and as lines of CSV.
import { z } from "@hono/zod-openapi";
import { type Cell, csvLine } from "#domain/csv.ts";
import { instant } from "#http/fields.ts";
import { nextField } from "./portions.ts";
import { degraded } from "./statistics-answer.ts";
import { unreadable } from "./unreadable.ts";

const ms = z.int().nullable();

const exampleFigures = {
  availability: 0.9997759856630825,
  runs: 44_640,
  failed: 10,
  missed: 3,
  p95: 262.5,
  allowedFailures: 44.64,
  remaining: 0.775985663082,
  met: true,
  degraded: 120,
  incidents: 2,
  downMs: 1_260_000,
  longestDownMs: 900_000,
  meanTimeToRecoverMs: 630_000,
  meanTimeBetweenMs: 1_338_570_000,
};

const figures = {
  availability: z
    .number()
    .nullable()
    .openapi({ description: "Runs that succeeded, of all runs; null without runs." }),
  runs: z
    .int()
    .openapi({ description: "All runs of the month's slots, and manual ones." }),
  failed: z.int(),
  missed: z.int().openapi({
    description: "Slots that nobody served in time: nothing is known of the target then.",
  }),
  p95: z.number().nullable().openapi({
    description: "95 % of the runs that succeeded took no longer than this, ms.",
  }),
  allowedFailures: z.number().nullable().openapi({
    description: "How many of the runs may fail; this and the next two only with `slo`.",
  }),
  remaining: z.number().nullable().openapi({
    description: "The share of allowed failures that is left; negative when overspent.",
  }),
  met: z
    .boolean()
    .nullable()
    .openapi({ description: "Whether no more runs failed than may fail." }),
  degraded,
  incidents: z.int().openapi({
    description: "Incidents of severity down that opened in the month.",
  }),
  downMs: z.int().openapi({
    description: "How long those lasted within the month that were open in it.",
  }),
  longestDownMs: ms.openapi({ description: "The longest one; null without any." }),
  meanTimeToRecoverMs: ms.openapi({
    description: "The mean length of those that were closed in the month.",
  }),
  meanTimeBetweenMs: ms.openapi({
    description:
      "The month without its incidents, divided by their number. Of all targets together: of those that had some.",
  }),
};

export const exampleLine = {
  id: 1,
  name: "Example",
  url: "https://example.com/",
  tags: ["web"],
  ...exampleFigures,
};

export const LineAnswer = z
  .object({
    id: z.int(),
    name: z.string(),
    url: z.string(),
    tags: z.array(z.string()),
    ...figures,
  })
  .openapi("ReportLine", { example: exampleLine });

export type LineAnswer = z.infer<typeof LineAnswer>;

export const ReportAnswer = z
  .object({
    month: z.string(),
    zone: z.string(),
    from: instant,
    to: instant.openapi({ description: "The month's end; of the current month now." }),
    slo: z.number().nullable(),
    total: z
      .object(figures)
      .openapi({ description: "All runs of the targets below together." }),
    targets: z
      .array(LineAnswer)
      .openapi({ description: "Those that were there before its end, by id." }),
    next: nextField,
    unreadable,
  })
  .openapi("Report", {
    example: {
      month: "2026-01",
      zone: "Europe/Berlin",
      from: "2025-12-31T23:00:00.000Z",
      to: "2026-01-31T23:00:00.000Z",
      slo: 99.9,
      total: exampleFigures,
      targets: [exampleLine],
      next: null,
    },
  });

export const header = csvLine(Object.keys(LineAnswer.shape));
export const toCsv = ({ tags, ...line }: LineAnswer): string => {
  const cells: Record<string, Cell> = { ...line, tags: tags.join(" ") };
  return csvLine(Object.keys(LineAnswer.shape).map((name) => cells[name] ?? null));
};
