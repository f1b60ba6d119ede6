// Makes kinds of conditions that compare a quantity of an answer with a limit.
import type { Answer } from "#domain/conditions/answer.ts";
import { readNumberTest } from "#domain/conditions/comparing/compare.ts";
import { type ConditionKind, type Need, refuse } from "#domain/conditions/kind.ts";
import { parseDuration } from "#domain/time/duration.ts";

type Unit = {
  parse(text: string): number | null;
  format(value: number): string;
  form: string;
};

type Quantity = {
  name: string;
  noun: string;
  needs: Need;
  example: string;
  /** Null where the answer does not say. */
  of(answer: Answer): number | null;
};

export const quantityKind = (
  { name, noun, needs, example, of }: Quantity,
  { parse, format, form }: Unit,
): ConditionKind => ({
  name,
  subject: null,
  needs,
  example: `${name} ${example}`,
  read(is) {
    const test = readNumberTest(is, parse);
    if (test === null) return refuse(`This is a comparison with ${form}: "${example}".`);
    return (answer) => {
      const value = of(answer);
      return value === null ? null : { holds: test(value), actual: format(value) };
    };
  },
  say: (actual) => `${noun} is ${actual}`,
});

/** Milliseconds: these are what an answer's times are read in. */
export const inTime: Unit = {
  parse: parseDuration,
  format: (ms) => (ms < 10_000 ? `${ms}ms` : `${Math.round(ms / 100) / 10}s`),
  form: "a duration",
};
