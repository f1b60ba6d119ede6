// Bounds what is stored of an hour in one row, and what a round takes in, by
// the bytes that entries take when they are packed.
import { hourOf } from "#domain/time/instants.ts";
import { packEntries } from "./block.ts";
import { type Entry, type Run, slotOf } from "./run.ts";

/**
 * Bytes of a part of an hour at most. Its hexadecimal digits are a value that
 * D1 takes, which has 2,000,000 bytes at most
 * (developers.cloudflare.com/d1/platform/limits).
 */
export const partBytes = 900_000;

/**
 * Bytes of entries after which a round begins no more runs. Runs that are under
 * way then add a few kilobytes each, and slots that were missed some more:
 * together they fit into one part, and into one statement.
 */
export const roundBytes = 400_000;

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
