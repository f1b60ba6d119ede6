import { describe, expect, it } from "vitest";
import { createAnswer } from "#domain/conditions/answer.ts";
import type { ToldCondition } from "#domain/conditions/condition.ts";
import { explainToldJa } from "#domain/conditions/conditions-ja.ts";
import { readConditions } from "#domain/conditions/document.ts";
import {
  judgeConditions,
  needs,
  readNamesOf,
  sufficesUnmodified,
} from "#domain/conditions/judge-conditions.ts";
import { explainTold } from "#domain/conditions/prepare.ts";
import type { ReadValues } from "#domain/conditions/read-value.ts";

const now = Date.parse("2026-03-02T10:00:00Z");
const dayMs = 86_400_000;

const values: ReadValues = {
  price: { type: "number", number: 99.5 },
  rank: { type: "text", text: "2" },
  title: { type: "text", text: "Winter Sale" },
  updated: { type: "date", at: now - dayMs },
  soon: { type: "date", at: now + dayMs },
};

const anAnswer = (readings: ReadValues | null, startedAt: number | null = now) =>
  createAnswer({
    status: 200,
    firstByteMs: 1,
    durationMs: 2,
    bytes: 0,
    finalUrl: "https://site.test/",
    contentType: null,
    notModified: readings === null,
    headers: null,
    body: null,
    contentAge: null,
    crawl: null,
    counts: null,
    readings,
    startedAt,
  });

const judged = (
  line: string,
  answer = anAnswer(values),
  earlier?: ToldCondition[],
): ToldCondition | undefined => judgeConditions([line], answer, earlier)[0];

describe("a condition about a reading", () => {
  it.each<[string, "ok" | "failed", string | null]>([
    ["reading price < 100", "ok", "99.5"],
    ["reading price >= 100", "failed", "99.5"],
    ["reading price == 99.5", "ok", "99.5"],
    ["reading price != 99.5", "failed", "99.5"],
    ["reading price in [10, 99.5]", "ok", "99.5"],
    ['reading price == "99.5"', "ok", "99.5"],
    ["reading price contains 9.5", "ok", "99.5"],
    ["reading rank <= 3", "ok", '"2"'],
    ["reading rank == 2", "ok", '"2"'],
    ["reading rank != 2", "failed", '"2"'],
    ['reading title == "Winter Sale"', "ok", '"Winter Sale"'],
    ["reading title contains Sale", "ok", '"Winter Sale"'],
    ["reading title lacks Sale", "failed", '"Winter Sale"'],
    ["reading title matches ^Win", "ok", '"Winter Sale"'],
    ['reading title in ["Winter Sale", "Sale"]', "ok", '"Winter Sale"'],
    ["reading title < 5", "failed", '"Winter Sale"'],
    ["reading updated younger 2d", "ok", "2026-03-01T10:00:00.000Z"],
    ["reading updated younger 1d", "ok", "2026-03-01T10:00:00.000Z"],
    ["reading updated younger 23h", "failed", "2026-03-01T10:00:00.000Z"],
    ["reading updated older 23h", "ok", "2026-03-01T10:00:00.000Z"],
    ["reading updated older 1d", "failed", "2026-03-01T10:00:00.000Z"],
    ["reading soon younger 1h", "ok", "2026-03-03T10:00:00.000Z"],
    ["reading updated contains 2026-03-01", "ok", "2026-03-01T10:00:00.000Z"],
    ["reading price younger 2d", "failed", "99.5"],
    ["reading title older 2d", "failed", '"Winter Sale"'],
    ["reading none != 1", "failed", null],
    ["reading constructor != 1", "failed", null],
  ])("%s: %s, found %s", (line, outcome, actual) => {
    expect(readConditions([line]).objections).toEqual([]);
    expect(judged(line)).toEqual({ condition: line, actual, outcome });
  });

  it.each([
    [
      "reading price",
      "This is == != < <= > >= contains lacks matches in younger or older",
    ],
    ["reading price near 5", "This is == != < <= > >="],
    ["reading price < cheap", "< compares numbers, and cheap is none."],
    ["reading price matches (", "is no regular expression"],
    ["reading updated younger", 'This is "younger 2d" or "older 30d".'],
    ["reading updated older 2 days", 'This is "younger 2d" or "older 30d".'],
    ['reading "a b" < 5', "This is the name of what a step reads."],
    ["reading $.a < 5", "This is the name of what a step reads."],
  ])("%s is refused", (line, message) => {
    const { objections } = readConditions([line]);
    expect(objections.map((one) => one.path)).toEqual([[0]]);
    expect(objections[0]?.message).toContain(message);
  });

  it("as a document is refused at its field", () => {
    const { objections } = readConditions([
      { reading: "a b", is: "< 5" },
      { reading: "price", is: "younger" },
      { reading: "price" },
    ]);
    expect(objections.map((one) => one.path)).toEqual([
      [0, "reading"],
      [1, "is"],
      [2, "is"],
    ]);
  });

  it("is a line and a document that stand for each other", () => {
    const { lines } = readConditions([{ reading: "price", is: "< 100", as: "degraded" }]);
    expect(lines).toEqual(["reading price < 100 as degraded"]);
  });

  it("stays as it turned out where nothing is read anew", () => {
    const line = "reading price < 100";
    const before = judged(line) as ToldCondition;
    expect(judged(line, anAnswer(null), [before])).toEqual(before);
    expect(judged(line, anAnswer(null))?.outcome).toBe("failed");
    expect(sufficesUnmodified([line], [before])).toBe(true);
    expect(sufficesUnmodified(["reading price < 50"], [before])).toBe(false);
    expect(sufficesUnmodified([`any ["${line}"]`], [before])).toBe(false);
  });

  it("about the age of a date is judged by the time that is now, where nothing is read anew", () => {
    const line = "reading updated younger 2d";
    const before = judged(line) as ToldCondition;
    const later = (days: number) =>
      judged(line, anAnswer(null, now + days * dayMs), [before]);
    expect(later(1)).toEqual(before);
    expect(later(1.1)).toEqual({ ...before, outcome: "failed" });
    expect(sufficesUnmodified([line], [before])).toBe(true);
  });

  it("does not hold of a job, which nobody asks", () => {
    for (const line of ["reading price < 100", "reading updated younger 2d"])
      expect(judged(line, anAnswer(null, null))?.outcome).toBe("failed");
  });

  it.each([
    ["reading price < 100", "120", "the reading price is 120; expected < 100"],
    ["reading price < 100", null, "nothing is read as price; expected < 100"],
  ])("%s, found %s, is explained in one clause", (condition, actual, clause) => {
    expect(explainTold({ condition, actual })).toBe(clause);
    expect(explainToldJa({ condition, actual })).toMatch(/読み取/);
  });
});

describe("the names that conditions read", () => {
  it("are told with the place of their conditions, those in groups as well", () => {
    const lines = [
      "duration < 1s",
      "reading price < 100",
      'any ["reading price > 5", "reading rank == 1", "status 2xx"]',
    ];
    expect(readNamesOf(lines)).toEqual([
      { name: "price", line: 1 },
      { name: "price", line: 2 },
      { name: "rank", line: 2 },
    ]);
    expect(needs(lines, "reading")).toBe(true);
    expect(needs(["duration < 1s"], "reading")).toBe(false);
  });
});
