// Holds that failures, reasons and messages, which are made in English, have their
// Japanese. The sentences come from the functions that make them.
import { describe, expect, it } from "vitest";
import { judgeChange } from "#domain/changes/judge-change.ts";
import { conditionKinds } from "#domain/conditions/kinds/kinds.ts";
import { explainTold } from "#domain/conditions/prepare.ts";
import { judgeHealth } from "#domain/jobs/health.ts";
import { explainFailure, type Failure, failureClasses } from "#domain/runs/failure.ts";
import { explainLimits } from "#domain/sites/limits.ts";
import { refusals } from "#domain/sites/links/refusal.ts";
import { describeStorage, judgeStorage } from "#domain/storage/storage-level.ts";
import { usualChanges } from "#domain/targets/change-rule.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import { wordsIn } from "#ui/words/words.ts";

const host = "a.example";
const url = "https://a.example/?q=\u202e";
const failures: readonly Failure[] = [
  { class: "dns", host },
  { class: "connect", host, detail: "it refused Cloudflare's connection (521)" },
  { class: "tls", host, detail: "the handshake failed" },
  { class: "timeout", phase: "first-byte", limitMs: 1_500 },
  { class: "timeout", phase: "body", limitMs: 1_500 },
  { class: "timeout", phase: "run", limitMs: 1_500 },
  { class: "too-large", limitBytes: 1_048_576 },
  { class: "redirect", reason: "loop", url },
  { class: "redirect", reason: "too-many", url },
  { class: "redirect", reason: "no-location", url },
  { class: "redirect", reason: "bad-location", url },
  { class: "protocol", detail: "the connection was lost before the body's end" },
  { class: "status", status: 502, expected: "2xx" },
  { class: "assertion", detail: "the content type is among those that are kept" },
  { class: "blocked", by: "address", url, detail: "10.0.0.1 is a private address" },
  { class: "blocked", by: "robots", url, detail: "a rule in it forbids this" },
  { class: "blocked", by: "cancel", url, detail: "the crawl was cancelled before" },
  { class: "exit", status: null },
  { class: "exit", status: 3 },
  { class: "missed", slots: 1 },
  { class: "missed", slots: 3 },
  { class: "internal", detail: "its turn did not come" },
  { class: "timeout", phase: "run", limitMs: 1_500 },
  { class: "exit", status: 137 },
  { class: "missed", slots: 12 },
];

/** Those whose evidence is written otherwise, or is none. */
const others: Failure[] = [
  { class: "timeout", phase: "run", limitMs: 45_000 },
  { class: "timeout", phase: "run", limitMs: 5_400_000 },
  { class: "timeout", phase: "run", limitMs: 7_200_000 },
  { class: "exit", status: null },
  { class: "missed", slots: 1 },
];

/** A failure of a condition: what the judge would store. */
const ofCondition = (condition: string, actual: string | null): Failure => ({
  class: "assertion",
  condition,
  actual,
  detail: explainTold({ condition, actual }),
});
const ofConditions = [
  ...conditionKinds.map(({ example }) => ofCondition(example, "12ms")),
  ofCondition("contentType text/html", null),
  ofCondition("header x-cache contains HIT", null),
  ofCondition("body contains Welcome", null),
  ofCondition("body contains Welcome", "first 65536 characters"),
  ofCondition('json $.status == "ok"', null),
  ofCondition('any ["size < 1B", "status 3xx"]', "size < 1B (2 B); status 3xx (200)"),
  ofCondition('all ["size < 1B", "status 2xx"]', "size < 1B (2 B)"),
];

it.each(
  [...others, ...ofConditions].map(
    (failure) => [explainFailure(failure), failure] as const,
  ),
)("%s is explained in both languages", (english, failure) => {
  expect(wordsIn("en").failures.explain(failure)).toBe(english);
  const japanese = wordsIn("ja").failures.explain(failure);
  expect(japanese).not.toMatch(/\b(?:the|is|was|not|it)\b/);
  // Trials keep only the sentence.
  expect(sentenceIn("ja", english)).toBe(japanese);
});

describe("a failure", () => {
  it("of each class stands in the list", () => {
    const listed = new Set(failures.map((failure) => failure.class));
    expect([...listed].sort()).toEqual([...failureClasses].sort());
  });

  it.each(failures.map((failure) => [explainFailure(failure), failure] as const))(
    "%s is explained in both languages with its evidence",
    (english, failure) => {
      expect(wordsIn("en").failures.explain(failure)).toBe(english);
      const japanese = wordsIn("ja").failures.explain(failure);
      for (const evidence of ["host", "url", "status", "limitMs", "limitBytes"]) {
        const value = (failure as Record<string, unknown>)[evidence];
        const isTold = value !== undefined && value !== null;
        if (isTold) expect(japanese).toContain(String(value));
      }
      expect(japanese).not.toMatch(/\b(?:the|is|was|not|it)\b/);
      // A crawl keeps only the sentence.
      expect(sentenceIn("ja", english)).toBe(japanese);
    },
  );

  it.each([
    [
      "first-byte",
      "No answer began within 10 s.",
      "10 秒以内に応答が始まりませんでした。",
    ],
    [
      "body",
      "The answer did not end within 10 s.",
      "10 秒以内に応答が終わりませんでした。",
    ],
  ] as const)("by a limit of whole seconds says them: %s", (phase, english, japanese) => {
    const failure: Failure = { class: "timeout", phase, limitMs: 10_000 };
    expect(explainFailure(failure)).toBe(english);
    expect(wordsIn("ja").failures.explain(failure)).toBe(japanese);
    expect(sentenceIn("ja", english)).toBe(japanese);
  });

  it("says what happened, then what was expected", () => {
    const failure: Failure = { class: "status", status: 502, expected: "2xx or 3xx" };
    expect(wordsIn("ja").failures.explain(failure)).toBe(
      "ステータスは 502 でした。期待値は 2xx、3xx です。",
    );
  });

  it("whose detail is the runtime's keeps it", () => {
    const failure: Failure = { class: "internal", detail: "Too many subrequests" };
    expect(wordsIn("ja").failures.explain(failure)).toContain("Too many subrequests");
  });
});

