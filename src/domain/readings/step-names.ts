// Tells which names the results of steps bear, as far as the steps say.
import { metaFields, type Step, type Steps } from "./step.ts";

/** The names of results that are numbers, or may be. */
export const numberNames = (steps: Steps): string[] => steps.flatMap(numbersOf);

function numbersOf(step: Step): string[] {
  const { name } = step;
  // What a JSONPath finds may be a number.
  if ("number" in step || "json" in step) return name === undefined ? [] : [name];
  return "offers" in step ? [`${prefixOf(step)}price`] : [];
}

/** Fields of a step that has a name bear it in front of their own. */
const prefixOf = ({ name }: Step): string => (name === undefined ? "" : `${name}_`);

/** Whether some step may read a value of this name. */
export const mayRead = (steps: Steps, name: string): boolean =>
  steps.some(
    (step) =>
      step.name === name ||
      (name.startsWith(prefixOf(step)) &&
        mayGive(step, name.slice(prefixOf(step).length))),
  );

function mayGive(step: Step, field: string): boolean {
  if ("offers" in step) return ["price", "currency", "availability"].includes(field);
  if ("regex" in step) return step.regex.includes(`<${field}>`);
  if (!("meta" in step)) return false;
  const fields: readonly string[] = step.meta === true ? metaFields : step.meta;
  return fields.includes(field);
}
