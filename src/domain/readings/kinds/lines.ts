// Keeps, drops and orders the lines of a text: first they are trimmed, then kept, dropped,
// made unique and sorted.

import { cutTold } from "#domain/conditions/condition.ts";
import { textOf } from "#domain/readings/material.ts";
import type { Pattern } from "#domain/readings/patterns/pattern.ts";
import { compileList, tellList } from "#domain/readings/patterns/pattern-list.ts";
import { tooMuchWork, type Work, withinWork } from "#domain/readings/patterns/work.ts";
import type { StepsByKind } from "#domain/readings/step.ts";
import {
  nothingFound,
  type PreparedStep,
  type StepKind,
} from "#domain/readings/step-kind.ts";

type Rules = StepsByKind["lines"]["lines"];

export const lines: StepKind<"lines"> = {
  prepare({ lines: rules }) {
    const keep = compileList(rules.keep, ["lines", "keep"]);
    if ("refused" in keep) return keep;
    const drop = compileList(rules.drop, ["lines", "drop"]);
    if ("refused" in drop) return drop;
    return takeLines(rules, keep, drop);
  },
  tell({ lines: rules }) {
    const lists = (["keep", "drop"] as const).flatMap((what) => {
      const patterns = rules[what];
      return patterns === undefined ? [] : [`${what} ${tellList(patterns)}`];
    });
    const flags = (["trim", "unique", "sort"] as const).filter((name) => rules[name]);
    return cutTold(`lines ${[...lists, ...flags].join(", ")}`.trim());
  },
};

const takeLines =
  (rules: Rules, keep: readonly Pattern[], drop: readonly Pattern[]): PreparedStep =>
  (material, page) => {
    const trimmed = trimLines(textOf(material, page).split(/\r\n?|\n/), rules);
    const chosen = withinWork((work) => chooseLines(trimmed, keep, drop, work));
    if (chosen === null) return tooMuchWork;
    const text = orderLines(chosen, rules).join("\n");
    return text.trim() === "" ? nothingFound : { kind: "text", text };
  };

/** Without white space at both ends, and without lines that are then empty. */
const trimLines = (all: readonly string[], { trim = false }: Rules): readonly string[] =>
  trim ? all.map((line) => line.trim()).filter((line) => line !== "") : all;

function chooseLines(
  all: readonly string[],
  keep: readonly Pattern[],
  drop: readonly Pattern[],
  work: Work,
): readonly string[] {
  const has = (patterns: readonly Pattern[], line: string) =>
    patterns.some((pattern) => pattern.isIn(line, work));
  return all.filter((line) => (keep.length === 0 || has(keep, line)) && !has(drop, line));
}

/** Sorted by code units: an order that no locale changes. */
function orderLines(all: readonly string[], rules: Rules): readonly string[] {
  const ordered = rules.unique === true ? [...new Set(all)] : [...all];
  return rules.sort === true ? ordered.sort() : ordered;
}
