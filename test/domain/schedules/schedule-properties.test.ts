import { Cron } from "croner";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import { phaseOf } from "#domain/schedules/phase.ts";
import type { Schedule, Slots, Timing } from "#domain/schedules/schedule.ts";
import { countSlots, nextSlot } from "#domain/schedules/slots.ts";
import { type AllowedWindow, windowStateAt } from "#domain/schedules/window.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const hourMs = 3_600_000;
const dayMs = 86_400_000;
// New York's clocks change on 9 March, Berlin's on 30 March, Chatham's on 5 April (UTC).
const monthOfChanges = { from: Date.UTC(2025, 2, 7), to: Date.UTC(2025, 3, 7) };

const zone = fc.constantFrom(
  "UTC",
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Pacific/Chatham",
);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const every: fc.Arbitrary<Timing> = fc
  .oneof(fc.integer({ min: 60, max: 1_800 }), fc.integer({ min: 5, max: 400_000 }))
  .map((seconds) => ({ kind: "every", everyMs: seconds * 1_000 }));
const cron: fc.Arbitrary<Timing> = fc.record({
  kind: fc.constant("cron"),
  expression: fc.constantFrom(
    "*/5 * * * *",
    "30 2 * * *",
    "30 1,2,14 * * *",
    "0 */3 * * MON-FRI",
    "*/20 30 * * * *",
    "15 9 10 * 6",
  ),
  zone,
});
const clock = fc
  .integer({ min: 0, max: 47 })
  .map((n) => `${`${n >> 1}`.padStart(2, "0")}:${n % 2 ? "30" : "00"}`);
const window: fc.Arbitrary<AllowedWindow> = fc.record({
  weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  from: clock,
  to: clock,
  zone,
});
type Case = { slots: Slots; after: number; until: number };

/** Start, expiry and range lie around the anchor, so that they cut each other's slots. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    timing: fc.oneof(every, cron),
    window: orNull(window),
    seed: fc.nat(),
    anchorAt: fc.integer({ min: monthOfChanges.from, max: monthOfChanges.to }),
    startsLater: orNull(fc.integer({ min: -2 * dayMs, max: dayMs })),
    expiresLater: orNull(fc.integer({ min: 0, max: 4 * dayMs })),
    askedLater: fc.integer({ min: -dayMs, max: 2 * dayMs }),
  })
  .map(({ timing, window, seed, anchorAt, startsLater, expiresLater, askedLater }) => {
    const startAt = startsLater === null ? null : anchorAt + startsLater;
    const expiresAt = expiresLater === null ? null : anchorAt + expiresLater;
    const policy = { overlap: "buffer-one", catchUpMs: 0, graceMs: 0 } as const;
    const schedule: Schedule = { timing, window, startAt, expiresAt, ...policy };
    const after = anchorAt + askedLater;
    return { slots: { schedule, seed, anchorAt }, after, until: after + rangeOf(timing) };
  });

/** Some hundred steps at most: two days, or more where steps are long. */
function rangeOf(timing: Timing): number {
  return timing.kind === "every" ? Math.min(timing.everyMs * 300, 20 * dayMs) : 2 * dayMs;
}

/**
 * The timing's instants in (after, until], by the definition, whatever window and bounds
 * say.
 */
function listInstants(
  { schedule, seed, anchorAt }: Slots,
  after: number,
  until: number,
): number[] {
  const { timing, startAt } = schedule;
  if (timing.kind === "cron") {
    const croner = new Cron(timing.expression, {
      timezone: timing.zone,
      fixedTimeRule: "no-wildcard",
    });
    const instants: number[] = [];
    for (
      let at = croner.nextRun(new Date(after));
      at && at.getTime() <= until;
      at = croner.nextRun(at)
    ) {
      instants.push(at.getTime());
    }
    return instants;
  }
  const { everyMs } = timing;
  const phase = startAt === null ? phaseOf(seed, everyMs) : startAt % everyMs;
  const instants =
    startAt === null && anchorAt > after && anchorAt <= until ? [anchorAt] : [];
  for (
    let at = Math.floor(after / everyMs) * everyMs + phase - everyMs;
    at <= until;
    at += everyMs
  ) {
    if (at > after && (startAt !== null || at >= anchorAt + everyMs / 2))
      instants.push(at);
  }
  return instants;
}

function listSlotsByDefinition(slots: Slots, after: number, until: number): number[] {
  const { window, startAt, expiresAt } = slots.schedule;
  return listInstants(slots, after, until).filter(
    (at) =>
      at >= slots.anchorAt &&
      at >= (startAt ?? at) &&
      at < (expiresAt ?? Number.POSITIVE_INFINITY) &&
      (window === null || windowStateAt(window, at).open),
  );
}

function listSlots(slots: Slots, after: number, until: number): number[] {
  const found: number[] = [];
  for (
    let at = nextSlot(slots, after);
    at !== null && at <= until;
    at = nextSlot(slots, at)
  )
    found.push(at);
  return found;
}

describe("for any schedule, anchor and range", () => {
  test("slot after slot are those of the definition, in order", () => {
    fc.assert(
      fc.property(cases, ({ slots, after, until }) => {
        expect(listSlots(slots, after, until)).toEqual(
          listSlotsByDefinition(slots, after, until),
        );
      }),
      { numRuns: scenarios(500) },
    );
  });

  test("the count is that of the slots", () => {
    fc.assert(
      fc.property(cases, ({ slots, after, until }) => {
        const expected = listSlots(slots, after, until);
        expect(
          countSlots(slots, after, until, createAllowance(Number.POSITIVE_INFINITY)),
        ).toEqual({
          count: expected.length,
          first: expected.at(0) ?? null,
          last: expected.at(-1) ?? null,
          upTo: until,
        });
      }),
      { numRuns: scenarios(500) },
    );
  });

  test("counting on from where a limit stopped it sums to the same", () => {
    fc.assert(
      fc.property(
        cases,
        fc.integer({ min: 1, max: 7 }),
        ({ slots, after, until }, limit) => {
          const whole = countSlots(
            slots,
            after,
            until,
            createAllowance(Number.POSITIVE_INFINITY),
          );
          const parts = [countSlots(slots, after, until, createAllowance(limit))];
          for (
            let upTo = parts[0]?.upTo ?? until;
            upTo < until;
            upTo = parts.at(-1)?.upTo ?? until
          ) {
            const part = countSlots(slots, upTo, until, createAllowance(limit));
            expect(part.upTo).toBeGreaterThan(upTo);
            parts.push(part);
          }
          expect({
            count: parts.reduce((sum, part) => sum + part.count, 0),
            first: parts.find((part) => part.first !== null)?.first ?? null,
            last: parts.findLast((part) => part.last !== null)?.last ?? null,
            upTo: parts.at(-1)?.upTo,
          }).toEqual(whole);
        },
      ),
      { numRuns: scenarios(500) },
    );
  });

  test("the next slot is later than what it is asked after, by an hour or a year", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(0, hourMs, 365 * dayMs), ({ slots }, later) => {
        const after = slots.anchorAt + later;
        expect(nextSlot(slots, after) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(after);
      }),
    );
  });
});
