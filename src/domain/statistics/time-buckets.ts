// Cuts a window of time at boundaries into buckets, and adds each run and drop to the
// bucket in which its slots lie.

import type { Drop, Entry } from "#domain/runs/run.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";
import { addEntry, createSummary, type Summary } from "./summary.ts";

/** The buckets between boundaries. Epoch ms. */
export type TimeBuckets = {
  from: number;
  to: number;
  /** The sum of each bucket. */
  summaries: Summary[];
  /**
   * The days and hours (since the epoch) that a boundary cuts, so that only a part of
   * them belongs to a bucket.
   */
  cutDays: Set<number>;
  cutHours: Set<number>;
  /**
   * Gives the sum of the bucket in which an instant lies: the first bucket's for an
   * instant before all buckets, null for an instant after them.
   */
  at(instant: number): Summary | null;
  /** Adds a run to its bucket, and the slots of a drop each to its own. */
  add(entry: Entry): void;
};

/** Makes empty buckets between boundaries (epoch ms, ascending, at least two). */
export function createTimeBuckets(boundaries: readonly number[]): TimeBuckets {
  const from = boundaries[0] as number;
  const to = boundaries.at(-1) as number;
  const summaries = boundaries.slice(1).map(createSummary);
  const cut = (unit: number) =>
    new Set(
      boundaries.filter((at) => at % unit !== 0).map((at) => Math.floor(at / unit)),
    );

  const indexOf = (instant: number): number => {
    let low = 0;
    let high = boundaries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((boundaries[middle] as number) <= instant) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const at = (instant: number): Summary | null =>
    summaries[Math.max(0, indexOf(instant))] ?? null;
  const within = (instant: number) => instant >= from && instant < to;

  const addDrop = (drop: Drop) => {
    const parts = new Map<Summary, number>();
    for (const slot of slotsOf(drop)) {
      const summary = within(slot) ? at(slot) : null;
      if (summary !== null) parts.set(summary, (parts.get(summary) ?? 0) + 1);
    }
    for (const [summary, count] of parts)
      addEntry(summary, { kind: "drop", drop: { ...drop, count } });
  };

  return {
    from,
    to,
    summaries,
    cutDays: cut(dayMs),
    cutHours: cut(hourMs),
    at,
    add(entry) {
      if (entry.kind === "drop") addDrop(entry.drop);
      else if (within(entry.run.dueAt)) addEntry(at(entry.run.dueAt) as Summary, entry);
    },
  };
}

/** Gives a drop's slots as if they were equally far apart, as in an interval. */
function* slotsOf({ count, firstAt, lastAt }: Drop): Generator<number> {
  const step = count > 1 ? (lastAt - firstAt) / (count - 1) : 0;
  for (let i = 0; i < count; i++) yield firstAt + i * step;
}
