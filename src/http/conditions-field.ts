// Describes lists of conditions in requests and answers.
import { z } from "@hono/zod-openapi";
import { readConditions } from "#domain/conditions/document.ts";
import { outcomes } from "#domain/runs/run.ts";

const conditionDocument = z.unknown().openapi({
  type: "object",
  description:
    'One of status, duration, firstByte, size, contentType, header, body, json, content, reading, redirectsTo, crawl, count, all, any; header, json, reading, crawl and count say in `is` what must be. `as`: fail, unless it says degraded. A text stands for the object, such as "duration < 800ms as degraded".',
  example: { duration: "< 800ms", as: "degraded" },
});

/** Lines once parsed. `objectionTo` says why a line is not taken here. */
export const conditionsField = (
  description: string,
  objectionTo: (line: string) => string | null = () => null,
) =>
  z
    .array(conditionDocument)
    .default([])
    .transform((items, context) => {
      const { lines, objections } = readConditions(items);
      for (const { path, message } of objections)
        context.addIssue({ code: "custom", path: [...path], message });
      if (objections.length > 0) return z.NEVER;
      for (const [i, line] of lines.entries()) {
        const message = objectionTo(line);
        if (message !== null) context.addIssue({ code: "custom", path: [i], message });
      }
      return lines;
    })
    .openapi({
      type: "array",
      items: { type: "object" },
      description,
      example: [{ duration: "< 800ms", as: "degraded" }],
    });

/** How a condition turned out. */
export const ConditionAnswer = z
  .object({
    condition: z.string(),
    actual: z.string().nullable().openapi({ description: "Null: nothing was found." }),
    outcome: z.enum(outcomes),
  })
  .openapi("ToldCondition");
