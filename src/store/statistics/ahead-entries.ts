// Adds what no round has recorded yet to what was read, each entry once: it may have been
// recorded between the two reads.
import { type Entry, slotOf, targetOf } from "#domain/runs/run.ts";
import type { Owner } from "#store/targets/owners.ts";

export type AheadEntries = {
  /** Gives entries that are read as they are, and notes which ones they are. */
  meeting(read: Iterable<Entry>): Iterable<Entry>;
  /** Those that were not read. */
  unmet(): Iterable<Entry>;
};

export function aheadOf(owners: readonly Owner[]): AheadEntries {
  const nameOf = (entry: Entry) => `${targetOf(entry)} ${slotOf(entry)}`;
  const entries = owners.flatMap(({ ahead = [] }) => ahead);
  const unmet = new Map(entries.map((entry) => [nameOf(entry), entry]));
  return {
    *meeting(read) {
      for (const entry of read) {
        if (unmet.size > 0) unmet.delete(nameOf(entry));
        yield entry;
      }
    },
    unmet: () => unmet.values(),
  };
}

export const noneAhead: AheadEntries = { meeting: (read) => read, unmet: () => [] };
