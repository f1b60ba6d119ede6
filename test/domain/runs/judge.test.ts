import { describe, expect, it } from "vitest";
import { matchesStatus } from "#domain/conditions/comparing/status-pattern.ts";
import { judge } from "#domain/runs/judge.ts";
import type { Fetched, Known } from "#domain/runs/judging/fetched.ts";
import { validatorsFor } from "#domain/runs/judging/judge-answer.ts";
import { retryDelay } from "#domain/runs/judging/judge-status.ts";
import { aTarget } from "#test/fixtures/runs.ts";

const fetched = (part: Partial<Fetched> = {}): Fetched => ({
  firstByteMs: 20,
  bodyMs: 5,
  status: 200,
  redirects: 0,
  finalUrl: "http://site.test/",
  bytes: 100,
  contentType: "text/html",
  contentHash: "aa",
  validators: { etag: '"v1"', lastModified: null },
  notModified: false,
  retryAfterMs: null,
  failure: null,
  ...part,
});

const occasion = {
  dueAt: 1_000,
  trigger: "schedule",
  startedAt: 1_040,
  endedAt: 1_065,
} as const;

describe("judging a run", () => {
  it("takes an expected status for a success and keeps its validators", () => {
    const verdict = judge(aTarget(), {}, fetched(), occasion);
    expect(verdict).toMatchObject({
      status: "up",
      run: { dueAt: 1_000, startedAt: 1_040, late: false, failure: null, finalUrl: null },
      learned: { validators: { etag: '"v1"', contentHash: "aa", requestRevision: 1 } },
    });
  });

  it("takes another status for a failure and keeps the earlier validators", () => {
    const before = judge(aTarget(), {}, fetched(), occasion).learned;
    const verdict = judge(
      aTarget(),
      before,
      fetched({ status: 500, contentHash: "bb" }),
      occasion,
    );
    expect(verdict.run.failure).toEqual({
      class: "status",
      status: 500,
      expected: "2xx",
    });
    expect(verdict.status).toBe("down");
    expect(verdict.learned.validators).toBeUndefined();
  });

  it("takes a 304 for a success with the content that the validators stand for", () => {
    const before = judge(aTarget(), {}, fetched(), occasion).learned;
    const answer = fetched({
      status: 304,
      notModified: true,
      contentHash: null,
      contentType: null,
      bytes: 0,
    });
    const verdict = judge(aTarget(), before, answer, { ...occasion, dueAt: 2_000 });
    expect(verdict.run).toMatchObject({
      failure: null,
      contentHash: "aa",
      contentType: "text/html",
      notModified: true,
    });
    expect(verdict.learned.validators).toBeUndefined();
  });

  it("calls a scheduled run changed when it saw other content than the last one that succeeded", () => {
    let known: Known = {};
    const answers = [{}, { status: 500, contentHash: "cc" }, {}, { contentHash: "bb" }];
    const changed = answers.map((answer) => {
      const { run, learned } = judge(aTarget(), known, fetched(answer), occasion);
      known = { ...known, ...learned };
      return run.changed;
    });
    expect(changed).toEqual([false, false, false, true]);
  });

  it("does not call a run changed when its request differed or it was started by hand", () => {
    const { learned: known } = judge(aTarget(), {}, fetched(), occasion);
    const bb = fetched({ contentHash: "bb" });
    expect(judge(aTarget({ requestRevision: 2 }), known, bb, occasion).run.changed).toBe(
      false,
    );
    const manual = judge(aTarget(), known, bb, { ...occasion, trigger: "manual" });
    expect(manual.run.changed).toBe(false);
    expect(manual.learned.content).toBeUndefined();
  });

  it("calls a run late that started after its schedule's grace", () => {
    const target = aTarget();
    const start = (startedAt: number) =>
      judge(target, {}, fetched(), { ...occasion, dueAt: 0, startedAt }).run.late;
    expect(start(target.schedule.graceMs)).toBe(false);
    expect(start(target.schedule.graceMs + 1)).toBe(true);
  });
});

describe("a status pattern", () => {
  it.each([
    ["200", 200, true],
    ["200", 201, false],
    ["2xx", 299, true],
    ["2xx", 301, false],
    ["301-303", 302, true],
    ["301-303", 304, false],
  ])("%s and %i: %s", (pattern, status, expected) => {
    expect(matchesStatus(pattern, status)).toBe(expected);
  });
});

