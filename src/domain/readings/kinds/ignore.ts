// Ignores what changes with each answer: where it stood, a mark stands. Patterns are
// looked for in each line, before the presets.

import { cutTold } from "#domain/conditions/condition.ts";
import { mark } from "#domain/readings/ignoring/mark.ts";
import { presets } from "#domain/readings/ignoring/presets.ts";
import { textOf } from "#domain/readings/material.ts";
import type { Pattern } from "#domain/readings/patterns/pattern.ts";
import { compileList, tellList } from "#domain/readings/patterns/pattern-list.ts";
import { tooMuchWork, type Work, withinWork } from "#domain/readings/patterns/work.ts";
import type { IgnorePreset } from "#domain/readings/step.ts";
import { nothingFound, type StepKind } from "#domain/readings/step-kind.ts";

export const ignore: StepKind<"ignore"> = {
  prepare({ ignore: { presets: names = [], patterns } }) {
    const compiled = compileList(patterns, ["ignore", "patterns"]);
    if ("refused" in compiled) return compiled;
    return (material, page) => {
      const given = textOf(material, page);
      const left = withinWork((work) => ignorePatterns(given, compiled, work));
      if (left === null) return tooMuchWork;
      const text = ignorePresets(left, names);
      return text.replaceAll(mark, "").trim() === ""
        ? nothingFound
        : { kind: "text", text };
    };
  },
  tell({ ignore: { presets: names = [], patterns = [] } }) {
    const list = patterns.length > 0 ? [tellList(patterns)] : [];
    return cutTold(`ignore ${[...names, ...list].join(", ")}`.trim());
  },
};

/** In the order of the table, whatever the order in the step. */
const ignorePresets = (text: string, names: readonly IgnorePreset[]): string =>
  Object.entries(presets)
    .filter(([name]) => names.some((one) => one === name))
    .reduce((left, [, take]) => take(left), text);

function ignorePatterns(text: string, patterns: readonly Pattern[], work: Work): string {
  if (patterns.length === 0) return text;
  const ignoreIn = (line: string) =>
    patterns.reduce(
      (left, pattern) =>
        pattern.isIn(left, work) ? withoutMatches(left, pattern, work) : left,
      line,
    );
  return text.split("\n").map(ignoreIn).join("\n");
}

/** The line with a mark where the pattern matched. */
export function withoutMatches(line: string, pattern: Pattern, work: Work): string {
  let kept = "";
  let from = 0;
  for (const { start, end } of pattern.matchesIn(line, work)) {
    kept += line.slice(from, start) + mark;
    from = end;
  }
  return kept + line.slice(from);
}
