// Describes what steps made of an answer, for people who write steps.
import { z } from "@hono/zod-openapi";
import type { ReadValue, ReadValues } from "#domain/conditions/read-value.ts";
import type { StepTrace } from "#domain/readings/apply-steps.ts";
import type { ReadResult } from "#domain/readings/reading.ts";
import { isoOf } from "#http/fields.ts";

/** Characters of each text: thirty steps may each pass a whole page on. */
export const shownCharacters = 10_000;

const shownText = (what: string) => ({
  description: `${what}; at most ${shownCharacters} characters of it.`,
});

export const StepAnswer = z
  .object({
    step: z.int().openapi({ description: "Counts from 1." }),
    told: z.string().openapi({ description: "The step in short." }),
    input: z.string().openapi(shownText("What the step before gave")),
    inputCharacters: z.int(),
    output: z.string().nullable().openapi(shownText("What it made of that")),
    outputCharacters: z.int(),
    problem: z
      .string()
      .nullable()
      .openapi({ description: "Why the step gave nothing: a clause." }),
  })
  .openapi("StepOutput", {
    example: {
      step: 1,
      told: 'css "main .price"',
      input: "<main>…",
      inputCharacters: 5120,
      output: "Price: 12.00",
      outputCharacters: 12,
      problem: null,
    },
  });

const cut = (text: string): string => text.slice(0, shownCharacters).toWellFormed();

export const toStepAnswer = ({
  step,
  told,
  input,
  output,
  problem,
}: StepTrace): z.output<typeof StepAnswer> => ({
  step: step + 1,
  told,
  input: cut(input),
  inputCharacters: input.length,
  output: output === null ? null : cut(output),
  outputCharacters: output?.length ?? 0,
  problem,
});

export const valuesField = z
  .record(z.string(), z.union([z.number(), z.string()]))
  .openapi({
    description: `What was read, by name: numbers, texts of at most ${shownCharacters} characters, and instants as ISO 8601.`,
    example: { price: 12, title: "Example" },
  });

export const toValuesAnswer = (values: ReadValues): Record<string, string | number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));

function plain(value: ReadValue): string | number {
  if (value.type === "number") return value.number;
  return value.type === "text" ? cut(value.text) : isoOf(value.at);
}

/** Why steps read nothing. */
export const UnreadAnswer = z
  .object({
    step: z.int().openapi({ description: "Counts from 1." }),
    told: z.string(),
    problem: z.string().openapi({ description: "A clause: found nothing." }),
  })
  .openapi("UnreadStep", {
    example: { step: 1, told: 'css "main .price"', problem: "found nothing" },
  });

export const toUnreadAnswer = (
  result: ReadResult,
): z.output<typeof UnreadAnswer> | null =>
  result.ok ? null : { ...result.unread, step: result.unread.step + 1 };
