// Counts requests to the Worker, as counts that add up.
import { addCount, bucketIn, type Counts } from "#domain/counts.ts";
import { addValue, createSketch } from "#domain/statistics/sketch.ts";

/**
 * Upper bounds of the buckets that requests are counted in by duration, in seconds. One
 * more bucket holds what exceeds them all. Append only: the position is stored.
 */
export const requestBounds: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
];

/**
 * `route` is the pattern of its path, or "other"; `durationMs` lasts until its answer
 * began.
 */
type CountedRequest = {
  method: string;
  route: string;
  status: number;
  durationMs: number;
};

/**
 * Counts a request: `<METHOD> <route> <status>`, `<METHOD> <route> ms` (a sum), `<METHOD>
 * <route> le.<bucket>`, and `ms.<bucket>` for the bucket of a sketch of all requests.
 */
export function countRequest(
  counts: Counts,
  { method, route, status, durationMs }: CountedRequest,
): void {
  const endpoint = `${method} ${route}`;
  addCount(counts, `${endpoint} ${status}`);
  addCount(counts, `${endpoint} ms`, durationMs);
  addCount(counts, `${endpoint} le.${bucketIn(requestBounds, durationMs)}`);
  addCount(counts, `ms.${sketchBucketOf(durationMs)}`);
}

function sketchBucketOf(ms: number): number {
  const sketch = createSketch();
  addValue(sketch, ms);
  return sketch.buckets.length - 1;
}
