// Tells what became of each slot in a window: slots that are told, one by one, and those
// that are still to come.
import { type Drop, type Entry, type Run, servesSlot } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import type { Fate } from "#domain/statistics/summary.ts";
import { type CalendarWindow, mostCells, withoutBounds } from "./calendar-window.ts";

/**
 * How a cell is drawn. `failed` ran or ran late, and failed. `ahead` is not told yet: it
 * comes, or it is due and has not ended.
 */
export type CellFate = Fate | "failed" | "ahead";

export type SlotCell = {
  dueAt: number;
  fate: CellFate;
  /** The run of the slot; null where none is told. */
  run: Run | null;
  /** The slots in a row of which this one ended without a run; null where it has a run. */
  drop: Drop | null;
};

type Asked = Pick<CalendarWindow, "from" | "to" | "stepMs"> & {
  entries: readonly Entry[];
  slots: Slots;
  now: number;
};

/**
 * One cell for each slot in [from, to), in their order. Manual runs have no slot. Nothing
 * is known any more of a slot that is not told although later ones are, or although the
 * window is over.
 */
export function listCells(asked: Asked): SlotCell[] {
  const { entries, slots, from, to, now } = asked;
  const told = entries
    .flatMap((entry) =>
      entry.kind === "run" ? cellOfRun(entry.run) : cellsOfDrop(entry.drop, asked),
    )
    .filter(({ dueAt }) => dueAt >= from && dueAt < to)
    .sort((a, b) => a.dueAt - b.dueAt);
  const last = told.at(-1)?.dueAt ?? from - 1;
  return now < to ? [...told, ...slotsBetween(slots, last, to).map(cellAhead)] : told;
}

const cellAhead = (dueAt: number): SlotCell => ({
  dueAt,
  fate: "ahead",
  run: null,
  drop: null,
});

function cellOfRun(run: Run): SlotCell[] {
  if (!servesSlot(run)) return [];
  const fate = run.failure !== null ? "failed" : run.late ? "late" : "ran";
  return [{ dueAt: run.dueAt, fate, run, drop: null }];
}

const cellsOfDrop = (drop: Drop, asked: Asked): SlotCell[] =>
  spreadDrop(drop, asked).map((dueAt) => ({ dueAt, fate: drop.fate, run: null, drop }));

/**
 * The slots of a drop: those of the schedule if they are as many. A schedule that was
 * another one then has others, so they are spread evenly.
 */
function spreadDrop(drop: Drop, { slots, stepMs }: Asked): number[] {
  const { count, firstAt, lastAt } = drop;
  const evenMs = count > 1 ? (lastAt - firstAt) / (count - 1) : 0;
  const even = Array.from({ length: count }, (_, i) => Math.round(firstAt + i * evenMs));
  // No other slots fit in between. Finding a slot of a cron expression takes longer.
  if (count <= 2 || evenMs === stepMs) return even;
  const asItWas = firstAt < slots.anchorAt ? withoutBounds(slots) : slots;
  const found = [firstAt, ...slotsBetween(asItWas, firstAt, lastAt + 1)];
  return found.length === count && found.at(-1) === lastAt ? found : even;
}

/** The schedule's slots in (after, to), no more than a page can hold. */
function slotsBetween(slots: Slots, after: number, to: number): number[] {
  const found: number[] = [];
  for (let at: number | null = after; found.length < mostCells; found.push(at)) {
    at = nextSlot(slots, at);
    if (at === null || at >= to) break;
  }
  return found;
}
