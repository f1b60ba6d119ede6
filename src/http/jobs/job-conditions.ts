// Describes what the runs of a job are judged by.
import { z } from "@hono/zod-openapi";
import { documentOfLine } from "#domain/conditions/document.ts";
import { needsOf } from "#domain/conditions/judge-conditions.ts";
import { conditionsField } from "#http/conditions-field.ts";

const objectionTo = (line: string): string | null =>
  [...needsOf(line)].every((need) => need === "job" || need === "time")
    ? null
    : "A job is judged by its duration and its counts.";

export const JobPatch = z
  .strictObject({
    expect: z.strictObject({
      conditions: conditionsField(
        "What must hold of a run: duration, count, and groups of these. A run for which one does not hold has failed, unless that one says degraded.",
        objectionTo,
      ),
    }),
  })
  .openapi("JobPatch", { example: { expect: { conditions: [{ duration: "< 30s" }] } } });

export const JobExpectation = z
  .object({ conditions: z.array(z.record(z.string(), z.unknown())) })
  .openapi("JobExpectation", { example: { conditions: [{ duration: "< 30s" }] } });

export const toJobExpectation = (lines: readonly string[]) => ({
  conditions: lines.map(documentOfLine),
});
