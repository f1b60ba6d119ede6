// Draws the calendar of slots: a sentence whose counts add up, what the cells mean, and
// one cell for each slot. Only news are links: what failed, came late or did not run.
import type { CalendarRow } from "#domain/calendar/slot-calendar.ts";
import type { SlotCell } from "#domain/calendar/slot-cells.ts";
import { counted, formatDate, formatMinute } from "#ui/words/format.ts";
import { wordsIn } from "#ui/words/words.ts";
import { FateLegend, Shape, wordOf } from "./shapes.tsx";
import { SlotList } from "./slot-list.tsx";
import { SlotMonths } from "./slot-months.tsx";
import {
  type CalendarProps,
  formatDue,
  type Layout,
  sayCalendar,
  storyOf,
  sumOfRow,
} from "./slot-words.ts";

export const SlotCalendar = (props: CalendarProps) => {
  const { calendar, viewer } = props;
  const { layout } = calendar;
  return (
    <>
      <p>{sayCalendar(calendar, viewer)}</p>
      <FateLegend language={viewer.language} />
      {layout === "months" ? (
        <SlotMonths {...props} />
      ) : layout === "list" ? (
        <SlotList {...props} />
      ) : (
        <SlotRows {...props} layout={layout} />
      )}
    </>
  );
};

type RowLayout = Exclude<Layout, "months" | "list">;
type RowsProps = CalendarProps & { layout: RowLayout };

/** The style sheet knows sixty places in a row; other numbers are laid out evenly. */
const usualPlaces = 60;

/** So many links are tab stops that one can pass; above, stretches share one. */
const mostLinks = 60;

const SlotRows = (props: RowsProps) => {
  const { calendar, layout } = props;
  const cells = calendar.rows.flatMap((row) => row.cells);
  const hasStretches = cells.filter(isNews).length > mostLinks;
  const name = calendar.columns === usualPlaces ? "cells" : "cells even";
  return (
    <ol class="slots">
      {layout === "hours" && calendar.columns === usualPlaces ? <Ticks /> : null}
      {calendar.rows.map((row) => (
        <SlotRow {...props} row={row} name={name} hasStretches={hasStretches} />
      ))}
    </ol>
  );
};

const Ticks = () => (
  <li class="hour ticks" aria-hidden="true">
    <span />
    <span class="cells">
      {[":00", ":15", ":30", ":45"].map((minute) => (
        <span>{minute}</span>
      ))}
    </span>
    <span />
  </li>
);

type RowProps = RowsProps & { row: CalendarRow; name: string; hasStretches: boolean };

const SlotRow = ({ row, name, hasStretches, ...props }: RowProps) => {
  const { viewer, layout, hrefOfRow } = props;
  const { text, isQuiet } = sumOfRow(row, viewer);
  const time =
    layout === "days" ? formatDate(row.from, viewer) : formatMinute(row.from, viewer);
  const label = wordsIn(viewer.language).drawings.slots.rowRuns[layout](time);
  const stretches = stretchesOf(row.cells, hasStretches);
  return (
    <li class={isQuiet ? "hour all" : "hour"}>
      <a href={hrefOfRow(row)} aria-label={label}>
        {time}
      </a>
      <span class={name}>
        {stretches.map((stretch) => (
          <Stretch {...props} stretch={stretch} />
        ))}
      </span>
      <span class="sum">{text}</span>
    </li>
  );
};

const isNews = (cell: SlotCell | null): boolean =>
  cell !== null && cell.fate !== "ran" && cell.fate !== "ahead";

/** Cells that follow each other and share a link; a cell that is no news stands alone. */
function stretchesOf(
  cells: readonly (SlotCell | null)[],
  hasStretches: boolean,
): (SlotCell | null)[][] {
  const stretches: (SlotCell | null)[][] = [];
  for (const cell of cells) {
    const last = stretches.at(-1);
    const fate = hasStretches && isNews(cell) ? cell?.fate : undefined;
    if (last !== undefined && fate !== undefined && last[0]?.fate === fate)
      last.push(cell);
    else stretches.push([cell]);
  }
  return stretches;
}

type StretchProps = RowsProps & { stretch: readonly (SlotCell | null)[] };

const Stretch = ({ stretch, ...props }: StretchProps) => {
  const [first, ...rest] = stretch;
  if (first === null || first === undefined) return <i class="none" />;
  if (first.fate === "ahead") return <i class="ahead" />;
  if (first.fate === "ran") return <i />;
  const last = rest.at(-1) ?? first;
  const { hrefOf, hrefOfRow } = props;
  const href =
    last === first ? hrefOf(first) : hrefOfRow({ from: first.dueAt, to: last.dueAt + 1 });
  return (
    <>
      <a class={`slot ${first.fate}`} href={href}>
        <Shape kind={first.fate} />
        <Tip {...props} cell={first} last={last} count={stretch.length} />
      </a>
      {rest.map(() => (
        <span class={`slot ${first.fate}`}>
          <Shape kind={first.fate} />
        </span>
      ))}
    </>
  );
};

type TipProps = CalendarProps & { cell: SlotCell; last: SlotCell; count: number };

const Tip = ({ cell, last, count, ...props }: TipProps) => {
  const { calendar, viewer } = props;
  const words = wordsIn(viewer.language).drawings.slots;
  const fate = wordOf({ kind: cell.fate, language: viewer.language });
  const due = (at: number) => formatDue(at, calendar.layout, viewer);
  return (
    <span class="tip">
      <b>
        {count === 1
          ? words.tip(due(cell.dueAt), fate)
          : words.stretchTip(due(cell.dueAt), due(last.dueAt), counted(count), fate)}
      </b>
      {count === 1 ? storyOf(cell, props) : null}
    </span>
  );
};
