// Counts a target's runs and slots since it was created, and remembers its latest runs in
// brief. Totals are kept in the shard's state: they cost no row of their own, and they
// never go back.
import { bucketIn } from "#domain/counts.ts";
import {
  type Drop,
  durationOf,
  outcomeOf,
  type Run,
  servesSlot,
} from "#domain/runs/run.ts";
import { durationBuckets } from "./duration-buckets.ts";
import { type Fate, noSlots, type Result, resultOf, results } from "./summary.ts";

/**
 * Upper bounds of the buckets that runs are counted in by duration, in seconds; the last
 * bucket lies beyond.
 */
export const durationBounds: readonly number[] = durationBuckets.bounds.slice(0, -1);

export type Totals = {
  slots: Record<Fate, number>;
  /** Runs, manual ones too. */
  results: Partial<Record<Result, number>>;
  /** Of the runs that succeeded, those with a degraded condition that does not hold. */
  degraded: number;
  bytes: number;
  changes: number;
  /** The sum over all runs whose duration is known. */
  durationMs: number;
  /** These runs by bucket: one for each of durationBounds, and one for what lies beyond. */
  durations: number[];
  /**
   * The latest runs, a byte each in hex, the newest last: 00 is a run that failed, any
   * other byte the latency class of a run that succeeded, ff one whose duration is not
   * known.
   */
  recent: string;
};

export const recentRuns = 60;

export const createTotals = (): Totals => ({
  slots: noSlots(),
  results: {},
  degraded: 0,
  bytes: 0,
  changes: 0,
  durationMs: 0,
  durations: durationBuckets.bounds.map(() => 0),
  recent: "",
});

/** Gives the totals with one more run. */
export function countRun(totals: Totals, run: Run): Totals {
  const result = resultOf(run);
  const durationMs = durationOf(run);
  const bucket = durationMs === null ? null : bucketIn(durationBounds, durationMs);
  const { slots } = totals;
  return {
    slots: servesSlot(run) ? withOneMore(slots, run.late ? "late" : "ran") : slots,
    results: withOneMore(totals.results, result),
    degraded: totals.degraded + (outcomeOf(run) === "degraded" ? 1 : 0),
    bytes: totals.bytes + run.bytes,
    changes: totals.changes + (run.changed ? 1 : 0),
    durationMs: totals.durationMs + (durationMs ?? 0),
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

/** Adds totals. Of the latest runs those of `a` are kept. */
export const addTotals = (a: Totals, b: Totals): Totals => ({
  slots: sum(a.slots, b.slots),
  results: sum(a.results, b.results),
  degraded: a.degraded + b.degraded,
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

/**
 * Gives totals without the latest runs as a flat map, name to number, of what is not 0.
 * Names of fates and results and positions of buckets are stored.
 */
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
    ...durationBuckets
      .toStored(durations)
      .map((count, i) => [`durations.${i}`, count] as const),
  ];
  return Object.fromEntries(named.filter(([, count]) => count > 0)) as Record<
    string,
    number
  >;
}

/** Gives the totals that `toCounts` made a map of, with the latest runs. */
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
    degraded: count("degraded"),
    bytes: count("bytes"),
    changes: count("changes"),
    durationMs: count("durationMs"),
    durations: durationBuckets.fromStored(
      durations.map((_, i) => count(`durations.${i}`)),
    ),
    recent,
  };
}

/**
 * Latency classes are 7 % apart, from 1 ms; the last lies at seven hours and a half. They
 * are stored: other classes take another version of packed totals.
 */
const classStep = Math.log(1.07);
const longestClass = 254;

/** The class of a run that succeeded, and nobody knows how long it took. */
const untimedClass = 255;

const briefOf = (run: Run): string =>
  (run.failure === null ? classOf(durationOf(run)) : 0).toString(16).padStart(2, "0");

const classOf = (durationMs: number | null): number =>
  durationMs === null
    ? untimedClass
    : Math.min(
        longestClass,
        1 + Math.round(Math.log(Math.max(1, durationMs)) / classStep),
      );

/**
 * Gives the latest runs, the oldest first. `ms` is the duration of a run that succeeded,
 * within 4 %; null where it is not known.
 */
export const readRecent = (recent: string): readonly BriefRun[] =>
  Array.from(Uint8Array.fromHex(recent), (code) => briefRuns[code] as BriefRun);

type BriefRun = Readonly<{ ok: boolean; ms: number | null }>;

/** What each byte says: a page of targets has thousands of them. */
const briefRuns: readonly BriefRun[] = Array.from({ length: 256 }, (_, code) => ({
  ok: code > 0,
  ms:
    code > 0 && code < untimedClass ? Math.round(Math.exp((code - 1) * classStep)) : null,
}));
