import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import {
  chooseSlot,
  nothingToDrop,
  type SlotChoice,
} from "#domain/rounds/slot-policy.ts";
import type { Absence } from "#domain/rounds/slot-walk.ts";
import type { Overlap, Slots } from "#domain/schedules/schedule.ts";
import { countSlots, searchSlot } from "#domain/schedules/slots.ts";
import { aSchedule } from "#test/fixtures/runs.ts";

const hour = 3_600_000;
const limit = 2_000;
const at = (time: string): number => Date.parse(`2026-03-02T${time}:00Z`);

/** Chooses with fresh looks after a cursor. */
function choose(
  slots: Slots,
  { dropUntil = nothingToDrop, cursor, ...absence }: At,
  now: number,
  most: number,
): SlotChoice {
  const looks = createAllowance(most);
  const next = searchSlot(slots, cursor, looks);
  return chooseSlot(slots, { cursor, next, dropUntil }, absence, now, looks);
}

type At = Absence & { cursor: number; dropUntil?: number };

/** An hourly schedule that may catch up with a whole day. */
const hourly = (overlap: Overlap, catchUpMs = 24 * hour): Slots => ({
  schedule: aSchedule({ timing: { kind: "every", everyMs: hour }, overlap, catchUpMs }),
  seed: 7,
  anchorAt: 0,
});

/** The 15:00 run went on until 17:10 while somebody was attending all along. */
const longRun = {
  cursor: at("15:00"),
  busy: { from: at("15:00"), to: at("17:10") },
  since: at("15:00"),
};
const skipped = (time: string, count = 1) => ({
  targetId: 7,
  fate: "skipped",
  count,
  firstAt: at(time),
  lastAt: at(time),
});

describe("when an hourly run of 15:00 ends at 17:10", () => {
  it.each([
    ["buffer-all", at("16:00"), [], at("16:00")],
    ["keep-latest", at("17:00"), [skipped("16:00")], at("17:00")],
    ["buffer-one", at("16:00"), [skipped("17:00")], at("17:00")],
  ] as const)(
    "%s starts the slots that core.async's buffer would keep",
    (overlap, run, drops, cursor) => {
      expect(choose(hourly(overlap), longRun, at("17:10"), limit)).toMatchObject({
        run,
        drops,
        cursor,
        whole: true,
      });
    },
  );

  it("the policy skip starts none of the slots that came meanwhile", () => {
    const choice = choose(hourly("skip"), longRun, at("17:10"), limit);
    expect(choice).toMatchObject({
      run: null,
      drops: [skipped("16:00"), skipped("17:00")],
      cursor: at("17:00"),
      whole: true,
    });
  });

  it("the policy buffer-all runs 16:00, then 17:00", () => {
    const later = { ...longRun, cursor: at("16:00") };
    expect(choose(hourly("buffer-all"), later, at("17:20"), limit).run).toBe(at("17:00"));
  });
});

describe("after a time without ticks, from 15:10 to 18:30,", () => {
  const outage = {
    cursor: at("15:00"),
    busy: { from: at("15:00"), to: at("15:01") },
    since: at("18:30"),
  };

  it.each([
    ["buffer-one", at("16:00"), 2],
    ["keep-latest", at("18:00"), 2],
    ["skip", at("16:00"), 2],
    ["buffer-all", at("16:00"), 0],
  ] as const)("%s runs one slot and misses the rest", (overlap, run, missed) => {
    const choice = choose(hourly(overlap), outage, at("18:30"), limit);
    expect(choice.run).toBe(run);
    expect(choice.drops.every((drop) => drop.fate === "missed")).toBe(true);
    expect(choice.drops.reduce((sum, drop) => sum + drop.count, 0)).toBe(missed);
  });

  it("slots older than the catch-up window are missed, and younger ones run", () => {
    const choice = choose(hourly("buffer-all", hour), outage, at("18:30"), limit);
    // 16:00 and 17:00 are older than 17:30.
    expect(choice).toMatchObject({
      run: at("18:00"),
      drops: [{ firstAt: at("16:00") }, { firstAt: at("17:00") }],
    });
  });
});

describe("a long outage of a cron target", () => {
  const slots: Slots = {
    schedule: aSchedule({
      timing: { kind: "cron", expression: "* * * * *", zone: "UTC" },
      startAt: null,
    }),
    seed: 1,
    anchorAt: 0,
  };

  it("is accounted for in bounded steps that add up", () => {
    const from = at("00:00");
    const now = from + 10 * 24 * hour;
    let attendance = { cursor: from, busy: null, since: now };
    let steps = 0;
    let missed = 0;
    for (;;) {
      const choice = choose(slots, attendance, now, 50);
      missed += choice.drops.reduce((sum, drop) => sum + drop.count, 0);
      steps += 1;
      if (choice.run !== null) {
        expect(choice.run).toBe(now - hour);
        break;
      }
      attendance = { ...attendance, cursor: choice.cursor };
    }
    expect(steps).toBeGreaterThan(5);
    // All but the one that runs: ten days of minutes, the last one (now) included.
    expect(missed).toBe(10 * 24 * 60 - 1);
  });
});

describe("under any policy", () => {
  const anyOverlap = fc.constantFrom<Overlap>(
    "buffer-one",
    "keep-latest",
    "buffer-all",
    "skip",
  );
  const anySlots = fc
    .tuple(
      anyOverlap,
      fc.integer({ min: 5, max: 600 }),
      fc.integer({ min: 0, max: 7_200 }),
    )
    .map(
      ([overlap, seconds, catchUp]): Slots => ({
        schedule: aSchedule({
          timing: { kind: "every", everyMs: seconds * 1000 },
          overlap,
          catchUpMs: catchUp * 1000,
        }),
        seed: 3,
        anchorAt: 0,
      }),
    );

  it("every slot up to the cursor is run or dropped, once, and drops lie within their hour", () => {
    fc.assert(
      fc.property(
        anySlots,
        fc.integer({ min: 1, max: 20_000_000 }),
        fc.integer({ min: 0, max: 20_000_000 }),
        fc.nat(1_000_000),
        fc.nat(1_000_000),
        (slots, cursor, gone, ran, sinceBefore) => {
          const now = cursor + gone;
          const busy = { from: cursor, to: cursor + ran };
          const choice = choose(
            slots,
            { cursor, busy, since: now - sinceBefore },
            now,
            limit,
          );
          const dropped = choice.drops.reduce((sum, drop) => sum + drop.count, 0);
          const open = countSlots(
            slots,
            cursor,
            choice.cursor,
            createAllowance(Number.POSITIVE_INFINITY),
          ).count;
          expect(dropped + (choice.run === null ? 0 : 1)).toBe(open);
          for (const drop of choice.drops) {
            expect(Math.floor(drop.firstAt / hour)).toBe(Math.floor(drop.lastAt / hour));
            expect(drop.lastAt).toBeLessThanOrEqual(choice.cursor);
          }
        },
      ),
    );
  });
});