it("keeps a few hundred characters of what a host puts into a failure", () => {
  const host = `${"x".repeat(5_000)}.test`;
  const failure = { class: "connect", host, detail: "y".repeat(5_000) } as const;
  const { run } = judge(aTarget(), {}, fetched({ status: null, failure }), occasion);
  expect(JSON.stringify(run.failure).length).toBeLessThan(700);
  expect(run.failure).toMatchObject({ class: "connect", host: host.slice(0, 300) });
});

describe("a retry", () => {
  const lost = { class: "connect", host: "site.test", detail: "refused" } as const;
  const target = aTarget({ request: { ...aTarget().request, retries: 3 } });

  it.each([
    ["a lost connection, first", fetched({ status: null, failure: lost }), 1, 1_000],
    ["a lost connection, third", fetched({ status: null, failure: lost }), 3, 4_000],
    ["a lost connection, too often", fetched({ status: null, failure: lost }), 4, null],
    ["503 with Retry-After", fetched({ status: 503, retryAfterMs: 7_000 }), 1, 7_000],
    ["429 without Retry-After", fetched({ status: 429 }), 1, null],
    ["429 with Retry-After", fetched({ status: 429, retryAfterMs: 500 }), 1, 1_000],
    ["404", fetched({ status: 404 }), 1, null],
    ["a success", fetched(), 1, null],
    [
      "a timeout",
      fetched({ status: null, failure: { class: "timeout", phase: "body", limitMs: 1 } }),
      1,
      null,
    ],
  ])("after %s", (_, answer, attempts, delay) => {
    expect(retryDelay(target, answer, attempts)).toBe(delay);
  });

  it("is not made when the 5xx is what was expected", () => {
    const expecting = aTarget({ expect: { status: ["503"], conditions: [] } });
    expect(retryDelay(expecting, fetched({ status: 503 }), 1)).toBeNull();
  });
});

describe("a run of a target with conditions", () => {
  const target = aTarget({
    expect: {
      status: ["2xx"],
      conditions: ["duration < 1ms as degraded", "size < 10B", "body contains x"],
    },
  });

  it("fails with the first condition that fails, and tells all", () => {
    const { run, status } = judge(target, {}, fetched(), occasion);
    expect(run.failure).toEqual({
      class: "assertion",
      condition: "size < 10B",
      actual: "100 B",
      detail: "the size is 100 B; expected < 10B",
    });
    expect(run.conditions.map(({ outcome }) => outcome)).toEqual([
      "degraded",
      "failed",
      "failed",
    ]);
    expect(status).toBe("down");
  });

  it("tells of its last attempt how it was judged", () => {
    const tries = [1, 2].map((startedAt) => ({
      startedAt,
      durationMs: 1,
      status: 200,
      ending: "ok" as const,
    }));
    const { run } = judge(target, {}, fetched(), { ...occasion, tries });
    expect(run.tries.map(({ ending }) => ending)).toEqual(["ok", "assertion"]);
  });

  it("asks for the whole answer while nothing is told of the content", () => {
    const validators = {
      requestRevision: 1,
      etag: '"v1"',
      lastModified: null,
      contentType: null,
      contentHash: "aa",
    };
    const { run } = judge(target, { validators }, fetched(), occasion);
    expect(validatorsFor(target, { validators })).toBeNull();
    expect(validatorsFor(target, { validators, last: run })).toBe(validators);
    const other = { ...run, contentHash: "bb" };
    expect(validatorsFor(target, { validators, last: other })).toBeNull();
  });
});

describe("the evidence of a failed run", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const judged = (part: Parameters<typeof judge>[2]) =>
    judge(aTarget(), {}, part, occasion).evidence;
  const failed = (body: Uint8Array | null, contentType: string | null) =>
    judged({ ...fetched({ status: 500, contentType }), body });

  it.each<[string, Uint8Array | null, string | null, string | null]>([
    [
      "the first 1,000 characters",
      bytes("é".repeat(2_000)),
      "text/html",
      "é".repeat(1_000),
    ],
    ["JSON", bytes('{"a":1}'), "application/problem+json", '{"a":1}'],
    ["text that names no type", bytes("Oops"), null, "Oops"],
    ["nothing of bytes that name no type", Uint8Array.of(1, 0, 2), null, null],
    ["nothing of an image", bytes("PNG"), "image/png", null],
    ["nothing of an empty body", bytes(""), "text/html", null],
    ["nothing where nothing was held", null, "text/html", null],
  ])("is %s", (_, body, contentType, evidence) => {
    expect(failed(body, contentType)).toBe(evidence);
  });

  it("is not kept of a run that passed", () => {
    expect(judged({ ...fetched(), body: bytes("Welcome") })).toBeNull();
  });
});
