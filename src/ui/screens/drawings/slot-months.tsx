// Draws a calendar of slots as months: a day is a cell with its run's duration.
import { civilDayOf } from "#domain/calendar/calendar-window.ts";
import type { CalendarRow } from "#domain/calendar/slot-calendar.ts";
import type { SlotCell } from "#domain/calendar/slot-cells.ts";
import { dayMs } from "#domain/time/instants.ts";
import { counted, formatLength } from "#ui/words/format.ts";
import { wordsIn } from "#ui/words/words.ts";
import { Shape, wordOf } from "./shapes.tsx";
import { type CalendarProps, formatDue, storyOf, tookOf } from "./slot-words.ts";

export const SlotMonths = (props: CalendarProps) => (
  <div class="months">
    {props.calendar.rows.map((row) => (
      <Month {...props} row={row} />
    ))}
  </div>
);

const Month = ({ row, ...props }: CalendarProps & { row: CalendarRow }) => {
  const { calendar, viewer } = props;
  const { times, drawings } = wordsIn(viewer.language);
  const { weeks, year, month } = weeksOf(row, calendar.zone);
  const slots = slotsByDay(row, calendar.zone);
  return (
    <table class="month">
      <caption>{drawings.slots.month(times.months[month] ?? "", year)}</caption>
      <thead>
        <tr>
          {times.weekdays.map((name) => (
            <th scope="col">{drawings.slots.weekday(name)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((days) => (
          <tr>
            {days.map((day) => (
              <td>
                {day === null ? null : (
                  <Day {...props} day={day} slots={slots.get(day) ?? []} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** The weeks of the month in which a row begins, from Monday, by days since 1970. */
function weeksOf(row: CalendarRow, zone: string) {
  const civil = new Date(civilDayOf(row.from, zone) * dayMs);
  const year = civil.getUTCFullYear();
  const month = civil.getUTCMonth();
  const first = Date.UTC(year, month, 1) / dayMs;
  const next = Date.UTC(year, month + 1, 1) / dayMs;
  const weekday = (new Date(first * dayMs).getUTCDay() + 6) % 7;
  const count = Math.ceil((weekday + next - first) / 7);
  const weeks = Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (_, i) => {
      const day = first - weekday + week * 7 + i;
      return day >= first && day < next ? day : null;
    }),
  );
  return { weeks, year, month };
}

function slotsByDay({ cells }: CalendarRow, zone: string): Map<number, SlotCell[]> {
  const days = new Map<number, SlotCell[]>();
  for (const cell of cells) {
    if (cell === null) continue;
    const day = civilDayOf(cell.dueAt, zone);
    days.set(day, [...(days.get(day) ?? []), cell]);
  }
  return days;
}

/** An earlier schedule may have had more slots a day than a month has room for. */
const mostADay = 3;

type DayProps = CalendarProps & { day: number; slots: readonly SlotCell[] };

const Day = ({ day, slots, ...props }: DayProps) => {
  const { calendar, viewer, hrefOfRow } = props;
  const date = new Date(day * dayMs).getUTCDate();
  const shown = slots.slice(0, mostADay);
  const rest = slots.slice(mostADay);
  const [next] = rest;
  const today = day === civilDayOf(viewer.now, calendar.zone) ? "today" : null;
  if (shown.length === 0)
    return (
      <span class={classOf("day", today)}>
        <b>{date}</b>
      </span>
    );
  return (
    <>
      {shown.map((cell) => (
        <DayCell {...props} cell={cell} date={date} today={today} />
      ))}
      {next === undefined ? null : (
        <a
          class="small"
          href={hrefOfRow({ from: next.dueAt, to: (rest.at(-1) ?? next).dueAt + 1 })}
        >
          {wordsIn(viewer.language).drawings.slots.more(counted(rest.length))}
        </a>
      )}
    </>
  );
};

const classOf = (...names: readonly (string | null)[]) =>
  names.filter((name) => name !== null).join(" ");

/** A number stays on one line with its unit. */
const withUnits = (length: string) => length.replace(/ (?=\D)/g, "\u00a0");

type DayCellProps = CalendarProps & {
  cell: SlotCell;
  date: number;
  today: string | null;
};

const DayCell = ({ cell, date, today, ...props }: DayCellProps) => {
  const { viewer, hrefOf } = props;
  const { language } = viewer;
  const word = wordOf({ kind: cell.fate, language });
  const name = classOf("day", cell.fate, today);
  const tookMs = tookOf(cell);
  if (cell.fate === "ahead")
    return (
      <span class={name}>
        <b>{date}</b>
        <span class="out">{word}</span>
      </span>
    );
  return (
    <a class={name} href={hrefOf(cell)}>
      <b>{date}</b>
      {cell.fate === "ran" ? (
        <>
          {tookMs !== null && withUnits(formatLength(tookMs, language))}
          <span class="out"> {word}</span>
        </>
      ) : (
        <>
          <Shape kind={cell.fate} />
          <DayTip {...props} cell={cell} word={word} />
        </>
      )}
    </a>
  );
};

const DayTip = ({
  cell,
  word,
  ...props
}: CalendarProps & { cell: SlotCell; word: string }) => {
  const due = formatDue(cell.dueAt, "months", props.viewer);
  const { tip } = wordsIn(props.viewer.language).drawings.slots;
  return (
    <span class="tip">
      <b>{tip(due, word)}</b>
      {storyOf(cell, props)}
    </span>
  );
};
