// Each target's day in a line, for lists of many targets: of a shard's hour, in few
// bytes, so that a row a shard and day tells all of them. Pieces may follow one another
// and add up.

import { createByteReader, createByteWriter } from "#domain/bytes.ts";
import { failedOf, okOf, type Summary } from "./summary.ts";

/** Runs that succeeded and failed, and slots that were missed. */
export type HeatCounts = { ok: number; failed: number; missed: number };

export function packHeat(
  counts: Iterable<readonly [targetId: number, counts: HeatCounts]>,
): Uint8Array {
  const to = createByteWriter();
  for (const [targetId, { ok, failed, missed }] of counts) {
    to.varint(targetId);
    // Mostly nothing failed and nothing was missed.
    to.varint(ok * 2 + (failed + missed > 0 ? 1 : 0));
    if (failed + missed === 0) continue;
    to.varint(failed);
    to.varint(missed);
  }
  return to.done();
}

export function* unpackHeat(
  bytes: Uint8Array,
): Generator<[targetId: number, counts: HeatCounts]> {
  const from = createByteReader(bytes);
  while (!from.atEnd()) {
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

/** Heat by target, added up. */
export function sumHeat(
  pieces: Iterable<readonly [number, HeatCounts]>,
): Map<number, HeatCounts> {
  const sums = new Map<number, HeatCounts>();
  for (const [targetId, { ok, failed, missed }] of pieces) {
    const sum = sums.get(targetId) ?? { ok: 0, failed: 0, missed: 0 };
    sums.set(targetId, {
      ok: sum.ok + ok,
      failed: sum.failed + failed,
      missed: sum.missed + missed,
    });
  }
  return sums;
}

/** What of a summary shows as heat. */
export const heatOf = (summary: Summary): HeatCounts => ({
  ok: okOf(summary),
  failed: failedOf(summary),
  missed: summary.slots.missed,
});
