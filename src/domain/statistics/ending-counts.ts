// Packs how slots and runs ended, as summaries and totals both hold it: counts by fate,
// by result, and how many runs were degraded.
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

export type Endings = Pick<Summary, "slots" | "results" | "degraded">;

/** Version 0 holds exactly so many fates, without their number. */
const fatesInVersion0 = 4;

/** The latest version of what these forms say of endings. */
export const latestVersion = 2;

/** Forms in which no run was degraded stay as they were before such runs were counted. */
export const versionFor = ({ degraded }: Pick<Endings, "degraded">): 1 | 2 =>
  degraded > 0 ? 2 : 1;

/**
 * Writes the counts by fate, those by result, and from version 2 on how many runs were
 * degraded.
 */
export function writeEndings(
  to: ByteWriter,
  version: number,
  { slots, results: byResult, degraded }: Endings,
): void {
  writeCounts(
    to,
    fates.map((fate) => slots[fate]),
  );
  writeCounts(
    to,
    results.map((result) => byResult[result] ?? 0),
  );
  if (version >= 2) to.varint(degraded);
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

/** Reads how many runs were degraded in a form of a version, and adds them to `into`. */
export function addDegraded(from: ByteReader, version: number, into: Endings): void {
  if (version >= 2) into.degraded += from.varint();
}
