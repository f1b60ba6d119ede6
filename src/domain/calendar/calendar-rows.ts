// Cuts a calendar into rows and gives each slot its place in its row, by its time where
// the schedule allows.
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import { instantIn } from "#domain/time/zone.ts";
import {
  type CalendarLayout,
  type CalendarWindow,
  civilDayOf,
  civilMonthOf,
  startOf,
} from "./calendar-window.ts";
import type { SlotCell } from "./slot-cells.ts";

export type CalendarPlaces = {
  /** Epoch ms; `to` is exclusive. */
  from: number;
  to: number;
  /** Null where there is no slot, so that the cells of all rows stand below each other. */
  cells: readonly (SlotCell | null)[];
};

type RowUnit = {
  startOf: (at: number, zone: string) => number;
  endOf: (at: number, zone: string) => number;
  /** Null where a cell's place does not tell its time. */
  lengthMs: number | null;
};

const unitOf = (unitMs: number): RowUnit => ({
  startOf: (at, zone) => startOf(at, zone, unitMs),
  endOf: (at, zone) => startOf(at, zone, unitMs) + unitMs,
  lengthMs: unitMs,
});

const startOfDay = (at: number, zone: string, later: number) =>
  instantIn(zone, (civilDayOf(at, zone) + later) * dayMs);

function startOfMonth(at: number, zone: string, later: number): number {
  const { year, month } = civilMonthOf(at, zone);
  return instantIn(zone, Date.UTC(year, month + later, 1));
}

const rowUnits: Readonly<Record<CalendarLayout, RowUnit>> = {
  "ten-minutes": unitOf(10 * minuteMs),
  hours: unitOf(hourMs),
  days: {
    startOf: (at, zone) => startOfDay(at, zone, 0),
    endOf: (at, zone) => startOfDay(at, zone, 1),
    lengthMs: dayMs,
  },
  months: {
    startOf: (at, zone) => startOfMonth(at, zone, 0),
    endOf: (at, zone) => startOfMonth(at, zone, 1),
    lengthMs: null,
  },
  list: {
    startOf: () => Number.NEGATIVE_INFINITY,
    endOf: () => Number.POSITIVE_INFINITY,
    lengthMs: null,
  },
};

export const endOfRow = (layout: CalendarLayout, at: number, zone: string): number =>
  rowUnits[layout].endOf(at, zone);

/** A row and its slots, before they have their places. */
type Row = { from: number; to: number; startAt: number; cells: SlotCell[] };

/** Every row of the window, those without a slot too. `cells` are in their order. */
export function toRows(
  cells: readonly SlotCell[],
  { layout, from, to, stepMs }: CalendarWindow,
  zone: string,
): readonly CalendarPlaces[] {
  const unit = rowUnits[layout];
  const rows: Row[] = [];
  let seen = 0;
  for (let at = from; at < to; ) {
    const end = Math.min(to, unit.endOf(at, zone));
    const behind = cells.findIndex(({ dueAt }, i) => i >= seen && dueAt >= end);
    const next = behind < 0 ? cells.length : behind;
    rows.push({
      from: at,
      to: end,
      startAt: unit.startOf(at, zone),
      cells: cells.slice(seen, next),
    });
    seen = next;
    at = end;
  }
  if (unit.lengthMs === null) return rows;
  const placed = placeByTime(rows, unit.lengthMs, stepMs);
  return layout === "days" ? withoutEmptyPlaces(placed) : placed;
}

/** So many places fit beside each other: slots of five seconds in ten minutes. */
const mostPlaces = 120;

/**
 * As many places as the shortest step fits into a row: slots that are a step apart have
 * different places then. Where that would be too many places, and where slots of an earlier
 * schedule are closer, a slot takes the next place that is free.
 */
function placeByTime(
  rows: readonly Row[],
  lengthMs: number,
  stepMs: number | null,
): readonly CalendarPlaces[] {
  const busiest = Math.max(1, ...rows.map(({ cells }) => cells.length));
  const wanted = Math.ceil(lengthMs / (stepMs ?? lengthMs));
  const places = wanted > mostPlaces ? busiest : Math.max(busiest, wanted);
  if (places > mostPlaces) return rows;
  const placed = rows.map((row) => ({
    ...row,
    cells: placeCells(row, places, lengthMs),
  }));
  const longest = Math.max(places, ...placed.map(({ cells }) => cells.length));
  return placed.map((row) => ({ ...row, cells: fillUp(row.cells, longest) }));
}

function placeCells(
  { startAt, cells }: Row,
  places: number,
  lengthMs: number,
): (SlotCell | null)[] {
  const placed: (SlotCell | null)[] = [];
  for (const cell of cells) {
    const place = Math.floor(((cell.dueAt - startAt) * places) / lengthMs);
    placed.push(...nothing(place - placed.length), cell);
  }
  return placed;
}

const fillUp = (cells: readonly (SlotCell | null)[], places: number) => [
  ...cells,
  ...nothing(places - cells.length),
];

const nothing = (count: number): null[] => Array(Math.max(0, count)).fill(null);

/** Leaves out the times of day at which no day has a slot. */
function withoutEmptyPlaces(rows: readonly CalendarPlaces[]): CalendarPlaces[] {
  const used = new Set(
    rows.flatMap(({ cells }) => cells.flatMap((cell, place) => (cell ? [place] : []))),
  );
  return rows.map((row) => ({
    ...row,
    cells: row.cells.filter((_, place) => used.has(place)),
  }));
}
