// Shows an error budget: what is left of it, how fast it is spent, and day by day.
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Meter } from "#ui/screens/drawings/strips.tsx";
import { Tiles } from "#ui/screens/tile.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatLength, formatNumber, formatPercent } from "#ui/words/format.ts";
import { Figure, sayDegraded, sayDuration, sayShare, TableHead } from "./figures.tsx";
import type { BudgetView, Burns } from "./statistics-view.ts";

/** The windows that can be chosen. */
export const budgetWindows = ["7d", "30d", "90d"] as const;

type BudgetProps = { viewer: Viewer; view: BudgetView };

/** "The error budget holds: 69 % is left" */
export function sayBudget({ met, remaining }: BudgetView, { words }: Viewer): string {
  const { budget } = words.statistics;
  if (met === null || remaining === null) return budget.title.none;
  return met
    ? budget.title.met(formatPercent(Math.max(0, remaining)))
    : budget.title.overspent(formatNumber(1 - remaining, 1));
}

export const BudgetSection = ({ viewer, view }: BudgetProps) => {
  const { budget, csv } = viewer.words.statistics;
  const { target, tag } = view;
  return (
    <>
      <section class="card" aria-labelledby="budget">
        <header>
          <h2 id="budget">
            {target !== null ? (
              <a href={`/targets/${target.id}`}>
                <bdi>{target.name}</bdi>
              </a>
            ) : tag !== null ? (
              budget.ofTag(tag)
            ) : (
              budget.ofAll
            )}
          </h2>
          <p class="small">
            <a href={view.csv}>{csv}</a>
          </p>
        </header>
        <p class="small quiet">
          <Time at={Date.parse(view.from)} viewer={viewer} /> –{" "}
          <Time at={Date.parse(view.to)} viewer={viewer} /> {viewer.zone}
        </p>
        <Tiles tiles={tilesOf(view, viewer)} />
        {view.remaining !== null && <Spent viewer={viewer} view={view} />}
      </section>
      <BurnTable viewer={viewer} burns={view.burns} />
      <Days viewer={viewer} view={view} />
    </>
  );
};

function tilesOf(view: BudgetView, viewer: Viewer) {
  const { columns, report, budget } = viewer.words.statistics;
  return [
    {
      name: columns.availability,
      figure: sayShare(view.availability),
      notes: [report.objective(String(view.slo))],
    },
    {
      name: columns.failed,
      figure: formatNumber(view.failed),
      notes: [report.ofRuns(counted(view.runs)), sayDegraded(view, viewer)],
    },
    {
      name: budget.allowed,
      figure: formatNumber(view.allowedFailures, 1),
      notes: [budget.asTime(formatLength(view.allowedMs, viewer.language))],
    },
    {
      name: columns.missed,
      figure: formatNumber(view.missed),
      notes: [report.missedNote],
    },
  ];
}

const Spent = ({ viewer, view }: BudgetProps) => {
  const { budget } = viewer.words.statistics;
  const spent = 1 - (view.remaining ?? 1);
  const label = budget.spent(
    spent > 1 ? `${formatNumber(spent, 1)}×` : formatPercent(spent, "up"),
    formatNumber(view.failed),
    formatNumber(view.allowedFailures, 1),
  );
  return (
    <div>
      <p>{label}</p>
      <Meter
        parts={[{ value: spent, kind: view.met ? "ok" : "bad" }]}
        total={1}
        label={label}
      />
    </div>
  );
};

/** From these rates on somebody should act (Google's SRE workbook, chapter 5). */
const loudFrom: Readonly<Record<keyof Burns, number>> = { "1h": 14.4, "6h": 6, "3d": 1 };

const BurnTable = ({ viewer, burns }: { viewer: Viewer; burns: Burns }) => {
  const { burn } = viewer.words.statistics;
  return (
    <section class="card" aria-labelledby="burn">
      <h2 id="burn">{burn.title}</h2>
      <table class="rows">
        <caption>{burn.caption}</caption>
        <TableHead
          columns={[
            { name: burn.columns.window },
            { name: burn.columns.state },
            { name: burn.columns.rate, isFigure: true },
            { name: burn.columns.meaning },
          ]}
        />
        <tbody>
          {(Object.keys(loudFrom) as (keyof Burns)[]).map((name) => (
            <BurnRow viewer={viewer} name={name} rate={burns[name]} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

type BurnProps = { viewer: Viewer; name: keyof Burns; rate: number | null };

const BurnRow = ({ viewer, name, rate }: BurnProps) => {
  const { burn } = viewer.words.statistics;
  const kind = kindOf(name, rate);
  return (
    <tr>
      <th scope="row">{burn.windows[name]}</th>
      <td>
        <Status kind={kind} language={viewer.language} words={burn.states[kind]} />
      </td>
      <Figure name={burn.columns.rate}>
        {rate === null ? "–" : `${formatNumber(rate, 2)}×`}
      </Figure>
      <td class="all">{burn.meanings[name]}</td>
    </tr>
  );
};

function kindOf(name: keyof Burns, rate: number | null) {
  if (rate === null) return "new" as const;
  if (rate >= loudFrom[name]) return "down" as const;
  return rate > 1 ? ("degraded" as const) : ("up" as const);
}

const Days = ({ viewer, view }: BudgetProps) => {
  const { columns, budget } = viewer.words.statistics;
  const figures = [
    columns.availability,
    columns.runs,
    columns.failed,
    columns.degraded,
    columns.missed,
    columns.p50,
    columns.p95,
  ];
  return (
    <details class="card">
      <summary>{budget.days}</summary>
      <table class="rows">
        <caption>{budget.daysCaption}</caption>
        <TableHead
          columns={[
            { name: columns.day },
            ...figures.map((name) => ({ name, isFigure: true })),
          ]}
        />
        <tbody>
          {view.days.map((day) => (
            <tr>
              <th scope="row">{day.from.slice(0, 10)}</th>
              <Figure name={columns.availability}>{sayShare(day.availability)}</Figure>
              <Figure name={columns.runs}>{formatNumber(day.runs)}</Figure>
              <Figure name={columns.failed}>{formatNumber(day.failed)}</Figure>
              <Figure name={columns.degraded}>{formatNumber(day.degraded)}</Figure>
              <Figure name={columns.missed}>{formatNumber(day.missed)}</Figure>
              <Figure name={columns.p50}>{sayDuration(day.p50, viewer)}</Figure>
              <Figure name={columns.p95}>{sayDuration(day.p95, viewer)}</Figure>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};
