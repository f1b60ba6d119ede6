import { describe, expect, it } from "vitest";
import { takeRun } from "#domain/incidents/alarm.ts";
import type { Alarm } from "#domain/incidents/alarm-state.ts";
import { settledAlarm } from "#domain/incidents/known-incident.ts";
import { usualAlarm } from "#domain/targets/alarm-rule.ts";

const rule = { ...usualAlarm, failAfter: 1 };
const run = (at: number, outcome: "ok" | "failed") =>
  ({ targetId: 7, at, endedAt: at, outcome, failure: null, goodBefore: null }) as const;

function failing(at: number): Alarm {
  const { alarm } = takeRun(rule, undefined, run(at, "failed"), { may: "open" });
  if (alarm === undefined) throw new Error("it is at rest");
  return alarm;
}

const stored = {
  id: "7-rs",
  startedAt: 1_000,
  openedAt: 2_000,
  severity: "degraded",
  runsFailed: 2,
  slotsMissed: 0,
  lastGoodAt: 10,
} as const;

describe("settledAlarm", () => {
  it("goes on with an incident that is stored as open", () => {
    const alarm = failing(1_000);
    expect(settledAlarm(alarm, { ...stored, id: "7-rs" }, 5_000, 9_000)).toEqual(alarm);
  });

  it("is quiet about an incident that somebody closed, until the target recovers", () => {
    const closed = settledAlarm(failing(1_000), null, 0, 9_000);
    expect(closed?.open?.isQuiet).toBe(true);
    const more = takeRun(rule, closed, run(3_000, "failed"), { may: "open" });
    expect(more.turn).toBeUndefined();
    const over = takeRun(rule, more.alarm, run(4_000, "ok"), { may: "open" });
    expect(over).toMatchObject({ alarm: { open: null } });
    expect(over.turn).toBeUndefined();
    const again = takeRun(rule, over.alarm, run(5_000, "failed"), { may: "open" });
    expect(again.turn?.kind).toBe("opened");
  });

  it("has forgotten everything of a target that was resumed since", () => {
    expect(settledAlarm(failing(1_000), null, 1_500, 9_000)).toBeUndefined();
    const early = takeRun(usualAlarm, undefined, run(1_000, "failed"), { may: "open" });
    expect(settledAlarm(early.alarm, null, 1_500, 9_000)).toBeUndefined();
    expect(settledAlarm(early.alarm, null, 500, 9_000)).toEqual(early.alarm);
  });

  it("adopts an incident that it does not know", () => {
    const adopted = settledAlarm(undefined, stored, 0, 9_000);
    const { turn } = takeRun(rule, adopted, run(3_000, "ok"), { may: "open" });
    expect(turn).toMatchObject({
      kind: "closed",
      incident: { id: "7-rs", runsFailed: 2, lastGoodAt: 10 },
    });
  });

  it("does not wait for a look that a clock far ahead has planned", () => {
    const early = takeRun(usualAlarm, undefined, run(1e12, "failed"), { may: "open" });
    expect(early.alarm?.recheckAt).toBe(1e12 + 20_000);
    expect(settledAlarm(early.alarm, null, 0, 1e11)?.recheckAt).toBeNull();
  });

  it("knows nothing of a target at rest", () => {
    expect(settledAlarm(undefined, null, 0, 9_000)).toBeUndefined();
  });
});
