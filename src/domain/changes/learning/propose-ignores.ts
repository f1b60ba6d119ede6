// Proposes steps that ignore what differs by itself: between two contents of one page that
// were fetched a minute apart. No I/O, no clock.

import { excerptCharacters, excerptLines } from "#domain/changes/change.ts";
import { compareLines, linesOf } from "#domain/changes/comparing/compare-lines.ts";
import {
  type LineDifference,
  lineDifferences,
} from "#domain/changes/comparing/line-differences.ts";
import type { Content } from "#domain/changes/judge-change.ts";
import { cutToChars } from "#domain/cut.ts";
import { writeValue } from "#domain/readings/material.ts";
import type { Step } from "#domain/readings/step.ts";
import { dropOf } from "./drop-lines.ts";
import { patternOf } from "./generalise-line.ts";
import { presetsFor } from "./presets-for.ts";

/** A line of each content; null where one has none. */
type CoveredLine = Pick<LineDifference, "from" | "to">;

export type Proposal = {
  step: Step;
  /** How many lines it covers, and the first of them, cut. */
  lines: number;
  covers: readonly CoveredLine[];
};

/** A page of which more differs by itself is better read by a smaller part of it. */
const mostDifferences = 200;

export const mostProposals = 20;

/**
 * Steps that make the contents the same, in the order in which they are to be taken; none
 * where too much differs. Lines of named readings are left to their own steps.
 */
export function proposeIgnores(from: Content, to: Content): Proposal[] {
  const compared = compareLines(unnamedText(from), unnamedText(to));
  const differences = lineDifferences(compared);
  if (compared.isWhole || differences.length > mostDifferences) return [];
  const edited = new Set(differences.flatMap(({ from, to }) => [from, to]));
  const others = compared.to.filter((line) => !edited.has(line));
  const found = differences.map((difference) => ({
    difference,
    ...remedyFor(difference, others),
  }));
  const byOrder = found.sort((a, b) => a.order - b.order);
  return gather(byOrder).slice(0, mostProposals);
}

/** The text without the lines of named readings. */
function unnamedText({ text, values }: Content): string {
  const named = new Set(
    Object.entries(values).map(([name, value]) => `${name}: ${writeValue(value)}`),
  );
  return named.size === 0
    ? text
    : linesOf(text)
        .filter((line) => !named.has(line))
        .join("\n");
}

type Remedy = { order: number; step: Step };

/** What a pattern or a drop is to match must not have been ignored in part before. */
const orders = { drop: 0, pattern: 1, presets: 2 } as const;

function remedyFor(difference: LineDifference, others: readonly string[]): Remedy {
  const { from, to } = difference;
  if (from !== null && to !== null) {
    const presets = presetsFor(from, to);
    if (presets !== null) return { order: orders.presets, step: { ignore: { presets } } };
    const pattern = patternOf(from, to);
    if (pattern !== null)
      return { order: orders.pattern, step: { ignore: { patterns: [pattern] } } };
  }
  const drop = dropOf(from, to, others);
  return { order: orders.drop, step: { lines: { drop } } };
}

/** Lines that the same step covers are one proposal. */
function gather(
  found: readonly { difference: LineDifference; step: Step }[],
): Proposal[] {
  const byStep = new Map<string, { step: Step; covered: LineDifference[] }>();
  for (const { difference, step } of found) {
    const key = JSON.stringify(step);
    const known = byStep.get(key) ?? { step, covered: [] };
    known.covered.push(difference);
    byStep.set(key, known);
  }
  return [...byStep.values()].map(({ step, covered }) => ({
    step,
    lines: covered.length,
    covers: covered.slice(0, excerptLines).map(({ from, to }) => ({
      from: from === null ? null : cutToChars(from, excerptCharacters),
      to: to === null ? null : cutToChars(to, excerptCharacters),
    })),
  }));
}
