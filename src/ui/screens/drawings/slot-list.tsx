// Draws a calendar of slots that are rare as a table, the newest slot first.
import type { SlotCell } from "#domain/calendar/slot-cells.ts";
import { Time } from "#ui/screens/time.tsx";
import { formatLength } from "#ui/words/format.ts";
import { wordsIn } from "#ui/words/words.ts";
import { Status } from "./shapes.tsx";
import { type CalendarProps, lagOf, tookOf, whyOf } from "./slot-words.ts";

export const SlotList = (props: CalendarProps) => {
  const { calendar, viewer } = props;
  const { columns, listCaption } = wordsIn(viewer.language).drawings.slots;
  const cells = calendar.rows.flatMap((row) => row.cells.flatMap((cell) => cell ?? []));
  if (cells.length === 0) return null;
  return (
    <table class="rows">
      <caption>{listCaption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.due}</th>
          <th scope="col">{columns.fate}</th>
          <th scope="col" class="n">
            {columns.lag}
          </th>
          <th scope="col" class="n">
            {columns.took}
          </th>
          <th scope="col">{columns.what}</th>
        </tr>
      </thead>
      <tbody>
        {cells.reverse().map((cell) => (
          <Line {...props} cell={cell} />
        ))}
      </tbody>
    </table>
  );
};

const Line = ({ cell, ...props }: CalendarProps & { cell: SlotCell }) => {
  const { viewer, hrefOf } = props;
  const { columns } = wordsIn(viewer.language).drawings.slots;
  const length = (ms: number | null) =>
    cell.run && ms !== null ? formatLength(ms, viewer.language) : "";
  const time = <Time at={cell.dueAt} viewer={viewer} />;
  return (
    <tr>
      <th scope="row">
        {cell.fate === "ahead" ? time : <a href={hrefOf(cell)}>{time}</a>}
      </th>
      <td>
        <Status kind={cell.fate} language={viewer.language} />
      </td>
      <td class="n" data-th={columns.lag}>
        {length(lagOf(cell))}
      </td>
      <td class="n" data-th={columns.took}>
        {length(tookOf(cell))}
      </td>
      <td class="all">{whyOf(cell, props)}</td>
    </tr>
  );
};
