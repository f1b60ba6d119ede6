// Describes how a target's readings are taken from its answers.
import type { Steps } from "#domain/readings/step.ts";
import { stepsField } from "#http/readings/step-documents.ts";
import { part } from "./part.ts";

export const extractPart = part({
  schema: stepsField.default([]),
  parse: (steps): Steps => steps,
  write: (steps: Steps) => [...steps],
});
