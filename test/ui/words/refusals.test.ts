// Holds that each refusal of a target's document has its Japanese. The refusals come from
// the schemas themselves.
import { describe, expect, it } from "vitest";
import { Problem } from "#http/problem.ts";
import { useOwnObjections } from "#http/requests/objections.ts";
import { TargetDocument, toDraft } from "#http/targets/target-document.ts";
import { refusalIn } from "#ui/words/refusals.ts";

useOwnObjections();

const now = Date.UTC(2026, 10, 28);
const url = "https://example.com/";
const addresses = { allowPrivate: false, ports: [] };

/** What the API would say to a document. */
function refusalsOf(document: unknown): string[] {
  const parsed = TargetDocument.safeParse(document);
  if (!parsed.success)
    return parsed.error.issues.flatMap(({ message }) => message.split("\n"));
  try {
    toDraft(parsed.data, { addresses, now, stored: null, newUuid: () => "" });
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.errors.map(({ detail }) => detail);
  }
}

const schedule = (fields: object) => ({ url, schedule: fields });
const window = (fields: object) => schedule({ cron: "0 2 * * *", window: fields });
const request = (fields: object) => ({ url, request: fields });
const extract = (...steps: unknown[]) => ({ url, extract: steps });
const changes = (fields: object) => ({ url, changes: fields });
const crawl = (fields: object) => ({ url, kind: "site", crawl: fields });

const heartbeat = (fields: object, more: object = {}) => ({
  kind: "heartbeat",
  name: "backup",
  heartbeat: fields,
  ...more,
});

