import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Drop } from "#domain/runs/run.ts";
import {
  addOpenHours,
  countDropByHour,
  countRunByHour,
  type OpenHours,
  openHoursKept,
  packOpenHours,
  unpackOpenHours,
} from "#domain/statistics/open-hours.ts";
import { hourMs } from "#domain/time/instants.ts";
import { aRun } from "#test/fixtures/runs.ts";

const none: OpenHours = new Map();
const start = 490_000 * hourMs;
const refused = { class: "status", status: 500, expected: "2xx" } as const;
const slow = { condition: "duration < 1s", actual: "2s", outcome: "degraded" } as const;

const runIn = (hour: number, failed = false) =>
  aRun({
    dueAt: start + hour * hourMs,
    startedAt: start + hour * hourMs + 5,
    failure: failed ? refused : null,
  });

const dropIn = (hour: number, count: number, fate: Drop["fate"] = "missed"): Drop => ({
  targetId: 1,
  fate,
  count,
  firstAt: start + hour * hourMs,
  lastAt: start + hour * hourMs + 1_000,
});

const degradedIn = (hour: number) => ({ ...runIn(hour), conditions: [slow] });

/** Succeeded, failed, missed, and where there are any those that were degraded. */
const countsOf = (hours: OpenHours) =>
  Object.fromEntries(
    [...hours].map(([hour, { ok, failed, missed, degraded }]) => [
      hour - 490_000,
      [ok, failed, missed, ...(degraded > 0 ? [degraded] : [])],
    ]),
  );

describe("the latest hours of a target", () => {
  it("count runs and missed slots in the hour of their slot, and no others", () => {
    let hours = countRunByHour(none, runIn(0));
    hours = countRunByHour(hours, runIn(0, true));
    hours = countDropByHour(hours, dropIn(1, 7));
    hours = countDropByHour(hours, dropIn(1, 9, "skipped"));
    const late = aRun({ dueAt: start + 1, startedAt: start + hourMs + 1 });
    expect(countsOf(countRunByHour(hours, late))).toEqual({ 0: [2, 1, 0], 1: [0, 0, 7] });
  });

  it("are a few: older ones go, and what comes for them is left out", () => {
    let hours = [0, 1, 2, 3, 4].map((hour) => runIn(hour)).reduce(countRunByHour, none);
    expect(countsOf(hours)).toEqual({
      1: [1, 0, 0],
      2: [1, 0, 0],
      3: [1, 0, 0],
      4: [1, 0, 0],
    });
    hours = countDropByHour(hours, dropIn(0, 5));
    expect(Object.keys(countsOf(hours))).toEqual(["1", "2", "3", "4"]);
  });

  it("are counted anew when a clock was ahead", () => {
    const ahead = countRunByHour(countRunByHour(none, runIn(0)), runIn(50_000));
    const after = countRunByHour(countDropByHour(ahead, dropIn(1, 2)), runIn(1));
    expect(countsOf(after)).toEqual({ 1: [1, 0, 0] });
  });

  it("of rounds and of runs outside them add up", () => {
    const a = countRunByHour(none, runIn(0));
    const b = countRunByHour(countRunByHour(none, runIn(0, true)), runIn(1));
    expect(countsOf(addOpenHours(a, b))).toEqual({ 0: [1, 1, 0], 1: [1, 0, 0] });
  });

  it("take a few characters a quiet target, and are given back", () => {
    const quiet = [0, 1, 2, 3].map((hour) => runIn(hour)).reduce(countRunByHour, none);
    expect(JSON.stringify(packOpenHours(quiet))).toBe("[490003,1,1,1,1]");
    expect(packOpenHours(none)).toBeNull();
  });

  it("say of an hour with degraded runs how many of those that succeeded these are", () => {
    const hours = countRunByHour(countRunByHour(none, runIn(0)), degradedIn(0));
    expect(countsOf(hours)).toEqual({ 0: [2, 0, 0, 1] });
    const packed = packOpenHours(countRunByHour(hours, runIn(1, true)));
    expect(JSON.stringify(packed)).toBe("[490001,[0,1,0],[2,0,0,1]]");
  });

  it("hold what an exact count of the kept hours holds, whatever happens", () => {
    const happening = fc.record({
      hour: fc.integer({ min: 0, max: 9 }),
      kind: fc.constantFrom("ok", "degraded", "failed", "missed"),
      count: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(happening), (happenings) => {
        const inOrder = happenings.toSorted((a, b) => a.hour - b.hour);
        const exact: Record<number, number[]> = {};
        let hours = none;
        for (const { hour, kind, count } of inOrder) {
          const known = exact[hour] ?? [0, 0, 0];
          exact[hour] = known;
          const at = { ok: 0, degraded: 0, failed: 1, missed: 2 }[kind];
          known[at] = (known[at] ?? 0) + (kind === "missed" ? count : 1);
          if (kind === "degraded") known[3] = (known[3] ?? 0) + 1;
          hours =
            kind === "missed"
              ? countDropByHour(hours, dropIn(hour, count))
              : countRunByHour(
                  hours,
                  kind === "degraded" ? degradedIn(hour) : runIn(hour, kind === "failed"),
                );
        }
        const newest = inOrder.at(-1)?.hour ?? 0;
        const kept = Object.entries(exact).filter(
          ([hour]) => Number(hour) > newest - openHoursKept,
        );
        expect(countsOf(hours)).toEqual(Object.fromEntries(kept));
        const packed = packOpenHours(hours);
        expect(packed === null ? none : unpackOpenHours(packed)).toEqual(hours);
      }),
    );
  });
});