const expectJapanese = (english: string) => {
  const japanese = sentenceIn("ja", english);
  expect(japanese, english).toMatch(/。$/);
  expect(japanese, english).not.toMatch(/\b(?:the|is|was|were|has|a)\b/);
  expect(sentenceIn("en", english)).toBe(english);
};

describe("a message in Japanese", () => {
  it.each([1, 2])("tells what limits left out of a crawl, %d of each", (count) => {
    const all = Object.fromEntries(Object.keys(refusals).map((name) => [name, count]));
    for (const maxDepth of [null, 3]) {
      const said = explainLimits(all, { maxDepth, maxBodyBytes: 1_000 });
      expectJapanese(said ?? "");
    }
  });

  it("keeps sentences apart", () => {
    const english = explainLimits(
      { pages: 1, depth: 2 },
      { maxDepth: 3, maxBodyBytes: 1 },
    );
    expect(sentenceIn("ja", english ?? "")).toBe(
      "ページ数の上限に達しました。2 件のリンクが深さ 3 を超えていました。",
    );
  });

  it("tells why junkai is not healthy", () => {
    const now = Date.UTC(2026, 10, 28);
    const well = {
      lastTickAt: now,
      pausedAt: null,
      dueAt: now - 100_000,
      leaseUntil: 0,
      setAside: 0,
      openIncidents: 0,
      deadNotices: 0,
      deadMessageAt: null,
      isAway: false,
    };
    const pulses = [
      { ...well, lastTickAt: null },
      { ...well, lastTickAt: now - 600_000 },
      well,
      { ...well, leaseUntil: now - 1 },
    ];
    for (const pulse of pulses) expectJapanese(judgeHealth(pulse, now, 1).reason ?? "");
  });

  it.each([
    { bytes: 1e5, days: 0, growth: 0, runsMs: 7 },
    { bytes: 1e6, days: 5, growth: 0, runsMs: 7 },
    { bytes: 1e6, days: 5, growth: 100, runsMs: 7 },
    { bytes: 5e8, days: 5, growth: 1e7, runsMs: 7 },
    { bytes: 9.6e8, days: 5, growth: 1e7, runsMs: 7 },
    { bytes: 9.9e8, days: 5, growth: 1e7, runsMs: 7 },
    { bytes: 9.6e8, days: 0, growth: 0, runsMs: 1 },
    { bytes: 1e9, days: 0, growth: 0, runsMs: 7 },
  ])("describes a database: %j", ({ bytes, days, growth, runsMs }) => {
    const dayMs = 86_400_000;
    const now = Date.UTC(2026, 10, 28);
    const before = Array.from({ length: days }, (_, day) => ({
      at: now - (day + 1) * dayMs,
      bytes: bytes - (day + 1) * growth,
    }));
    const kept = { runsMs: runsMs * dayMs, hoursMs: 90 * dayMs, failuresMs: 365 * dayMs };
    const contents = { contents: 9, bytes: 5e6, bucketBytes: 0, at: now };
    for (const known of [
      { contents: null, contentsBefore: [] },
      { contents, contentsBefore: before },
      { contents, contentsBefore: before.map((size) => ({ ...size, bytes: 0 })) },
    ]) {
      for (const steps of [0, 1, 9, 99]) {
        const shortening = { steps, since: null };
        const sizes = { bytes, before, ...known, overdueHours: days * 12, shortening };
        const storage = judgeStorage(sizes, { limitBytes: 1e9, kept, now });
        expectJapanese(describeStorage(storage, now));
      }
    }
  });

  it.each([
    [{}, "a", "a\n"],
    [{ only: ["removed"] as const }, "a", "a\nb"],
    [{ least: { characters: 9, percent: null } }, "a", "a\nb"],
    [
      { numbers: { n: { by: 9, percent: null, against: "last" as const } } },
      "n: 1",
      "n: 2",
    ],
  ])("says why a difference does not count: %j", (rule, from, to) => {
    const content = (text: string) => {
      const [, digits] = /^n: (\d)$/.exec(text) ?? [];
      const values = digits
        ? { n: { type: "number" as const, number: Number(digits) } }
        : {};
      return { text, values };
    };
    const turn = {
      kind: "candidate" as const,
      at: 0,
      confirmedAt: 0,
      from: "a",
      to: "b",
    };
    const { facts } = judgeChange(
      { ...usualChanges, ...rule },
      { ...turn, references: {} },
      content(from),
      content(to),
    );
    expectJapanese(facts.why ?? "");
  });

  it.each([
    "The target was changed.",
    "It was cancelled.",
    "Going on with it ended 5 times without a result.",
    "It would next be due at 2026-11-28T03:12:00.000Z.",
    "It would never be due again.",
    "No answer from https://example.com/.",
    "That is a success: expected 2xx or 3xx.",
    "robots.txt is not asked, as the target says.",
    "robots.txt does not allow the start.",
    "robots.txt allows the start.",
    "A crawl would follow 12 links; refused: 3 scope, 1 nofollow.",
    "A crawl would follow 0 links.",
  ])("says: %s", (english) => {
    expectJapanese(english);
  });
});