const corpus: readonly unknown[] = [
  null,
  "text",
  {},
  { url: 7 },
  { url: "" },
  { url: "x".repeat(2_049) },
  { url: "example" },
  { url: "ftp://example.com/" },
  { url: "https://user:word@example.com/" },
  { url: "https://example.com:8443/" },
  ...[
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "127.0.0.1",
    "10.0.0.1",
    "169.254.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "240.0.0.1",
    "192.0.2.1",
    "[fd00::1]",
    "[2001:db8::1]",
    "localhost",
    "printer",
    "a.local",
    "a..b",
  ].map((host) => ({ url: `https://${host}/` })),
  { url, kind: "pages" },
  { url, kind: "entirely-different" },
  { url, name: "" },
  { url, name: "x".repeat(201) },
  { url, key: "a b" },
  { url, tags: "web" },
  { url, tags: ["?"] },
  { url, tags: Array.from({ length: 21 }, (_, tag) => `t${tag}`) },
  { url, enabled: "yes" },
  { url, unknown: 1 },
  { url, shedule: {} },
  { url, badges: null },
  schedule({ every: "1s" }),
  schedule({ every: 5 }),
  schedule({ every: "5500ms" }),
  schedule({ every: "5m", cron: "* * * * *" }),
  schedule({ every: "5m", zone: "UTC" }),
  schedule({ cron: "* * *" }),
  ...[
    "61 * * * *",
    "99 * * * * *",
    "* 25 * * *",
    "* * 32 * *",
    "* * * 13 *",
    "* * * * 8",
    "* * * * L",
    "x * * * *",
    "* * * foo *",
    "* * * jan1 *",
    "5-1 * * * *",
    "1-2-3 * * * *",
    "-1 * * * *",
    "1-5/9/2 * * * *",
    "*/0 * * * *",
    "*/ * * * *",
    "*/99 * * * *",
    "5/2 * * * *",
    "/5 * * * *",
    "1,,2 * * * *",
    "* * LW,3 * *",
    "* * L-3 * *",
    "* * 1W-3 * *",
    "* * * * 1#6",
    "* * * * +",
    "2026-01-01T00:00 * * * *",
  ].map((cron) => schedule({ cron })),
  schedule({ cron: "@often" }),
  schedule({ cron: "x".repeat(201) }),
  schedule({ cron: "0 2 * * *", zone: "Mars" }),
  schedule({ cron: "* * * * * *" }),
  schedule({ cron: "0 0 30 2 *" }),
  schedule({ every: "1h", expiresAt: "2020-01-01T00:00:00Z" }),
  schedule({
    every: "1h",
    startAt: "2027-01-02T00:00:00Z",
    expiresAt: "2027-01-01T00:00:00Z",
  }),
  schedule({ cron: "0 2 * * *", expiresAt: "2026-11-28T00:00:01Z" }),
  schedule({ every: "1d", window: { from: "09:00", to: "10:00" } }),
  schedule({ startAt: "tomorrow" }),
  schedule({ overlap: "drop" }),
  schedule({ grace: "2d" }),
  schedule({ catchUpWindow: "8d" }),
  window({ weekdays: [] }),
  window({ weekdays: ["monday"] }),
  window({ from: "9" }),
  window({ from: "" }),
  window({ to: "25:00" }),
  window({ to: "" }),
  window({ zone: "Mars" }),
  window({ from: "03:00", to: "04:00" }),
  schedule({ cron: "0 2 * * *", window: 7 }),
  request({ method: "FETCH" }),
  request({ headers: { "a b": "c" } }),
  request({ headers: { a: "x".repeat(4_097) } }),
  request({ headers: { a: "b", A: "c" } }),
  request({ headers: { a: "\u0000" } }),
  request({ headers: { authorization: "***" } }),
  request({ headers: [] }),
  request({ secretHeaders: Array.from({ length: 51 }, (_, n) => `h${n}`) }),
  request({ body: "x" }),
  request({ method: "HEAD", body: "x" }),
  request({ method: "POST", body: "x".repeat(65_537) }),
  request({ timeout: "2m" }),
  request({ timeout: "1s", firstByteTimeout: "2s" }),
  request({ maxBodyBytes: 0 }),
  request({ maxBodyBytes: 1.5 }),
  request({ maxRedirects: 21 }),
  request({ retries: "2" }),
  { url, expect: { status: [] } },
  { url, expect: { status: ["6xx"] } },
  { url, expect: { status: [true] } },
  ...[
    { duration: "800ms" },
    { duration: 8 },
    { duration: "< 1s", size: "< 1B" },
    { duration: "< 1s", as: "warn" },
    { duration: "< 1s", is: "< 1s" },
    { durations: "< 1s" },
    { mood: "good" },
    { size: "1" },
    { status: "9xx" },
    { contentType: "html" },
    { header: "x a", is: "== b" },
    { header: "x-a", is: "b" },
    { body: "b" },
    { body: 'contains ""' },
    { body: "matches (a" },
    { body: "matches (a{1,100}){1,10}" },
    { body: `matches ${"a".repeat(301)}` },
    { body: "lacks a\nb" },
    { body: `lacks ${"a".repeat(600)}` },
    { json: "$.[", is: "== 1" },
    { json: "$..a..b", is: "== 1" },
    { json: "$.a", is: "1" },
    { json: "$.a", is: '< "x"' },
    { json: "$.a", is: "in [1" },
    { content: "new" },
    { reading: "price", is: "1" },
    { reading: "price", is: "younger" },
    { reading: "a b", is: "== 1" },
    { redirectsTo: "/a" },
    { crawl: "mood", is: "== 1" },
    { crawl: "gone", is: "1" },
    { crawl: "gone", is: "== 0" },
    { count: "a b", is: "> 0" },
    { count: "rows", is: "> 0" },
    { any: [] },
    { any: [{ status: "2xx", as: "degraded" }] },
    { any: [{ status: "2xx" }], is: "x" },
    { any: [{ any: [{ any: [{ any: [{ status: "2xx" }] }] }] }] },
    "any []",
    "any x",
    7,
  ].map((condition) => ({ url, expect: { conditions: [condition] } })),
  { url, expect: { conditions: Array.from({ length: 21 }, () => "status 2xx") } },
  { url, kind: "site", expect: { conditions: ["body lacks x"] } },
  { url, request: { method: "HEAD" }, expect: { conditions: ["body lacks x"] } },
  crawl({ scope: "world" }),
  crawl({ include: [""] }),
  crawl({ include: ["http://[", "/(a+)+"] }),
  crawl({ contentTypes: ["html"] }),
  crawl({ query: 7 }),
  crawl({ query: [""] }),
  crawl({ maxDepth: -1 }),
  crawl({ maxPages: 1_000_001 }),
  crawl({ delay: "2m" }),
  { url, kind: "site", request: { method: "POST" } },
  { url, crawl: {} },
  { url, retention: { runs: "1h" } },
  extract(7),
  extract({}),
  extract({ csss: "a" }),
  extract("csss a"),
  extract("css a; every"),
  extract("offers; all"),
  extract("lines trim; trim"),
  extract("{css"),
  extract("number as Price"),
  extract({ css: "" }),
  extract({ css: "a", number: true }),
  extract({ css: "a", give: "json" }),
  extract({ css: "a", name: "Price" }),
  extract({ css: "a", name: "a" }, { css: "b", name: "a" }),
  extract(...Array.from({ length: 9 }, (_, i) => ({ number: true, name: `n${i}` }))),
  extract(...Array.from({ length: 31 }, () => ({ text: true }))),
  { ...extract({ css: "a" }), request: { method: "HEAD" } },
  { url, expect: { conditions: ["reading price < 1"] } },
  extract({ css: "a[" }),
  extract({ json: "$[" }),
  extract({ regex: "/(/" }),
  changes({ confirm: "1s" }),
  changes({ compare: 0 }),
  changes({ least: { percent: -1 } }),
  changes({ only: [] }),
  changes({ numbers: { Price: { by: 1 } } }),
  changes({ numbers: { price: {} } }),
  changes({ numbers: { price: { by: 1 } } }),
  { ...changes({ numbers: { price: { by: 1 } } }), kind: "site" },
  { kind: "heartbeat" },
  { url, heartbeat: {} },
  heartbeat({ slug: "A" }),
  heartbeat({ grace: "1s" }),
  heartbeat({ startGrace: "0s" }),
  heartbeat({ runMin: "2h" }),
  heartbeat({ unusual: 1 }),
  heartbeat({ unusual: 1_001 }),
  heartbeat({ uuid: "a" }),
  heartbeat({ description: "x".repeat(2_001) }),
  heartbeat({}, { url }),
  heartbeat({}, { request: {} }),
  heartbeat({}, { expect: {} }),
  heartbeat({}, { extract: [{ css: "a" }] }),
  heartbeat({}, { changes: {} }),
  heartbeat({}, { crawl: {} }),
  heartbeat({}, { schedule: { every: "5s" } }),
  heartbeat({}, { alarm: { recheck: "20s" } }),
];

