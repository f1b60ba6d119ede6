// Describes which differences between a target's readings count as a change.
import { z } from "@hono/zod-openapi";
import { stepName } from "#domain/readings/step.ts";
import { numberNames } from "#domain/readings/step-names.ts";
import {
  type ChangeRule,
  differenceKinds,
  numberBases,
  usualChanges,
} from "#domain/targets/change-rule.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { durationField } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { type DraftSource, part } from "./part.ts";

const nameMessage = "This is no name of a number: a-z, then a-z, 0-9 and _.";
const percent = z.number().positive().max(1_000_000).nullable();

const NumberRuleDocument = z
  .strictObject({
    by: z
      .number()
      .positive()
      .nullable()
      .default(null)
      .openapi({ description: "So far it must move, in its own unit." }),
    percent: percent
      .default(null)
      .openapi({ description: "So far it must move, in percent." }),
    against: z.enum(numberBases).default("last").openapi({
      description: "What it is compared with: its last, lowest or average value.",
    }),
  })
  .refine((rule) => rule.by !== null || rule.percent !== null, {
    error: "This names by, percent or both.",
  });

export const exampleChanges = {
  confirm: "45s",
  compare: 5,
  learn: false,
  least: { characters: null, percent: null },
  only: [...differenceKinds],
  numbers: {},
  keepRaw: 262_144,
  keepContents: 50,
  keepChanges: 500,
};

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
      .prefault({})
      .openapi({
        description:
          "So much must differ for a change to count, of the longer text: either suffices.",
      }),
    only: z
      .array(z.enum(differenceKinds))
      .min(1)
      .default([...differenceKinds])
      .openapi({ description: "Which differences count." }),
    numbers: z
      .record(z.string().regex(stepName, nameMessage), NumberRuleDocument)
      .default({})
      .openapi({
        description:
          "By the name of a number that the steps read: how far it must move to count.",
        example: { price: { by: null, percent: 5, against: "lowest" } },
      }),
    keepRaw: z.int().min(0).max(1_048_576).default(usualChanges.keepRawBytes).openapi({
      description: "Bodies of up to so many bytes are kept, to be read again; 0: none.",
    }),
    keepContents: z.int().min(2).max(1_000).default(usualChanges.keepContents).openapi({
      description: "So many contents are kept, and those that a kept change refers to.",
    }),
    keepChanges: z
      .int()
      .min(1)
      .max(10_000)
      .default(usualChanges.keepChanges)
      .openapi({ description: "So many changes are kept." }),
  })
  .openapi("Changes", {
    description: "Which differences between readings count as a change.",
    example: exampleChanges,
  });

export const changesPart = part({
  schema: ChangesDocument.optional(),
  parse(given, source): ChangeRule {
    const { confirm, keepRaw, only, ...rule } = given ?? ChangesDocument.parse({});
    for (const name of Object.keys(rule.numbers)) {
      const objection = objectionTo(name, source);
      if (objection !== null)
        throw invalidField("json", ["changes", "numbers", name], objection);
    }
    return {
      ...rule,
      only: differenceKinds.filter((kind) => only.includes(kind)),
      confirmMs: confirm,
      keepRawBytes: keepRaw,
    };
  },
  write: ({ confirmMs, keepRawBytes, only, ...rule }) => ({
    ...rule,
    only: [...only],
    confirm: confirmMs === null ? null : formatDuration(confirmMs),
    keepRaw: keepRawBytes,
  }),
});

/** Why a number of this name has no rule; null where it may have one. */
function objectionTo(
  name: string,
  { kind, extract }: Pick<DraftSource, "kind" | "extract">,
): string | null {
  if (kind === "site")
    return "Only a page's numbers have rules: a site's pages are compared by their text.";
  return numberNames(extract).includes(name)
    ? null
    : "No step of extract reads a number of this name.";
}
