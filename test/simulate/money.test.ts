// Tests the bill against the examples on the platform's own pages of prices, and what is
// kept of runs and of measurements.
import { describe, expect, it } from "vitest";
import { billOf, totalOf } from "#simulate/bill.ts";
import { quieter } from "#simulate/measuring/quieter.ts";
import { paid } from "#simulate/prices.ts";
import { keptBytes, type Usage } from "#simulate/usage.ts";
import { theMeasured } from "./measured.ts";

const bill = (usage: Partial<Usage>, storedBytes = 0) =>
  billOf(
    {
      ...{ invocations: 0, queueOperations: 0, rowsRead: 0, rowsWritten: 0 },
      ...{ cpuMs: 0, invocationCpuMs: 0, bytesPerDay: 0 },
      ...usage,
    },
    storedBytes,
  );

describe("a month's bill", () => {
  it("is the subscription where nothing is beyond what is included", () => {
    const usage = { invocations: 10e6, rowsWritten: 50e6, rowsRead: 25e9, cpuMs: 30e6 };
    expect(totalOf(bill(usage, 5e9))).toBe(paid.subscription);
  });

  it("of 15 million requests of 7 ms is $8.00, as the page of Workers says", () => {
    expect(totalOf(bill({ invocations: 15e6, cpuMs: 15e6 * 7 }))).toBeCloseTo(8, 2);
  });

  it("of a million messages a day is $35.60 more, as the page of Queues says", () => {
    expect(bill({ queueOperations: 3 * 30 * 1e6 }).queue).toBeCloseTo(35.6, 2);
  });

  it("of 51 million rows written, and of 6 GB, is a dollar and $0.75 more", () => {
    expect(bill({ rowsWritten: 51e6 }, 6e9)).toMatchObject({ rows: 1, storage: 0.75 });
  });
});

describe("what was measured", () => {
  const slower = { ...theMeasured.database.record, rowsWritten: 4, ms: 2 };
  const now = (machineSpeed: number) => ({
    ...theMeasured,
    ...{ machineSpeed, runtimePerCheck: 1 },
    database: { ...theMeasured.database, record: slower },
  });

  it("has its own times on a machine that is about as fast", () => {
    expect(quieter(theMeasured, now(90_000))).toEqual(now(90_000));
  });

  it("has the times of before on a machine that is busy, and its own counts", () => {
    const { database, runtimePerCheck } = quieter(theMeasured, now(50_000));
    expect(database).toEqual({
      ...theMeasured.database,
      record: { ...theMeasured.database.record, rowsWritten: 4 },
    });
    expect(runtimePerCheck).toBe(theMeasured.runtimePerCheck);
  });
});

describe("what is kept", () => {
  it("is runs in detail for so many days, and hours for so many", () => {
    // 1,440 runs a day of 11 bytes for 30 days, and of 5 bytes for 400.
    const bytes = keptBytes(1, theMeasured, { runs: 30, hours: 400 });
    expect(bytes).toBe(1_440 * (11 * 30 + 5 * 400));
  });
});
