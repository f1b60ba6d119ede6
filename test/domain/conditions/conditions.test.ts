import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AnswerFacts, createAnswer } from "#domain/conditions/answer.ts";
import { longestTold } from "#domain/conditions/condition.ts";
import { readConditions } from "#domain/conditions/document.ts";
import {
  judgeConditions,
  sufficesUnmodified,
} from "#domain/conditions/judge-conditions.ts";
import { conditionKinds } from "#domain/conditions/kinds/kinds.ts";
import { explainTold } from "#domain/conditions/prepare.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const page = bytes("<p>Welcome   back</p>");

const anAnswer = ({ body = page, ...part }: Partial<AnswerFacts> = {}) =>
  createAnswer({
    status: 200,
    firstByteMs: 120,
    durationMs: 912,
    bytes: body?.byteLength ?? 0,
    finalUrl: "https://site.test/",
    contentType: "text/html; charset=utf-8",
    notModified: false,
    headers: new Headers({ "x-cache": "HIT from edge", "set-cookie": "id=secret" }),
    body,
    contentAge: null,
    crawl: null,
    counts: null,
    ...part,
  });

const judgeOne = (line: string, part: Partial<AnswerFacts> = {}) =>
  judgeConditions([line], anAnswer(part))[0];

const document = bytes('{"status":"ok","n":3,"list":[1,2],"a":{"b":null},"text":"a b"}');
const ofJson = { body: document, contentType: "application/json" };

