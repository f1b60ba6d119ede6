// Gives what a regular expression takes of a text: the first match, or all. Named groups
// become values by their names; of an expression with groups that have no names the first
// one is given.

import { textOf } from "#domain/readings/material.ts";
import {
  compileRegex,
  type Match,
  type Pattern,
} from "#domain/readings/patterns/pattern.ts";
import { tooMuchWork, withinWork } from "#domain/readings/patterns/work.ts";
import { stepName } from "#domain/readings/step.ts";
import {
  type Material,
  nothingFound,
  type PreparedStep,
  type RefusedStep,
  type StepKind,
  type Unread,
} from "#domain/readings/step-kind.ts";
import { tellStepOf } from "#domain/readings/told/told-step.ts";

/** Matches that are given: more are no reading. */
const mostMatches = 1_000;

export const regex: StepKind<"regex"> = {
  prepare({ regex: source, all = false }) {
    const pattern = compileRegex(source);
    if (typeof pattern === "string") return refuse(pattern);
    const wrong = pattern.names.find((name) => !stepName.test(name));
    return wrong === undefined
      ? takeMatches(pattern, all)
      : refuse(
          `The group ${wrong} has no name of a value: a lower-case letter, then up to 39 of a-z, 0-9 and _.`,
        );
  },
  tell: ({ regex: source }) => tellStepOf("regex", source),
};

const refuse = (refused: string): RefusedStep => ({ at: ["regex"], refused });

const takeMatches =
  (pattern: Pattern, all: boolean): PreparedStep =>
  (material, page) => {
    const text = textOf(material, page);
    const give = pattern.names.length > 0 ? giveFields : giveTexts;
    return (
      withinWork((work) => {
        const rows = [];
        for (const match of pattern.matchesIn(text, work)) {
          rows.push(rowOf(pattern, match));
          if (!all || rows.length >= mostMatches) break;
        }
        return rows.length === 0 ? nothingFound : give(rows);
      }) ?? tooMuchWork
    );
  };

/** What one match gives: a text for each group that took part, or one of no name. */
type Row = Readonly<Record<string, string>>;

function rowOf({ names, groups }: Pattern, match: Match): Row {
  if (names.length === 0) return { "": match.group(groups > 0 ? 1 : 0) ?? "" };
  return Object.fromEntries(
    names.flatMap((name) => {
      const text = match.group(name);
      return text === null ? [] : [[name, text]];
    }),
  );
}

const giveTexts = (rows: readonly Row[]): Material | Unread => {
  const text = rows.map((row) => row[""]).join("\n");
  return text.trim() === "" ? nothingFound : { kind: "text", text };
};

/** Of several matches each value has a line for each. */
function giveFields(rows: readonly Row[]): Material | Unread {
  const texts = new Map<string, string>();
  for (const row of rows)
    for (const [name, text] of Object.entries(row)) {
      const before = texts.get(name);
      texts.set(name, before === undefined ? text : `${before}\n${text}`);
    }
  if (texts.size === 0) return nothingFound;
  const fields = Object.fromEntries(
    [...texts].map(([name, text]) => [name, { type: "text" as const, text }]),
  );
  return { kind: "fields", fields };
}
