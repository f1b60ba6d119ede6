// Lists the values of a target's steps and of its rule for changes with the fields that
// say them.
import type { FieldName } from "#ui/editor/form-values.ts";
import {
  type Codec,
  decimal,
  flag,
  linesOf,
  number,
  orWord,
  steps,
  words,
} from "./codecs.ts";
import { type Row, row } from "./form-row.ts";
import { numberRules } from "./number-rules.ts";

const changes = (field: FieldName, path: string, codec: Codec) =>
  row(field, ["changes", ...path.split(".")], codec);

export const readingRows: readonly Row[] = [
  { ...row("steps", ["extract"], steps), items: (values) => linesOf(values.steps) },
  changes("confirm", "confirm", orWord("none")),
  changes("compare", "compare", number),
  changes("learn", "learn", flag),
  changes("leastCharacters", "least.characters", number),
  changes("leastPercent", "least.percent", decimal),
  changes("differences", "only", words),
  changes("numberRules", "numbers", numberRules),
  changes("keepRaw", "keepRaw", number),
  changes("keepContents", "keepContents", number),
  changes("keepChanges", "keepChanges", number),
];
