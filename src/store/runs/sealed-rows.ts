// Turns parts of blocks into the rows of sealed hours and of days. Bytes are in
// hex, since rows go to the database as JSON.
import { unpackEntries } from "#domain/runs/encoding/block.ts";
import { packHour } from "#domain/runs/encoding/sealed-hour.ts";
import { partBytes } from "#domain/runs/parts.ts";
import { type Entry, targetOf } from "#domain/runs/run.ts";
import { heatOf, packHeat } from "#domain/statistics/heat.ts";
import {
  addSummary,
  createSummary,
  type Summary,
  summarise,
} from "#domain/statistics/summary.ts";
import { packHourSummary } from "#domain/statistics/summary-encoding.ts";
import { dayOf, hourMs } from "#domain/time/instants.ts";
import { bytesOf } from "#store/packed-bytes.ts";
import type { Sealable } from "./sealable.ts";

/**
 * The part that a row comes from. `size` and `head` tell whether the part is
 * still as it was read.
 */
export type Origin = Pick<Sealable, "shardId" | "hour" | "part" | "size" | "head"> & {
  day: number;
};

/** What a target did in a part. */
type TargetPart = { targetId: number; entries: readonly Entry[]; summary: Summary };

/** A piece of a target's hour. */
export type HourPiece = Origin & { targetId: number; entries: string };

export type SealedRows = {
  origin: Origin;
  hours: HourPiece[];
  days: object[];
  shardDay: object;
};

/** Throws where the part's bytes cannot be decoded. */
export function toSealedRows(sealable: Sealable): SealedRows {
  const { shardId, hour, part, size, head } = sealable;
  const origin = { shardId, hour, part, size, head, day: dayOf(hour * hourMs) };
  const entries = Map.groupBy(unpackEntries(bytesOf(sealable), hour), targetOf);
  const targets = [...entries].map(
    ([targetId, own]): TargetPart => ({
      targetId,
      entries: own,
      summary: summarise(own),
    }),
  );
  return {
    origin,
    hours: targets.flatMap((target) => toHourPieces(origin, target)),
    days: targets.map((target) => toDayRow(origin, target)),
    shardDay: toShardDayRow(origin, targets),
  };
}

/**
 * Of two pieces that do not fit into one row, the first one fills at least half
 * of it.
 */
const pieceBytes = partBytes / 2;

const toHourPieces = (origin: Origin, { targetId, entries }: TargetPart): HourPiece[] =>
  packPieces(entries, origin.hour).map((piece) => ({
    ...origin,
    targetId,
    entries: piece,
  }));

function packPieces(entries: readonly Entry[], hour: number): string[] {
  const packed = packHour(entries, hour);
  if (packed.length <= pieceBytes || entries.length === 1) return [packed.toHex()];
  const half = entries.length >> 1;
  return [
    ...packPieces(entries.slice(0, half), hour),
    ...packPieces(entries.slice(half), hour),
  ];
}

const toDayRow = (origin: Origin, { targetId, entries, summary }: TargetPart) => ({
  ...origin,
  targetId,
  summary: packHourSummary(origin.hour % 24, summary).toHex(),
  failures: packFailures(entries.filter(hasFailed), origin.day).toHex(),
});

function toShardDayRow(origin: Origin, targets: readonly TargetPart[]) {
  const all = createSummary();
  for (const { summary } of targets) addSummary(all, summary);
  // One target's price and another's are no distribution.
  all.numbers.clear();
  const heat = targets.map(
    ({ targetId, summary }) => [targetId, heatOf(summary)] as const,
  );
  return {
    ...origin,
    summary: packHourSummary(origin.hour % 24, all).toHex(),
    heat: packHeat(heat).toHex(),
  };
}

/**
 * How many bytes of a part's failed runs are kept when their hours are gone.
 */
const failureBytes = 500_000;

/** Packs failed runs; only the first ones where all would be too many bytes. */
function packFailures(failures: readonly Entry[], day: number): Uint8Array {
  const packed = packHour(failures, 24 * day);
  return packed.length <= failureBytes
    ? packed
    : packFailures(failures.slice(0, failures.length / 2), day);
}

const hasFailed = (entry: Entry): boolean =>
  entry.kind === "run" && entry.run.failure !== null;
