import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type Alarm,
  atRest,
  packAlarm,
  unpackAlarm,
} from "#domain/incidents/alarm-state.ts";

const instant = fc.integer({ min: 0, max: Date.parse("9999-12-31T00:00:00Z") });
const count = fc.nat();
const anyAlarm: fc.Arbitrary<Alarm> = fc.record({
  row: count,
  rowMissed: count,
  since: instant,
  recent: fc.array(
    fc.record({
      at: instant,
      outcome: fc.constantFrom("ok", "degraded", "failed", "missed"),
    }),
  ),
  lastGoodAt: fc.option(instant),
  openings: fc.array(instant),
  heldBy: fc.option(fc.string()),
  recheckAt: fc.option(instant),
  takenAt: instant,
  open: fc.option(
    fc.record({
      id: fc.string(),
      startedAt: instant,
      openedAt: instant,
      severity: fc.constantFrom("down", "degraded"),
      runsFailed: count,
      slotsMissed: count,
      lastGoodAt: fc.option(instant),
      passing: count,
      failedAt: instant,
      isFlapping: fc.boolean(),
      turns: count,
      isQuiet: fc.boolean(),
      lastRanAt: fc.option(instant),
    }),
  ),
});

it("an alarm is read as it was packed", () => {
  fc.assert(
    fc.property(anyAlarm, (alarm) => {
      expect(unpackAlarm(JSON.parse(JSON.stringify(packAlarm(alarm))))).toEqual(alarm);
    }),
  );
});

it("the stored form of an alarm stays as it is", () => {
  const at = 1_772_323_200_000;
  const alarm: Alarm = {
    row: 3,
    rowMissed: 0,
    since: at - 120_000,
    recent: [
      { at: at - 60_000, outcome: "degraded" },
      { at, outcome: "failed" },
    ],
    lastGoodAt: at - 180_000,
    openings: [at - 60_000],
    heldBy: null,
    recheckAt: null,
    takenAt: at,
    open: {
      id: "7-mm7qxs00",
      startedAt: at - 120_000,
      openedAt: at - 60_000,
      severity: "degraded",
      runsFailed: 3,
      slotsMissed: 1,
      lastGoodAt: at - 180_000,
      passing: 0,
      failedAt: at,
      isFlapping: false,
      turns: 0,
      isQuiet: false,
      lastRanAt: null,
    },
  };
  expect(JSON.stringify(packAlarm(alarm))).toBe(
    '[1772323200000,3,120000,[600001,2],180000,[60000],null,null,["7-mm7qxs00",120000,60000,0,3,1,180000,0,0,0,0,0]]',
  );
});

it("the stored form of an alarm that missed slots goes on where the earlier one ends", () => {
  const at = 1_772_323_200_000;
  const alarm: Alarm = {
    ...atRest,
    row: 3,
    rowMissed: 2,
    since: at - 120_000,
    recent: [
      { at: at - 120_000, outcome: "failed" },
      { at: at - 60_000, outcome: "missed" },
      { at, outcome: "missed" },
    ],
    takenAt: at,
  };
  expect(JSON.stringify(packAlarm(alarm))).toBe(
    "[1772323200000,3,120000,[1200002,600003,3],null,[],null,null,null,2]",
  );
});
