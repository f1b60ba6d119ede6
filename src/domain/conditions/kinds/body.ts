// Tests the text of an answer: `body contains "Welcome"`, `body lacks error`,
// `body matches v\d+`.

import {
  isPartly,
  readTextTest,
  searching,
} from "#domain/conditions/comparing/text-test.ts";
import { type ConditionKind, refuse } from "#domain/conditions/kind.ts";

export const body: ConditionKind = {
  name: "body",
  subject: null,
  needs: "body",
  example: 'body contains "Welcome"',
  read(is) {
    const test = readTextTest(is, searching);
    if (typeof test === "string") return refuse(test);
    return (answer) => {
      const read = answer.text();
      if (read === null)
        return answer.notModified ? null : { holds: test.holdsOfNone, actual: null };
      const { text, isCut } = read;
      const { holds, found } = test.judge(text);
      const isPart = found === null && (isCut || isPartly(is, text));
      return { holds, actual: isPart ? lookedAt(is, text) : found };
    };
  },
  say(actual) {
    if (actual === null) return "the body has no such text";
    return actual.startsWith(start)
      ? `the body has no such text in its ${actual}`
      : `the body has ${JSON.stringify(actual)}`;
  },
};

const start = "first ";

/** Says that a longer body was not looked at to its end. */
const lookedAt = (is: string, text: string): string =>
  `${start}${isPartly(is, text) ? matchedText : `${text.length} characters`}`;

const matchedText = "65536 characters";
