import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  daysOf,
  overviewWindow,
  overviewWindows,
  type WindowName,
} from "#domain/overview/overview-window.ts";
import { createFigures, type PackedDay } from "#domain/overview/target-figures.ts";
import { type Entry, slotOf } from "#domain/runs/run.ts";
import { heatOf } from "#domain/statistics/heat.ts";
import {
  countDropByHour,
  countRunByHour,
  type OpenHours,
} from "#domain/statistics/open-hours.ts";
import { quantileOf } from "#domain/statistics/sketch.ts";
import { summarise } from "#domain/statistics/summary.ts";
import { packHourSummary, packSummary } from "#domain/statistics/summary-encoding.ts";
import { hourMs, hourOf } from "#domain/time/instants.ts";
import { aRun } from "#test/fixtures/runs.ts";

const nowHour = 490_000;
const now = nowHour * hourMs + 20 * 60_000;
const refused = { class: "status", status: 500, expected: "2xx" } as const;

/** What happened so many hours ago. */
type Happening = { hoursAgo: number; kind: "ok" | "failed" | "missed"; ms: number };

const toEntry = ({ hoursAgo, kind, ms }: Happening, i: number): Entry => {
  const dueAt = (nowHour - hoursAgo) * hourMs + i;
  return kind === "missed"
    ? {
        kind: "drop",
        drop: { targetId: 1, fate: "missed", count: 2, firstAt: dueAt, lastAt: dueAt },
      }
    : {
        kind: "run",
        run: aRun({
          dueAt,
          startedAt: dueAt,
          firstByteMs: ms,
          bodyMs: 0,
          failure: kind === "ok" ? null : refused,
        }),
      };
};

const remember = (entries: readonly Entry[]): OpenHours =>
  entries.reduce<OpenHours>(
    (hours, entry) =>
      entry.kind === "run"
        ? countRunByHour(hours, entry.run)
        : countDropByHour(hours, entry.drop),
    new Map(),
  );

const hourOfEntry = (entry: Entry) => hourOf(slotOf(entry));

/** Days as sealing leaves them: hours are pieces; days before `folded` have a total too. */
function toDays(entries: readonly Entry[], foldedBefore: number): PackedDay[] {
  const byDay = Map.groupBy(entries, (entry) => Math.floor(hourOfEntry(entry) / 24));
  return [...byDay].map(([day, ofDay]) => {
    const byHour = Map.groupBy(ofDay, hourOfEntry);
    const pieces = [...byHour].map(([hour, own]) =>
      packHourSummary(hour % 24, summarise(own)).toHex(),
    );
    const isFolded = day < foldedBefore;
    return {
      day,
      total: isFolded ? packSummary(summarise(ofDay)) : new Uint8Array(),
      hours: Uint8Array.fromHex(isFolded ? "" : pieces.join("")),
    };
  });
}

describe("the figures of a target", () => {
  const happening = fc.record({
    hoursAgo: fc.integer({ min: 0, max: 95 * 24 }),
    kind: fc.constantFrom("ok", "failed", "missed"),
    ms: fc.integer({ min: 0, max: 5_000 }),
  });
  const near = fc.record({
    ...{ hoursAgo: fc.integer({ min: 0, max: 30 }) },
    kind: fc.constantFrom("ok", "failed", "missed"),
    ms: fc.integer({ min: 0, max: 5_000 }),
  });

  it("are those of an exact reading of its runs, sealed or not", () => {
    const names = Object.keys(overviewWindows) as WindowName[];
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.array(fc.oneof(happening, near), { maxLength: 80 }),
        fc.integer({ min: 0, max: 4 }),
        (name, happenings, unsealed) => {
          const entries = happenings.map(toEntry).sort((a, b) => slotOf(a) - slotOf(b));
          const window = overviewWindow(name, now);
          const isSealed = (entry: Entry) => hourOfEntry(entry) <= nowHour - unsealed;
          const isRead = (entry: Entry) =>
            hourOfEntry(entry) >= 24 * daysOf(window).first;
          const days = toDays(
            entries.filter((entry) => isSealed(entry) && isRead(entry)),
            window.hourlyFromDay,
          );
          const open = remember(entries);
          const figures = createFigures(window)({ days, open, recent: "" });

          const inWindow = entries.filter(
            (entry) => hourOfEntry(entry) >= window.fromHour,
          );
          expect(figures.counts).toEqual(heatOf(summarise(inWindow)));
          const sealed = summarise(inWindow.filter(isSealed));
          expect(figures.p95Ms).toBe(quantileOf(sealed.duration, 0.95));
          expect(figures.trend).toHaveLength(window.points);
          figures.trend.forEach((point, i) => {
            const from = window.fromHour + i * window.pointHours;
            const own = inWindow.filter((entry) => {
              const hour = hourOfEntry(entry);
              return hour >= from && hour < from + window.pointHours;
            });
            expect(point).toEqual({
              ...heatOf(summarise(own)),
              p95Ms: quantileOf(summarise(own.filter(isSealed)).duration, 0.95),
            });
          });
        },
      ),
    );
  });

  it("of a new target take p95 from its latest runs", () => {
    const figures = createFigures(overviewWindow("24h", now));
    const none = { days: [], open: new Map() };
    expect(figures({ ...none, recent: "" }).p95Ms).toBeNull();
    expect(figures({ ...none, recent: "000100" }).p95Ms).toBe(1);
  });

  it("count a piece that was sealed twice over no less than what is remembered", () => {
    const runs = [0, 1, 2].map((i) => toEntry({ hoursAgo: 1, kind: "ok", ms: 10 }, i));
    const [first] = toDays(runs.slice(0, 1), 0);
    const figures = createFigures(overviewWindow("24h", now));
    const { counts } = figures({
      days: first ? [first] : [],
      open: remember(runs),
      recent: "",
    });
    expect(counts).toEqual({ ok: 3, degraded: 0, failed: 0, missed: 0 });
  });

  it("cannot be told of a day that cannot be decoded", () => {
    const day = {
      day: Math.floor(nowHour / 24),
      total: new Uint8Array(),
      hours: Uint8Array.of(255, 0),
    };
    const figures = createFigures(overviewWindow("24h", now));
    expect(() => figures({ days: [day], open: new Map(), recent: "" })).toThrow(
      RangeError,
    );
  });
});
