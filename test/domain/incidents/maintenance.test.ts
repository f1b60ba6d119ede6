// Tests when targets are in maintenance.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isInMaintenance,
  type MaintenanceTiming,
  type MaintenanceWindow,
  nextOccurrences,
  occurrenceAt,
  spansBetween,
  windowsInForce,
} from "#domain/incidents/maintenance.ts";
import { maintenanceObjection } from "#domain/incidents/maintenance-objection.ts";
import { shownStatus } from "#domain/incidents/shown-status.ts";
import { usualSchedule } from "#domain/targets/target.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const hour = 3_600_000;
const day = 24 * hour;
const at = (iso: string) => Date.parse(iso);
const iso = (instant: number) => new Date(instant).toISOString();
const home = { id: 1, tags: ["web"] };

const windowOf = (
  timing: MaintenanceTiming,
  scope: MaintenanceWindow["scope"] = { all: true },
): MaintenanceWindow => ({ id: 1, name: "deploy", scope, timing });

const repeated = (expression: string, lastsMs: number, zone = "Europe/Berlin") =>
  ({ schedule: { kind: "cron", expression, zone }, lastsMs }) as const;

describe("a window's scope", () => {
  const once = { from: 0, until: 10 };
  it.each([
    { scope: { all: true as const }, holds: true },
    { scope: { targets: [1], tags: [] }, holds: true },
    { scope: { targets: [2], tags: ["web"] }, holds: true },
    { scope: { targets: [2], tags: ["we", "webs", "WEB"] }, holds: false },
    { scope: { targets: [], tags: [] }, holds: false },
  ])("is met by id or by tag: $scope", ({ scope, holds }) => {
    expect(isInMaintenance([windowOf(once, scope)], home, 5)).toBe(holds);
  });
});

describe("a window that holds once", () => {
  const window = windowOf({ from: 100, until: 200 });
  it.each([
    { now: 99, holds: false },
    { now: 100, holds: true },
    { now: 199, holds: true },
    { now: 200, holds: false },
  ])("holds from its start on and no longer at its end: $now", ({ now, holds }) => {
    expect(isInMaintenance([window], home, now)).toBe(holds);
    expect(windowsInForce([window], now)).toEqual(holds ? [window] : []);
  });

  it("begins once", () => {
    expect(nextOccurrences(window, 99, 5)).toEqual([{ from: 100, until: 200 }]);
    expect(nextOccurrences(window, 100, 5)).toEqual([]);
  });
});

describe("a window by a schedule", () => {
  const sundays = windowOf(repeated("0 3 * * SUN", 2 * hour));

  it("begins in civil time of its zone, in summer and in winter", () => {
    // Berlin is at UTC+2 on 25 October until 03:00, when clocks go back.
    const starts = nextOccurrences(sundays, at("2026-10-14T00:00:00Z"), 3);
    expect(starts.map(({ from, until }) => [iso(from), iso(until)])).toEqual([
      ["2026-10-18T01:00:00.000Z", "2026-10-18T03:00:00.000Z"],
      ["2026-10-25T02:00:00.000Z", "2026-10-25T04:00:00.000Z"],
      ["2026-11-01T02:00:00.000Z", "2026-11-01T04:00:00.000Z"],
    ]);
  });

  it("begins when the gap ends where clocks skip its time, and lasts as long", () => {
    const nightly = windowOf(repeated("30 2 * * *", hour));
    expect(occurrenceAt(nightly, at("2026-03-29T01:30:00Z"))).toEqual({
      from: at("2026-03-29T01:00:00Z"),
      until: at("2026-03-29T02:00:00Z"),
    });
  });

  it("begins the first time only where clocks show its time twice", () => {
    const nightly = windowOf(repeated("30 2 * * *", 30 * 60_000));
    expect(isInMaintenance([nightly], home, at("2026-10-25T00:30:00Z"))).toBe(true);
    expect(isInMaintenance([nightly], home, at("2026-10-25T01:30:00Z"))).toBe(false);
  });

  it("never begins where the runtime does not know its zone", () => {
    const lost = windowOf(repeated("0 3 * * *", hour, "Mars/Olympus"));
    expect(isInMaintenance([lost], home, at("2026-10-25T03:30:00Z"))).toBe(false);
    expect(nextOccurrences(lost, 0, 3)).toEqual([]);
  });
});

const anyTiming: fc.Arbitrary<MaintenanceTiming> = fc.oneof(
  fc
    .record({
      from: fc.integer({ min: -10 * day, max: 20 * day }),
      length: fc.integer({ min: 1, max: 5 * day }),
    })
    .map(({ from, length }) => ({ from: start + from, until: start + from + length })),
  fc
    .record({
      minute: fc.integer({ min: 0, max: 59 }),
      hours: fc.constantFrom("*", "2", "3", "*/6", "1,2,3"),
      weekday: fc.constantFrom("*", "SUN", "1-5"),
      zone: fc.constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe"),
      lastsMs: fc.integer({ min: 1, max: 30 * hour }),
    })
    .map(({ minute, hours, weekday, zone, lastsMs }) =>
      repeated(`${minute} ${hours} * * ${weekday}`, lastsMs, zone),
    ),
);

