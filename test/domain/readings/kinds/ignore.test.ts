// Holds what the step `ignore` takes off texts, and that it leaves what matters.
import fc from "fast-check";
import { expect, it } from "vitest";
import { ignore } from "#domain/readings/kinds/ignore.ts";
import { type IgnorePreset, ignorePresets } from "#domain/readings/step.ts";
import { refusalOf, takeStep, told } from "#test/fixtures/readings/take-step.ts";

const take = (text: string, ...presets: IgnorePreset[]): string =>
  told(takeStep(ignore, { ignore: { presets } }, text));

it.each<[IgnorePreset, string, string]>([
  ["dates", "Updated Sunday, 29 November 2026 at 14:30 CET by Ann", "Updated … by Ann"],
  ["dates", "am 29.11.2026, 14:30 Uhr MEZ gesehen", "am … gesehen"],
  ["dates", "le 29 novembre 2026 à 14h30, à lire", "le …, à lire"],
  ["dates", "2026年11月29日(日) 午後2時30分 更新", "… 更新"],
  ["dates", "at 2026-11-29T14:30:05.123Z.", "at …."],
  ["dates", "Sun, 29 Nov 2026 00:13:26 GMT", "a …"],
  ["dates", "on Nov 29 and 3 March, 11月29日", "on … and …, …"],
  ["dates", "03/04/2026 or 03-04-2026", "… or …"],
  ["relative-times", "3 minutes ago, an hour ago, 5h ago", "…, …, …"],
  ["relative-times", "vor 5 Minuten, vor einer Stunde, gestern", "…, …, …"],
  ["relative-times", "il y a 5 minutes; hace 2 horas; 5 minuti fa", "…; …; …"],
  ["relative-times", "3分前 1時間前 2 日前 昨日", "… … … …"],
  [
    "counters",
    "1,234 views and 56 likes, 3.4K followers",
    "… views and … likes, … followers",
  ],
  ["counters", "Views: 1234, Comments (12)", "Views: …, Comments (…)"],
  ["counters", "1.234 Aufrufe, 12 Kommentare", "… Aufrufe, … Kommentare"],
  ["counters", "1,234回視聴 いいね 12 コメント:3", "…回視聴 いいね … コメント:…"],
  ["tokens", 'name="csrf_token" value="abc123XY"', 'name="csrf_token" value="…"'],
  ["tokens", '<script nonce="r4nd0m">', '<script nonce="…">'],
  ["tokens", '{"csrfToken":"a1b2c3d4"}', '{"csrfToken":"…"}'],
  ["tokens", "id 550e8400-e29b-41d4-a716-446655440000.", "id …."],
  ["tokens", "etag 3f2a9c1b8d3f2a9c1b8d", "etag …"],
  ["tokens", "t=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "t=…"],
  [
    "session-ids",
    "/a?sid=abc&x=1 /b;jsessionid=A0?y=2",
    "/a?sid=…&x=1 /b;jsessionid=…?y=2",
  ],
  ["session-ids", "/c?utm_source=n&amp;PHPSESSID=xy", "/c?utm_source=…&amp;PHPSESSID=…"],
  ["cache-busters", "/app.js?v=123 /a?_=1700000000", "/app.js?v=… /a?_=…"],
  ["cache-busters", "app.3f2a9c1b.js index-BqX3k9vA.css", "app.….js index-….css"],
])("%s: %s", (preset, text, left) => {
  const [, only] = /^a (.*)$/.exec(left) ?? [];
  expect(take(`x ${text}`, preset)).toBe(`x ${only ?? left}`);
});

it.each<[IgnorePreset, string]>([
  ["dates", "version 10.1.22, 192.168.1.1, 9:00–17:00, 1.2.3, 50 may be"],
  ["relative-times", "in stock since 5 minutes of work; 3 days of rain"],
  ["counters", "12 EUR, 3 rooms, 500 g, item 7"],
  ["tokens", "articles/2024/Some-Long-Title-With-Words, MyVeryLongClassName, 1234567890"],
  ["session-ids", "/a?side=1&residence=2, the sid=band"],
  ["cache-busters", "/watch?v=dQw4w9WgXcQ main-carousel.js bootstrap.min.css v=5"],
])("%s leaves what is none: %s", (preset, text) => {
  expect(take(text, preset)).toBe(text);
});

it("patterns are taken off each line, before the presets", () => {
  const step = {
    ignore: { patterns: ["Ad: ", "/^by \\w+ ?/i"], presets: ["dates"] as const },
  };
  expect(told(takeStep(ignore, step, "Ad: soap\nBy Ann 2026-11-29\nnot by Ann"))).toBe(
    "…soap\n……\nnot by Ann",
  );
});

it("where nothing is left, nothing was found", () => {
  expect(take("2026-11-29", "dates")).toBe("(found nothing)");
});

it("a pattern that cannot be taken is named by its place", () => {
  expect(refusalOf(ignore, { ignore: { patterns: ["/(/"] } })).toEqual({
    at: "ignore.patterns.0",
    refused: expect.stringContaining("is no regular expression of RE2"),
  });
});

const parts = [
  ...[
    "2026-11-29",
    "29.11.2026",
    "14:30",
    "Nov",
    "29",
    "2026",
    " ",
    ", ",
    "\n",
    "T",
    "Z",
    "…",
  ],
  ...[
    "3",
    "minutes ago",
    "vor",
    "5 Minuten",
    "分前",
    "1,234",
    "views",
    "Views: ",
    "K",
    "(",
    ")",
  ],
  ...[
    "csrf",
    "=",
    '"',
    "a1b2c3d4e5f6a7b8",
    "aB3",
    "-",
    ".",
    ".js",
    "?v=",
    "&sid=",
    "x",
    "é",
  ],
  ...["Sunday, ", "日", "月", "年", "2026年", "11月", "いいね ", "at ", "CET", "+01:00"],
];

it("what was ignored once leaves nothing more to ignore, whatever the text", () => {
  const text = fc.oneof(
    fc.array(fc.constantFrom(...parts)).map((all) => all.join("")),
    fc.string({ unit: "binary" }),
  );
  const presets = fc.subarray([...ignorePresets], { minLength: 1 });
  fc.assert(
    fc.property(text, presets, (before, names) => {
      const step = { ignore: { presets: names } };
      const once = takeStep(ignore, step, before);
      if ("unread" in once) return;
      expect(takeStep(ignore, step, once)).toEqual(once);
    }),
    { numRuns: 2_000 },
  );
});
