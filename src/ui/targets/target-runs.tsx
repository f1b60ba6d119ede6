// Lists a target's runs, with filters, the next page and files to download.
import { durationOf, outcomeOf, type Run } from "#domain/runs/run.ts";
import { offsetAt } from "#domain/time/zone.ts";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatLength } from "#ui/words/format.ts";
import { addressTo, isoOf } from "./address.ts";
import { pathOfTarget } from "./target-head.tsx";
import type { TargetView } from "./target-view.ts";

type RunsProps = { viewer: Viewer; view: TargetView };

export const TargetRuns = ({ viewer, view }: RunsProps) => {
  const { runs } = view;
  const words = viewer.words.target.runs;
  const isNarrowed = runs.outcome !== null || runs.from !== null || runs.to !== null;
  return (
    <section class="card" aria-labelledby="runs">
      <header>
        <h2 id="runs">{words.title}</h2>
        <Downloads view={view} />
      </header>
      <Filter viewer={viewer} view={view} isNarrowed={isNarrowed} />
      {runs.items.length === 0 ? (
        <p>{isNarrowed || runs.isLater ? words.noneFound : words.none}</p>
      ) : (
        <Table viewer={viewer} view={view} />
      )}
      <Pager viewer={viewer} view={view} />
    </section>
  );
};

/** The files have the runs that the list is narrowed to, all of them. */
const Downloads = ({ view: { target, runs } }: Pick<RunsProps, "view">) => {
  const query = new URLSearchParams({
    ...(runs.from !== null && { from: isoOf(runs.from) }),
    ...(runs.to !== null && { to: isoOf(runs.to) }),
    ...(runs.outcome !== null && { outcome: runs.outcome }),
  });
  const file = (ending: string) =>
    `/api/targets/${target.id}/runs.${ending}${query.size > 0 ? `?${query}` : ""}`;
  return (
    <p class="row wide small">
      <a href={file("csv")}>CSV</a>
      <a href={file("ndjson")}>NDJSON</a>
    </p>
  );
};

const Filter = ({
  viewer,
  view: { runs, figures, target },
  isNarrowed,
}: RunsProps & { isNarrowed: boolean }) => {
  const words = viewer.words.target.runs;
  const outcomes = { "": words.outcomes.all, ...words.outcomes };
  return (
    <form class="filter" method="get" action={pathOfTarget(target)} data-swap>
      {figures.name !== null && (
        <input type="hidden" name="window" value={figures.name} />
      )}
      <label>
        {words.outcome}
        <select name="outcome">
          {(["", "failed", "ok"] as const).map((value) => (
            <option value={value} selected={value === (runs.outcome ?? "")}>
              {outcomes[value]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.from}
        <input type="datetime-local" name="from" value={civil(runs.from, viewer)} />
      </label>
      <label>
        {words.to}
        <input type="datetime-local" name="to" value={civil(runs.to, viewer)} />
      </label>
      <button type="submit">{words.show}</button>
      {isNarrowed && (
        <a href={addressTo(viewer, noFilter, "runs")} data-swap>
          {words.clear}
        </a>
      )}
    </form>
  );
};

const noFilter = { outcome: null, from: null, to: null, cursor: null };

/** An instant as a control for dates and times has it, in the viewer's zone. */
const civil = (at: number | null, { zone }: Viewer): string | undefined =>
  at === null ? undefined : new Date(at + offsetAt(zone, at)).toISOString().slice(0, 16);

const Table = ({ viewer, view }: RunsProps) => {
  const { caption, columns } = viewer.words.target.runs;
  return (
    <table class="rows">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.due}</th>
          <th scope="col">{columns.outcome}</th>
          <th scope="col" class="n">
            {columns.lag}
          </th>
          <th scope="col" class="n">
            {columns.took}
          </th>
          <th scope="col">{columns.status}</th>
          <th scope="col">{columns.what}</th>
        </tr>
      </thead>
      <tbody>
        {view.runs.items.map((run) => (
          <Row viewer={viewer} run={run} />
        ))}
      </tbody>
    </table>
  );
};

const Row = ({ viewer, run }: { viewer: Viewer; run: Run }) => {
  const words = viewer.words.target.runs;
  const { language } = viewer;
  const outcome = outcomeOf(run);
  const lag = formatLength(Math.max(0, run.startedAt - run.dueAt), language);
  const tookMs = durationOf(run);
  return (
    <tr>
      <th scope="row" class="lead">
        <a href={pathOfRun(run)}>
          <Time at={run.dueAt} viewer={viewer} />
        </a>
      </th>
      <td>
        <Status
          kind={shapeOf[outcome]}
          language={language}
          words={words.outcomes[outcome]}
        />
      </td>
      <td class="n" data-th={words.columns.lag}>
        {lag}
      </td>
      <td class="n" data-th={words.columns.took}>
        {tookMs === null ? "–" : formatLength(tookMs, language)}
      </td>
      <td data-th={words.columns.status}>{run.status ?? ""}</td>
      <td class="all">{storyOf(run, viewer)}</td>
    </tr>
  );
};

export const pathOfRun = ({ targetId, dueAt }: Pick<Run, "targetId" | "dueAt">): string =>
  `${pathOfTarget({ id: targetId })}/runs/${isoOf(dueAt)}`;

export const shapeOf = { ok: "up", degraded: "degraded", failed: "failed" } as const;

/** What a run has besides its figures: why it failed, then what else there is to it. */
export function storyOf(run: Run, { words }: Viewer): string {
  const { runs } = words.target;
  const rest = runs.list([
    ...(run.late ? [runs.late] : []),
    ...(run.trigger === "manual" ? [runs.manual] : []),
    ...(run.trigger === "recheck" ? [runs.recheck] : []),
    ...(run.trigger === "confirm" ? [runs.confirm] : []),
    ...(run.trigger === "extra" ? [runs.extra] : []),
    ...(run.untimed ? [runs.untimed] : []),
    ...(run.attempts > 1 ? [runs.tries(run.attempts)] : []),
    ...(run.notModified ? [runs.notModified] : []),
    ...(run.changed ? [runs.changed] : []),
  ]);
  const why =
    run.failure === null
      ? words.conditions.sayDegraded(run.conditions)
      : words.failures.explain(run.failure);
  if (why === "") return words.common.capitalised(rest);
  return rest === ""
    ? why
    : words.common.sentences([why, words.common.capitalised(rest)]);
}

const Pager = ({ viewer, view: { runs } }: RunsProps) => {
  const words = viewer.words.target.runs;
  if (runs.next === null && !runs.isLater) return null;
  return (
    <p class="row wide" data-swap>
      {runs.isLater && (
        <a href={addressTo(viewer, { cursor: null }, "runs")}>{words.newest}</a>
      )}
      {runs.next !== null && (
        <a href={addressTo(viewer, { cursor: runs.next }, "runs")} rel="next">
          {words.older}
        </a>
      )}
    </p>
  );
};
