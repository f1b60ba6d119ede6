// Shows a month's report: all targets together, and each of them, the worst first.
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Tiles } from "#ui/screens/tile.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatLength, formatNumber, formatPercent } from "#ui/words/format.ts";
import {
  Figure,
  nothing,
  sayDegraded,
  sayDuration,
  sayShare,
  TableHead,
  TargetHeader,
} from "./figures.tsx";
import type { MonthFigures, ReportView } from "./statistics-view.ts";

type ReportProps = { viewer: Viewer; view: ReportView };

/** "99.98 % available in November 2026" */
export function sayReport({ month, total }: ReportView, { words }: Viewer): string {
  const [year = "", number = ""] = month.split("-");
  const name = words.times.months[Number(number) - 1] ?? "";
  const written = words.drawings.slots.month(name, Number(year));
  return total.availability === null
    ? words.statistics.report.none(written)
    : words.statistics.report.title(formatPercent(total.availability), written);
}

export const ReportSection = ({ viewer, view }: ReportProps) => {
  const { report, csv } = viewer.words.statistics;
  return (
    <section class="card" aria-labelledby="report">
      <header>
        <h2 id="report">{report.heading(counted(view.count))}</h2>
        <p class="small">
          <a href={view.csv}>{csv}</a>
        </p>
      </header>
      <p class="small quiet">
        <Time at={view.window.from} viewer={viewer} /> –{" "}
        <Time at={view.window.to} viewer={viewer} /> {viewer.zone}
      </p>
      {view.count === 0 ? (
        <p>{report.noTargets}</p>
      ) : (
        <Lines viewer={viewer} view={view} />
      )}
    </section>
  );
};

const Lines = ({ viewer, view }: ReportProps) => {
  const { report, columns } = viewer.words.statistics;
  const figures = [
    columns.availability,
    columns.runs,
    columns.failed,
    columns.degraded,
    columns.missed,
    columns.p95,
    columns.incidents,
    columns.down,
  ];
  return (
    <>
      <Tiles tiles={tilesOf(view, viewer)} />
      <table class="rows">
        <caption>
          {report.caption(counted(view.lines.length), counted(view.count))}
        </caption>
        <TableHead
          columns={[
            { name: columns.target },
            ...figures.map((name) => ({ name, isFigure: true })),
            { name: columns.budget },
          ]}
        />
        <tbody>
          {view.lines.map((line) => (
            <tr>
              <TargetHeader id={line.id} name={line.name} />
              <Figure name={columns.availability}>{sayShare(line.availability)}</Figure>
              <Figure name={columns.runs}>{formatNumber(line.runs)}</Figure>
              <Figure name={columns.failed}>{formatNumber(line.failed)}</Figure>
              <Figure name={columns.degraded}>{formatNumber(line.degraded)}</Figure>
              <Figure name={columns.missed}>{formatNumber(line.missed)}</Figure>
              <Figure name={columns.p95}>{sayDuration(line.p95, viewer)}</Figure>
              <Figure name={columns.incidents}>{formatNumber(line.incidents)}</Figure>
              <Figure name={columns.down}>{sayDown(line, viewer)}</Figure>
              <td data-th={columns.budget}>
                <BudgetLeft viewer={viewer} figures={line} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};

function tilesOf({ total, slo }: ReportView, viewer: Viewer) {
  const { columns, report } = viewer.words.statistics;
  return [
    {
      name: columns.availability,
      figure: sayShare(total.availability),
      notes: [report.objective(String(slo))],
    },
    {
      name: columns.failed,
      figure: formatNumber(total.failed),
      notes: [report.ofRuns(counted(total.runs)), sayDegraded(total, viewer)],
    },
    {
      name: columns.missed,
      figure: formatNumber(total.missed),
      notes: [report.missedNote],
    },
    {
      name: columns.p95,
      figure: sayDuration(total.p95, viewer),
      notes: [report.p95Note],
    },
    { name: columns.budget, ...budgetTile(total, viewer) },
    { name: columns.incidents, ...incidentTile(total, viewer) },
  ];
}

/** What is left of all runs' budget, or how many times it is spent. */
function budgetTile({ remaining, allowedFailures }: MonthFigures, { words }: Viewer) {
  const { budget } = words.statistics;
  const allowed = formatNumber(allowedFailures ?? 0, 1);
  return remaining !== null && remaining < 0
    ? { figure: `${formatNumber(1 - remaining, 1)}×`, notes: [budget.spentOf(allowed)] }
    : { figure: sayShare(remaining), notes: [budget.mayFail(allowed)] };
}

/** How long a target was down; nothing where it never was. */
const sayDown = ({ downMs }: MonthFigures, { language }: Viewer): string =>
  downMs === 0 ? nothing : formatLength(downMs, language);

/** How many incidents there were, and what operations people want to know of them. */
function incidentTile(total: MonthFigures, { words, language }: Viewer) {
  const { report } = words.statistics;
  const { downMs, longestDownMs, meanTimeToRecoverMs, meanTimeBetweenMs } = total;
  const say = (ms: number | null, sentence: (span: string) => string) =>
    ms === null ? null : sentence(formatLength(ms, language));
  return {
    figure: formatNumber(total.incidents),
    notes: [
      longestDownMs === null ? null : say(downMs, report.down),
      say(longestDownMs, report.longest),
      say(meanTimeToRecoverMs, report.toRecover),
      say(meanTimeBetweenMs, report.between),
    ],
  };
}

type LeftProps = { viewer: Viewer; figures: MonthFigures };

/** What is left of an error budget: shape and words say whether it holds. */
export const BudgetLeft = ({ viewer, figures: { met, remaining } }: LeftProps) => {
  const { budget } = viewer.words.statistics;
  const { language } = viewer;
  if (met === null || remaining === null)
    return <Status kind="new" language={language} words={budget.unknown} />;
  return met ? (
    <Status kind="up" language={language} words={budget.left(formatPercent(remaining))} />
  ) : (
    <Status kind="down" language={language} words={budget.overspent} />
  );
};
