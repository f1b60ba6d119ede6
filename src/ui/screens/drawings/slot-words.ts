// Says in words what became of a slot, of a row and of a whole calendar.
import type { CalendarRow, SlotCalendar } from "#domain/calendar/slot-calendar.ts";
import type { SlotCell } from "#domain/calendar/slot-cells.ts";
import { dueIn, type SlotSums } from "#domain/calendar/slot-sums.ts";
import { type DropFate, durationOf } from "#domain/runs/run.ts";
import type { Kind } from "#domain/targets/target.ts";
import { minuteMs } from "#domain/time/instants.ts";
import {
  counted,
  formatClock,
  formatDate,
  formatLength,
  formatMinute,
  type Standpoint,
} from "#ui/words/format.ts";
import { type Words, wordsIn } from "#ui/words/words.ts";

/** What the calendar is drawn with. */
export type CalendarProps = {
  calendar: SlotCalendar;
  /** Of its target. */
  kind: Kind;
  viewer: Standpoint;
  /** Where a slot is told about: its run, or what is known of one that has none. */
  hrefOf: (cell: SlotCell) => string;
  /** Where the runs from `from` to `to` are told about. */
  hrefOfRow: (row: Pick<CalendarRow, "from" | "to">) => string;
};

export type Layout = SlotCalendar["layout"];

/** When a slot is due, as exactly as its calendar needs it. */
export function formatDue(at: number, layout: Layout, viewer: Standpoint): string {
  if (layout === "months") return formatDate(at, viewer);
  const clock = at % minuteMs === 0 ? formatMinute(at, viewer) : formatClock(at, viewer);
  const isWithinDay = layout === "hours" || layout === "ten-minutes";
  return isWithinDay ? clock : `${formatDate(at, viewer)} ${clock}`;
}

/** From due to started; a clock that was set back makes it no less than nothing. */
export const lagOf = ({ dueAt, run }: SlotCell): number =>
  run === null ? 0 : Math.max(0, run.startedAt - dueAt);

/** How long its run took, ms; null where nobody knows. */
export const tookOf = ({ run }: SlotCell): number | null =>
  run === null ? 0 : durationOf(run);

/** What is to be known of a slot besides its fate. */
export function storyOf(cell: SlotCell, props: CalendarProps): string {
  const { viewer } = props;
  const { run } = cell;
  const why = whyOf(cell, props);
  if (run === null) return why;
  const words = wordsIn(viewer.language).drawings.slots;
  const length = (ms: number) => formatLength(ms, viewer.language);
  const time = formatClock(run.startedAt, viewer);
  const tookMs = tookOf(cell);
  if (tookMs === null) return `${words.reported(time)} ${why}`.trim();
  const took = length(tookMs);
  const started = run.late
    ? words.startedLate(time, length(lagOf(cell)), took)
    : words.started(time, took);
  return `${started} ${why}`.trim();
}

/** Why a slot failed or has no run; empty of others. */
export function whyOf(
  { run, drop }: SlotCell,
  { calendar, kind, viewer }: CalendarProps,
): string {
  const words = wordsIn(viewer.language);
  if (run?.failure) return words.failures.explain(run.failure);
  if (drop === null) return "";
  const why = whyDropped(drop.fate, kind, words);
  if (drop.count === 1) return why;
  const due = (at: number) => formatDue(at, calendar.layout, viewer);
  return `${why} ${words.drawings.slots.inRow(counted(drop.count), due(drop.firstAt), due(drop.lastAt))}`;
}

/** Why a slot of a target of that kind has no run. */
export function whyDropped(
  fate: DropFate,
  kind: Kind,
  { drawings, heartbeats }: Words,
): string {
  const { whySkipped, whyMissed } = drawings.slots;
  if (fate === "skipped") return whySkipped;
  return kind === "heartbeat" ? heartbeats.run.notHeard : whyMissed;
}

/** What a row needs attention for, the worst first. */
const news = ["failed", "missed", "late", "skipped"] as const;

/** "3 missed, 1 late"; "all 60 ran". */
export function sumOfRow(
  { sums }: CalendarRow,
  { language }: Standpoint,
): { text: string; isQuiet: boolean } {
  const words = wordsIn(language).drawings.slots;
  const { row } = words;
  const due = dueIn(sums);
  if (due + sums.ahead === 0) return { text: row.none, isQuiet: true };
  const found = news.filter((kind) => sums[kind] > 0);
  if (found.length === 0 && sums.ahead === 0)
    return { text: row.allRan(counted(due)), isQuiet: true };
  const parts = found.map((kind) => row[kind](counted(sums[kind])));
  if (found.length === 0 && due > 0) parts.push(row.ran(counted(due)));
  if (sums.ahead > 0) parts.push(row.ahead(counted(sums.ahead)));
  return { text: words.list(parts), isQuiet: false };
}

/** The sentences above a calendar. Its counts add up to the slots that came due. */
export function sayCalendar(
  { sums, manual, extra, layout, isCut, from }: SlotCalendar,
  viewer: Standpoint,
): string {
  const words = wordsIn(viewer.language).drawings.slots;
  const start = `${formatDate(from, viewer)} ${formatMinute(from, viewer)}`;
  const told = (count: number, say: (n: ReturnType<typeof counted>) => string) =>
    count > 0 ? [say(counted(count))] : [];
  return [
    sayDue(sums, viewer),
    ...told(sums.failed, words.failed),
    ...told(sums.ahead, words.ahead),
    ...told(manual.length, words.manual),
    ...told(extra.length, words.extra),
    ...(isCut ? [words.cut(start)] : []),
    words.layouts[layout](viewer.zone),
  ].join(viewer.language === "ja" ? "" : " ");
}

function sayDue(sums: SlotSums, { language }: Standpoint): string {
  const words = wordsIn(language).drawings.slots;
  const due = dueIn(sums);
  if (due === 0) return words.none;
  if (sums.ran === due) return words.allRan(counted(due));
  const parts = (["ran", "late", "skipped", "missed"] as const).flatMap((fate) =>
    sums[fate] > 0 ? [words[fate](counted(sums[fate]))] : [],
  );
  return words.came(counted(due), parts);
}
