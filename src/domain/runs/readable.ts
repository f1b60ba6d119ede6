// Reads stored entries that may not be decodable, because their bytes were
// damaged or written by a later version: such an entry hides itself and those
// behind it in its row.
import { hourMs } from "#domain/time/instants.ts";
import { type Entry, slotOf } from "./run.ts";

/** Names of rows of which something could not be decoded: each counts once. */
export type Unreadable = Set<string>;

/** The instants that a date can have (ECMA-262 21.4.1.1). */
const latestInstant = 8.64e15;

/**
 * Gives entries as long as they can be decoded and their slots lie in the hours
 * that begin with `hour`. Adds the row's name to `unreadable` if that ends too soon.
 */
export function* readable(
  entries: Iterable<Entry>,
  { row, hour, hours = 1 }: { row: string; hour: number; hours?: number },
  unreadable: Unreadable,
): Generator<Entry> {
  try {
    for (const entry of entries) {
      if (!isWithin(entry, hour * hourMs, (hour + hours) * hourMs))
        throw new RangeError("an entry lies outside its hour");
      yield entry;
    }
  } catch {
    unreadable.add(row);
  }
}

/** Slots are whole seconds: damaged bytes may tell of more of them than there are. */
function isWithin(entry: Entry, from: number, to: number): boolean {
  if (slotOf(entry) < from || slotOf(entry) >= to) return false;
  if (entry.kind === "run") return entry.run.startedAt <= latestInstant;
  return entry.drop.lastAt < to && entry.drop.count <= hourMs / 1_000;
}
