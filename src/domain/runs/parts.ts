// Bounds what is stored of an hour in one row, and what a round takes in, by
// the bytes that entries take when they are packed.
import type { Allowance } from "#domain/allowance.ts";
import { hourOf } from "#domain/time/instants.ts";
import { packEntries } from "./encoding/block.ts";
import { type Entry, type Run, slotOf } from "./run.ts";

/**
 * Bytes of a part of an hour at most. Its hexadecimal digits are a value that
 * D1 takes, which has 2,000,000 bytes at most
 * (developers.cloudflare.com/d1/platform/limits).
 */
export const partBytes = 900_000;

/**
 * Bytes of entries after which a round runs no target once more. Each of its
 * targets may then have one run of a few kilobytes that is not counted yet, and
 * slots that were missed take some more: together they fit into one part, and
 * into one statement.
 */
export const roundBytes = 400_000;

/**
 * Counts a target's entries in a round against `bytes`, each time with those that came
 * since. To be called before the target runs once more: of most targets a round makes
 * one run, which is not packed to be counted then.
 */
export function createCount(bytes: Allowance): (entries: readonly Entry[]) => void {
  let counted = 0;
  let last: Run | undefined;
  return (entries) => {
    const added = entries.slice(counted);
    bytes.spend(addedBytes(last, added));
    last = added.findLast((entry) => entry.kind === "run")?.run ?? last;
    counted = entries.length;
  };
}

/**
 * Gives how many bytes a target's entries take at most that a round adds behind
 * `previous`, its last run in the round.
 */
export function addedBytes(previous: Run | undefined, added: readonly Entry[]): number {
  let bytes = 0;
  let last = previous;
  for (const entry of added) {
    bytes += packEntries([entry], hourOf(slotOf(entry)), () =>
      sameHour(last, entry),
    ).length;
    if (entry.kind === "run") last = entry.run;
  }
  return bytes;
}

/** A run is packed as a difference from the run before it in its hour. */
const sameHour = (last: Run | undefined, entry: Entry): Run | undefined =>
  last && hourOf(last.dueAt) === hourOf(slotOf(entry)) ? last : undefined;
