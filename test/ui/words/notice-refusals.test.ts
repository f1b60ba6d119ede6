// Holds that what the rooms of notices, incidents and status pages refuse has its
// Japanese. The sentences come from their code.
import { expect, it } from "vitest";
import { sentencesIn } from "#test/fixtures/sentences.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { sentenceIn } from "#ui/words/sentences.ts";

/** They are worded elsewhere, are put together of others, or describe a field. */
const others = new Set([
  // Words of notices, and of failures: src/domain/notices/words, src/domain/runs.
  "Addresses that are broken: {}",
  "Pages fetched: {}",
  "Pages gone: {}",
  "None of the conditions holds: {}.",
  "Not all of the conditions hold: {}.",
  "{}; expected {}.",
  // What a template's parser says, and where.
  "{}, {}.",
  // Fields of the reference.
  "Only those that are open, or only those that are closed.",
  "The feed.",
  "The page.",
  "What must hold of an answer whose status is as expected; at most 20.",
]);

const filled = (sentence: string): string =>
  sentence
    .replaceAll(/, \{\}\.$/g, ", line 3, column 4.")
    .replace("comparison with {}:", "comparison with a duration:")
    .replace("The address has no {}.", "The address has no topic.")
    .replaceAll("{}", "7");

const sentences = sentencesIn(
  "src/http/{notices,incidents,status}/*.ts",
  "src/domain/notices/{apprise,channels}/**/*.ts",
  "src/domain/notices/{,routing/,templates/}*.ts",
  "src/domain/{conditions,incidents,status}/**/*.ts",
  "src/http/targets/parts/{alarm,expectation}-part.ts",
  "src/http/targets/{check-parents,named-targets,try-while-overtaken}.ts",
  "src/http/find-target.ts",
  "src/{jobs,net}/notices/*.ts",
);

it("there are many of them", () => {
  expect(sentences.length).toBeGreaterThan(140);
  expect(sentences).toEqual(expect.arrayContaining([...others]));
});

it.each(sentences.filter((one) => !others.has(one)))("has its Japanese: %s", (one) => {
  const english = filled(one);
  // A refusal of the API, or what a channel or a route is told to do.
  const japanese = [refusalIn("ja", english), sentenceIn("ja", english)];
  expect(japanese).not.toEqual([english, english]);
});

it.each([
  ["The address has no topic.", "アドレスにトピックがありません。"],
  ["At character 3: A value is missing.", "3 文字目：値がありません。"],
])("%s", (english, japanese) => {
  expect(refusalIn("ja", english)).toBe(japanese);
});
