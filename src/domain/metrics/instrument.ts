// Defines an instrument: one metric of the service, with its names and how its values are
// read. /metrics and /admin show the same instruments in forms of their own. Knows no
// instrument by name.
import type { Sketch } from "#domain/statistics/sketch.ts";
import type { Snapshot } from "./snapshot.ts";

/** Names to values, in the order in which /metrics shows them. */
export type Labels = Readonly<Record<string, string>>;

/** A text in which `{label}` stands for the value of that label. */
export type Template = string | ((labels: Labels) => string);

/** One value, with the labels that tell it from the instrument's other values. */
export type Reading<Value = number> = { labels: Labels; value: Value };

/**
 * Values counted by bucket, which is not cumulative. There is one bucket more than the
 * instrument has bounds: it holds what exceeds them all.
 */
export type Buckets = { counts: readonly number[]; sum: number };

type Texts = {
  /** At /metrics. Null when only /admin has this instrument. */
  name: string | null;
  /** At /admin. Null when only /metrics has this instrument. */
  flatName: Template | null;
  help: string;
  /** The sentence at /admin, where it differs from `help`. */
  flatHelp?: Template;
  /** Values in milliseconds become seconds at /metrics. */
  unit?: "milliseconds" | "bytes" | "requests";
};

type Simple<Subject> = {
  /** A counter only grows, and its name ends in _total. A gauge tells how things are. */
  kind: "counter" | "gauge";
  read(subject: Subject): readonly Reading[];
};

/** `bounds` are upper ones, ascending, in seconds if the unit is milliseconds. */
type Histogram<Subject> = {
  kind: "histogram";
  flatName: null;
  bounds: readonly number[];
  read(subject: Subject): readonly Reading<Buckets>[];
};

/** A distribution with more buckets than Prometheus could keep series of. */
type Distribution<Subject> = {
  kind: "distribution";
  name: null;
  read(subject: Subject): readonly Reading<Sketch>[];
};

/** `Subject` is what its values are read from: a target or a job, for example. */
export type Instrument<Subject> = Texts &
  (Simple<Subject> | Histogram<Subject> | Distribution<Subject>);

/**
 * Instruments that are read from the same subjects. The values of a subject have its
 * labels, and then their own. Groups of different subjects fit into one list because
 * `read` is a method, whose parameter TypeScript does not compare strictly; a group reads
 * none but its own subjects. `Whole` is what it needs of a snapshot.
 */
export type Group<Subject = unknown, Whole = Snapshot> = {
  subjectsOf: (snapshot: Whole) => readonly { subject: Subject; labels: Labels }[];
  instruments: readonly Instrument<Subject>[];
};

/** The reading of an instrument with one value; none when the value is null. */
export const single = <Value>(value: Value | null): Reading<Value>[] =>
  value === null ? [] : [{ labels: {}, value }];

/** A reading for each value of a label. */
export const readingsBy = <Name extends string>(
  label: string,
  names: readonly Name[],
  read: (name: Name) => number,
): Reading[] => names.map((name) => ({ labels: { [label]: name }, value: read(name) }));