/** A week before clocks go back in Berlin; Lord Howe's went forward three weeks ago. */
const start = at("2026-10-18T00:00:00Z");

describe("the stretches of a time", () => {
  it("hold at an instant exactly when a window holds for the target then", () => {
    const offsets = fc.array(fc.integer({ min: 0, max: 14 * day - 1 }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.array(anyTiming, { maxLength: 4 }), offsets, (timings, looks) => {
        const windows = timings.map((timing) => windowOf(timing));
        const spans = spansBetween(windows, home, start, start + 14 * day);
        const edges = spans.flatMap(({ from, until }) => [
          from - 1,
          from,
          until - 1,
          until,
        ]);
        const instants = [...edges, ...looks.map((offset) => start + offset)].filter(
          (instant) => instant >= start && instant < start + 14 * day,
        );
        for (const instant of instants)
          expect(
            spans.some(({ from, until }) => from <= instant && instant < until),
            iso(instant),
          ).toBe(isInMaintenance(windows, home, instant));
        for (const [i, { from, until }] of spans.entries()) {
          expect(from).toBeLessThan(until);
          expect(from).toBeGreaterThan(spans[i - 1]?.until ?? Number.NEGATIVE_INFINITY);
        }
      }),
      { numRuns: scenarios(200) },
    );
  });

  it("agree with what is said to come next", () => {
    fc.assert(
      fc.property(anyTiming, fc.integer({ min: 0, max: 14 * day }), (timing, offset) => {
        const window = windowOf(timing);
        for (const { from, until } of nextOccurrences(window, start + offset, 5)) {
          expect(from).toBeGreaterThan(start + offset);
          expect(occurrenceAt(window, from)).not.toBeNull();
          expect(occurrenceAt(window, until - 1)).not.toBeNull();
        }
      }),
      { numRuns: scenarios(200) },
    );
  });

  it("leave out windows of other targets", () => {
    const other = windowOf(
      { from: start, until: start + hour },
      { targets: [2], tags: [] },
    );
    expect(spansBetween([other], home, start, start + day)).toEqual([]);
  });
});

describe("times that are not accepted", () => {
  const now = start;
  it.each([
    { timing: { from: now, until: now }, field: "until" },
    { timing: { from: now - 2 * hour, until: now - hour }, field: "until" },
    { timing: { from: now, until: now + 367 * day }, field: "until" },
    { timing: repeated("0 3 * *", hour), field: "cron" },
    { timing: repeated("*/30 3 * * *", 60_000), field: "cron" },
    { timing: repeated("0 0 3 * * *", hour, "Nowhere"), field: "zone" },
    { timing: repeated("0 0 30 2 *", hour), field: "cron" },
    { timing: repeated("0 3 * * *", 25 * hour), field: "lasts" },
  ])("name the field: $timing", ({ timing, field }) => {
    expect(maintenanceObjection(timing, now)?.field).toBe(field);
  });

  it("are none of a plain window and a plain schedule", () => {
    expect(maintenanceObjection({ from: now - hour, until: now + 1 }, now)).toBeNull();
    expect(maintenanceObjection(repeated("0 3 * * SUN", 2 * hour), now)).toBeNull();
  });
});

describe("the status that is shown", () => {
  const target = {
    id: 1,
    tags: [],
    kind: "page",
    enabled: true,
    status: "down",
    anchorAt: 0,
    schedule: {
      ...usualSchedule,
      timing: { kind: "every", everyMs: 60_000 },
      startAt: 0,
    },
  } as const;
  const now = 1_000 * 60_000;
  const inForce = [windowOf({ from: now, until: now + 1 })];
  // Slots come each minute: the one after the cursor waits since `late` minutes.
  const cursor = (late: number) => now - (late + 1) * 60_000;
  it.each([
    { says: "the stored one", change: {}, late: 1, windows: [], shown: "down" },
    { says: "maintenance", change: {}, late: 60, windows: inForce, shown: "maintenance" },
    // A minute of grace and two for the ticks.
    { says: "still the stored one", change: {}, late: 3, windows: [], shown: "down" },
    { says: "unknown", change: {}, late: 4, windows: [], shown: "unknown" },
    {
      says: "paused",
      change: { enabled: false, status: "paused" as const },
      late: 60,
      windows: inForce,
      shown: "paused",
    },
    {
      says: "new",
      change: { status: "new" as const },
      late: 60,
      windows: [],
      shown: "new",
    },
    {
      says: "the stored one of a site, which may be crawled for long",
      change: { kind: "site" as const },
      late: 60,
      windows: [],
      shown: "down",
    },
  ])("is $says", ({ change, late, windows, shown }) => {
    expect(shownStatus({ ...target, ...change }, cursor(late), windows, now)).toBe(shown);
  });
});
