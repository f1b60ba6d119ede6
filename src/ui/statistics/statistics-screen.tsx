// Shows statistics in three views, each with its form: a month's report, an error budget,
// a comparison of two windows. Everything that is chosen stands in the address.
import { RefusalSummary, type Refusals } from "#ui/screens/fields.tsx";
import { addressWith, Page } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { BudgetSection, sayBudget } from "./budget-view.tsx";
import { ComparisonSection, sayComparison } from "./comparison-view.tsx";
import { FilterForm } from "./filter-form.tsx";
import { ReportSection, sayReport } from "./report-view.tsx";
import {
  type StatisticsView,
  type Typed,
  type ViewName,
  viewNames,
} from "./statistics-view.ts";

type StatisticsProps = {
  viewer: Viewer;
  name: ViewName;
  /** Null when it was refused. */
  view: StatisticsView | null;
  typed: Typed;
  refusals: Refusals;
};

export const StatisticsScreen = (props: StatisticsProps) => {
  const { viewer, name, view, refusals } = props;
  const { statistics } = viewer.words;
  const title = view === null ? statistics.refused : sayView(view, viewer);
  return (
    <Page viewer={viewer} title={title} place="statistics">
      <div class="head">
        <h1>{title}</h1>
      </div>
      <nav aria-label={statistics.viewsTitle} data-swap>
        <ul class="counts row">
          {viewNames.map((one) => (
            <li>
              <a
                href={`/statistics?view=${one}`}
                aria-current={one === name ? "page" : undefined}
              >
                {statistics.views[one]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <RefusalSummary viewer={viewer} refusals={refusals} labels={statistics.fields} />
      <section class="card" aria-labelledby="choose">
        <h2 id="choose" class="out">
          {statistics.choose}
        </h2>
        <p>{statistics.leads[name]}</p>
        <FilterForm {...props} />
      </section>
      {view !== null && <PartNote {...props} next={view.next} />}
      {view !== null && <Section viewer={viewer} view={view} />}
    </Page>
  );
};

/** Says that the figures are of a part of the targets, and leads to the others. */
const PartNote = ({ viewer, typed, next }: StatisticsProps & { next: string | null }) => {
  const { part } = viewer.words.statistics;
  const { cursor, ...others } = typed;
  const isLater = cursor !== undefined;
  if (next === null && !isLater) return null;
  return (
    <p class="row wide" data-swap>
      <span>{part.note}</span>
      {isLater && <a href={`/statistics?${new URLSearchParams(others)}`}>{part.first}</a>}
      {next !== null && (
        <a href={addressWith(viewer.address, "cursor", next)} rel="next">
          {part.next}
        </a>
      )}
    </p>
  );
};

function sayView(view: StatisticsView, viewer: Viewer): string {
  if (view.view === "report") return sayReport(view, viewer);
  if (view.view === "budget") return sayBudget(view, viewer);
  return sayComparison(view, viewer);
}

const Section = ({ viewer, view }: { viewer: Viewer; view: StatisticsView }) => {
  if (view.view === "report") return <ReportSection viewer={viewer} view={view} />;
  if (view.view === "budget") return <BudgetSection viewer={viewer} view={view} />;
  return <ComparisonSection viewer={viewer} view={view} />;
};
