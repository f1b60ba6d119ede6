// Tests values of a JSON document: `json $.status == "ok"`. Of several values that a path
// finds, each must pass; of none, the condition does not hold.

import { compilePath, findValues } from "#domain/conditions/comparing/json-path.ts";
import {
  readValueTest,
  type ValueTest,
} from "#domain/conditions/comparing/value-test.ts";
import { type ConditionKind, type Finding, refuse } from "#domain/conditions/kind.ts";

export const json: ConditionKind = {
  name: "json",
  subject: "a JSONPath (RFC 9535)",
  needs: "body",
  example: 'json $.status == "ok"',
  read(is, path) {
    const query = compilePath(path);
    if (typeof query === "string") return refuse(query, "subject");
    const test = readValueTest(is);
    if (typeof test === "string") return refuse(test);
    return (answer) => {
      const read = answer.json();
      if (read === null)
        return answer.notModified ? null : { holds: false, actual: null };
      if ("problem" in read) return { holds: false, actual: read.problem };
      const found = findValues(query, read.value);
      return typeof found === "string"
        ? { holds: false, actual: found }
        : judgeValues(found, test);
    };
  },
  say: (actual, path) =>
    actual === null ? `nothing is at ${path}` : `the value at ${path} is ${actual}`,
};

function judgeValues(found: readonly unknown[], test: ValueTest): Finding {
  const wrong = found.findIndex((value) => !test(value));
  const told = found[Math.max(0, wrong)];
  return {
    holds: found.length > 0 && wrong < 0,
    actual: found.length === 0 ? null : written(told),
  };
}

/** The start of a value: it may be the whole document. */
const written = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? `${Array.isArray(value) ? "a list" : "an object"} of ${Object.keys(value).length}`
    : JSON.stringify(typeof value === "string" ? value.slice(0, 200) : value);
