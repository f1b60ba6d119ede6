import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostConditions, type Written } from "#domain/conditions/condition.ts";
import {
  documentOfLine,
  readConditions,
  toDocument,
} from "#domain/conditions/document.ts";
import { hasSubject } from "#domain/conditions/kinds/kinds.ts";
import { readLine, writeLine } from "#domain/conditions/line.ts";

const text = fc
  .oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    fc.constantFrom(
      "a as degraded",
      "as fail",
      "x as fail",
      '"a"',
      "[",
      "$.a[?@.b == 'c d']",
    ),
  )
  .map((drawn) => drawn.replace(/[\p{Cc}\u2028\u2029]/gu, " ").trim())
  .filter((drawn) => drawn !== "");
const as = fc.constantFrom("fail" as const, "degraded" as const);
const plain = fc.record({
  kind: fc.constantFrom("duration", "status", "body"),
  subject: fc.constant(null),
  is: text,
  as,
});
const named = fc.record({
  kind: fc.constantFrom("header", "json", "crawl"),
  subject: text,
  is: text,
  as,
});
const { written } = fc.letrec<{ written: Written; group: Written }>((tie) => ({
  written: fc.oneof({ depthSize: "small" }, plain, named, tie("group")),
  group: fc.record({
    kind: fc.constantFrom("all" as const, "any" as const),
    of: fc.array(tie("written"), { minLength: 1, maxLength: 3 }),
    as,
  }),
}));

it("the line of a condition gives the condition back", () => {
  fc.assert(
    fc.property(written, (condition) => {
      expect(readLine(writeLine(condition), hasSubject)).toEqual(condition);
    }),
  );
});

it("what a user writes comes back the same", () => {
  const items = [
    { duration: "< 800ms", as: "degraded" },
    { header: "x-cache", is: "contains HIT" },
    { body: 'contains "Welcome" as degraded' },
    { json: "$.a[?@.b == 'c d'].e", is: '== "ok"' },
    { any: [{ size: "< 200KB" }, { all: [{ status: "2xx" }] }], as: "degraded" },
  ];
  const { lines, objections } = readConditions(items);
  expect(objections).toEqual([]);
  expect(lines.map(documentOfLine)).toEqual(items);
});

it("a line and its object are the same condition", () => {
  const line = "json $.status == ok as degraded";
  const object = { json: "$.status", is: "== ok", as: "degraded" };
  expect(readConditions([line])).toEqual(readConditions([object]));
});

describe("what cannot be taken", () => {
  it.each<[unknown, string, RegExp]>([
    [{ json: "$.[", is: "== 1" }, "0.json", /^"\$\.\[" is no JSONPath: /],
    [{ json: "$.a", is: '< "x"' }, "0.is", /^< compares numbers, and "x" is none\.$/],
    [{ json: "$.a", is: "about 3" }, "0.is", /^This is == !=/],
    [{ json: "$..a..b", is: "== 1" }, "0.json", /more than once: that may take too long/],
    [{ json: "$[*,*][*,*][*,*][*,*][*,*]", is: "== 1" }, "0.json", /more than 4 times/],
    [{ body: "matches (?=a)" }, "0.body", /is no regular expression of RE2: invalid/],
    [{ body: `matches ${"a".repeat(301)}` }, "0.body", /at most 300 characters/],
    [{ body: "matches (a{1,100}){1,10}" }, "0.body", /too large/],
    [{ body: "has x" }, "0.body", /^This is contains, lacks or matches/],
    [{ body: "contains " }, "0.body", /^This is contains/],
    [{ duration: "800ms" }, "0.duration", /^This is a comparison with a duration/],
    [{ duration: 800 }, "0.duration", /^This is text; a whole condition is \{"duration"/],
    [{ duration: "< 1s", size: "< 1KB" }, "0.size", /write another one/],
    [{ duration: "< 1s", as: "warn" }, "0.as", /"fail" or "degraded"/],
    [{ durations: "< 1s" }, "0.durations", /Did you mean "duration"\?$/],
    [{ header: "x a", is: "== b" }, "0.header", /not a header name/],
    [{ header: "x-a" }, "0.is", /^This is text/],
    [{ redirectsTo: "/next" }, "0.redirectsTo", /^This is an address/],
    [{ content: "changed" }, "0.content", /changed within 1d/],
    [{ crawl: "mood", is: "== 1" }, "0.crawl", /one of duration, pages/],
    [{ any: [] }, "0.any", /list of conditions/],
    [{ any: [{ status: "9xx" }] }, "0.any.0.status", /a status, a class or a range/],
    [{ any: [{ status: "2xx", as: "degraded" }] }, "0.any", /whole group/],
    [
      { any: [{ any: [{ any: [{ any: [{ status: "2xx" }] }] }] }] },
      "0.any.0.any.0.any.0.any",
      /at most 3 deep/,
    ],
    [{ body: 'contains "a\nb"' }, "0.body", /one line/],
    ["json $.[ == 1", "0", /is no JSONPath/],
    ["any duration", "0", /A group in a line/],
    ["mood good", "0", /A condition is about one of/],
    [7, "0", /^This is a condition, such as/],
    [{ body: `contains ${"b".repeat(600)}` }, "0", /at most 500 characters/],
  ])("%j is refused at %s", (item, path, message) => {
    const { objections } = readConditions([item]);
    expect(objections.map((one) => one.path.join("."))).toContain(path);
    expect(objections.map((one) => one.message).join("\n")).toMatch(message);
  });

  it("are too many conditions, those in groups counted", () => {
    const one = { status: "2xx" };
    const group = { any: Array.from({ length: mostConditions - 1 }, () => one) };
    expect(readConditions([group, one]).objections).toEqual([]);
    expect(readConditions([group, one, one]).objections).toHaveLength(1);
  });

  it("never throws, whatever is written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.jsonValue(), fc.string(), written.map(toDocument))),
        (items) => {
          expect(readConditions(items).lines.length).toBeLessThanOrEqual(items.length);
        },
      ),
    );
  });
});
