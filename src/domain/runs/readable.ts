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
      if (!isWithin(entry, hour * hourMs, (hour + hours) * hourMs))
        throw new RangeError("an entry lies outside its hour");
      yield entry;
    }
  } catch {
    unreadable.rows += 1;
  }
}

/** Slots are whole seconds: damaged bytes may tell of more of them than there are. */
function isWithin(entry: Entry, from: number, to: number): boolean {
  if (slotOf(entry) < from || slotOf(entry) >= to) return false;
  if (entry.kind === "run") return entry.run.startedAt <= latestInstant;
  return entry.drop.lastAt < to && entry.drop.count <= hourMs / 1_000;
}
