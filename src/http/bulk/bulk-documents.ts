// Describes operations on many targets at once: what a request asks for and what it is
// answered.
import { z } from "@hono/zod-openapi";
import { kinds, statuses } from "#domain/targets/target.ts";
import { hostField, tagsField, textField } from "#http/fields.ts";
import { cursorField } from "#http/page.ts";
import { ProblemBody } from "#http/problem.ts";
import { mostTags, tagText } from "#http/targets/target-document.ts";
import type { TargetFilter } from "#store/targets/target-search.ts";

/**
 * Targets that one request deals with. A few hundred documents are what the limit of a
 * body lets through; the plan's budget may allow fewer.
 */
export const mostItems = 500;

const dryRun = z
  .boolean()
  .default(false)
  .openapi({ description: "Only tells what would be done." });

/** Each document is parsed by itself: a bad one does not spoil the others. */
const documents = z
  .array(z.unknown())
  .min(1)
  .max(mostItems)
  .openapi({
    type: "array",
    items: { $ref: "#/components/schemas/TargetDocument" },
    example: [{ url: "https://example.com/", key: "home" }],
  });

const filter = z
  .strictObject({
    tag: tagsField.openapi({ description: "Has all of these tags." }),
    status: z.enum(statuses).optional(),
    kind: z.enum(kinds).optional(),
    host: hostField.optional(),
    enabled: z.boolean().optional(),
    text: textField("Is part of the name, URL or key."),
  })
  .transform(
    ({ tag, ...given }): TargetFilter => ({
      tags: tag,
      status: given.status ?? null,
      kind: given.kind ?? null,
      host: given.host ?? null,
      enabled: given.enabled ?? null,
      text: given.text ?? null,
    }),
  )
  // An empty filter would be all targets: nobody deletes them all by a slip.
  .refine(
    ({ tags, ...given }) =>
      tags.length > 0 || Object.values(given).some((value) => value !== null),
    "A filter names something that targets have.",
  )
  .openapi("TargetFilter", { example: { tag: ["web"] } });

const chosen = {
  targets: z
    .array(z.union([z.int(), z.string()]))
    .min(1)
    .max(mostItems)
    .optional()
    .openapi({
      description: "Ids or keys; a key of digits alone is written `key:17`.",
      example: [1, "home"],
    }),
  filter: filter.optional(),
  cursor: cursorField(z.int()).openapi({
    description: `With a filter, which ${mostItems} targets at a time are dealt with: the \`next\` of the answer before.`,
  }),
  dryRun,
};

const choosing = <Operation extends string>(operation: Operation) =>
  z.strictObject({ operation: z.literal(operation), ...chosen });

const putting = <Operation extends string>(operation: Operation) =>
  z.strictObject({ operation: z.literal(operation), documents, dryRun });

const tags = z.array(tagText).max(mostTags).default([]);

export const BulkRequest = z
  .discriminatedUnion(
    "operation",
    [
      putting("create"),
      putting("upsert"),
      choosing("pause"),
      choosing("resume"),
      choosing("tag").extend({ add: tags, remove: tags }),
      choosing("delete"),
    ],
    { error: "This is one of create, upsert, pause, resume, tag, delete." },
  )
  .openapi("BulkRequest", {
    description:
      "create and upsert take `documents`; an upsert's documents have keys. The others take either `targets` or a `filter`.",
    example: { operation: "tag", filter: { tag: ["web"] }, add: ["prod"] },
  });

type Bulk = z.output<typeof BulkRequest>;
/** An operation on documents, or on targets that are there. */
export type Putting = Extract<Bulk, { documents: unknown }>;
export type Choosing = Exclude<Bulk, Putting>;

export const outcomes = ["created", "changed", "unchanged", "deleted", "failed"] as const;

const BulkItem = z.object({
  outcome: z.enum(outcomes),
  status: z.int().openapi({ description: "As a request for it alone is answered." }),
  id: z.int().nullable().openapi({ description: "Null when it has none, or none yet." }),
  key: z.string().nullable(),
  problem: ProblemBody.omit({ instance: true })
    .nullable()
    .openapi({ description: "Why it failed; pointers are into the request's body." }),
});

export type BulkItem = z.infer<typeof BulkItem>;

export const BulkAnswer = z
  .object({
    items: z.array(BulkItem).openapi({
      description: "In the order of the request; of a filter in the order of ids.",
    }),
    counts: z.record(z.enum(outcomes), z.int()),
    next: z.string().nullable().openapi({
      description: "The cursor to go on with when the filter has more; else null.",
    }),
  })
  .openapi("BulkAnswer", {
    example: {
      items: [
        { outcome: "changed", status: 200, id: 1, key: "home", problem: null },
        { outcome: "unchanged", status: 200, id: 2, key: null, problem: null },
      ],
      counts: { created: 0, changed: 1, unchanged: 1, deleted: 0, failed: 0 },
      next: null,
    },
  });
