// Tests that choosing slots with few looks, a portion at a time, comes to the same as
// listing all slots.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import { chooseSlot, nothingToDrop } from "#domain/rounds/slot-policy.ts";
import type { Absence } from "#domain/rounds/slot-walk.ts";
import type { Drop } from "#domain/runs/run.ts";
import type { Overlap, Slots, Timing } from "#domain/schedules/schedule.ts";
import { nextSlot, searchSlot } from "#domain/schedules/slots.ts";
import { hourMs } from "#domain/time/instants.ts";
import { aSchedule } from "#test/fixtures/runs.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const zones = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Chatham");

const timings: fc.Arbitrary<Timing> = fc.oneof(
  fc
    .integer({ min: 30, max: 20_000 })
    .map((seconds) => ({ kind: "every" as const, everyMs: seconds * 1_000 })),
  fc.record({
    kind: fc.constant("cron" as const),
    expression: fc.constantFrom(
      "* * * * *",
      "*/7 1-5,20 * * *",
      "30 2 * * *",
      "*/40 10,40-50/5 * * * *",
      "@hourly",
    ),
    zone: zones,
  }),
);

const windows = fc.record({
  weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  from: fc.constantFrom("00:00", "08:30", "22:00"),
  to: fc.constantFrom("01:15", "12:00", "24:00"),
  zone: zones,
});

/** Berlin's clocks change on 30 March, Chatham's on 5 April (UTC). */
const spring = { min: Date.UTC(2025, 2, 29), max: Date.UTC(2025, 3, 6) };

type Case = { slots: Slots; cursor: number; now: number; absence: Absence };

const cases: fc.Arbitrary<Case> = fc
  .record({
    timing: timings,
    window: fc.option(windows, { nil: null }),
    overlap: fc.constantFrom<Overlap>("buffer-one", "keep-latest", "buffer-all", "skip"),
    catchUpMs: fc.constantFrom(0, hourMs, 7 * hourMs, 7 * 24 * hourMs),
    cursor: fc.integer(spring),
    gone: fc.oneof(fc.nat(3 * hourMs), fc.nat(48 * hourMs)),
    ran: fc.option(fc.nat(5 * hourMs), { nil: null }),
    attended: fc.nat(hourMs),
  })
  .map(({ timing, window, overlap, catchUpMs, cursor, gone, ran, attended }) => ({
    slots: {
      schedule: aSchedule({ timing, window, overlap, catchUpMs, startAt: null }),
      seed: 5,
      anchorAt: 0,
    },
    cursor,
    now: cursor + gone,
    absence: {
      busy: ran === null ? null : { from: cursor, to: cursor + ran },
      since: cursor + gone - attended,
    },
  }));

function listOpen({ slots, cursor, now }: Case): number[] {
  const found: number[] = [];
  for (
    let at = nextSlot(slots, cursor);
    at !== null && at <= now;
    at = nextSlot(slots, at)
  )
    found.push(at);
  return found;
}

/** What becomes of all open slots, by the words of docs/schedules.md. */
function plainChoice({ slots, now, absence: { busy, since } }: Case, open: number[]) {
  const { overlap, catchUpMs } = slots.schedule;
  const isOver = (at: number) =>
    at < now - catchUpMs || (overlap === "skip" && busy !== null && at <= busy.to);
  const kept = open.filter((at) => !isOver(at));
  const run = (overlap === "keep-latest" ? kept.at(-1) : kept[0]) ?? null;
  const dropped = open.filter(
    (at) => isOver(at) || (at !== run && overlap !== "buffer-all"),
  );
  const fateOf = (at: number) =>
    at > since || (busy && at > busy.from && at <= busy.to) ? "skipped" : "missed";
  return { run, dropped: dropped.map((at) => ({ at, fate: fateOf(at) })) };
}

