// Measures what it takes to compare contents by their lines.
import type { Line } from "#bench/figures.ts";
import { compareLines } from "#domain/changes/comparing/compare-lines.ts";
import { slowestOf } from "./answer.ts";

const linesOf = (count: number, text: (line: number) => string): string =>
  Array.from({ length: count }, (_, line) => text(line)).join("\n");

export function comparisons(): Line[] {
  const page = (edit: (line: number) => string) =>
    linesOf(5_000, (line) => `Line ${line} of a page, with some words.${edit(line)}`);
  const pairs = [
    {
      what: "two pages of 5,000 lines, 100 changed",
      from: page(() => ""),
      to: page((line) => (line % 50 === 7 ? " Changed." : "")),
      aim: "60 ms",
    },
    {
      what: "two pages of 5,000 lines, all of them changed",
      from: page(() => ""),
      to: page((line) => ` Changed ${line}.`),
      aim: "500 ms",
    },
    {
      what: "two texts of 1 MB in 500,000 lines, every other one changed",
      from: linesOf(500_000, (line) => `${line % 7}`),
      to: linesOf(500_000, (line) => `${line % 2 === 0 ? line % 7 : "x"}`),
      aim: "500 ms",
    },
  ];
  return pairs.map(({ what, from, to, aim }) => {
    const { isWhole } = compareLines(from, to);
    const ms = slowestOf(() => compareLines(from, to));
    return {
      what: `compared: ${what}`,
      measured: `${ms.toFixed(1)} ms${isWhole ? ", replaced as a whole" : ""}`,
      aim,
    };
  });
}
