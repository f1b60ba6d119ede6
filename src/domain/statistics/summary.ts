// What any number of runs and slots come to: counts and distributions that add up, so
// that hours make days and days make years. Plain data and its packed form.
import {
  type ByteReader,
  type ByteWriter,
  createByteReader,
  createByteWriter,
} from "#domain/bytes.ts";
import { type FailureClass, failureClasses } from "#domain/runs/failure.ts";
import type { Entry, Run } from "#domain/runs/run.ts";
import {
  addSketch,
  addValue,
  createSketch,
  readSketch,
  type Sketch,
  writeSketch,
} from "./sketch.ts";

export const fates = ["ran", "late", "skipped", "missed"] as const;
export type Fate = (typeof fates)[number];

/**
 * How a run can end: an order that packed summaries rely on, so new ones go to the end.
 */
export const results = ["ok", ...failureClasses] as const;
export type Result = "ok" | FailureClass;

/** Of runs and slots. A manual run is a run but serves no slot. Durations in ms. */
export type Summary = {
  slots: Record<Fate, number>;
  results: Partial<Record<Result, number>>;
  /** Of decoded bodies, as far as they were read. */
  bytes: number;
  /** Runs whose content was another one than that seen before. */
  changes: number;
  /** Of runs that succeeded. */
  duration: Sketch;
  /** Of runs that failed. */
  failedDuration: Sketch;
  /** Of runs that succeeded. */
  firstByte: Sketch;
  /** From due to started, of scheduled runs. */
  lag: Sketch;
};

const sketches = ["duration", "failedDuration", "firstByte", "lag"] as const;

export const createSummary = (): Summary => ({
  slots: { ran: 0, late: 0, skipped: 0, missed: 0 },
  results: {},
  bytes: 0,
  changes: 0,
  duration: createSketch(),
  failedDuration: createSketch(),
  firstByte: createSketch(),
  lag: createSketch(),
});

export function addEntry(summary: Summary, entry: Entry): void {
  if (entry.kind === "drop") summary.slots[entry.drop.fate] += entry.drop.count;
  else addRun(summary, entry.run);
}

function addRun(summary: Summary, run: Run): void {
  const result = resultOf(run);
  addResult(summary, result, 1);
  summary.bytes += run.bytes;
  if (run.changed) summary.changes += 1;
  addValue(
    result === "ok" ? summary.duration : summary.failedDuration,
    run.firstByteMs + run.bodyMs,
  );
  if (result === "ok") addValue(summary.firstByte, run.firstByteMs);
  if (run.trigger === "manual") return;
  summary.slots[run.late ? "late" : "ran"] += 1;
  addValue(summary.lag, run.startedAt - run.dueAt);
}

export const resultOf = ({ failure }: Run): Result => failure?.class ?? "ok";

function addResult(
  { results: counts }: Pick<Summary, "results">,
  result: Result,
  count: number,
): void {
  counts[result] = (counts[result] ?? 0) + count;
}

/** Adds what another summary holds. Adding is commutative and associative. */
export function addSummary(into: Summary, from: Summary): void {
  for (const fate of fates) into.slots[fate] += from.slots[fate];
  for (const [result, count] of Object.entries(from.results))
    addResult(into, result as Result, count);
  into.bytes += from.bytes;
  into.changes += from.changes;
  for (const name of sketches) addSketch(into[name], from[name]);
}

export const summarise = (entries: Iterable<Entry>): Summary => {
  const summary = createSummary();
  for (const entry of entries) addEntry(summary, entry);
  return summary;
};

type Counted = Pick<Summary, "results">;

export const runsOf = ({ results: counts }: Counted): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
export const okOf = ({ results: counts }: Counted): number => counts.ok ?? 0;
export const failedOf = (summary: Counted): number => runsOf(summary) - okOf(summary);
export const slotsIn = ({ slots }: Pick<Summary, "slots">): number =>
  fates.reduce((sum, fate) => sum + slots[fate], 0);

function writeSummary(to: ByteWriter, summary: Summary): void {
  for (const fate of fates) to.varint(summary.slots[fate]);
  const counts = results.flatMap((result, i) =>
    summary.results[result] ? [[i, summary.results[result]]] : [],
  );
  to.varint(counts.length);
  for (const number of counts.flat()) to.varint(number as number);
  to.varint(summary.bytes);
  to.varint(summary.changes);
  for (const name of sketches) writeSketch(to, summary[name]);
}

function readSummary(from: ByteReader, into: Summary): void {
  for (const fate of fates) into.slots[fate] += from.varint();
  for (let left = from.varint(); left > 0; left--) {
    const result = results[from.varint()];
    if (result === undefined)
      throw new RangeError("these bytes name no result that there is");
    addResult(into, result, from.varint());
  }
  into.bytes += from.varint();
  into.changes += from.varint();
  for (const name of sketches) readSketch(from, into[name]);
}

/** A summary on its own. */
export function packSummary(summary: Summary): Uint8Array {
  const to = createByteWriter();
  writeSummary(to, summary);
  return to.done();
}

/**
 * Reads what `packSummary` wrote, nothing at all being an empty one, and adds it to
 * `into`.
 */
export function unpackSummary(bytes: Uint8Array, into: Summary): void {
  if (bytes.length > 0) readSummary(createByteReader(bytes), into);
}

/**
 * The summary of one of a day's hours (0 to 23): such pieces may follow one another, also
 * of the same hour.
 */
export function packHourSummary(hourOfDay: number, summary: Summary): Uint8Array {
  const to = createByteWriter();
  to.varint(hourOfDay);
  const packed = packSummary(summary);
  to.varint(packed.length);
  to.raw(packed);
  return to.done();
}

/**
 * Reads a day's hours; `intoOf` gives the summary to add an hour to, or null to pass it
 * over.
 */
export function unpackHourSummaries(
  bytes: Uint8Array,
  intoOf: (hourOfDay: number) => Summary | null,
): void {
  const from = createByteReader(bytes);
  while (!from.atEnd()) {
    const into = intoOf(from.varint());
    const packed = from.raw(from.varint());
    if (into !== null) unpackSummary(packed, into);
  }
}