/** Chooses again and again, with so many looks each time, until all is accounted for. */
function choosePortions(
  { slots, cursor, now, absence }: Case,
  most: (portion: number) => number,
) {
  const runs: number[] = [];
  const drops: Drop[] = [];
  let place = { cursor, dropUntil: nothingToDrop };
  for (let portion = 0; portion < 5_000; portion++) {
    const looks = createAllowance(most(portion));
    const next = searchSlot(slots, place.cursor, looks);
    const choice = chooseSlot(slots, { ...place, next }, absence, now, looks);
    drops.push(...choice.drops);
    if (choice.run !== null) runs.push(choice.run);
    if (choice.whole) return { runs, drops, choice };
    place = { cursor: choice.cursor, dropUntil: choice.dropUntil };
  }
  throw new Error("the portions came to no end");
}

const slotsOf = (drops: readonly Drop[], open: readonly number[]) =>
  drops.flatMap(({ fate, count, firstAt, lastAt }) => {
    const covered = open.filter((at) => at >= firstAt && at <= lastAt);
    expect(covered).toHaveLength(count);
    expect([covered.at(0), covered.at(-1)]).toEqual([firstAt, lastAt]);
    expect(Math.floor(firstAt / hourMs)).toBe(Math.floor(lastAt / hourMs));
    return covered.map((at) => ({ at, fate }));
  });

describe("choosing among slots that waited", () => {
  it.each([
    ["with looks for all of them", fc.constant([2_000])],
    ["with 16 to 40 looks at a time", fc.array(fc.integer({ min: 16, max: 40 }))],
  ])("%s, comes to what the list of all slots says", (_, limits) => {
    fc.assert(
      fc.property(cases, limits, (one, most) => {
        const open = listOpen(one);
        const { runs, drops, choice } = choosePortions(
          one,
          (portion) => most[portion % most.length] ?? 16,
        );
        const plain = plainChoice(one, open);
        expect(runs).toEqual(plain.run === null ? [] : [plain.run]);
        expect(slotsOf(drops, open)).toEqual(plain.dropped);
        const { cursor, next } = choice;
        const following = nextSlot(one.slots, cursor) ?? Number.POSITIVE_INFINITY;
        if (next?.found) expect(next.at).toBe(following);
        else expect(next?.at ?? 0).toBeLessThanOrEqual(following);
        const last = [...plain.dropped.map(({ at }) => at), ...runs].sort(
          (a, b) => b - a,
        );
        // The search may have gone on to where it ended, where no slot is left behind.
        const accounted = Math.max(one.cursor, last[0] ?? 0);
        expect(Math.max(cursor, one.cursor)).toBeGreaterThanOrEqual(accounted);
        expect(cursor).toBeLessThanOrEqual(one.now);
        expect(open.filter((at) => at > accounted && at <= cursor)).toEqual([]);
      }),
      { numRuns: scenarios(400) },
    );
  });

  it("spends no more looks than it was allowed, but for those of one hour", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 60 }), (one, most) => {
        const looks = createAllowance(most);
        const next = searchSlot(one.slots, one.cursor, looks);
        const place = { cursor: one.cursor, dropUntil: nothingToDrop, next };
        chooseSlot(one.slots, place, one.absence, one.now, looks);
        expect(looks.spent()).toBeLessThanOrEqual(most + 1);
      }),
      { numRuns: scenarios(400) },
    );
  });

  it("spends none when one slot is open and nothing waited", () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { slots, cursor, absence } = one;
        const open = { ...slots, schedule: { ...slots.schedule, window: null } };
        const at = nextSlot(open, cursor) ?? 0;
        const looks = createAllowance(0);
        const place = { cursor, dropUntil: nothingToDrop, next: { at, found: true } };
        const choice = chooseSlot(open, place, { ...absence, busy: null }, at, looks);
        expect(choice).toMatchObject({ run: at, whole: true });
        expect(looks.spent()).toBe(0);
      }),
    );
  });
});
