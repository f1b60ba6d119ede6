import { describe, expect, it } from "vitest";
import { type News, newsOfAnswer, newsOfRun } from "#domain/rounds/news.ts";
import { afterDrops, afterRun, type Outcome, unchanged } from "#domain/rounds/outcome.ts";
import type { Verdict } from "#domain/runs/judge.ts";
import { aRun } from "#test/fixtures/runs.ts";

const verdict = (startedAt: number, status: Verdict["status"]): Verdict => ({
  run: aRun({ dueAt: startedAt, startedAt }),
  status,
  learned: {},
});

const turn = (status: "up" | "down", at: number): News => ({
  kind: "status-turned",
  targetId: 1,
  status,
  at,
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
