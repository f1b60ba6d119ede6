// Packs summaries: a day's total, and a day's hours one after another.
import {
  type ByteReader,
  type ByteWriter,
  createByteReader,
  createByteWriter,
} from "#domain/bytes.ts";
import { type DurationTally, readTally } from "./duration-tally.ts";
import {
  addDegraded,
  addResults,
  addSlots,
  type Endings,
  versionFor as versionForEndings,
  writeEndings,
} from "./ending-counts.ts";
import { type HeatCounts, heatOf } from "./heat.ts";
import { readNumberSketches, writeNumbers } from "./numbers/number-encoding.ts";
import { readSketch, writeSketch } from "./sketch.ts";
import { addResult, noSlots, results, type Summary, sketches } from "./summary.ts";

/** The version in which summaries may have numbers. */
const latestVersion = 3;

/** Summaries without numbers stay as they were before there were any. */
const versionFor = (summary: Summary): 1 | 2 | 3 =>
  summary.numbers.size > 0 ? latestVersion : versionForEndings(summary);

function writeSummary(to: ByteWriter, version: number, summary: Summary): void {
  writeEndings(to, version, summary);
  to.varint(summary.bytes);
  to.varint(summary.changes);
  for (const name of sketches) writeSketch(to, summary[name]);
  if (version >= 3) writeNumbers(to, summary.numbers);
}

/** Reads a summary of a version and adds it to `into`. */
function addPacked(from: ByteReader, written: number, into: Summary): void {
  addCounts(from, written, into);
  into.bytes += from.varint();
  into.changes += from.varint();
  for (const name of sketches) readSketch(from, into[name]);
  if (written >= 3) readNumberSketches(from, into.numbers);
}

function addCounts(from: ByteReader, written: number, into: Endings): void {
  addSlots(from, written, into);
  if (written === 0) addSparseResults(from, into);
  else addResults(from, into);
  addDegraded(from, written, into);
}

/** Adds results as version 0 has them: the position and the count of each there are. */
function addSparseResults(from: ByteReader, into: Endings): void {
  for (let left = from.varint(); left > 0; left--) {
    const position = from.varint();
    const result = results[position];
    if (result === undefined) throw new RangeError(`no result has ${position}`);
    addResult(into, result, from.varint());
  }
}

/** Packs a summary on its own. */
export function packSummary(summary: Summary): Uint8Array {
  const to = createByteWriter();
  const version = versionFor(summary);
  to.version(version);
  writeSummary(to, version, summary);
  return to.done();
}

/**
 * Adds to `into` what `packSummary` wrote. No bytes are an empty summary, and bytes
 * without a version are of version 0.
 */
export function unpackSummary(bytes: Uint8Array, into: Summary): void {
  if (bytes.length === 0) return;
  const from = createByteReader(bytes);
  addPacked(from, from.version(latestVersion), into);
}

/**
 * Packs the summary of one of a day's hours, 0 to 23, as a piece. Pieces may follow one
 * another, also pieces of the same hour.
 */
export function packHourSummary(hourOfDay: number, summary: Summary): Uint8Array {
  const version = versionFor(summary);
  const packed = createByteWriter();
  writeSummary(packed, version, summary);
  const to = createByteWriter();
  to.version(version);
  to.varint(hourOfDay);
  to.varint(packed.done().length);
  to.raw(packed.done());
  return to.done();
}

/**
 * Reads a day's hours. `intoOf` gives the summary to which an hour is added, or null for
 * an hour that is left out.
 */
export function unpackHourSummaries(
  bytes: Uint8Array,
  intoOf: (hourOfDay: number) => Summary | null,
): void {
  eachHourBrief(bytes, (hourOfDay, { written, bytes: packed }) => {
    const into = intoOf(hourOfDay);
    if (into !== null) addPacked(createByteReader(packed), written, into);
  });
}

/** A packed summary of which only the beginning is read, for lists of many targets. */
export type PackedBrief = { written: number; bytes: Uint8Array };

/** What `packSummary` wrote; null where that is nothing. */
export function briefOf(bytes: Uint8Array): PackedBrief | null {
  if (bytes.length === 0) return null;
  const from = createByteReader(bytes);
  return { written: from.version(latestVersion), bytes: from.rest() };
}

/** Gives each of a day's hours. */
export function eachHourBrief(
  bytes: Uint8Array,
  take: (hourOfDay: number, brief: PackedBrief) => void,
): void {
  const from = createByteReader(bytes);
  while (!from.atEnd()) {
    const written = from.version(latestVersion);
    const hourOfDay = from.varint();
    take(hourOfDay, { written, bytes: from.raw(from.varint()) });
  }
}

/** Reads how slots and runs ended, and adds what runs took that succeeded to the tallies. */
export function readBrief(
  { written, bytes }: PackedBrief,
  tallies: readonly [DurationTally, DurationTally],
): HeatCounts {
  const from = createByteReader(bytes);
  const endings = { slots: noSlots(), results: {}, degraded: 0 };
  addCounts(from, written, endings);
  from.varint();
  from.varint();
  readTally(from, ...tallies);
  return heatOf(endings);
}