describe("refusals in Japanese", () => {
  it.each(corpus.map((document) => [JSON.stringify(document).slice(0, 90), document]))(
    "%s is refused in Japanese",
    (_, document) => {
      const refusals = refusalsOf(document);
      expect(refusals).not.toEqual([]);
      for (const refusal of refusals) {
        const translated = refusalIn("ja", refusal);
        expect(translated, refusal).toMatch(/。$/);
        expect(translated, refusal).not.toMatch(/\b(?:This|is|of|not|the)\b/);
        expect(refusalIn("en", refusal)).toBe(refusal);
      }
    },
  );

  it.each([
    [
      'This is a duration from 5s to 366d, such as "30s".',
      "5s から 366d までの時間を「30s」のように指定します。",
    ],
    [
      'This is "page", "site" or "heartbeat". Did you mean "page"?',
      '"page"、"site"、"heartbeat" のいずれかを指定します。「page」のことでしょうか。',
    ],
    [
      "This address cannot be fetched: 10.0.0.1 is a private address.",
      "このアドレスは取得できません：10.0.0.1 はプライベートアドレスです。",
    ],
    ["There is nothing at /nowhere.", "/nowhere には何もありません。"],
    ["There is no target with the key a.", "キーが a の対象はありません。"],
    ["Crawl 7 of target 3 is under way.", "対象 3 のクロール 7 が実行中です。"],
    ["This has at least 1 character.", "1 文字以上で入力します。"],
    ["This is a whole number, not text.", "整数を指定します。テキストは指定できません。"],
  ])("%s is %s", (english, japanese) => {
    expect(refusalIn("ja", english)).toBe(japanese);
  });

  it("a sentence that is not known stays as it is, however long it is", () => {
    expect(refusalIn("ja", "Nobody knows this.")).toBe("Nobody knows this.");
    const long = `"${'" is no cron expression: '.repeat(10_000)}`;
    expect(refusalIn("ja", long)).toBe(long);
  });
});
