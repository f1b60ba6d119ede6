// Shows all background jobs: what went wrong first, then each with its schedule, its last
// runs and what they cost.
import { roundsJob } from "#domain/jobs/job-names.ts";
import { longestPauseMs } from "#domain/jobs/recent-runs.ts";
import { Bars, type RecentRun } from "#ui/screens/drawings/strips.tsx";
import { Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatAgo, formatLength } from "#ui/words/format.ts";
import type { ListedJob } from "./job-view.ts";
import {
  describeJob,
  isTroubled,
  JobForm,
  JobStatus,
  JobSwitches,
  Outcome,
  pathOfJob,
  sayCost,
  sayError,
  sayItems,
  sayLength,
  titleOfJob,
} from "./job-words.tsx";

type JobsProps = {
  viewer: Viewer;
  jobs: readonly ListedJob[];
  /** Messages of queues that were given up; null while that is no news. */
  dead: { count: number; lastAt: number } | null;
  notice: Notice | null;
};

/** Ticks come once a minute: more often, a page would show nothing new. */
const liveSeconds = 30;

export const JobsScreen = ({ viewer, jobs, dead, notice }: JobsProps) => {
  const troubled = jobs.filter(isTroubled);
  const title = sayTitle(jobs, viewer);
  return (
    <Page viewer={viewer} title={title} place="jobs" liveSeconds={liveSeconds}>
      <div class="head">
        <div>
          <h1>{title}</h1>
          <p class="quiet">
            {viewer.words.common.sentences([
              viewer.words.jobs.lead,
              sayTicks(jobs, viewer),
            ])}
          </p>
        </div>
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      {dead !== null && (
        <p>
          {viewer.words.jobs.deadMessages(
            counted(dead.count),
            formatAgo(dead.lastAt, viewer),
          )}
        </p>
      )}
      {troubled.length > 0 && (
        <ul class="problems">
          {troubled.map((job) => (
            <Trouble viewer={viewer} job={job} />
          ))}
        </ul>
      )}
      <JobTable viewer={viewer} jobs={jobs} />
    </Page>
  );
};

function sayTitle(jobs: readonly ListedJob[], { words }: Viewer): string {
  const { title } = words.jobs;
  const troubled = jobs.filter(isTroubled).length;
  const paused = jobs.filter(({ pausedAt }) => pausedAt !== null).length;
  const first =
    troubled > 0
      ? title.failed(counted(troubled), counted(jobs.length))
      : jobs.every(({ lastRun }) => lastRun === null)
        ? title.none
        : title.well;
  return paused > 0 ? title.paused(first, counted(paused)) : first;
}

/** Whether ticks come every minute, as far as the job tells that makes the rounds. */
function sayTicks(jobs: readonly ListedJob[], viewer: Viewer): string {
  const { ticks } = viewer.words.jobs;
  const rounds = jobs.find(({ name }) => name === roundsJob);
  const last = rounds?.lastRun;
  if (rounds === undefined || last == null) return ticks.none;
  const endedAt = last.startedAt + last.durationMs;
  const ago = formatAgo(Math.min(endedAt, viewer.now), viewer);
  const pauseMs = longestPauseMs(rounds.runs);
  return pauseMs === null
    ? ticks.last(ago)
    : ticks.longest(ago, formatLength(pauseMs, viewer.language));
}

type JobProps = { viewer: Viewer; job: ListedJob };

const Trouble = ({ viewer, job }: JobProps) => {
  const { lastRun, nextAt } = job;
  if (lastRun === null) return null;
  const { jobs } = viewer.words;
  return (
    <li class={lastRun.outcome === "lost" ? "missed" : "failed"}>
      <div>
        <Outcome viewer={viewer} outcome={lastRun.outcome} />
        <br />
        <span class="small quiet">
          <Time at={lastRun.startedAt} form="ago" viewer={viewer} />
        </span>
      </div>
      <div>
        <strong>
          <a class="plain" href={pathOfJob(job.name)}>
            {titleOfJob(job.name, viewer)}
          </a>
        </strong>
        <br />
        <span class="quiet">
          {viewer.words.common.sentences([
            sayError(lastRun, viewer) ?? jobs.noReason,
            nextAt === null ? null : jobs.next(formatAgo(nextAt, viewer)),
          ])}
        </span>
      </div>
      {viewer.role === "admin" && (
        <div class="row">
          <JobForm viewer={viewer} job={job} to="/jobs" does="run" />
        </div>
      )}
    </li>
  );
};

const JobTable = ({ viewer, jobs }: Pick<JobsProps, "viewer" | "jobs">) => {
  const { columns, title, caption, switches } = viewer.words.jobs;
  const figures = [columns.p50, columns.p95, columns.last, columns.next, columns.cost];
  return (
    <section class="card" aria-labelledby="all-jobs">
      <h2 id="all-jobs">{title.table}</h2>
      <table class="rows">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.job}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.runs}</th>
            {figures.map((name) => (
              <th scope="col" class="n">
                {name}
              </th>
            ))}
            {viewer.role === "admin" && (
              <th scope="col">
                <span class="out">{switches}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <Row viewer={viewer} job={job} />
          ))}
        </tbody>
      </table>
    </section>
  );
};

const Row = ({ viewer, job }: JobProps) => {
  const { columns } = viewer.words.jobs;
  const { lastRun, durations } = job;
  const described = describeJob(job, viewer);
  return (
    <tr>
      <th scope="row" class="who">
        <span class="stack">
          <a href={pathOfJob(job.name)}>{titleOfJob(job.name, viewer)}</a>
          <span class="small faint">{described}</span>
        </span>
      </th>
      <td>
        <JobStatus viewer={viewer} job={job} />
      </td>
      <td class="all">
        <Bars runs={barsOf(job)} language={viewer.language} />
      </td>
      <td class="n" data-th={columns.p50}>
        {sayLength(durations?.p50 ?? null, viewer)}
      </td>
      <td class="n" data-th={columns.p95}>
        {sayLength(durations?.p95 ?? null, viewer)}
      </td>
      <td class="n" data-th={columns.lastShort}>
        <LastRun viewer={viewer} job={job} />
      </td>
      <td class="n" data-th={columns.next}>
        <NextRun viewer={viewer} job={job} />
      </td>
      <td class="n" data-th={columns.cost}>
        {lastRun === null ? "–" : sayCost(lastRun)}
      </td>
      {viewer.role === "admin" && (
        <td class="end all">
          <div class="row">
            <JobSwitches viewer={viewer} job={job} to="/jobs" />
          </div>
        </td>
      )}
    </tr>
  );
};

/** Runs that were paused did nothing: they have no bar. */
export const barsOf = ({ runs }: Pick<ListedJob, "runs">): RecentRun[] =>
  runs
    .filter(({ outcome }) => outcome !== "paused")
    .map(({ outcome, durationMs }) => ({ ok: outcome === "ok", ms: durationMs }))
    .reverse();

const LastRun = ({ viewer, job }: JobProps) =>
  job.lastRun === null ? (
    viewer.words.jobs.never
  ) : (
    <>
      <Time at={job.lastRun.startedAt} form="ago" viewer={viewer} />
      <br />
      <span class="small faint">{sayItems(job, job.lastRun, viewer, 2)}</span>
    </>
  );

const NextRun = ({ viewer, job: { nextAt, pausedAt } }: JobProps) => {
  if (nextAt !== null) return <Time at={nextAt} form="ago" viewer={viewer} />;
  const { statuses, jobs } = viewer.words;
  return pausedAt === null ? jobs.onDemand : statuses.paused;
};
