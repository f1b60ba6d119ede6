// Seals parts of blocks whose hour is over: a part becomes one row a target,
// and its summary is appended to the target's day. One batch writes the rows
// and deletes the part, and only where the part is still as it was read: no run
// is written twice, and none is lost.
import { takeBack } from "#store/apart/set-aside.ts";
import type { Db } from "#store/db.ts";
import {
  appendDays,
  appendHours,
  appendHoursInParts,
  areHoursFull,
  deleteBlocks,
} from "./append-sealed.ts";
import { blockAt, type Sealable } from "./sealable.ts";
import { toSealedRows } from "./sealed-rows.ts";

/**
 * Seals parts in one batch. Returns how many hours of targets were sealed;
 * null, and nothing is sealed, when that would take more than `statements`.
 * Throws when a part cannot be decoded.
 */
export async function sealBlocks(
  db: Db,
  blocks: readonly Sealable[],
  statements: number,
): Promise<number | null> {
  const sealed = blocks.map(toSealedRows);
  const hours = sealed.flatMap((rows) => rows.hours);
  const back = blocks.filter(({ wasSetAside }) => wasSetAside).map(blockAt);
  const rest = [
    ...appendDays(sealed),
    ...(back.length > 0
      ? [
          takeBack(
            "block",
            back.map(({ item }) => item),
          ),
        ]
      : []),
    deleteBlocks(sealed.map(({ origin }) => origin)),
  ];
  const direct = [...appendHours(hours), ...rest];
  const inParts = [...appendHoursInParts(hours), ...rest];
  if (direct.length > statements) return null;
  try {
    await db.batch(direct);
  } catch (error) {
    if (!areHoursFull(error)) throw error;
    if (direct.length + inParts.length > statements) return null;
    await db.batch(inParts);
  }
  return new Set(hours.map(({ targetId, hour }) => `${targetId} ${hour}`)).size;
}
