// Finds the numbers that a target's rule compares new ones with, as they are before a
// content is seen: what remembers numbers takes them in with each run.
import type { NumberMemories, NumberMemory } from "#domain/readings/number-memory.ts";
import type { ChangeRule, NumberRule } from "#domain/targets/change-rule.ts";
import type { References } from "./content-watch.ts";

/** The last number stands in the content that was there; the others are remembered. */
const referenceOf = {
  last: () => null,
  lowest: ({ lowest }) => lowest,
  average: ({ sum, count }) => (count === 0 ? null : sum / count),
} satisfies Record<NumberRule["against"], (memory: NumberMemory) => number | null>;

/** By the name of a reading; without those that nothing is known of. */
export const referencesOf = (
  { numbers }: ChangeRule,
  memories: NumberMemories,
): References =>
  Object.fromEntries(
    Object.entries(numbers).flatMap(([name, { against }]) => {
      const memory = Object.hasOwn(memories, name) ? memories[name] : undefined;
      const reference = memory === undefined ? null : referenceOf[against](memory);
      return reference === null ? [] : [[name, reference]];
    }),
  );