describe("a condition", () => {
  it.each<[string, "ok" | "failed", string | null, Partial<AnswerFacts>?]>([
    ["duration < 1s", "ok", "912ms"],
    ["duration < 800ms", "failed", "912ms"],
    ["firstByte <= 120ms", "ok", "120ms"],
    ["size < 2KB", "failed", "2000 B", { bytes: 2_000, body: null }],
    ["size < 2KiB", "ok", "2000 B", { bytes: 2_000, body: null }],
    ["status != 204", "ok", "200"],
    ["status != 2xx", "failed", "200"],
    ["status 301, 200-204", "ok", "200"],
    ["contentType text/html", "ok", "text/html"],
    ["contentType application/*", "failed", "text/html"],
    ["contentType != text/*", "ok", null, { contentType: null }],
    ["header x-cache contains HIT", "ok", "HIT from edge"],
    ["header X-Cache == HIT", "failed", "HIT from edge"],
    ["header x-none lacks HIT", "ok", null],
    ["header x-none contains HIT", "failed", null],
    ['body contains "Welcome"', "ok", "<p>Welcome back</p>"],
    ["body contains Goodbye", "failed", null],
    ["body lacks Welcome", "failed", "<p>Welcome back</p>"],
    ["body matches Wel[a-z]+\\s+back", "ok", "<p>Welcome back</p>"],
    ["body matches ^back", "failed", null],
    ["body contains x", "failed", null, { body: null }],
    ['json $.status == "ok"', "ok", '"ok"', ofJson],
    ["json $.status == ok", "ok", '"ok"', ofJson],
    ["json $.n < 3", "failed", "3", ofJson],
    ["json $.n >= 3", "ok", "3", ofJson],
    ["json $.status < 3", "failed", '"ok"', ofJson],
    ['json $.status in ["ok", "warm"]', "ok", '"ok"', ofJson],
    ["json $.n in 1, 2", "failed", "3", ofJson],
    ["json $.list contains 2", "ok", "a list of 2", ofJson],
    ["json $.text contains a", "ok", '"a b"', ofJson],
    ["json $.text matches ^b", "failed", '"a b"', ofJson],
    ["json $.a.b == null", "ok", "null", ofJson],
    ["json $.none != 1", "failed", null, ofJson],
    ["json $.list[*] < 2", "failed", "2", ofJson],
    ["json $.list[?@ > 1] == 2", "ok", "2", ofJson],
    ["json $.status == ok", "failed", "not JSON"],
    ["content changed within 1d", "ok", null],
    [
      "content changed within 1h",
      "failed",
      "2h",
      { contentAge: { ms: 7_200_500, isFirst: false } },
    ],
    [
      "content unchanged for 1h",
      "ok",
      "2h",
      { contentAge: { ms: 7_200_500, isFirst: false } },
    ],
    [
      "content unchanged for 3h",
      "failed",
      "2h",
      { contentAge: { ms: 7_200_500, isFirst: false } },
    ],
    [
      "content unchanged for 3h",
      "ok",
      "2h",
      { contentAge: { ms: 7_200_500, isFirst: true } },
    ],
    ["redirectsTo https://site.test/", "ok", "https://site.test/"],
    ["redirectsTo https://site.test/a*", "failed", "https://site.test/"],
    ["count rows > 0", "ok", "3", { counts: { rows: 3 } }],
    ["count rows > 0", "failed", "0", { counts: {} }],
    [
      "redirectsTo https://site.test/next",
      "ok",
      "https://site.test/next",
      { status: 301, headers: new Headers({ location: "/next#part" }) },
    ],
    [
      "crawl duration < 10m",
      "failed",
      "20m",
      { crawl: { duration: 1_200_000, pages: 9, broken: 1, gone: 0 } },
    ],
    [
      "crawl broken == 0",
      "failed",
      "1",
      { crawl: { duration: 1, pages: 9, broken: 1, gone: 0 } },
    ],
    [
      'all ["duration < 1s", "status 2xx"]',
      "ok",
      "duration < 1s (912ms); status 2xx (200)",
    ],
    ['all ["duration < 1ms", "status 2xx"]', "failed", "duration < 1ms (912ms)"],
    ['any ["duration < 1ms", "status 2xx"]', "ok", "status 2xx (200)"],
    [
      'any ["duration < 1ms", "status 3xx"]',
      "failed",
      "duration < 1ms (912ms); status 3xx (200)",
    ],
  ])("%s: %s, found %s", (line, outcome, actual, part = {}) => {
    expect(readConditions([line]).objections).toEqual([]);
    expect(judgeOne(line, part)).toEqual({ condition: line, actual, outcome });
  });

  it("degrades where it says so, and is told without saying it", () => {
    expect(judgeOne("duration < 1ms as degraded")).toEqual({
      condition: "duration < 1ms",
      actual: "912ms",
      outcome: "degraded",
    });
  });

  it("never tells the value of a header that is secret by its name", () => {
    const told = judgeOne("header set-cookie contains secret");
    expect(told).toMatchObject({ outcome: "ok", actual: "***" });
  });

  it("is judged by text in the charset that the answer names", () => {
    const body = Uint8Array.of(0x82, 0xa0); // あ in Shift_JIS
    const part = { body, contentType: "text/plain; charset=shift_jis" };
    expect(judgeOne("body contains あ", part)).toMatchObject({ outcome: "ok" });
  });

  it("says when only the start of a body was looked at", () => {
    const part = { body: bytes("short"), bytes: 9_000_000 };
    const told = judgeOne("body contains Welcome", part);
    expect(told).toMatchObject({ outcome: "failed", actual: "first 5 characters" });
    const long = { body: bytes("a".repeat(70_000)) };
    expect(judgeOne("body matches b", long)?.actual).toBe("first 65536 characters");
    expect(judgeOne("body contains b", long)?.actual).toBeNull();
    const json = { ...part, contentType: "application/json" };
    expect(judgeOne("json $.a == 1", json)?.actual).toBe(
      "longer than is read for conditions",
    );
  });

  it("tells texts of a bounded length", () => {
    const long = "x".repeat(400);
    const told = judgeOne(`header x-long contains ${long}`, {
      headers: new Headers({ "x-long": long }),
    });
    expect(told?.condition).toHaveLength(longestTold);
    expect(told?.actual).toHaveLength(longestTold);
  });

  it.each([
    ["duration < 800ms", "912ms", "the duration is 912ms; expected < 800ms"],
    ["header x-a contains b", null, "the header x-a is missing; expected contains b"],
    ['json $.s == "ok"', '"no"', 'the value at $.s is "no"; expected == "ok"'],
    ["body contains W", null, "the body has no such text; expected contains W"],
    ["crawl gone == 0", "4", "pages gone: 4; expected == 0"],
    [
      'any ["status 3xx"]',
      "status 3xx (200)",
      "none of the conditions holds: status 3xx (200)",
    ],
  ])("%s, found %s, is explained in one clause", (condition, actual, clause) => {
    expect(explainTold({ condition, actual })).toBe(clause);
  });

  it("of each kind has an example that can be taken", () => {
    expect(
      readConditions(conditionKinds.map(({ example }) => example)).objections,
    ).toEqual([]);
  });

  it("that a later version wrote does not hold, and throws nothing", () => {
    expect(judgeOne("mood is good")).toMatchObject({ outcome: "failed" });
  });
});

