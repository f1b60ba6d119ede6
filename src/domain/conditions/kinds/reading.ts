// Tests what steps read: `reading price < 100`, `reading title contains "Sale"`,
// `reading updated younger 2d`.
import { readAgeTest } from "#domain/conditions/comparing/age-test.ts";
import { readReadingTest } from "#domain/conditions/comparing/reading-test.ts";
import { type ConditionKind, type Judge, refuse } from "#domain/conditions/kind.ts";
import {
  type ReadValue,
  type ReadValues,
  valueName,
  writeValue,
} from "#domain/conditions/read-value.ts";

export const reading: ConditionKind = {
  name: "reading",
  subject: "the name of what a step reads",
  needs: "reading",
  example: "reading price < 100",
  read(is, name) {
    if (!valueName.test(name))
      return refuse("This is the name of what a step reads.", "subject");
    const age = readAgeTest(is);
    if (age !== null) return typeof age === "function" ? judgeAge(age, name) : age;
    const test = readReadingTest(is);
    if (typeof test === "string") return refuse(test);
    return ({ readings }) => {
      if (readings === null) return null;
      const value = valueIn(readings, name);
      return value === null
        ? { holds: false, actual: null }
        : { holds: test(value), actual: told(value) };
    };
  },
  say: (actual, name) =>
    actual === null ? `nothing is read as ${name}` : `the reading ${name} is ${actual}`,
};

/** A date grows older while the content stays: what was told of it is judged anew. */
const judgeAge =
  (test: (ageMs: number) => boolean, name: string): Judge =>
  ({ readings, startedAt }, before) => {
    if (startedAt === null || (readings === null && before === null)) return null;
    const value = readings && valueIn(readings, name);
    const actual = readings === null ? before : value && told(value);
    return { holds: test(startedAt - instantOf(actual)), actual };
  };

/** The instant of a date as it is told; NaN of anything else. */
function instantOf(text: string | null): number {
  const at = Date.parse(text ?? "");
  return !Number.isNaN(at) && new Date(at).toISOString() === text ? at : Number.NaN;
}

const valueIn = (readings: ReadValues, name: string): ReadValue | null =>
  Object.hasOwn(readings, name) ? (readings[name] ?? null) : null;

/** The start of a text: it may be the whole page. */
const told = (value: ReadValue): string =>
  value.type === "text" ? JSON.stringify(value.text.slice(0, 200)) : writeValue(value);
