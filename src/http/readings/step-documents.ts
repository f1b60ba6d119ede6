// Describes the steps of readings as users write them: one schema for each kind.
import { z } from "@hono/zod-openapi";
import {
  feedFields,
  ignorePresets,
  metaFields,
  mostSteps,
  type Step,
  type StepKindName,
  stepName,
} from "#domain/readings/step.ts";

const patternText = z.string().min(1).max(300);
const patterns = z.array(patternText).min(1).max(50).readonly();
const selector = z.string().min(1).max(500);
const name = z
  .string()
  .regex(stepName, "A name is a lower-case letter, then up to 39 of a-z, 0-9 and _.")
  .optional();
const yes = z.literal(true);

const stepDocuments = {
  css: z.strictObject({
    css: selector,
    all: z.boolean().optional(),
    give: z.enum(["text", "html"]).optional(),
    attribute: z.string().min(1).max(100).optional(),
    name,
  }),
  remove: z.strictObject({
    remove: z
      .union([
        selector.transform((one) => [one]),
        z.array(selector).min(1).max(50).readonly(),
      ])
      .openapi({ type: "array", items: { type: "string" } }),
    name,
  }),
  text: z.strictObject({ text: yes, links: z.boolean().optional(), name }),
  json: z.strictObject({ json: z.string().min(1).max(500), name }),
  regex: z.strictObject({ regex: patternText, all: z.boolean().optional(), name }),
  lines: z.strictObject({
    lines: z.strictObject({
      keep: patterns.optional(),
      drop: patterns.optional(),
      trim: z.boolean().optional(),
      sort: z.boolean().optional(),
      unique: z.boolean().optional(),
    }),
    name,
  }),
  ignore: z.strictObject({
    ignore: z.strictObject({
      presets: z.array(z.enum(ignorePresets)).min(1).readonly().optional(),
      patterns: patterns.optional(),
    }),
    name,
  }),
  number: z.strictObject({
    number: z.union([yes, z.strictObject({ decimal: z.enum([".", ","]) })]),
    name,
  }),
  date: z.strictObject({
    date: z.union([yes, z.strictObject({ order: z.enum(["dmy", "mdy", "ymd"]) })]),
    name,
  }),
  feed: z.strictObject({
    feed: z.union([
      yes,
      z.strictObject({
        entries: z.int().min(1).max(500).optional(),
        fields: z.array(z.enum(feedFields)).min(1).readonly().optional(),
      }),
    ]),
    name,
  }),
  offers: z.strictObject({ offers: yes, name }),
  header: z.strictObject({ header: z.string().min(1).max(100), name }),
  meta: z.strictObject({
    meta: z.union([yes, z.array(z.enum(metaFields)).min(1).readonly()]),
    name,
  }),
} satisfies { [Kind in StepKindName]: z.ZodType<Step> };

/** A target's steps. */
export const stepsField = z.array(z.union(Object.values(stepDocuments))).max(mostSteps);
