// Describes changes and contents as the API answers them.
import { z } from "@hono/zod-openapi";
import { type Change, type ChangeFacts, changeKinds } from "#domain/changes/change.ts";
import type { ContentFacts } from "#domain/changes/content.ts";
import { instant, isoOf } from "#http/fields.ts";
import { toValuesAnswer, valuesField } from "#http/readings/step-answer.ts";
import type { BriefTarget } from "#store/targets/find-targets.ts";

const hash = z.string().openapi({ example: "3587cb776ce0e4e8237f215800b7dffb" });

const exampleChange = {
  targetId: 1,
  target: "home",
  name: "Example",
  at: "2026-01-31T09:00:00.412Z",
  kind: "changed",
  confirmedAt: "2026-01-31T09:00:45.603Z",
  from: "0f343b0931126a20f133d67c2b018a3b",
  to: "3587cb776ce0e4e8237f215800b7dffb",
  addedLines: 1,
  removedLines: 1,
  addedCharacters: 12,
  removedCharacters: 12,
  characters: 1256,
  added: ["Price: 12.00"],
  removed: ["Price: 10.00"],
  numbers: { price: { from: 10, to: 12 } },
  isWhole: false,
  why: null,
} as const;

/** What differs between two contents. */
export const factsFields = {
  addedLines: z.int(),
  removedLines: z.int(),
  addedCharacters: z.int(),
  removedCharacters: z.int(),
  characters: z.int().openapi({ description: "Of the content that it became." }),
  added: z.array(z.string()).openapi({ description: "The first of the lines, cut." }),
  removed: z.array(z.string()),
  numbers: z
    .record(
      z.string(),
      z.object({ from: z.number().nullable(), to: z.number().nullable() }),
    )
    .openapi({ description: "Numbers that differ, by name." }),
  isWhole: z.boolean().openapi({
    description: "The contents differ so much that the whole counts as replaced.",
  }),
  why: z.string().nullable().openapi({ description: "Why it does not count." }),
};

export const ChangeAnswer = z
  .object({
    targetId: z.int(),
    target: z.string().openapi({ description: "The target's key, or else its id." }),
    name: z.string(),
    at: instant.openapi({
      description: "When the run began that saw the content first. It names the change.",
    }),
    kind: z.enum(changeKinds).openapi({
      description:
        "first: the first content under the target's steps. changed: it counts, and is told. reverted: a content came back. minor: it differs by less than the target's rule asks for. learned: it differed within the first minute, by itself.",
    }),
    confirmedAt: instant.openapi({
      description: "When the run began that confirmed it.",
    }),
    from: hash.nullable().openapi({
      description: "The content that it is compared with; null for the first.",
    }),
    to: hash,
    ...factsFields,
  })
  .openapi("Change", { example: exampleChange });

/** What answers call a target; one that was deleted meanwhile has its id alone. */
export type CalledTarget = Pick<BriefTarget, "id" | "key" | "name">;

export function toChangeAnswer(
  { targetId, at, confirmedAt, facts, kind, from, to }: Change,
  called: CalledTarget | undefined,
): z.output<typeof ChangeAnswer> {
  return {
    targetId,
    target: called?.key ?? `${targetId}`,
    name: called?.name ?? `${targetId}`,
    at: isoOf(at),
    kind,
    confirmedAt: isoOf(confirmedAt),
    from,
    to,
    ...toFactsAnswer(facts),
  };
}

export const toFactsAnswer = (facts: ChangeFacts) => ({
  ...facts,
  added: [...facts.added],
  removed: [...facts.removed],
});

export const ContentAnswer = z
  .object({
    hash,
    seenAt: instant.openapi({ description: "When it was seen first." }),
    contentType: z.string().nullable(),
    readingBytes: z.int().openapi({ description: "Of the text that was read." }),
    rawBytes: z
      .int()
      .nullable()
      .openapi({ description: "Of the body; null where the body is not kept." }),
    storedBytes: z.int().openapi({ description: "What keeping it takes, packed." }),
    values: valuesField,
  })
  .openapi("Content", {
    example: {
      hash: exampleChange.to,
      seenAt: exampleChange.at,
      contentType: "text/html",
      readingBytes: 1256,
      rawBytes: 5120,
      storedBytes: 2210,
      values: { price: 12 },
    },
  });

export const toContentAnswer = ({
  targetId: _,
  seenAt,
  values,
  ...facts
}: ContentFacts): z.output<typeof ContentAnswer> => ({
  ...facts,
  seenAt: isoOf(seenAt),
  values: toValuesAnswer(values),
});
