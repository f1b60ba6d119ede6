// Packs brief counts of targets' days, for lists of many targets: one row a shard and day
// holds the counts of all the shard's targets. A day consists of pieces, which are added
// up. Each piece begins with its version.

import { createByteReader, createByteWriter } from "#domain/bytes.ts";
import { failedOf, okOf, type Summary } from "./summary.ts";

/**
 * Runs that succeeded and failed, and slots that were missed. Degraded runs are among
 * those that succeeded.
 */
export type HeatCounts = {
  ok: number;
  degraded: number;
  failed: number;
  missed: number;
};

/**
 * The version of pieces with degraded runs. Pieces without any are of version 1. Pieces
 * without a version, which were written before, have the same layout as version 1.
 */
const latestVersion = 2;

/** Packs the counts of targets as a piece. No targets are no bytes. */
export function packHeat(
  counts: Iterable<readonly [targetId: number, counts: HeatCounts]>,
): Uint8Array {
  const all = [...counts];
  const to = createByteWriter();
  if (all.length === 0) return to.done();
  const version = all.some(([, { degraded }]) => degraded > 0) ? latestVersion : 1;
  to.version(version);
  for (const [targetId, { ok, degraded, failed, missed }] of all) {
    // Mostly nothing failed, nothing was missed and nothing was degraded.
    const isTroubled = failed + missed > 0;
    const code = ok * 2 + Number(isTroubled);
    to.varint(targetId);
    to.varint(version === 1 ? code : code * 2 + Number(degraded > 0));
    if (isTroubled) to.varint(failed);
    if (isTroubled) to.varint(missed);
    if (degraded > 0) to.varint(degraded);
  }
  return to.done();
}

/** Gives the counts of all pieces, each by itself. */
export function* unpackHeat(
  bytes: Uint8Array,
): Generator<[targetId: number, counts: HeatCounts]> {
  const from = createByteReader(bytes);
  let version = 0;
  while (!from.atEnd()) {
    version = from.version(latestVersion) || version;
    const targetId = from.varint();
    const flagged = from.varint();
    const isDegraded = version === latestVersion && flagged % 2 === 1;
    const code = version === latestVersion ? Math.floor(flagged / 2) : flagged;
    const isTroubled = code % 2 === 1;
    yield [
      targetId,
      {
        ok: Math.floor(code / 2),
        failed: isTroubled ? from.varint() : 0,
        missed: isTroubled ? from.varint() : 0,
        degraded: isDegraded ? from.varint() : 0,
      },
    ];
  }
}

export const addHeat = (a: HeatCounts, b: HeatCounts): HeatCounts => ({
  ok: a.ok + b.ok,
  degraded: a.degraded + b.degraded,
  failed: a.failed + b.failed,
  missed: a.missed + b.missed,
});

export const noHeat: HeatCounts = { ok: 0, degraded: 0, failed: 0, missed: 0 };

/** Adds up the counts of pieces, by target. */
export function sumHeat(
  pieces: Iterable<readonly [number, HeatCounts]>,
): Map<number, HeatCounts> {
  const sums = new Map<number, HeatCounts>();
  for (const [targetId, counts] of pieces)
    sums.set(targetId, addHeat(sums.get(targetId) ?? noHeat, counts));
  return sums;
}

/** Gives the part of a summary that is shown as heat. */
export const heatOf = (
  summary: Pick<Summary, "slots" | "results" | "degraded">,
): HeatCounts => ({
  ok: okOf(summary),
  degraded: summary.degraded,
  failed: failedOf(summary),
  missed: summary.slots.missed,
});
