// Reads stored entries that may not be decodable, because their bytes were
// damaged or written by a later version: such an entry hides itself and those
// behind it in its row.
import { hourMs } from "#domain/time/instants.ts";
import { type Entry, slotOf } from "./run.ts";

/** Counts rows of which something could not be decoded. */
export type Unreadable = { rows: number };

/** The instants that a date can have (ECMA-262 21.4.1.1). */
const latestInstant = 8.64e15;

/**
 * Gives entries as long as they can be decoded and their slots lie in the hours
 * that begin with `hour`. Counts the row in `unreadable` if that ends too soon.
 */
export function* readable(
  entries: Iterable<Entry>,
  { hour, hours = 1 }: { hour: number; hours?: number },
  unreadable: Unreadable,
): Generator<Entry> {
  try {
    for (const entry of entries) {
      const slot = slotOf(entry);
      const isSound =
        slot >= hour * hourMs && slot < (hour + hours) * hourMs && isDate(entry);
      if (!isSound) throw new RangeError("an entry lies outside its hour");
      yield entry;
    }
  } catch {
    unreadable.rows += 1;
  }
}

const isDate = (entry: Entry): boolean =>
  (entry.kind === "run" ? entry.run.startedAt : entry.drop.lastAt) <= latestInstant;
