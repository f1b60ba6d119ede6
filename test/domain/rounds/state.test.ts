import { describe, expect, it } from "vitest";
import {
  credibleState,
  type TargetState,
  withDrops,
  withRun,
} from "#domain/rounds/state.ts";
import type { Verdict } from "#domain/runs/judge.ts";
import { aRun } from "#test/fixtures/runs.ts";

const verdict = (
  part: Partial<Verdict["run"]>,
  learned: Verdict["learned"] = {},
): Verdict => ({
  run: { ...aRun(), ...part },
  requestRevision: 1,
  status: "up",
  learned,
  evidence: null,
});

describe("what is remembered of a target", () => {
  it("adds up over runs and drops", () => {
    const refused = { class: "status", status: 500, expected: "2xx" } as const;
    const verdicts = [
      verdict({}),
      verdict({ late: true, changed: true }),
      verdict({ failure: refused }),
    ];
    const ran = verdicts.reduce<TargetState>(
      (state, one) => withRun(state, one, 5_000),
      {},
    );
    const drop = {
      targetId: 1,
      fate: "missed",
      count: 3,
      firstAt: 0,
      lastAt: 2_000,
    } as const;
    expect(withDrops(ran, [drop]).totals).toMatchObject({
      changes: 1,
      results: { ok: 2, status: 1 },
      slots: { ran: 2, late: 1, missed: 3 },
    });
  });

  it("includes the last run, when that run ended and what it learnt; the rest stays", () => {
    const content = { requestRevision: 1, hash: "aa" };
    const before = withRun(
      { cursor: 1_000 },
      verdict({ dueAt: 1_000 }, { content }),
      1_065,
    );
    const { run, ...other } = verdict({ dueAt: 2_000 });
    expect(withRun(before, { run, ...other }, 2_065)).toMatchObject({
      cursor: 1_000,
      content,
      last: run,
      freeAt: 2_065,
    });
  });

  it("is as it was when no slot was dropped", () => {
    const state = { cursor: 1_000 };
    expect(withDrops(state, [])).toBe(state);
  });
});

describe("what is believed of a target's state", () => {
  const now = 1_000_000_000;
  it.each([
    ["a little ahead, as clocks are", { cursor: now + 60_000, freeAt: now + 60_000 }],
    ["past", { cursor: now - 60_000, freeAt: now - 59_000 }],
    ["missing", {}],
  ])("is all of it where its instants are %s", (_, state) => {
    expect(credibleState(state, now)).toEqual(state);
  });

  it("is no instant that lies far ahead: the slot that is due now is open", () => {
    const ahead = { cursor: now + 3_600_000, freeAt: now + 3_600_100, recency: 7 };
    expect(credibleState(ahead, now)).toEqual({ cursor: now - 1, recency: 7 });
  });
});
