// Tests what comes due an hour, and whether each plan keeps up with it.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { budgets } from "#domain/budget.ts";
import {
  hoursToCatchUp,
  rowsDueHourly,
  targetsKeptUpWith,
} from "#domain/storage/pruning-rate.ts";

describe("of so many targets come due an hour", () => {
  test.each([
    // 700 of runs, 1,400 of days in 24 hours, 18 of shards.
    [700, 700 + 59 + 1],
    // 250 shards.
    [10_000, 10_000 + 834 + 11],
    // 2,500 shards.
    [100_000, 100_000 + 8_334 + 105],
  ])("%d: %d rows", (targets, rows) => {
    expect(rowsDueHourly(targets)).toBe(rows);
  });
});

test("the free plan keeps up with 1,000 targets, the paid one with 100,000 twice", () => {
  expect(targetsKeptUpWith(budgets.free.prunedRows)).toBeGreaterThan(1_000);
  expect(budgets.paid.prunedRows).toBeGreaterThan(2 * rowsDueHourly(100_000));
  expect(targetsKeptUpWith(budgets.paid.prunedRows)).toBeGreaterThan(200_000);
});

const anyRows = fc.integer({ min: 1, max: 1_000_000 });

test("pruning keeps up with just as many targets as have no more rows due than it takes", () => {
  fc.assert(
    fc.property(anyRows, (prunedRows) => {
      const targets = targetsKeptUpWith(prunedRows);
      expect(rowsDueHourly(targets)).toBeLessThanOrEqual(prunedRows + 2);
      expect(rowsDueHourly(targets + 2)).toBeGreaterThan(prunedRows);
    }),
  );
});

test.each([
  ["nothing takes no hour", 0, 700, 0],
  // 2,000 less 760.
  ["a month of 700 targets takes 407 hours of the free plan", 700 * 24 * 30, 700, 407],
  ["of too many targets is never gone", 1, 2_000, null],
])("a backlog of %s", (_, backlog, targets, hours) => {
  expect(hoursToCatchUp(backlog, targets, budgets.free.prunedRows)).toBe(hours);
});
