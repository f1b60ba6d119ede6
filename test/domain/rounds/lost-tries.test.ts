import { describe, expect, it } from "vitest";
import { takeLostTries, withLostTries } from "#domain/rounds/lost-tries.ts";
import type { Overlap, Slots } from "#domain/schedules/schedule.ts";
import { aSchedule } from "#test/fixtures/runs.ts";

const second = 1_000;
const minute = 60 * second;
/** Long after the epoch, on a whole hour. */
const start = Date.parse("2026-03-02T00:00:00Z");

const every = (everyMs: number, overlap: Overlap = "buffer-one"): Slots => ({
  schedule: aSchedule({
    timing: { kind: "every", everyMs },
    startAt: start,
    overlap,
    catchUpMs: 10 * minute,
  }),
  seed: 7,
  anchorAt: start - minute,
});

/** A lost round of ten seconds that was begun so long after the start. */
const roundAt = (ms: number) => ({
  claimedAt: start + ms,
  until: start + ms + 10 * second,
});

type Told = [slot: number, startedAt: number];

/** What is remembered of lost rounds, in ms since the start. */
function remembered(
  slots: Slots,
  cursor: number | undefined,
  ...rounds: number[]
): Told[] {
  const state = cursor === undefined ? {} : { cursor: start + cursor };
  const { lost = [] } = withLostTries(state, slots, rounds.map(roundAt));
  return lost.map(({ slot, startedAt }) => [slot - start, startedAt - start]);
}

describe("the attempts that a lost round may have made", () => {
  it("are one for the slots that waited, and one for each that came within the round", () => {
    expect(remembered(every(5 * second), 20 * second, 31 * second)).toEqual([
      [25 * second, 31 * second],
      [35 * second, 35 * second],
      [40 * second, 40 * second],
    ]);
  });

  it("are one for each slot that waited where each has a run of its own", () => {
    expect(remembered(every(5 * second, "buffer-all"), 15 * second, 26 * second)).toEqual(
      [
        [20 * second, 26 * second],
        [25 * second, 26 * second],
        [30 * second, 30 * second],
        [35 * second, 35 * second],
      ],
    );
  });

  it("are those of each round when several were lost", () => {
    expect(remembered(every(10 * minute), undefined, 0, minute)).toEqual([
      [0, 0],
      [0, minute],
    ]);
  });

  it("are none where no slot was due, or the slot was too old to be run", () => {
    expect(remembered(every(10 * minute), 0, minute)).toEqual([]);
    expect(remembered(every(60 * minute), -minute, 30 * minute)).toEqual([]);
  });

  it("are not without end", () => {
    const slots = every(5 * second, "buffer-all");
    expect(remembered(slots, 0, 9 * minute, 10 * minute).length).toBeLessThan(30);
  });
});

describe("a schedule that began anew after a round was lost", () => {
  const resumed = { ...every(minute), anchorAt: start + 20 * minute };

  it("leaves the attempts as they were", () => {
    const claimed = 10 * minute - 2 * second;
    expect(remembered(resumed, 9 * minute, claimed)).toEqual([
      [10 * minute, 10 * minute],
    ]);
  });

  it("tells none of a target that was not served then", () => {
    expect(remembered(resumed, -60 * minute, 10 * minute)).toEqual([]);
    expect(remembered(resumed, undefined, 10 * minute)).toEqual([]);
  });
});

it("a run tells the attempts for the slots up to its last, and leaves the others", () => {
  const lost = [10, 15].map((s) => ({ slot: s * second, startedAt: s * second }));
  const { tries, state } = takeLostTries({ cursor: 1, lost }, 12 * second);
  const unknown = { durationMs: null, status: null, ending: "unknown" };
  expect(tries).toEqual([{ startedAt: 10 * second, ...unknown }]);
  expect(state).toEqual({ cursor: 1, lost: lost.slice(1) });
  expect(takeLostTries(state, 15 * second).state).toEqual({ cursor: 1 });
});
