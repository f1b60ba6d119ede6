// Tells which names the results of steps bear, as far as the steps say.
import type { Step, Steps } from "./step.ts";

/** The names of results that are numbers, or may be. */
export const numberNames = (steps: Steps): string[] => steps.flatMap(numbersOf);

function numbersOf(step: Step): string[] {
  const { name } = step;
  // What a JSONPath finds may be a number.
  if ("number" in step || "json" in step) return name === undefined ? [] : [name];
  if (!("offers" in step)) return [];
  return [name === undefined ? "price" : `${name}_price`];
}
