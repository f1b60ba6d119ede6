// Tests what the alarm of a heartbeat makes of slots that its job missed.
import { describe, expect, it } from "vitest";
import { mayOpen } from "#domain/incidents/alarm.ts";
import type { Alarm } from "#domain/incidents/alarm-state.ts";
import { ruleOf, watch } from "#domain/rounds/watch.ts";
import type { Entry, Run } from "#domain/runs/run.ts";
import { usualAlarm } from "#domain/targets/alarm-rule.ts";
import { hourMs, minuteMs } from "#domain/time/instants.ts";
import { aHeartbeat } from "#test/fixtures/heartbeats/heard.ts";
import { aRun } from "#test/fixtures/runs.ts";

const nine = Date.UTC(2026, 4, 4, 9);
const at = (minutes: number) => nine + minutes * minuteMs;

const missed = (minutes: number, count = 1, everyMs = hourMs): Entry => ({
  kind: "drop",
  drop: {
    targetId: 1,
    fate: "missed",
    count,
    firstAt: at(minutes),
    lastAt: at(minutes) + (count - 1) * everyMs,
  },
});

const ran = (minutes: number, part: Partial<Run> = {}): Entry => ({
  kind: "run",
  run: aRun({
    dueAt: at(minutes),
    startedAt: at(minutes),
    bodyMs: 0,
    firstByteMs: 0,
    ...part,
  }),
});

const see = (
  entries: Entry[],
  { failAfter = 1, before }: { failAfter?: number; before?: Alarm | undefined } = {},
) => {
  const target = aHeartbeat(
    { alarm: { ...usualAlarm, failAfter } },
    { graceMs: 24 * hourMs, startGraceMs: 10 * minuteMs },
  );
  return watch(ruleOf(target), before, entries, undefined, mayOpen);
};

describe("the alarm of a heartbeat", () => {
  it("opens an incident for a slot that was missed, once its grace is over", () => {
    const { turns, alarm } = see([ran(0), missed(60)]);
    expect(turns).toMatchObject([
      {
        kind: "opened",
        at: at(70),
        failure: { class: "missed", slots: 1 },
        incident: { slotsMissed: 1, runsFailed: 0, lastGoodAt: at(0), startedAt: at(70) },
      },
    ]);
    expect(alarm?.recheckAt).toBeNull();
  });

  it("counts the slots that go on being missed, and tells nobody again", () => {
    const first = see([ran(0), missed(60)]);
    const { turns, alarm } = see([missed(120), missed(180, 2)], { before: first.alarm });
    expect(turns).toEqual([]);
    expect(alarm).toMatchObject({
      row: 4,
      rowMissed: 4,
      open: { slotsMissed: 4, runsFailed: 0 },
    });
  });

  it("says with the incident that opens late how many slots were missed in a row", () => {
    const { turns } = see([ran(0), missed(60, 2), missed(180)], { failAfter: 3 });
    expect(turns).toMatchObject([
      {
        kind: "opened",
        at: at(190),
        failure: { class: "missed", slots: 3 },
        incident: { slotsMissed: 3, runsFailed: 0, startedAt: at(70) },
      },
    ]);
  });

  it("closes its incident when a run passes, at that run's end", () => {
    const late = ran(65, { bodyMs: 30 * minuteMs });
    const { turns, alarm } = see([ran(0), missed(60), late]);
    expect(turns.map(({ kind, at }) => [kind, at])).toEqual([
      ["opened", at(70)],
      ["closed", at(95)],
    ]);
    expect(alarm).toMatchObject({ open: null, rowMissed: 0 });
  });

  it("closes no incident before it opened, however late a run is reported", () => {
    const { turns } = see([ran(0), missed(60), ran(5)]);
    expect(turns.map(({ kind, at }) => [kind, at])).toEqual([
      ["opened", at(70)],
      ["closed", at(70)],
    ]);
  });

  it("has one incident for two runs of which one is stuck", () => {
    const stuck = ran(10, {
      bodyMs: 60 * minuteMs,
      failure: { class: "timeout", phase: "run", limitMs: 60 * minuteMs },
    });
    const { turns, alarm } = see([ran(0), stuck, missed(70), stuck]);
    expect(turns).toHaveLength(1);
    expect(alarm?.open).toMatchObject({ runsFailed: 2, slotsMissed: 1 });
  });
});

it("a slot of a page that was missed opens no incident: it is we who did not run it", () => {
  const page = aHeartbeat({ kind: "page", heartbeat: null });
  const { turns, alarm } = watch(
    ruleOf(page),
    undefined,
    [missed(60, 9)],
    undefined,
    mayOpen,
  );
  expect([turns, alarm]).toEqual([[], undefined]);
});
