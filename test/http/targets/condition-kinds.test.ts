// Tests which conditions pages, sites and jobs may have, against the table that users read.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { conditionKinds } from "#domain/conditions/kinds/kinds.ts";
import { JobPatch } from "#http/jobs/job-conditions.ts";
import { Problem } from "#http/problem.ts";
import { expectationPart } from "#http/targets/parts/expectation-part.ts";

const docs = readFileSync("docs/conditions.md", "utf8");
const rows = [...docs.matchAll(/^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, name, ...cells]) => ({ name, taken: cells.map((cell) => cell !== "no") }),
);

/** Why a target does not take a condition; null when it does. */
function refusalOf(kind: "page" | "site", condition: string): string | null {
  const url = new URL("https://example.com/");
  const given = {
    now: 0,
    url,
    kind,
    extract: [{ number: true, name: "price" }] as const,
    stored: null,
    newUuid: () => "",
  };
  const source = { ...given, method: "GET" as const };
  const expectation = expectationPart.schema.parse({ conditions: [condition] });
  try {
    expectationPart.parse(expectation, source);
    return null;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(error.errors[0]?.pointer).toBe("/expect/conditions/0");
    return error.errors[0]?.detail ?? "";
  }
}

const isTakenByJob = (condition: string): boolean =>
  JobPatch.safeParse({ expect: { conditions: [condition] } }).success;

it("each kind of condition is in the table, and is taken as the table says", () => {
  expect(rows).toEqual(
    conditionKinds.map(({ name, example }) => ({
      name,
      taken: [
        refusalOf("page", example) === null,
        refusalOf("site", example) === null,
        isTakenByJob(example),
      ],
    })),
  );
});

it("a group is taken where all of its conditions are", () => {
  const group = 'any ["size < 1KB", "body contains \\"x\\""]';
  expect(refusalOf("page", group)).toBeNull();
  expect(refusalOf("site", group)).toContain("header, body, json, content and reading");
});

it.each([
  [
    "site",
    'header x-cache contains "HIT"',
    /header, body, json, content and reading go with kind page/,
  ],
  ["site", "content changed within 1d", /A site is judged by crawl and duration/],
  ["page", "crawl broken == 0", /goes with kind site/],
  ["page", "count rows > 0", /Only a job has counts/],
] as const)("a %s says why it takes no %s", (kind, condition, why) => {
  expect(refusalOf(kind, condition)).toMatch(why);
});
