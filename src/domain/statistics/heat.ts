// Packs brief counts of targets' days, for lists of many targets: one row a shard and day
// holds the counts of all the shard's targets. A day consists of pieces, which are added
// up. Each piece begins with its version.

import { createByteReader, createByteWriter } from "#domain/bytes.ts";
import { failedOf, okOf, type Summary } from "./summary.ts";

/** Runs that succeeded and failed, and slots that were missed. */
export type HeatCounts = { ok: number; failed: number; missed: number };

/**
 * The version of the pieces that are written. Pieces without a version, which were
 * written before, have the same layout.
 */
const version = 1;

/** Packs the counts of targets as a piece. No targets are no bytes. */
export function packHeat(
  counts: Iterable<readonly [targetId: number, counts: HeatCounts]>,
): Uint8Array {
  const to = createByteWriter();
  let isFirst = true;
  for (const [targetId, { ok, failed, missed }] of counts) {
    if (isFirst) to.version(version);
    isFirst = false;
    to.varint(targetId);
    // Mostly nothing failed and nothing was missed.
    to.varint(ok * 2 + (failed + missed > 0 ? 1 : 0));
    if (failed + missed === 0) continue;
    to.varint(failed);
    to.varint(missed);
  }
  return to.done();
}

/** Gives the counts of all pieces, each by itself. */
export function* unpackHeat(
  bytes: Uint8Array,
): Generator<[targetId: number, counts: HeatCounts]> {
  const from = createByteReader(bytes);
  while (!from.atEnd()) {
    from.version(version);
    const targetId = from.varint();
    const code = from.varint();
    const troubled = code % 2 === 1;
    const ok = Math.floor(code / 2);
    yield [
      targetId,
      { ok, failed: troubled ? from.varint() : 0, missed: troubled ? from.varint() : 0 },
    ];
  }
}

export const addHeat = (a: HeatCounts, b: HeatCounts): HeatCounts => ({
  ok: a.ok + b.ok,
  failed: a.failed + b.failed,
  missed: a.missed + b.missed,
});

export const noHeat: HeatCounts = { ok: 0, failed: 0, missed: 0 };

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
export const heatOf = (summary: Pick<Summary, "slots" | "results">): HeatCounts => ({
  ok: okOf(summary),
  failed: failedOf(summary),
  missed: summary.slots.missed,
});
