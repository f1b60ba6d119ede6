// Describes how a target's readings are taken from its answers.
import type { Steps } from "#domain/readings/step.ts";
import { invalidField } from "#http/problem.ts";
import { stepsField } from "#http/readings/steps-field.ts";
import { type DraftSource, part } from "./part.ts";

export const extractPart = part({
  schema: stepsField.optional(),
  parse(steps = [], { method }: DraftSource): Steps {
    const bodied = steps.findIndex((step) => !("header" in step));
    if (method === "HEAD" && bodied >= 0)
      throw invalidField(
        "json",
        ["extract", `${bodied}`],
        "The answer to HEAD has no body: only its headers can be read.",
      );
    return steps;
  },
  write: (steps: Steps) => [...steps],
});
