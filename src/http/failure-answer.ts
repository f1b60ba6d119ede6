// Describes a failure as the API answers it.
import { z } from "@hono/zod-openapi";
import { explainFailure, type Failure, failureClasses } from "#domain/runs/failure.ts";

export const FailureAnswer = z
  .object({
    class: z.enum(failureClasses),
    message: z.string().openapi({ description: "One sentence for a person." }),
    evidence: z.record(z.string(), z.unknown()),
  })
  .nullable();

/** Explains a failure in a sentence and gives its evidence. */
export function toFailureAnswer(failure: Failure) {
  const { class: failureClass, ...evidence } = failure;
  return { class: failureClass, message: explainFailure(failure), evidence };
}
