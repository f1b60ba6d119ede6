// Tests what a step read, a text, a number or a date: `< 100`, `== "in stock"`,
// `contains Sale`, `in ["new", "used"]`. A date is compared as it is written, in ISO 8601.
import { parseJson } from "#domain/conditions/line.ts";
import { type ReadValue, writeValue } from "#domain/conditions/read-value.ts";
import { readTextTest, searching } from "./text-test.ts";
import { readValueTest } from "./value-test.ts";

type ReadingTest = (value: ReadValue) => boolean;

const form =
  "This is == != < <= > >= contains lacks matches in younger or older, with a value, such as < 100.";

/** Reads a test; a string says what is wrong with it. */
export function readReadingTest(is: string): ReadingTest | string {
  if (searching.some((word) => is.startsWith(word))) {
    const test = readTextTest(is, searching);
    return typeof test === "string"
      ? test
      : (value) => test.judge(writeValue(value)).holds;
  }
  if (!/^(?:[<>]=?|[!=]=|in\b)\s*\S/s.test(is)) return form;
  const test = readValueTest(is);
  if (typeof test === "string") return test;
  return is.startsWith("!=")
    ? (value) => meaningsOf(value).every(test)
    : (value) => meaningsOf(value).some(test);
}

/** Characters of a text that may be a number. */
const longestNumber = 40;

/** What may be meant by a value: a text "2" is a number as well, and a number 2 a text. */
function meaningsOf(value: ReadValue): unknown[] {
  const text = writeValue(value);
  const meant = text.length <= longestNumber ? parseJson(text) : undefined;
  return typeof meant === "number" ? [text, meant] : [text];
}
