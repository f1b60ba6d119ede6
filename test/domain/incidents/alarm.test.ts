import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SeenRun, takeMissed, takeRun } from "#domain/incidents/alarm.ts";
import type { Alarm, Outcome } from "#domain/incidents/alarm-state.ts";
import { type AlarmRule, usualAlarm } from "#domain/targets/alarm-rule.ts";
import { type Sequence, sequences } from "#test/fixtures/incidents/sequences.ts";

const outcomeOf: Record<string, Outcome> = { ".": "ok", d: "degraded", x: "failed" };
const letterOf = { worse: "W", closed: "C", held: "h" } as const;
const startAt = Date.parse("2026-03-01T00:00:00Z");

/** Lets an alarm see a sequence; gives a letter for each run, and what is remembered. */
function see({ rule, runs, everyMs = 60_000 }: Omit<Sequence, "alarms">) {
  const whole: AlarmRule = { ...usualAlarm, ...rule };
  let alarm: Alarm | undefined;
  let alarms = "";
  [...runs].forEach((letter, i) => {
    const at = startAt + i * everyMs;
    const outcome = outcomeOf[letter];
    if (outcome === undefined) {
      alarm = takeMissed(alarm, 1);
      alarms += ".";
      return;
    }
    const run: SeenRun = {
      targetId: 7,
      at,
      endedAt: at + 500,
      outcome,
      failure: null,
      goodBefore: null,
    };
    const { turn, ...after } = takeRun(whole, alarm, run, { may: "open" });
    alarm = after.alarm;
    if (turn === undefined) alarms += ".";
    else if (turn.kind === "opened")
      alarms += turn.incident.severity === "down" ? "O" : "o";
    else alarms += letterOf[turn.kind];
  });
  return { alarms, alarm };
}

describe("the recorded sequences", () => {
  it("are a hundred at least, none of them twice", () => {
    const all = sequences.map((one) => JSON.stringify(one));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(100);
  });

  it.each(sequences)("give the alarms that a person would want: %j", (sequence) => {
    expect(see(sequence).alarms).toBe(sequence.alarms);
  });
});

/** What a plain reading of a rule says of a whole history, without flapping. */
function naively({ failAfter, ofLast, recoverAfter, degraded }: AlarmRule, runs: string) {
  let alarms = "";
  let from = 0;
  let severity: "" | "o" | "O" = "";
  let passing = 0;
  [...runs].forEach((letter, i) => {
    const isBad = (one: string) => one === "x" || (degraded && one === "d");
    const own = runs.slice(from, i + 1);
    const row = [...own].reverse().findIndex((one) => !isBad(one));
    const inRow = own.slice(row === -1 ? 0 : own.length - row);
    const counted = ofLast === null ? inRow.slice(-failAfter) : own.slice(-ofLast);
    const bad = [...counted].filter(isBad).length;
    const down = [...counted].filter((one) => one === "x").length;
    passing = isBad(letter) ? 0 : passing + 1;
    if (severity !== "" && passing >= recoverAfter) {
      severity = "";
      from = i + 1;
      alarms += "C";
    } else if (severity === "" && isBad(letter) && bad >= failAfter) {
      severity = down >= failAfter ? "O" : "o";
      alarms += severity;
    } else if (severity === "o" && isBad(letter) && down >= failAfter) {
      severity = "O";
      alarms += "W";
    } else alarms += ".";
  });
  return alarms;
}

const anyRule = fc
  .record({
    failAfter: fc.integer({ min: 1, max: 4 }),
    more: fc.option(fc.nat({ max: 4 })),
    recoverAfter: fc.integer({ min: 1, max: 3 }),
    degraded: fc.boolean(),
  })
  .map(
    ({ more, ...rule }): AlarmRule => ({
      ...usualAlarm,
      ...rule,
      ofLast: more === null ? null : rule.failAfter + more,
      flapsPerHour: 1_000,
    }),
  );
const anyRuns = fc
  .array(fc.constantFrom(".", ".", "d", "x", "x"), { maxLength: 60 })
  .map((letters) => letters.join(""));

