import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addCounts, bucketIn, type Counts } from "#domain/counts.ts";
import { countsOfRuns, jobBounds } from "#domain/jobs/job-counts.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import { countRequest, requestBounds } from "#domain/metrics/request-counts.ts";
import { addValue, createSketch, quantileOf } from "#domain/statistics/sketch.ts";
import { aJobRun } from "#test/fixtures/jobs/job-runs.ts";

const anyRun: fc.Arbitrary<JobRun> = fc
  .record({
    startedAt: fc.integer({ min: 0, max: 4_000_000 }),
    durationMs: fc.integer({ min: 0, max: 2_000_000 }),
    outcome: fc.constantFrom("ok", "failed", "paused"),
    trigger: fc.constantFrom("schedule", "manual"),
    counts: fc.dictionary(fc.constantFrom("ran", "lost", "a.b"), fc.nat(1_000)),
    statements: fc.nat(50),
    rowsRead: fc.nat(5_000),
    rowsWritten: fc.nat(500),
  })
  .map(aJobRun);

const sumOf = (counts: Counts, prefix: string): number =>
  Object.entries(counts).reduce(
    (sum, [name, count]) => sum + (name.startsWith(prefix) ? count : 0),
    0,
  );

describe("the counts of a job's runs", () => {
  it("say how often, how long, how late, what and for how much", () => {
    const runs = [
      aJobRun({
        startedAt: 1_400,
        durationMs: 100,
        counts: { ran: 3, lost: 0 },
        statements: 4,
        rowsRead: 9,
      }),
      aJobRun({
        startedAt: 1_000,
        durationMs: 101,
        counts: { ran: 2 },
        statements: 3,
        rowsWritten: 1,
      }),
      aJobRun({ startedAt: 2_001_000, durationMs: 1_000_000, outcome: "failed" }),
      aJobRun({ startedAt: 9_000, outcome: "paused" }),
    ];
    expect(countsOfRuns(runs)).toEqual({
      "runs.ok": 2,
      "runs.failed": 1,
      "runs.paused": 1,
      durationMs: 100 + 101 + 1_000_000,
      "duration.0": 1,
      "duration.1": 1,
      "duration.8": 1,
      lagMs: 400 + 0 + 2_000_000,
      "lag.0": 1,
      "lag.1": 1,
      "lag.8": 1,
      statements: 7,
      rowsRead: 9,
      rowsWritten: 1,
      "items.ran": 5,
      "items.lost": 0,
    });
  });

  it.each([
    [0, 0],
    [100, 0],
    [101, 1],
    [500, 1],
    [900_000, 7],
    [900_001, 8],
  ])("have a run of %i ms in bucket %i", (durationMs, bucket) => {
    expect(countsOfRuns([aJobRun({ durationMs })])).toMatchObject({
      [`duration.${bucket}`]: 1,
    });
    expect(bucketIn(jobBounds, durationMs)).toBe(bucket);
  });

  it("of two sets of runs add up to those of both, and each run is in one bucket of each kind", () => {
    const anyRuns = fc.array(anyRun, { maxLength: 20 });
    fc.assert(
      fc.property(anyRuns, anyRuns, (some, others) => {
        const sum = countsOfRuns(some);
        addCounts(sum, countsOfRuns(others));
        const all = [...some, ...others];
        expect(sum).toEqual(countsOfRuns(all));
        expect(sumOf(sum, "runs.")).toBe(all.length);
        const ran = all.filter(({ outcome }) => outcome !== "paused").length;
        expect([sumOf(sum, "duration."), sumOf(sum, "lag.")]).toEqual([ran, ran]);
      }),
    );
  });

  it("never take anything back, whatever a job counts and however its clock runs", () => {
    const wild = fc.record({
      counts: fc.dictionary(fc.string(), fc.double()),
      durationMs: fc.integer(),
      startedAt: fc.integer(),
    });
    fc.assert(
      fc.property(wild, (run) => {
        for (const count of Object.values(countsOfRuns([aJobRun(run)]))) {
          expect(Number.isFinite(count) && count >= 0).toBe(true);
        }
      }),
    );
  });
});

describe("the counts of requests", () => {
  it("say how many of each kind there were and how long they took", () => {
    const counts: Counts = {};
    const request = {
      method: "GET",
      route: "/api/targets/{id}",
      status: 200,
      durationMs: 5,
    };
    countRequest(counts, request);
    countRequest(counts, { ...request, status: 404, durationMs: 6 });
    countRequest(counts, { ...request, durationMs: 2_501 });
    expect(counts).toEqual({
      "GET /api/targets/{id} 200": 2,
      "GET /api/targets/{id} 404": 1,
      "GET /api/targets/{id} ms": 5 + 6 + 2_501,
      "GET /api/targets/{id} le.0": 1,
      "GET /api/targets/{id} le.1": 1,
      [`GET /api/targets/{id} le.${requestBounds.length}`]: 1,
      "ms.5": 1,
      "ms.6": 1,
      // 256 whole numbers, three doublings of 128, and 2,501 = 16 * 156.3: the 28th of
      // 2,048 to 4,095.
      [`ms.${256 + 3 * 128 + 28}`]: 1,
    });
  });

  it("keep the buckets of a sketch", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1 }), (durations) => {
        const counts: Counts = {};
        const sketch = createSketch();
        const read = createSketch();
        for (const durationMs of durations) {
          countRequest(counts, { method: "GET", route: "/", status: 200, durationMs });
          addValue(sketch, durationMs);
        }
        sketch.buckets.forEach((_, index) => {
          read.buckets[index] = counts[`ms.${index}`] ?? 0;
        });
        expect(read.buckets).toEqual(sketch.buckets);
        expect(quantileOf({ ...sketch, buckets: read.buckets }, 0.5)).toBe(
          quantileOf(sketch, 0.5),
        );
      }),
    );
  });
});
