// Says of a job how it stands, when it runs and what a run of it did.
import { itemsOf, type JobRun } from "#domain/jobs/job-run.ts";
import { type FateKind, Status, type StatusKind } from "#ui/screens/drawings/shapes.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatLength, formatNumber } from "#ui/words/format.ts";
import { describeSchedule } from "#ui/words/schedule-words.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import type { JobView } from "./job-view.ts";

const shapes: Readonly<Record<JobRun["outcome"], StatusKind | FateKind>> = {
  ok: "up",
  failed: "failed",
  paused: "skipped",
  lost: "missed",
};

type OutcomeProps = { viewer: Viewer; outcome: JobRun["outcome"] };

export const Outcome = ({ viewer: { language, words }, outcome }: OutcomeProps) => (
  <Status
    kind={shapes[outcome]}
    language={language}
    words={words.jobs.outcomes[outcome]}
  />
);

type JobProps = { viewer: Viewer; job: JobView };

/** How a job stands: paused, running, or as its last run ended. */
export const JobStatus = ({ viewer, job }: JobProps) => {
  const { language, words } = viewer;
  if (job.pausedAt !== null) return <Status kind="paused" language={language} />;
  if (job.isRunning) return <Status kind="running" language={language} />;
  if (job.lastRun === null)
    return <Status kind="new" language={language} words={words.jobs.neverRan} />;
  return <Outcome viewer={viewer} outcome={job.lastRun.outcome} />;
};

/** Whether the last run was not what it should be. */
export const isTroubled = ({ pausedAt, lastRun }: JobView): boolean =>
  pausedAt === null && (lastRun?.outcome === "failed" || lastRun?.outcome === "lost");

/** "Every minute. Makes the rounds: …" */
export function describeJob({ name, description, schedule }: JobView, viewer: Viewer) {
  const { jobs } = viewer.words;
  return jobs.described(
    describeSchedule(schedule, viewer),
    jobs.describe(name, description),
  );
}

/**
 * What a run did, "6 ran, 1 failed": at most `most` of its counts, those that matter most
 * first. Counts of nothing are left out.
 */
export function sayItems(
  { name, states }: Pick<JobView, "name" | "states">,
  run: Pick<JobRun, "counts">,
  { words }: Viewer,
  most = 20,
): string {
  const known = words.jobs.counts[name] ?? {};
  const items = itemsOf(run, states);
  const names = [...Object.keys(known), ...Object.keys(items)];
  const said = [...new Set(names)].flatMap((item) => {
    const count = items[item] ?? 0;
    if (count === 0) return [];
    return known[item]?.(counted(count)) ?? words.jobs.otherCount(item, counted(count));
  });
  return said.length === 0 ? words.jobs.nothing : words.jobs.list(said.slice(0, most));
}

/** So much of an error is told; the rest is for the log. */
const longestError = 500;

/** What went wrong with a run; null when nothing did. */
export function sayError({ error }: JobRun, { language }: Viewer): string | null {
  if (error === undefined) return null;
  const text = error.length > longestError ? `${error.slice(0, longestError)}…` : error;
  return sentenceIn(language, text);
}

/** "33 / 106 / 25": statements, rows read, rows written. */
export const sayCost = (cost: Pick<JobRun, "statements" | "rowsRead" | "rowsWritten">) =>
  [cost.statements, cost.rowsRead, cost.rowsWritten]
    .map((count) => formatNumber(count))
    .join(" / ");

export const sayLength = (ms: number | null, { language }: Viewer): string =>
  ms === null ? "–" : formatLength(ms, language);

/** What people call a job; programs know it by its name. */
export const titleOfJob = (name: string, { words }: Viewer): string =>
  words.jobs.names[name] ?? name;

export const pathOfJob = (name: string): string => `/jobs/${encodeURIComponent(name)}`;

/** The forms that run, pause and resume a job: for admins only. */
export const JobSwitches = ({ viewer, job, to }: JobProps & { to: string }) =>
  viewer.role === "admin" ? (
    <>
      <JobForm viewer={viewer} job={job} to={to} does="run" />
      <JobForm
        viewer={viewer}
        job={job}
        to={to}
        does={job.pausedAt === null ? "pause" : "resume"}
      />
    </>
  ) : null;

/** A form that does one thing with a job, and leads to the page `to`. */
export const JobForm = ({
  viewer,
  job,
  to,
  does,
}: JobProps & { to: string; does: "run" | "pause" | "resume" }) => (
  <form method="post" action={`${pathOfJob(job.name)}/${does}`}>
    <FormToken token={viewer.formToken} />
    <input type="hidden" name="to" value={to} />
    <button type="submit">
      {viewer.words.jobs.does[does]}
      <span class="out">{viewer.words.jobs.doesTo(titleOfJob(job.name, viewer))}</span>
    </button>
  </form>
);
