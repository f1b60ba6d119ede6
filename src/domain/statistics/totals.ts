// A target's counters since it was created, and its latest runs in brief: kept in its
// shard's state, so that they cost no row of their own, survive every restart, and never
// go back.
import { createByteReader, createByteWriter } from "#domain/bytes.ts";
import type { Drop, Run } from "#domain/runs/run.ts";
import { type Fate, fates, type Result, resultOf, results } from "./summary.ts";

/**
 * Upper bounds of the buckets that runs are counted in by duration, in seconds; the last
 * bucket lies beyond.
 */
export const durationBounds: readonly number[] = [
  0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

export type Totals = {
  slots: Record<Fate, number>;
  /** Runs, manual ones too. */
  results: Partial<Record<Result, number>>;
  bytes: number;
  changes: number;
  /** The sum over all runs. */
  durationMs: number;
  /** Runs by bucket of durationBounds; one longer than it. */
  durations: number[];
  /**
   * The latest runs, a byte each in hex, the newest last: 00 is a failed one, others are
   * latency classes.
   */
  recent: string;
};

export const recentRuns = 60;

export const createTotals = (): Totals => ({
  slots: { ran: 0, late: 0, skipped: 0, missed: 0 },
  results: {},
  bytes: 0,
  changes: 0,
  durationMs: 0,
  durations: Array.from({ length: durationBounds.length + 1 }, () => 0),
  recent: "",
});

/** The totals with one more run. */
export function countRun(totals: Totals, run: Run): Totals {
  const result = resultOf(run);
  const durationMs = run.firstByteMs + run.bodyMs;
  const bucket = bucketOf(durationMs);
  const { slots } = totals;
  return {
    slots:
      run.trigger === "manual" ? slots : withOneMore(slots, run.late ? "late" : "ran"),
    results: withOneMore(totals.results, result),
    bytes: totals.bytes + run.bytes,
    changes: totals.changes + (run.changed ? 1 : 0),
    durationMs: totals.durationMs + durationMs,
    durations: totals.durations.map((count, i) => (i === bucket ? count + 1 : count)),
    recent: (totals.recent + briefOf(run)).slice(-2 * recentRuns),
  };
}

export const countDrop = (totals: Totals, { fate, count }: Drop): Totals => ({
  ...totals,
  slots: { ...totals.slots, [fate]: totals.slots[fate] + count },
});

const withOneMore = <T extends object>(counts: T, name: keyof T): T => ({
  ...counts,
  [name]: ((counts[name] as number | undefined) ?? 0) + 1,
});

/** The sum; of the latest runs the first one's. */
export const addTotals = (a: Totals, b: Totals): Totals => ({
  slots: sum(a.slots, b.slots),
  results: sum(a.results, b.results),
  bytes: a.bytes + b.bytes,
  changes: a.changes + b.changes,
  durationMs: a.durationMs + b.durationMs,
  durations: a.durations.map((count, i) => count + (b.durations[i] ?? 0)),
  recent: a.recent,
});

function sum<T extends Partial<Record<string, number>>>(a: T, b: T): T {
  const total: Record<string, number | undefined> = { ...a };
  for (const [name, count] of Object.entries(b))
    total[name] = (total[name] ?? 0) + (count ?? 0);
  return total as T;
}

/** Totals but for the latest runs as a flat map, name to number, of what is not 0. */
export function toCounts({
  slots,
  results: byResult,
  durations,
  ...sums
}: Omit<Totals, "recent">) {
  const named = [
    ...Object.entries(sums),
    ...Object.entries(slots).map(([fate, count]) => [`slots.${fate}`, count] as const),
    ...Object.entries(byResult).map(
      ([result, count]) => [`results.${result}`, count] as const,
    ),
    ...durations.map((count, i) => [`durations.${i}`, count] as const),
  ];
  return Object.fromEntries(named.filter(([, count]) => count > 0)) as Record<
    string,
    number
  >;
}

/** What `toCounts` made a map of, with the latest runs. */
export function fromCounts(
  counts: Readonly<Record<string, number>>,
  recent: string,
): Totals {
  const count = (name: string) => counts[name] ?? 0;
  const { slots, durations } = createTotals();
  return {
    slots: Object.fromEntries(
      Object.keys(slots).map((fate) => [fate, count(`slots.${fate}`)]),
    ) as Totals["slots"],
    results: Object.fromEntries(
      results.flatMap((result) =>
        count(`results.${result}`) > 0 ? [[result, count(`results.${result}`)]] : [],
      ),
    ),
    bytes: count("bytes"),
    changes: count("changes"),
    durationMs: count("durationMs"),
    durations: durations.map((_, i) => count(`durations.${i}`)),
    recent,
  };
}

function bucketOf(durationMs: number): number {
  const found = durationBounds.findIndex((bound) => durationMs <= bound * 1000);
  return found < 0 ? durationBounds.length : found;
}

/** Latency classes are 7 % apart, from 1 ms; the last lies at eight hours. */
const classStep = Math.log(1.07);

function briefOf(run: Run): string {
  const durationMs = Math.max(1, run.firstByteMs + run.bodyMs);
  const code =
    run.failure !== null
      ? 0
      : Math.min(255, 1 + Math.round(Math.log(durationMs) / classStep));
  return code.toString(16).padStart(2, "0");
}

/** The latest runs, the oldest first; `ms` of those that succeeded, within 4 %. */
export function readRecent(recent: string): { ok: boolean; ms: number | null }[] {
  return Array.from(Uint8Array.fromHex(recent), (code) => ({
    ok: code > 0,
    ms: code > 0 ? Math.round(Math.exp((code - 1) * classStep)) : null,
  }));
}

export function packTotals(totals: Totals): string {
  const to = createByteWriter();
  for (const fate of fates) to.varint(totals.slots[fate]);
  const counts = results.map((result) => totals.results[result] ?? 0);
  const known = counts.findLastIndex((count) => count > 0) + 1;
  to.varint(known);
  for (const count of counts.slice(0, known)) to.varint(count);
  to.varint(totals.bytes);
  to.varint(totals.changes);
  to.varint(totals.durationMs);
  for (const count of totals.durations) to.varint(count);
  to.raw(Uint8Array.fromHex(totals.recent));
  return to.done().toBase64();
}

/** What `packTotals` wrote. */
export function unpackTotals(packed: string): Totals {
  const bytes = Uint8Array.fromBase64(packed);
  const from = createByteReader(bytes);
  const slots = Object.fromEntries(fates.map((fate) => [fate, from.varint()])) as Record<
    Fate,
    number
  >;
  const counts: Totals["results"] = {};
  const known = from.varint();
  for (const result of results.slice(0, known)) {
    const count = from.varint();
    if (count > 0) counts[result] = count;
  }
  const [bytesRead, changes, durationMs] = [from.varint(), from.varint(), from.varint()];
  const durations = Array.from({ length: durationBounds.length + 1 }, () =>
    from.varint(),
  );
  const recent = from.rest().toHex();
  return {
    slots,
    results: counts,
    bytes: bytesRead,
    changes,
    durationMs,
    durations,
    recent,
  };
}