describe("after a 304", () => {
  const unmodified = { notModified: true, body: null, bytes: 0, headers: new Headers() };
  const lines = ["body contains W", "size < 1KB", "header x-a == b", "duration < 1s"];
  const earlier = [
    { condition: "body contains W", actual: "W", outcome: "ok" },
    { condition: "size < 1KB", actual: "2000 B", outcome: "failed" },
    { condition: "header x-a == b", actual: "b", outcome: "ok" },
    { condition: "duration < 1s", actual: "2000ms", outcome: "failed" },
  ] as const;

  it("what was told of the same content holds on, and times are judged anew", () => {
    const told = judgeConditions(lines, anAnswer(unmodified), earlier);
    expect(told.slice(0, 3)).toEqual(earlier.slice(0, 3));
    expect(told[3]).toMatchObject({ actual: "912ms", outcome: "ok" });
  });

  it("suffices only when all that is about the content was told before", () => {
    expect(sufficesUnmodified(lines, earlier)).toBe(true);
    expect(sufficesUnmodified(lines, [])).toBe(false);
    expect(sufficesUnmodified(["body contains V", ...lines.slice(1)], earlier)).toBe(
      false,
    );
    expect(sufficesUnmodified(["duration < 1s"], [])).toBe(true);
    const grouped = 'any ["body contains W"]';
    const told = [{ condition: grouped, actual: "W", outcome: "ok" as const }];
    expect(sufficesUnmodified([grouped], told)).toBe(false);
    const asDegraded = ["size < 1KB as degraded"];
    expect(sufficesUnmodified(asDegraded, earlier.slice(1))).toBe(false);
  });
});

it("no bytes make judging throw", () => {
  const anyLines = fc.subarray(
    conditionKinds.map(({ example }) => example),
    { minLength: 1 },
  );
  const facts = fc.record({
    body: fc.option(fc.uint8Array({ maxLength: 300 })),
    contentType: fc.option(
      fc.oneof(fc.string(), fc.constant("text/html; charset=utf-16")),
    ),
    status: fc.option(fc.integer({ min: 100, max: 599 })),
    finalUrl: fc.oneof(fc.webUrl(), fc.string()),
    bytes: fc.nat(1_000),
    notModified: fc.boolean(),
  });
  fc.assert(
    fc.property(anyLines, facts, (lines, part) => {
      const told = judgeConditions(lines, anAnswer(part));
      expect(told).toHaveLength(lines.length);
    }),
  );
});

it("a document nested as deep as JSON allows makes judging throw nothing", () => {
  const body = bytes(`${"[".repeat(5_000)}${"]".repeat(5_000)}`);
  const told = judgeOne("json $..a == 1", { body, contentType: "application/json" });
  expect(told).toMatchObject({ outcome: "failed", actual: "nested too deeply" });
});
