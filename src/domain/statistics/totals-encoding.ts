// Packs a target's totals as base64, for the shard's state.
import { type ByteReader, createByteReader, createByteWriter } from "#domain/bytes.ts";
import { durationBuckets } from "./duration-buckets.ts";
import {
  addDegraded,
  addResults,
  addSlots,
  latestVersion,
  versionFor,
  writeEndings,
} from "./ending-counts.ts";
import { readCounts, readNumbers, writeCounts } from "./packed-counts.ts";
import { noSlots } from "./summary.ts";
import type { Totals } from "./totals.ts";

/** Version 0 holds exactly so many buckets, without their number. */
const bucketsInVersion0 = 12;

export function packTotals(totals: Totals): string {
  const to = createByteWriter();
  const version = versionFor(totals);
  to.version(version);
  writeEndings(to, version, totals);
  to.varint(totals.bytes);
  to.varint(totals.changes);
  to.varint(totals.durationMs);
  writeCounts(to, durationBuckets.toStored(totals.durations));
  to.raw(Uint8Array.fromHex(totals.recent));
  return to.done().toBase64();
}

/** Reads what `packTotals` wrote. Bytes without a version are of version 0. */
export function unpackTotals(packed: string): Totals {
  const from = createByteReader(Uint8Array.fromBase64(packed));
  const written = from.version(latestVersion);
  const endings = { slots: noSlots(), results: {}, degraded: 0 };
  addSlots(from, written, endings);
  addResults(from, endings);
  addDegraded(from, written, endings);
  return {
    ...endings,
    bytes: from.varint(),
    changes: from.varint(),
    durationMs: from.varint(),
    durations: readDurations(from, written),
    recent: from.rest().toHex(),
  };
}

function readDurations(from: ByteReader, written: number): number[] {
  const { bounds, fromStored } = durationBuckets;
  const stored =
    written === 0
      ? readNumbers(from, bucketsInVersion0)
      : readCounts(from, bounds.length);
  return fromStored(stored);
}
