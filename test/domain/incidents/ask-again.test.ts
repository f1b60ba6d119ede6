// Tests that an incident which had to wait opens later as it would have opened at once.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mayOpen,
  type Permission,
  type SeenRun,
  takeRun,
} from "#domain/incidents/alarm.ts";
import { type Alarm, atRest, type Outcome } from "#domain/incidents/alarm-state.ts";
import { askAgain, askAgainMs } from "#domain/incidents/ask-again.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { type AlarmRule, usualAlarm } from "#domain/targets/alarm-rule.ts";
import { hourMs } from "#domain/time/instants.ts";

const startAt = Date.parse("2026-03-01T00:00:00Z");
const wait: Permission = { may: "wait" };
const linger: Permission = { may: "linger" };
const once: AlarmRule = { ...usualAlarm, failAfter: 1, recheckMs: null };
const exit: Failure = { class: "exit", status: 3 };

/** Lets an alarm see runs of every hour: "x" fails, "m" was missed, "." passes. */
function see(rule: AlarmRule, runs: string, permissionOf: (i: number) => Permission) {
  let alarm: Alarm | undefined;
  let failure: Failure | null = null;
  let turn: ReturnType<typeof takeRun>["turn"];
  [...runs].forEach((letter, i) => {
    const at = startAt + i * hourMs;
    const isMissed = letter === "m";
    const slots = (alarm?.rowMissed ?? 0) + 1;
    const outcome: Outcome = letter === "." ? "ok" : "failed";
    if (!isMissed) failure = letter === "x" ? exit : null;
    const run: SeenRun = {
      targetId: 7,
      at,
      endedAt: at,
      outcome,
      failure: isMissed ? { class: "missed", slots } : failure,
      goodBefore: null,
    };
    ({ alarm, turn } = takeRun(rule, alarm, run, permissionOf(i)));
  });
  return { alarm, turn, lastFailure: failure as Failure | null };
}

/** The alarm of a target that failed at `startAt`, in maintenance. */
function waiting(runs = "x", rule = once): Alarm {
  const { alarm } = see(rule, runs, () => wait);
  return alarm ?? atRest;
}

function ask(
  alarm: Alarm,
  afterMs: number,
  permission: Permission = mayOpen,
  rule: AlarmRule = once,
) {
  const at = startAt + afterMs;
  return askAgain(rule, alarm, { targetId: 7, at, lastFailure: exit }, permission);
}

/** Asks when it is time, so many times. */
function askOften(alarm: Alarm, permission: Permission, times: number) {
  const turns = [];
  let after = alarm;
  for (let i = 0; i <= times; i++) {
    const asked = ask(after, i * askAgainMs, permission);
    after = asked.alarm;
    turns.push(asked.turn?.kind ?? null);
  }
  return { alarm: after, turns };
}

describe("an incident that had to wait", () => {
  it("is asked for some minutes later, not at once and not between", () => {
    const first = ask(waiting(), 12);
    expect(first).toEqual({
      alarm: { ...waiting(), recheckAt: startAt + 12 + askAgainMs },
    });
    expect(ask(first.alarm, 11 + askAgainMs)).toEqual(first);
    expect(ask(first.alarm, 12 + askAgainMs).turn?.kind).toBe("opened");
  });

  it("is the one that its last run would have opened, but for when it opens", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[xm.]{0,9}[xm]$/),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(null, 4),
        (runs, failAfter, ofLast) => {
          const rule = { ...once, failAfter, ofLast };
          const last = runs.length - 1;
          const atOnce = see(rule, runs, (i) => (i === last ? mayOpen : wait));
          const held = see(rule, runs, () => wait);
          if (held.alarm === undefined) throw new Error("a failing run is remembered");
          const due = { ...held.alarm, recheckAt: startAt };
          const at = startAt + last * hourMs + askAgainMs;
          const { lastFailure } = held;
          const later = askAgain(rule, due, { targetId: 7, at, lastFailure }, mayOpen);
          if (atOnce.turn?.kind !== "opened") {
            expect(later).toEqual({ alarm: { ...held.alarm, recheckAt: null } });
            return;
          }
          const incident = { ...atOnce.turn.incident, openedAt: at };
          expect(later.turn).toEqual({ ...atOnce.turn, at, incident });
          expect(later.alarm).toEqual({
            ...atOnce.alarm,
            open: incident,
            openings: [at],
            takenAt: at,
          });
        },
      ),
    );
  });

  it("goes on waiting in maintenance, and counts no run meanwhile", () => {
    const { alarm, turns } = askOften(waiting("xm"), wait, 100);
    expect(new Set(turns)).toEqual(new Set([null]));
    const recheckAt = startAt + 101 * askAgainMs;
    expect(alarm).toEqual({ ...waiting("xm"), recheckAt });
  });

  it("waits for an incident of a parent a quarter of an hour, and not for ever", () => {
    expect(askOften(waiting(), linger, 3).turns).toEqual([null, null, null, "opened"]);
  });

  it("is told once as one of a parent's, and opens when that is over", () => {
    const { alarm, turns } = askOften(waiting(), { may: "join", parent: "1.2" }, 3);
    expect(turns).toEqual([null, "held", null, null]);
    expect(alarm.heldBy).toBe("1.2");
    const { alarm: after, turn } = ask(alarm, 4 * askAgainMs);
    expect(turn?.kind).toBe("opened");
    expect(after).toMatchObject({ heldBy: null, recheckAt: null, row: 1 });
  });

  it("does not wait once it is open, or the target has passed, or its rule asks for more", () => {
    const opened = ask(ask(waiting(), 0).alarm, askAgainMs).alarm;
    const ofLast = { ...once, failAfter: 2, ofLast: 5 };
    const passed = waiting("xx.", ofLast);
    for (const [alarm, rule] of [
      [opened, once],
      [passed, ofLast],
      [waiting(), { ...once, failAfter: 2 }],
    ] as const) {
      const known = { ...alarm, recheckAt: startAt };
      const asked = ask(known, hourMs, mayOpen, rule);
      expect(asked).toEqual({ alarm: { ...alarm, recheckAt: null } });
    }
  });
});
