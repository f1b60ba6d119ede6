// Packs a target's totals as base64, for the shard's state.
import { type ByteReader, createByteReader, createByteWriter } from "#domain/bytes.ts";
import { durationBuckets } from "./duration-buckets.ts";
import { readCounts, readNumbers, writeCounts } from "./packed-counts.ts";
import { type Fate, fates, results } from "./summary.ts";
import type { Totals } from "./totals.ts";

/**
 * The version that is written. Of version 0, which came before, no version was written.
 */
const version = 1;
/** Version 0 holds exactly so many fates and buckets, without their numbers. */
const sizesInVersion0 = { fates: 4, buckets: 12 };

export function packTotals(totals: Totals): string {
  const to = createByteWriter();
  to.version(version);
  writeCounts(
    to,
    fates.map((fate) => totals.slots[fate]),
  );
  writeCounts(
    to,
    results.map((result) => totals.results[result] ?? 0),
  );
  to.varint(totals.bytes);
  to.varint(totals.changes);
  to.varint(totals.durationMs);
  writeCounts(to, durationBuckets.toStored(totals.durations));
  to.raw(Uint8Array.fromHex(totals.recent));
  return to.done().toBase64();
}

/** Reads what `packTotals` wrote. */
export function unpackTotals(packed: string): Totals {
  const from = createByteReader(Uint8Array.fromBase64(packed));
  const written = from.version(version);
  return {
    slots: readSlots(from, written),
    results: readResults(from),
    bytes: from.varint(),
    changes: from.varint(),
    durationMs: from.varint(),
    durations: readDurations(from, written),
    recent: from.rest().toHex(),
  };
}

function readSlots(from: ByteReader, written: number): Totals["slots"] {
  const counts =
    written === 0
      ? readNumbers(from, sizesInVersion0.fates)
      : readCounts(from, fates.length);
  return Object.fromEntries(fates.map((fate, i) => [fate, counts[i] ?? 0])) as Record<
    Fate,
    number
  >;
}

function readResults(from: ByteReader): Totals["results"] {
  const counts = readCounts(from, results.length);
  return Object.fromEntries(
    results.flatMap((result, i) => (counts[i] ? [[result, counts[i]]] : [])),
  );
}

function readDurations(from: ByteReader, written: number): number[] {
  const { bounds, fromStored } = durationBuckets;
  const stored =
    written === 0
      ? readNumbers(from, sizesInVersion0.buckets)
      : readCounts(from, bounds.length);
  return fromStored(stored);
}
