import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type IncidentSpan,
  incidentStatisticsOf,
} from "#domain/incidents/incident-statistics.ts";

const minute = 60_000;
const window = { from: 100 * minute, to: 200 * minute };

/** An incident in minutes: it opens a minute after its first failing run. */
const spanOf = (
  startedAt: number,
  closedAt: number | null,
  part: Partial<IncidentSpan> = {},
): IncidentSpan => ({
  targetId: 1,
  severity: "down",
  startedAt: startedAt * minute,
  openedAt: (startedAt + 1) * minute,
  closedAt: closedAt === null ? null : closedAt * minute,
  watchedFrom: 0,
  ...part,
});

const downOf = (...spans: IncidentSpan[]) => incidentStatisticsOf(spans, window).down;

describe("statistics of incidents", () => {
  it("of none are zeros, and nothing where a mean or the longest would be", () => {
    const none = {
      incidents: 0,
      open: 0,
      totalMs: 0,
      longestMs: null,
      meanTimeToRecoverMs: null,
      meanTimeBetweenMs: null,
    };
    expect(incidentStatisticsOf([], window)).toEqual({ down: none, degraded: none });
  });

  it("of a target's two are their number, their times and how far apart they were", () => {
    expect(downOf(spanOf(110, 120), spanOf(150, 180))).toEqual({
      incidents: 2,
      open: 0,
      totalMs: 40 * minute,
      longestMs: 30 * minute,
      meanTimeToRecoverMs: 20 * minute,
      // 60 minutes without an incident.
      meanTimeBetweenMs: 30 * minute,
    });
  });

  it("count only the part of an incident that lies in the window, but recover from all", () => {
    expect(downOf(spanOf(40, 110), spanOf(190, null))).toEqual({
      incidents: 1,
      open: 1,
      totalMs: 20 * minute,
      longestMs: 10 * minute,
      meanTimeToRecoverMs: 70 * minute,
      meanTimeBetweenMs: 80 * minute,
    });
    // One that is closed later was open at the end of the window.
    expect(downOf(spanOf(190, 300))).toMatchObject({
      open: 1,
      totalMs: 10 * minute,
      meanTimeToRecoverMs: null,
    });
  });

  it("of several targets are of the time in which those with incidents were watched", () => {
    const late = { targetId: 2, watchedFrom: 160 * minute };
    const gone = { targetId: 3, watchedFrom: null };
    const spans = [spanOf(110, 120), spanOf(170, 180, late), spanOf(110, 120, gone)];
    // 100, 40 and 100 minutes, of which 30 with an incident.
    expect(downOf(...spans).meanTimeBetweenMs).toBe(70 * minute);
  });

  it("are told by severity", () => {
    const slow = { severity: "degraded" } as const;
    const both = [spanOf(110, 120), spanOf(130, 150, slow)];
    const { down, degraded } = incidentStatisticsOf(both, window);
    expect([down.incidents, down.totalMs]).toEqual([1, 10 * minute]);
    expect([degraded.incidents, degraded.totalMs]).toEqual([1, 20 * minute]);
  });

  it("come to the minutes in which something is down, one by one", () => {
    const anySpan = fc
      .record({
        targetId: fc.integer({ min: 1, max: 3 }),
        startedAt: fc.integer({ min: 0, max: 230 }),
        length: fc.option(fc.integer({ min: 2, max: 90 })),
      })
      .map(({ targetId, startedAt, length }) =>
        spanOf(startedAt, length === null ? null : startedAt + length, { targetId }),
      );
    fc.assert(
      fc.property(fc.array(anySpan), (spans) => {
        const minutes = Array.from({ length: 100 }, (_, i) => (100 + i) * minute);
        const isOpen = ({ startedAt, closedAt }: IncidentSpan, at: number) =>
          startedAt <= at && (closedAt === null || closedAt > at);
        const exact = spans.map(
          (span) => minutes.filter((at) => isOpen(span, at)).length * minute,
        );
        const { totalMs, longestMs, incidents } = downOf(...spans);
        expect(totalMs).toBe(exact.reduce((total, ms) => total + ms, 0));
        expect(longestMs ?? 0).toBe(Math.max(0, ...exact));
        expect(incidents).toBe(
          spans.filter(({ openedAt }) => minutes.includes(openedAt)).length,
        );
      }),
    );
  });
});
