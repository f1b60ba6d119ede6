// Shows the runs of a job, a page at a time, the newest first.
import type { JobRun } from "#domain/jobs/job-run.ts";
import { addressWith } from "#ui/screens/layout.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { JobView } from "./job-view.ts";
import { Outcome, sayCost, sayError, sayItems, sayLength } from "./job-words.tsx";

type RunTableProps = {
  viewer: Viewer;
  job: JobView;
  runs: readonly JobRun[];
  /** The cursor of the older runs; null on the last page. */
  next: string | null;
};

export const RunTable = ({ viewer, job, runs, next }: RunTableProps) => {
  const { runColumns, runsTitle, runsCaption, noRuns, older } = viewer.words.jobs;
  const figures = [runColumns.lag, runColumns.took, runColumns.cost];
  return (
    <section class="card" aria-labelledby="runs">
      <h2 id="runs">{runsTitle}</h2>
      {runs.length === 0 ? (
        <p>{noRuns}</p>
      ) : (
        <table class="rows">
          <caption>{runsCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{runColumns.due}</th>
              <th scope="col">{runColumns.outcome}</th>
              {figures.map((name) => (
                <th scope="col" class="n">
                  {name}
                </th>
              ))}
              <th scope="col">{runColumns.what}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <RunRow viewer={viewer} job={job} run={run} />
            ))}
          </tbody>
        </table>
      )}
      {next !== null && (
        <p data-swap>
          <a class="button" href={addressWith(viewer.address, "cursor", next)}>
            {older}
          </a>
        </p>
      )}
    </section>
  );
};

type RunProps = { viewer: Viewer; job: JobView; run: JobRun };

const RunRow = ({ viewer, job, run }: RunProps) => {
  const { runColumns, triggers } = viewer.words.jobs;
  const how = run.trigger === "schedule" ? "" : triggers[run.trigger];
  return (
    <tr>
      <th scope="row">
        <Time at={run.dueAt} viewer={viewer} />
      </th>
      <td>
        <Outcome viewer={viewer} outcome={run.outcome} />
      </td>
      <td class="n" data-th={runColumns.lag}>
        {sayLength(Math.max(0, run.startedAt - run.dueAt), viewer)}
      </td>
      <td class="n" data-th={runColumns.took}>
        {sayLength(run.durationMs, viewer)}
      </td>
      <td class="n" data-th={runColumns.cost}>
        {sayCost(run)}
      </td>
      <td class="all">
        {sayError(run, viewer) ?? sayItems(job, run, viewer)}
        {how !== "" && <span class="small faint"> {how}</span>}
      </td>
    </tr>
  );
};
