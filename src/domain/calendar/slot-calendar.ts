// Lays the slots of a window out as a calendar: one cell for each slot, in rows, with
// sums that add up.
import type { Entry, Run, Trigger } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { type CalendarPlaces, endOfRow, toRows } from "./calendar-rows.ts";
import { type CalendarWindow, mostCells } from "./calendar-window.ts";
import { listCells, type SlotCell } from "./slot-cells.ts";
import { type SlotSums, sumUp } from "./slot-sums.ts";

export type CalendarRow = CalendarPlaces & { sums: SlotSums };

export type SlotCalendar = CalendarWindow & {
  rows: readonly CalendarRow[];
  /** How many places the longest row has. */
  columns: number;
  sums: SlotSums;
  /** The window's manual runs, and those reported outside of slots: they have none. */
  manual: readonly Run[];
  extra: readonly Run[];
  /** Whether `from` is later than was asked for, since there are too many slots. */
  isCut: boolean;
  now: number;
  zone: string;
};

type Asked = {
  /** What is told of the window's slots, in any order. */
  entries: readonly Entry[];
  slots: Slots;
  window: CalendarWindow;
  now: number;
  zone: string;
};

/** Lays out the slots of a window that `chooseCalendar` gave. */
export function layoutSlots({ entries, slots, window, now, zone }: Asked): SlotCalendar {
  const all = listCells({ entries, slots, ...window, now });
  const from = startOnPage(all, window, zone);
  const cells = all.filter(({ dueAt }) => dueAt >= from);
  const rows = toRows(cells, { ...window, from }, zone).map((row) => ({
    ...row,
    sums: sumUp(row.cells),
  }));
  return {
    ...window,
    from,
    rows,
    columns: Math.max(1, ...rows.map((row) => row.cells.length)),
    sums: sumUp(cells),
    manual: runsBeside("manual", entries, { from, to: window.to }),
    extra: runsBeside("extra", entries, { from, to: window.to }),
    isCut: from > window.from,
    now,
    zone,
  };
}

/** Where the newest rows begin, as many as a page can hold. */
function startOnPage(
  cells: readonly SlotCell[],
  { from, layout }: CalendarWindow,
  zone: string,
): number {
  const tooOld = cells.at(-mostCells - 1);
  if (tooOld === undefined) return from;
  const end = endOfRow(layout, tooOld.dueAt, zone);
  return cells.some(({ dueAt }) => dueAt >= end) ? end : tooOld.dueAt + 1;
}

const runsBeside = (
  trigger: Trigger,
  entries: readonly Entry[],
  { from, to }: Pick<CalendarWindow, "from" | "to">,
): Run[] =>
  entries.flatMap((entry) =>
    entry.kind === "run" &&
    entry.run.trigger === trigger &&
    entry.run.dueAt >= from &&
    entry.run.dueAt < to
      ? [entry.run]
      : [],
  );
