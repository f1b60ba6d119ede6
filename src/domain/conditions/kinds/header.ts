// Tests a header of an answer: `header x-cache contains HIT`. Never tells the value of a
// header that is secret by its name.

import { readTextTest } from "#domain/conditions/comparing/text-test.ts";
import { type ConditionKind, refuse } from "#domain/conditions/kind.ts";
import { isSecretHeader } from "#domain/secret-header.ts";

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;

/** Characters of a header that are looked at. */
const longestValue = 8_192;

export const header: ConditionKind = {
  name: "header",
  subject: "the header's name",
  needs: "headers",
  example: "header x-cache contains HIT",
  read(is, name) {
    if (!headerName.test(name)) return refuse("This is not a header name.", "subject");
    const test = readTextTest(is);
    if (typeof test === "string") return refuse(test);
    return ({ headers, notModified }) => {
      const value = headers?.get(name)?.slice(0, longestValue) ?? null;
      // A 304 need not repeat what the answer before it said (RFC 9110 15.4.5).
      if (value === null && notModified) return null;
      if (value === null) return { holds: test.holdsOfNone, actual: null };
      const { holds } = test.judge(value);
      return { holds, actual: isSecretHeader(name) ? "***" : value };
    };
  },
  say: (actual, name) =>
    actual === null ? `the header ${name} is missing` : `the header ${name} is ${actual}`,
};
