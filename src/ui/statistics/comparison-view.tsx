// Shows how targets did in two windows: all together, and each of them, the largest
// differences first.
import type {
  Comparison,
  Figures,
  Verdict,
} from "#domain/statistics/comparison/comparison.ts";
import type { Window } from "#domain/statistics/series.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatNumber } from "#ui/words/format.ts";
import { Figure, sayDuration, sayShare, TableHead, TargetHeader } from "./figures.tsx";
import type { ComparisonView } from "./statistics-view.ts";

type ComparisonProps = { viewer: Viewer; view: ComparisonView };

/** "Worse than before: 99.2 % available, 99.9 % before" */
export function sayComparison({ total }: ComparisonView, { words }: Viewer): string {
  const { comparison } = words.statistics;
  const { later, earlier, verdict } = total;
  return comparison.titles[verdict](
    sayShare(later.availability),
    sayShare(earlier.availability),
  );
}

const kinds = {
  worse: "degraded",
  same: "ran",
  better: "up",
  incomparable: "new",
} as const;

const VerdictMark = ({ viewer, verdict }: { viewer: Viewer; verdict: Verdict }) => (
  <Status
    kind={kinds[verdict]}
    language={viewer.language}
    words={viewer.words.statistics.comparison.verdicts[verdict]}
  />
);

/** Each figure of a row, before and after. */
const figuresIn = (viewer: Viewer) =>
  ({
    availability: ({ availability }: Figures) => sayShare(availability),
    p50: ({ p50 }: Figures) => sayDuration(p50, viewer),
    p95: ({ p95 }: Figures) => sayDuration(p95, viewer),
    failed: ({ failed }: Figures) => formatNumber(failed),
    degraded: ({ degraded }: Figures) => formatNumber(degraded),
    missed: ({ missed }: Figures) => formatNumber(missed),
    runs: ({ runs }: Figures) => formatNumber(runs),
  }) as const;

export const ComparisonSection = ({ viewer, view }: ComparisonProps) => {
  const { comparison, columns } = viewer.words.statistics;
  const figures = figuresIn(viewer);
  const names = Object.keys(figures) as (keyof typeof figures)[];
  return (
    <section class="card" aria-labelledby="comparison">
      <h2 id="comparison">{comparison.heading(counted(view.count))}</h2>
      <dl class="pairs">
        <Span viewer={viewer} name="earlier" window={view.pair.earlier} csv={view.csv} />
        <Span viewer={viewer} name="later" window={view.pair.later} csv={view.csv} />
      </dl>
      {view.count === 0 ? (
        <p>{viewer.words.statistics.report.noTargets}</p>
      ) : (
        <table class="rows">
          <caption>
            {comparison.caption(counted(view.lines.length), counted(view.count))}
          </caption>
          <TableHead
            columns={[
              { name: columns.target },
              { name: comparison.change },
              ...names.map((name) => ({ name: columns[name], isFigure: true })),
            ]}
          />
          <tbody>
            <tr>
              <th scope="row">{comparison.all}</th>
              <Cells viewer={viewer} line={view.total} />
            </tr>
            {view.lines.map((line) => (
              <tr>
                <TargetHeader id={line.id} name={line.name} />
                <Cells viewer={viewer} line={line} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
};

const Cells = ({ viewer, line }: { viewer: Viewer; line: Comparison }) => {
  const { columns } = viewer.words.statistics;
  const figures = Object.entries(figuresIn(viewer));
  return (
    <>
      <td>
        <VerdictMark viewer={viewer} verdict={line.verdict} />
      </td>
      {figures.map(([name, say]) => (
        <Figure name={columns[name as keyof typeof columns]}>
          <Change before={say(line.earlier)} after={say(line.later)} viewer={viewer} />
        </Figure>
      ))}
    </>
  );
};

type ChangeProps = { viewer: Viewer; before: string; after: string };

/** "99.9 % → 98.1 %"; one figure where both are the same. */
const Change = ({ viewer, before, after }: ChangeProps) =>
  before === after ? (
    <span class="faint">{after}</span>
  ) : (
    <>
      <span class="faint">{before}</span>
      <span aria-hidden="true"> → </span>
      <span class="out"> {viewer.words.statistics.comparison.became} </span>
      {after}
    </>
  );

type SpanProps = {
  viewer: Viewer;
  name: "earlier" | "later";
  window: Window;
  csv: ComparisonView["csv"];
};

const Span = ({ viewer, name, window, csv }: SpanProps) => {
  const { statistics } = viewer.words;
  return (
    <>
      <dt>{statistics.comparison[name]}</dt>
      <dd>
        <Time at={window.from} viewer={viewer} /> –{" "}
        <Time at={window.to} viewer={viewer} />{" "}
        <a class="small" href={csv[name]}>
          {statistics.csv}
        </a>
      </dd>
    </>
  );
};
