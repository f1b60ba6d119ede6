// Describes what is known of a target's content at the moment.
import { z } from "@hono/zod-openapi";
import { latestOf } from "#domain/changes/content-watch.ts";
import { instant, isoOf, isoOrNull } from "#http/fields.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";

export const CurrentContentAnswer = z
  .object({
    hash: z.string().openapi({ description: "The latest content that settled." }),
    pending: z
      .object({
        hash: z.string(),
        since: instant,
        lookAt: instant.openapi({ description: "It counts if it is there then." }),
      })
      .nullable()
      .openapi({ description: "A content that differs and is still to be confirmed." }),
    unsettled: z.int().openapi({
      description:
        "How many contents in a row gave way to another one before they were confirmed.",
    }),
    learningUntil: instant
      .nullable()
      .openapi({ description: "What differs until then differs by itself." }),
  })
  .openapi("CurrentContent", {
    example: {
      hash: "3587cb776ce0e4e8237f215800b7dffb",
      pending: null,
      unsettled: 0,
      learningUntil: null,
    },
  });

/** Null without steps, before the first reading, and after the steps were changed. */
export function toCurrentContent({
  target,
  state: { contents },
}: Pick<KnownTarget, "target" | "state">): z.output<typeof CurrentContentAnswer> | null {
  const isCurrent = contents?.revision === target.requestRevision;
  if (!isCurrent || target.extract.length === 0) return null;
  const { pending, unsettled, isLearning, lookAt } = contents;
  return {
    hash: latestOf(contents),
    pending: pending && {
      hash: pending.hash,
      since: isoOf(pending.since),
      lookAt: isoOf(pending.lookAt),
    },
    unsettled,
    learningUntil: isoOrNull(isLearning ? lookAt : null),
  };
}
