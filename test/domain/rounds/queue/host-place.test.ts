// Tests that invocations which know nothing of each other keep a host's gap, each with its
// places alone.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HostPlace, nextStart, openMs } from "#domain/rounds/queue/host-place.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const gap = { gapMs: 100, shiftMs: 0 };
const lengthMs = gap.gapMs + openMs;

const nextOf = (place: HostPlace, at: number) =>
  nextStart({ ...gap, place: { ...place, from: 0 } }, at);

/** Whether the place may ask at the beginning of a moment. */
const has = (place: HostPlace, moment: number): boolean =>
  nextOf(place, moment * lengthMs) === moment * lengthMs;

const places = (of: number): HostPlace[] =>
  Array.from({ length: of }, (_, place) => ({ place, of }));

describe("places at a host", () => {
  it("share all moments: each is one place's", () => {
    const of = fc.integer({ min: 2, max: 300 });
    const moment = fc.integer({ min: 0, max: 20_000_000 });
    fc.assert(
      fc.property(of, moment, (of, moment) => {
        expect(places(of).filter((place) => has(place, moment))).toHaveLength(1);
      }),
      { numRuns: scenarios(300) },
    );
  });

  it("lose to further places what becomes theirs, and get nothing of each other", () => {
    const count = fc.integer({ min: 2, max: 200 });
    const moment = fc.integer({ min: 0, max: 20_000_000 });
    fc.assert(
      fc.property(count, count, moment, (one, other, moment) => {
        const [fewer, more] = one < other ? [one, other] : [other, one];
        const now = places(more).find((place) => has(place, moment));
        const before = places(fewer).find((place) => has(place, moment));
        if (now !== undefined && now.place < fewer) expect(before?.place).toBe(now.place);
      }),
      { numRuns: scenarios(300) },
    );
  });

  it("lose them only to a place whose number becomes theirs without its highest bits", () => {
    const count = fc.integer({ min: 2, max: 200 });
    const moment = fc.integer({ min: 0, max: 20_000_000 });
    fc.assert(
      fc.property(count, count, moment, (one, other, moment) => {
        const [fewer, more] = one < other ? [one, other] : [other, one];
        const now = places(more).find((place) => has(place, moment))?.place ?? -1;
        const before = places(fewer).find((place) => has(place, moment))?.place ?? -1;
        const cut = [1, 2, 4, 8, 16, 32, 64, 128].map((bit) => now & (bit - 1));
        if (before !== now) expect(cut).toContain(before);
      }),
      { numRuns: scenarios(300) },
    );
  });

  it("come again within twice as many moments as there are places", () => {
    const of = fc.integer({ min: 2, max: 3_000 });
    fc.assert(
      fc.property(of, fc.nat(), fc.nat(1_000_000_000), (of, number, at) => {
        const start = nextOf({ place: number % of, of }, at);
        expect(start).toBeGreaterThanOrEqual(at);
        expect(start - at).toBeLessThan(2 * of * lengthMs);
      }),
      { numRuns: scenarios(300) },
    );
  });

  it("are used in moments that begin at their instant or later", () => {
    const at = (from: number) =>
      nextStart({ ...gap, place: { place: 1, of: 2, from } }, 10);
    // Place 1 of 2 has the moments that begin at 125, 375, 625 ms, each open for 25 ms.
    expect([0, 125, 149, 150, Number.POSITIVE_INFINITY].map(at)).toEqual([
      125,
      125,
      375,
      375,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it("are at other times for another host", () => {
    const place = { place: 0, of: 2, from: 0 };
    expect(nextStart({ gapMs: 100, shiftMs: 70, place }, 0)).toBe(180);
  });
});