describe("takeRun", () => {
  it("gives what a plain reading of the rule gives", () => {
    fc.assert(
      fc.property(anyRule, anyRuns, (rule, runs) => {
        expect(see({ rule, runs }).alarms).toBe(naively(rule, runs));
      }),
    );
  });

  it("remembers nothing of a target that passes, nor an hour after an incident", () => {
    expect(see({ rule: {}, runs: "....." }).alarm).toBeUndefined();
    expect(see({ rule: {}, runs: "..x.." }).alarm).toBeUndefined();
    expect(see({ rule: {}, runs: `xx${".".repeat(59)}` }).alarm).toBeDefined();
    expect(see({ rule: {}, runs: `xx${".".repeat(60)}` }).alarm).toBeUndefined();
  });

  it("counts what an incident has cost", () => {
    const { alarm } = see({ rule: {}, runs: "..xxmmxx" });
    expect(alarm?.open).toMatchObject({
      id: `7-${(startAt + 120_000).toString(36)}`,
      startedAt: startAt + 120_000,
      openedAt: startAt + 180_000,
      lastGoodAt: null,
      runsFailed: 4,
      slotsMissed: 2,
    });
  });

  it("asks for another look after a failure that opens no incident", () => {
    expect(see({ rule: {}, runs: "x" }).alarm?.recheckAt).toBe(startAt + 500 + 20_000);
    expect(see({ rule: { recheckMs: null }, runs: "x" }).alarm?.recheckAt).toBeNull();
    expect(see({ rule: {}, runs: "xx" }).alarm?.recheckAt).toBeNull();
    expect(see({ rule: {}, runs: "xx.x" }).alarm?.recheckAt).toBe(
      startAt + 3 * 60_000 + 500 + 20_000,
    );
    expect(
      see({ rule: { failAfter: 2, ofLast: 3 }, runs: "x." }).alarm?.recheckAt,
    ).toBeNull();
  });

  const failing = (at: number): SeenRun => ({
    targetId: 7,
    at,
    endedAt: at,
    outcome: "failed",
    failure: null,
    goodBefore: at - 1,
  });

  it("opens no incident in maintenance, and does so with the first failure after it", () => {
    const rule = { ...usualAlarm, failAfter: 2 };
    let alarm: Alarm | undefined;
    for (const at of [1_000, 2_000, 3_000]) {
      const step = takeRun(rule, alarm, failing(at), { may: "wait" });
      expect(step.turn).toBeUndefined();
      alarm = step.alarm;
    }
    const { turn } = takeRun(rule, alarm, failing(4_000), { may: "open" });
    expect(turn).toMatchObject({
      kind: "opened",
      at: 4_000,
      incident: { startedAt: 1_000, runsFailed: 4, lastGoodAt: 999 },
    });
  });

  it("names a target once in the incident of the one that it depends on", () => {
    const rule = { ...usualAlarm, failAfter: 1 };
    const under = { may: "join", parent: "3-a" } as const;
    const first = takeRun(rule, undefined, failing(1_000), under);
    expect(first.turn).toEqual({ kind: "held", at: 1_000, parent: "3-a" });
    const second = takeRun(rule, first.alarm, failing(2_000), under);
    expect(second.turn).toBeUndefined();
    const third = takeRun(rule, second.alarm, failing(3_000), { may: "open" });
    expect(third.turn).toMatchObject({ kind: "opened", incident: { startedAt: 1_000 } });
  });

  it("counts the turns of a target that flaps", () => {
    const rule = { failAfter: 1, flapsPerHour: 1 };
    const { alarm, alarms } = see({ rule, runs: "x.x.x..x." });
    expect(alarms).toBe("OCO......");
    expect(alarm?.open?.turns).toBe(2);
  });
});

describe("slots of a job that does not report", () => {
  const rule: AlarmRule = { ...usualAlarm, failAfter: 1, recheckMs: null };
  const missed = (at: number): SeenRun => ({
    targetId: 7,
    at,
    endedAt: at,
    outcome: "failed",
    failure: { class: "missed", slots: 1 },
    goodBefore: 500,
  });
  const ran = (at: number, outcome: "ok" | "failed"): SeenRun => ({
    ...missed(at),
    outcome,
    failure: outcome === "ok" ? null : { class: "exit", status: 1 },
  });

  function seen(runs: readonly SeenRun[], by = rule) {
    let alarm: Alarm | undefined;
    const turns = runs.flatMap((run) => {
      const step = takeRun(by, alarm, run, { may: "open" });
      alarm = step.alarm;
      return step.turn ?? [];
    });
    return { open: alarm?.open, turns };
  }

  it("open one incident, which counts them and knows when the job last ran", () => {
    const { open, turns } = seen([missed(1_000), missed(2_000), missed(3_000)]);
    expect(turns).toMatchObject([
      { kind: "opened", incident: { runsFailed: 0, slotsMissed: 1, lastRanAt: 500 } },
    ]);
    expect(open).toMatchObject({ runsFailed: 0, slotsMissed: 3, lastRanAt: 500 });
  });

  it("count beside the runs that fail, before the incident opens and after", () => {
    const runs = [
      ran(1_000, "failed"),
      missed(2_000),
      missed(3_000),
      missed(4_000),
      ran(5_000, "failed"),
    ];
    const { open, turns } = seen(runs, { ...rule, failAfter: 3 });
    expect(turns).toMatchObject([
      { at: 3_000, incident: { runsFailed: 1, slotsMissed: 2, lastRanAt: 1_000 } },
    ]);
    expect(open).toMatchObject({ runsFailed: 2, slotsMissed: 3, lastRanAt: 5_000 });
  });

  it("that follow a run that failed tell when that one began", () => {
    const { open, turns } = seen([ran(1_000, "failed"), missed(2_000)]);
    expect(turns).toHaveLength(1);
    expect(open).toMatchObject({ runsFailed: 1, slotsMissed: 1, lastRanAt: 1_000 });
  });

  it("are over with the first run that passes", () => {
    const { open, turns } = seen([missed(1_000), missed(2_000), ran(2_500, "ok")]);
    expect(open).toBeNull();
    expect(turns[1]).toMatchObject({ kind: "closed", incident: { slotsMissed: 2 } });
  });

  it("are all told where maintenance kept the incident from opening", () => {
    let alarm: Alarm | undefined;
    for (const at of [1_000, 2_000, 3_000])
      alarm = takeRun(rule, alarm, missed(at), { may: "wait" }).alarm;
    const { turn } = takeRun(rule, alarm, missed(4_000), { may: "open" });
    expect(turn).toMatchObject({ incident: { runsFailed: 0, slotsMissed: 4 } });
  });
});
