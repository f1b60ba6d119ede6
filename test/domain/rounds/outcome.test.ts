import { describe, expect, it } from "vitest";
import { type News, newsOfAnswer, newsOfRun } from "#domain/rounds/news.ts";
import { afterDrops, afterRun, type Outcome, unchanged } from "#domain/rounds/outcome.ts";
import type { Verdict } from "#domain/runs/judge.ts";
import type { Entry } from "#domain/runs/run.ts";
import { aRun } from "#test/fixtures/runs.ts";

const refused = { class: "status", status: 500, expected: "2xx" } as const;

const verdict = (startedAt: number, status: Verdict["status"]): Verdict => ({
  run: aRun({ dueAt: startedAt, startedAt, failure: status === "up" ? null : refused }),
  status,
  requestRevision: 1,
  learned: {},
  evidence: null,
});

const turn = (status: "up" | "down", at: number): News => ({
  kind: "status-turned",
  targetId: 1,
  status,
  at,
  recency: 2 * at + (status === "down" ? 1 : 0),
  confirms: false,
});

describe("the news of a run", () => {
  it.each<["new" | "up" | "down" | "paused", Verdict["status"], News[]]>([
    ["new", "up", [turn("up", 1_000)]],
    ["up", "up", []],
    ["up", "down", [turn("down", 1_000)]],
    ["paused", "down", [turn("down", 1_000)]],
  ])(
    "of a target that was %s and is %s says whether the status turned",
    (before, now, news) => {
      expect(newsOfRun(before, verdict(1_000, now))).toEqual(news);
    },
  );

  it("is a hold when the answer asked for one, from the answer's end on", () => {
    expect(newsOfAnswer("site.test", 5_000, { retryAfterMs: 2_000 })).toEqual([
      { kind: "host-held", host: "site.test", until: 7_000 },
    ]);
    expect(newsOfAnswer("site.test", 5_000, { retryAfterMs: null })).toEqual([]);
  });
});

describe("the outcome of a target's slots", () => {
  const after = (statuses: readonly Verdict["status"][]): Outcome =>
    statuses.reduce(
      (outcome, status, i) => afterRun(outcome, "up", verdict(i * 1_000, status), 0),
      unchanged({}),
    );

  it("reports each turn of the status once, however often the status turns in a round", () => {
    expect(after(["up", "down", "down", "up"]).news).toEqual([
      turn("down", 1_000),
      turn("up", 3_000),
    ]);
  });

  it("takes over the lists of the outcome before, without reading what they hold", () => {
    let reads = 0;
    const counted = <T>(list: T[]): T[] =>
      new Proxy(list, {
        get(target, name) {
          if (typeof name === "string" && /^\d+$/.test(name)) reads += 1;
          return Reflect.get(target, name);
        },
      });
    const [entries, news] = [counted<Entry>([]), counted<News>([])];
    let outcome: Outcome = { entries, state: {}, news, evidence: [] };
    const drop = {
      targetId: 1,
      fate: "missed",
      count: 1,
      firstAt: 0,
      lastAt: 0,
    } as const;
    for (let slot = 1; slot <= 500; slot++) {
      outcome = afterDrops(outcome, [drop, drop]);
      outcome = afterRun(outcome, "up", verdict(slot, slot % 2 ? "up" : "down"), 0);
      outcome.news.push(...newsOfAnswer("site.test", slot, { retryAfterMs: 1 }));
    }
    expect(outcome.entries).toBe(entries);
    expect(outcome.news).toBe(news);
    expect(entries).toHaveLength(3 * 500);
    // Each run looks back at the drops since the run before it.
    expect(reads).toBeLessThanOrEqual(3 * 500);
  });

  it("keeps entries in the order of what happened, and adds up the state", () => {
    const drop = {
      targetId: 1,
      fate: "missed",
      count: 2,
      firstAt: 1_000,
      lastAt: 2_000,
    } as const;
    const outcome = afterRun(
      afterDrops(unchanged({ cursor: 0 }), [drop]),
      "up",
      verdict(3_000, "up"),
      3_050,
    );
    expect(outcome.entries.map(({ kind }) => kind)).toEqual(["drop", "run"]);
    expect(outcome.state).toMatchObject({
      cursor: 0,
      freeAt: 3_050,
      last: { dueAt: 3_000 },
      totals: { slots: { ran: 1, missed: 2 } },
    });
  });
});
