// Reads a target's latest entries in a window: from the newest hour back, until there are
// as many as are wanted. A window of months may hold the runs of every minute.
import type { Unreadable } from "#domain/runs/readable.ts";
import { type Entry, slotOf } from "#domain/runs/run.ts";
import { hourMs } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import type { Owner } from "#store/targets/owners.ts";
import { aheadIn, hotPartsOf, ofTarget, sealedHours } from "./history.ts";
import { type HotPart, readHotParts } from "./hot-parts.ts";
import { untilSettled } from "./packed-rows.ts";
import type { SealedHour } from "./sealed-hours.ts";

type LatestQuery = {
  /** Hours since the epoch, both included. */
  fromHour: number;
  toHour: number;
  /** So many that count are enough; no hour is told in part. */
  most: number;
  isCounted: (entry: Entry) => boolean;
};

/** Three months of a run a day are read at once. */
const rowsAtOnce = 120;

/** Names rows that cannot be decoded in `gaps`. */
export const readLatestEntries = (
  db: Db,
  owner: Owner,
  query: LatestQuery,
  gaps: Unreadable = new Set(),
): Promise<Entry[]> =>
  untilSettled(async () => {
    const { fromHour, toHour, most } = query;
    const found = collectEntries(query);
    found.add(aheadIn(owner, fromHour, toHour));
    const source = sealedHours(db, owner, fromHour * hourMs, gaps, rowsAtOnce);
    // Blocks are read before sealed hours: an hour that is sealed meanwhile is not lost.
    let [hot, rows] = await db.batch<[HotPart, SealedHour]>([
      hotPartsOf(owner, fromHour, toHour),
      source.before((toHour + 1) * hourMs),
    ]);
    await readHotParts(db, hot, gaps, (_, entries) =>
      found.add(ofTarget(entries, owner)),
    );
    for (;;) {
      for (const row of rows) {
        if (found.counted() >= most) return found.all();
        for await (const entries of source.read(row)) found.add(entries);
      }
      const earliest = rows.at(-1);
      if (earliest === undefined || rows.length < rowsAtOnce) return found.all();
      rows = await db.all<SealedHour>(source.before(earliest.hour * hourMs));
    }
  });

/** By slot: an hour that is sealed between two reads may be met twice. */
function collectEntries({ isCounted }: LatestQuery) {
  const entries = new Map<number, Entry>();
  let counted = 0;
  return {
    add(more: Iterable<Entry>): void {
      for (const entry of more) {
        const slot = slotOf(entry);
        if (!entries.has(slot) && isCounted(entry)) counted += 1;
        entries.set(slot, entry);
      }
    },
    counted: () => counted,
    all: () => [...entries.values()],
  };
}
