// Finds which numbers of two readings differ, and whether those that a rule names moved
// far enough to count.
import type { ReadValues } from "#domain/conditions/read-value.ts";
import type { ChangeRule, NumberRule } from "#domain/targets/change-rule.ts";
import type { ChangeFacts } from "./change.ts";
import type { References } from "./content-watch.ts";

type Numbers = ChangeFacts["numbers"];
type Move = Numbers[string];

/** So many are told: a target has few that are named, but fields may be many. */
const mostTold = 20;

export const numberIn = (values: ReadValues, name: string): number | null => {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  return value?.type === "number" ? value.number : null;
};

/** Numbers that differ, by name; of two readings of which one may not be known. */
export function differingNumbers(from: ReadValues, to: ReadValues): Numbers {
  const names = new Set([...Object.keys(to), ...Object.keys(from)]);
  const moves = [...names].map(
    (name) => [name, { from: numberIn(from, name), to: numberIn(to, name) }] as const,
  );
  const differing = moves.filter(([, { from, to }]) => from !== to);
  return Object.fromEntries(differing.slice(0, mostTold));
}

/** Whether a number that the rule names passes its bound, came or went. */
export const movesEnough = (
  { numbers }: ChangeRule,
  references: References,
  from: ReadValues,
  to: ReadValues,
): boolean =>
  Object.entries(numbers).some(([name, rule]) => {
    const move = { from: numberIn(from, name), to: numberIn(to, name) };
    const reference = Object.hasOwn(references, name) ? references[name] : undefined;
    return move.from !== move.to && passes(rule, move, reference ?? null);
  });

/** Sums of decimals are off by less than this part of them. */
const inexactness = 1e-12;

/** Without a number to compare with, any counts. */
function passes(rule: NumberRule, { from, to }: Move, known: number | null): boolean {
  const reference = rule.against === "last" ? from : (known ?? from);
  if (to === null || reference === null) return true;
  if (rule.against === "lowest" && to >= reference) return false;
  const moved = Math.abs(to - reference);
  const slack = inexactness * Math.max(Math.abs(to), Math.abs(reference));
  const reaches = (bound: number | null): boolean =>
    bound !== null && moved + slack >= bound;
  const share = rule.percent === null ? null : rule.percent / 100;
  return reaches(rule.by) || reaches(share && share * Math.abs(reference));
}
