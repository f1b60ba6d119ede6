import { expect, it } from "vitest";
import { orderBuckets } from "#domain/statistics/duration-buckets.ts";

const infinity = Number.POSITIVE_INFINITY;
const former = orderBuckets([0.1, 1, infinity]);
const later = orderBuckets([0.1, 1, infinity, 0.5, 5]);

it("buckets are shown by their bounds, whatever the order in which they came", () => {
  expect(later.bounds).toEqual([0.1, 0.5, 1, 5, infinity]);
  const counts = [1, 2, 3, 4, 5];
  expect(later.toStored(counts)).toEqual([1, 3, 5, 2, 4]);
  expect(later.fromStored(later.toStored(counts))).toEqual(counts);
});

it("buckets that came later count 0 of what was stored before, and the others keep their counts", () => {
  expect(later.fromStored(former.toStored([7, 8, 9]))).toEqual([7, 0, 8, 0, 9]);
});
