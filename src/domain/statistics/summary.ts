// Sums up runs and slots: counts and distributions that can be added, so that hours make
// days and days make years.
import { type FailureClass, failureClasses } from "#domain/runs/failure.ts";
import {
  type DropFate,
  dropFates,
  durationOf,
  type Entry,
  outcomeOf,
  type Run,
  servesSlot,
} from "#domain/runs/run.ts";
import {
  addNumberSketches,
  type NumberSketches,
  sketchNamed,
} from "./numbers/number-encoding.ts";
import { addNumber } from "./numbers/number-sketch.ts";
import { addSketch, addValue, createSketch, type Sketch } from "./sketch.ts";

/** How a slot can end. Append only: the position is stored. */
export const fates = ["ran", "late", ...dropFates] as const;
export type Fate = "ran" | "late" | DropFate;

/** How a run can end. Append only: the position is stored. */
export const results = ["ok", ...failureClasses] as const;
export type Result = "ok" | FailureClass;

/**
 * A summary. A run without a slot, such as a manual one, is a run but serves no slot.
 * Durations are in ms; of a run of which only the end was reported none is known.
 */
export type Summary = {
  slots: Record<Fate, number>;
  results: Partial<Record<Result, number>>;
  /** Of the runs that succeeded, those with a degraded condition that does not hold. */
  degraded: number;
  /** Of decoded bodies, as far as they were read. */
  bytes: number;
  /** Runs whose content was another one than that seen before. */
  changes: number;
  /** Of runs that succeeded. */
  duration: Sketch;
  /** Of runs that failed. */
  failedDuration: Sketch;
  /** Of runs that succeeded with an answer: a job that runs elsewhere gives none. */
  firstByte: Sketch;
  /** From due to started, of scheduled runs whose start is known. */
  lag: Sketch;
  /** Numbers that steps read, by their names. */
  numbers: NumberSketches;
};

/** The distributions in a summary. Append only: the position is stored. */
export const sketches = ["duration", "failedDuration", "firstByte", "lag"] as const;

const empty = Object.fromEntries(fates.map((fate) => [fate, 0])) as Record<Fate, number>;

/** Copied, since a page of targets has thousands of them. */
export const noSlots = (): Record<Fate, number> => ({ ...empty });

export const createSummary = (): Summary => ({
  slots: noSlots(),
  results: {},
  degraded: 0,
  bytes: 0,
  changes: 0,
  duration: createSketch(),
  failedDuration: createSketch(),
  firstByte: createSketch(),
  lag: createSketch(),
  numbers: new Map(),
});

export function addEntry(summary: Summary, entry: Entry): void {
  if (entry.kind === "drop") summary.slots[entry.drop.fate] += entry.drop.count;
  else addRun(summary, entry.run);
}

function addRun(summary: Summary, run: Run): void {
  const result = resultOf(run);
  addResult(summary, result, 1);
  if (outcomeOf(run) === "degraded") summary.degraded += 1;
  summary.bytes += run.bytes;
  if (run.changed) summary.changes += 1;
  addReading(summary, run);
  if (servesSlot(run)) summary.slots[run.late ? "late" : "ran"] += 1;
  addTimes(summary, run, result);
}

function addTimes(summary: Summary, run: Run, result: Result): void {
  const durationMs = durationOf(run);
  if (durationMs === null) return;
  const isOk = result === "ok";
  addValue(isOk ? summary.duration : summary.failedDuration, durationMs);
  if (isOk && run.status !== null) addValue(summary.firstByte, run.firstByteMs);
  if (servesSlot(run)) addValue(summary.lag, run.startedAt - run.dueAt);
}

function addReading({ numbers }: Summary, { reading, startedAt }: Run): void {
  if (reading === null) return;
  for (const [name, value] of Object.entries(reading.numbers)) {
    const sketch = sketchNamed(numbers, name);
    if (sketch !== null) addNumber(sketch, value, startedAt);
  }
}

export const resultOf = ({ failure }: Run): Result => failure?.class ?? "ok";

export function addResult(
  { results: counts }: Pick<Summary, "results">,
  result: Result,
  count: number,
): void {
  if (count > 0) counts[result] = (counts[result] ?? 0) + count;
}

/** Adds another summary. The order in which summaries are added does not matter. */
export function addSummary(into: Summary, from: Summary): void {
  for (const fate of fates) into.slots[fate] += from.slots[fate];
  for (const [result, count] of Object.entries(from.results))
    addResult(into, result as Result, count);
  into.degraded += from.degraded;
  into.bytes += from.bytes;
  into.changes += from.changes;
  for (const name of sketches) addSketch(into[name], from[name]);
  addNumberSketches(into.numbers, from.numbers);
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
