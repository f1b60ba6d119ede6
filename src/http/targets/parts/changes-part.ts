// Describes which differences between a target's readings count as a change.
import { z } from "@hono/zod-openapi";
import { stepName } from "#domain/readings/step.ts";
import {
  type ChangeRule,
  differenceKinds,
  numberBases,
  usualChanges,
} from "#domain/targets/change-rule.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { durationField } from "#http/fields.ts";
import { part } from "./part.ts";

const percent = z.number().positive().max(1_000_000).nullable();

const NumberRuleDocument = z
  .strictObject({
    by: z.number().positive().nullable().default(null),
    percent: percent.default(null),
    against: z.enum(numberBases).default("last"),
  })
  .refine((rule) => rule.by !== null || rule.percent !== null, {
    error: "This names by, percent or both.",
  });

const ChangesDocument = z
  .strictObject({
    confirm: durationField(5_000, 3_600_000)
      .nullable()
      .prefault("45s")
      .openapi({
        type: ["string", "null"],
        description:
          "A change is looked at once more after so long before it counts, 5s to 1h; null: at once.",
        example: "45s",
      }),
    compare: z.int().min(1).max(20).default(usualChanges.compare).openapi({
      description:
        "A content that is among the last so many is one that came back: it is recorded and not told.",
    }),
    learn: z.boolean().default(usualChanges.learn).openapi({
      description:
        "A second look a minute after the first shows what differs by itself, and proposes what to ignore.",
    }),
    least: z
      .strictObject({
        characters: z.int().min(1).nullable().default(null),
        percent: percent.default(null),
      })
      .prefault({}),
    only: z
      .array(z.enum(differenceKinds))
      .min(1)
      .default([...differenceKinds]),
    numbers: z.record(z.string().regex(stepName), NumberRuleDocument).default({}),
    keepRaw: z.int().min(0).max(1_048_576).default(usualChanges.keepRawBytes).openapi({
      description: "Bodies of up to so many bytes are kept, to be read again; 0: none.",
    }),
    keepContents: z.int().min(2).max(1_000).default(usualChanges.keepContents),
    keepChanges: z.int().min(1).max(10_000).default(usualChanges.keepChanges),
  })
  .openapi("Changes", {
    description: "Which differences between readings count as a change.",
  });

export const changesPart = part({
  schema: ChangesDocument.prefault({}),
  parse: ({ confirm, keepRaw, only, ...rule }): ChangeRule => ({
    ...rule,
    only: differenceKinds.filter((kind) => only.includes(kind)),
    confirmMs: confirm,
    keepRawBytes: keepRaw,
  }),
  write: ({ confirmMs, keepRawBytes, only, ...rule }) => ({
    ...rule,
    only: [...only],
    confirm: confirmMs === null ? null : formatDuration(confirmMs),
    keepRaw: keepRawBytes,
  }),
});
