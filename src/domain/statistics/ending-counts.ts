// Packs how slots and runs ended, as summaries and totals both hold it: counts by fate,
// and counts by result.
import type { ByteReader, ByteWriter } from "#domain/bytes.ts";
import { readCounts, readNumbers, writeCounts } from "./packed-counts.ts";
import {
  addResult,
  type Fate,
  fates,
  type Result,
  results,
  type Summary,
} from "./summary.ts";

export type Endings = Pick<Summary, "slots" | "results">;

/** Version 0 holds exactly so many fates, without their number. */
const fatesInVersion0 = 4;

/** Writes the counts by fate, then the counts by result. */
export function writeEndings(
  to: ByteWriter,
  { slots, results: byResult }: Endings,
): void {
  writeCounts(
    to,
    fates.map((fate) => slots[fate]),
  );
  writeCounts(
    to,
    results.map((result) => byResult[result] ?? 0),
  );
}

/** Reads the counts by fate of a form of a version, and adds them to `into`. */
export function addSlots(from: ByteReader, version: number, into: Endings): void {
  const counts =
    version === 0 ? readNumbers(from, fatesInVersion0) : readCounts(from, fates.length);
  counts.forEach((count, i) => {
    into.slots[fates[i] as Fate] += count;
  });
}

/** Reads the counts by result, and adds them to `into`. */
export function addResults(from: ByteReader, into: Endings): void {
  readCounts(from, results.length).forEach((count, i) => {
    addResult(into, results[i] as Result, count);
  });
}
