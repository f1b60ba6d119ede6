// Shows one background job: how it stands, how its runs went in a window of time, and the
// runs themselves.
import type { JobRun } from "#domain/jobs/job-run.ts";
import { LatencyChart } from "#ui/screens/drawings/latency-chart.tsx";
import type { LatencyPoint } from "#ui/screens/drawings/latency-paths.ts";
import { Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { Tiles } from "#ui/screens/tile.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatAgo, formatNumber } from "#ui/words/format.ts";
import { JobConditions } from "./job-conditions.tsx";
import { RunTable } from "./job-run-table.tsx";
import type { Durations, JobView, TypedConditions } from "./job-view.ts";
import {
  describeJob,
  JobStatus,
  JobSwitches,
  pathOfJob,
  sayCost,
  sayError,
  sayItems,
  sayLength,
  titleOfJob,
} from "./job-words.tsx";

/** The windows that can be chosen. */
export const jobWindows = ["24h", "7d", "30d"] as const;
export type JobWindow = (typeof jobWindows)[number];

/** How a job's runs went in a window. */
export type JobFigures = {
  from: number;
  to: number;
  runs: Record<JobRun["outcome"], number>;
  /** Of the runs that succeeded. */
  degraded: number;
  durations: Durations | null;
  /** 95 % of the runs began no later than so long after their slots, ms. */
  lagP95: number | null;
  items: Record<string, number>;
  statements: number;
  rowsRead: number;
  rowsWritten: number;
  points: readonly LatencyPoint[];
};

type JobScreenProps = {
  viewer: Viewer;
  job: JobView;
  window: JobWindow;
  figures: JobFigures;
  runs: readonly JobRun[];
  /** The cursor of the older runs; null on the last page. */
  next: string | null;
  /** The address of the figures as CSV. */
  csv: string;
  notice: Notice | null;
  /** The lines of its conditions. */
  conditions: readonly string[];
  typed: TypedConditions;
};

export const JobScreen = (props: JobScreenProps) => {
  const { viewer, job, notice } = props;
  const title = sayTitle(job, viewer);
  return (
    <Page viewer={viewer} title={title} place="jobs" liveSeconds={60}>
      <p class="small">
        <a href="/jobs">{viewer.words.jobs.all}</a>
      </p>
      <div class="head">
        <div>
          <h1>{title}</h1>
          <p class="quiet">
            {describeJob(job, viewer)} <code>{job.name}</code>
          </p>
        </div>
        <div class="row">
          <JobSwitches viewer={viewer} job={job} to={pathOfJob(job.name)} />
        </div>
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <State viewer={viewer} job={job} />
      <JobConditions {...props} />
      <div class="card">
        <Window {...props} />
        <Figures {...props} />
        <Chart {...props} />
      </div>
      <RunTable {...props} />
    </Page>
  );
};

function sayTitle(job: JobView, viewer: Viewer): string {
  const { pausedAt, lastRun } = job;
  const { jobs } = viewer.words;
  const name = titleOfJob(job.name, viewer);
  if (pausedAt !== null) return jobs.ofOne.paused(name);
  if (lastRun === null) return jobs.ofOne.never(name);
  const ago = formatAgo(Math.min(lastRun.startedAt, viewer.now), viewer);
  return jobs.ofOne[lastRun.outcome === "ok" ? "ok" : "bad"](
    name,
    jobs.outcomes[lastRun.outcome],
    ago,
  );
}

/** The last run in words, and when the next one comes. */
const State = ({ viewer, job }: { viewer: Viewer; job: JobView }) => {
  const { lastRun, nextAt } = job;
  const { jobs } = viewer.words;
  return (
    <section class={`said ${lastRun?.outcome === "failed" ? "failed" : "up"}`}>
      <JobStatus viewer={viewer} job={job} />
      {lastRun !== null && (
        <p>
          {sayError(lastRun, viewer) ??
            jobs.did(
              sayItems(job, lastRun, viewer),
              sayLength(lastRun.durationMs, viewer),
              sayCost(lastRun),
            )}
        </p>
      )}
      {nextAt !== null && <p>{jobs.next(formatAgo(nextAt, viewer))}</p>}
    </section>
  );
};

/** Links to the other windows; the page of runs begins anew. */
const Window = ({ viewer, job, window, csv }: JobScreenProps) => (
  <header class="row between">
    <h2>{viewer.words.jobs.windowTitle}</h2>
    <ul class="counts row" data-swap>
      {jobWindows.map((one) => (
        <li>
          <a
            href={`${pathOfJob(job.name)}?window=${one}`}
            aria-current={one === window ? "true" : undefined}
          >
            {viewer.words.jobs.windows[one]}
          </a>
        </li>
      ))}
    </ul>
    <p class="small">
      <a href={csv}>CSV</a>
    </p>
  </header>
);

const Figures = ({ viewer, job, figures }: JobScreenProps) => {
  const { tiles, notes } = viewer.words.jobs;
  const { runs, degraded, durations } = figures;
  const total = Object.values(runs).reduce((sum, count) => sum + count, 0);
  const shown = [
    {
      name: tiles.runs,
      figure: formatNumber(total),
      notes: [notes.runs({ ...runs, degraded })],
    },
    {
      name: tiles.p50,
      figure: sayLength(durations?.p50 ?? null, viewer),
      notes: [notes.p50],
    },
    {
      name: tiles.p95,
      figure: sayLength(durations?.p95 ?? null, viewer),
      notes: [notes.p95],
    },
    { name: tiles.lag, figure: sayLength(figures.lagP95, viewer), notes: [notes.lag] },
    {
      name: tiles.statements,
      figure: formatNumber(figures.statements),
      notes: [
        notes.rows(formatNumber(figures.rowsRead), formatNumber(figures.rowsWritten)),
      ],
    },
  ];
  return (
    <>
      <Tiles tiles={shown} />
      <p>
        {viewer.words.jobs.didInWindow(sayItems(job, { counts: figures.items }, viewer))}
      </p>
    </>
  );
};

const Chart = ({ viewer, figures }: JobScreenProps) => (
  <LatencyChart
    viewer={viewer}
    points={figures.points}
    from={figures.from}
    to={figures.to}
    whole={figures.durations}
    id="job-durations"
  />
);
