// Lists the problems: what, since when, what was expected, when it was last well, and the
// buttons that may help.
import {
  type OverviewProblem,
  type ProblemKind,
  problemKinds,
} from "#domain/overview/overview.ts";
import { mostProblems } from "#domain/overview/problems.ts";
import { readRecent } from "#domain/statistics/totals.ts";
import { dayMs } from "#domain/time/instants.ts";
import { Status, type StatusKind } from "#ui/screens/drawings/shapes.tsx";
import { Bars } from "#ui/screens/drawings/strips.tsx";
import { Acknowledge, formatAge, IncidentBrief } from "#ui/screens/incident-brief.tsx";
import { FormToken } from "#ui/screens/layout.tsx";
import { QuietMenu } from "#ui/screens/quiet-menu.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatAgo, formatInstant, formatMinute } from "#ui/words/format.ts";
import { sentenceIn } from "#ui/words/sentences.ts";
import { addressOf, type OverviewView, pathOfTarget } from "./overview-view.ts";

export const problemShapes: Record<ProblemKind, StatusKind> = {
  down: "down",
  degraded: "degraded",
  aside: "degraded",
  missed: "unknown",
};

type ListProps = { viewer: Viewer; view: OverviewView };

export const ProblemList = ({ viewer, view }: ListProps) => {
  const { problems, asked } = view;
  const words = viewer.words.overview.problems;
  const { shown } = problems;
  const all = problemKinds.reduce((sum, kind) => sum + problems.counts[kind], 0);
  const more = all - shown.length;
  const overflowing = (["down", "degraded"] as const).find(
    (kind) => problems.counts[kind] > mostProblems,
  );
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="wrong">
      <h2 id="wrong" class="out">
        {words.title}
      </h2>
      <ul class="problems">
        {shown.map((problem) => (
          <Problem viewer={viewer} problem={problem} />
        ))}
        {more > 0 && (
          <li class="paused">
            {overflowing === undefined ? (
              <span class="quiet">{words.more(counted(more))}</span>
            ) : (
              <a href={addressOf(asked, { status: overflowing })}>
                {words.more(counted(more))}
              </a>
            )}
          </li>
        )}
        <InMaintenance viewer={viewer} view={view} />
      </ul>
    </section>
  );
};

/** Planned work is no problem: its targets stand behind a link. */
const InMaintenance = ({ viewer, view: { counts, asked, isCountCut } }: ListProps) => {
  const count = counts.byStatus.maintenance;
  const words = viewer.words.overview.problems;
  if (count === 0) return null;
  return (
    <li class="maintenance">
      <Status kind="maintenance" language={viewer.language} />
      <a href={addressOf(asked, { status: "maintenance" })}>
        {words.inMaintenance(counted(count), isCountCut)}
      </a>
    </li>
  );
};

type ProblemProps = { viewer: Viewer; problem: OverviewProblem };

const Problem = ({ viewer, problem }: ProblemProps) => {
  const { kind, since, target, recent } = problem;
  const { language } = viewer;
  const words = viewer.words.overview.problems;
  const span = formatAge(viewer.now - since, viewer);
  const isToday = viewer.now - since < dayMs;
  const at = isToday ? formatMinute(since, viewer) : formatInstant(since, viewer);
  return (
    <li class={problemShapes[kind]}>
      <div>
        {kind === "aside" ? (
          <Status kind="degraded" language={language} words={words.aside} />
        ) : (
          <Status kind={problemShapes[kind]} language={language} />
        )}
        <br />
        <span class="small quiet">
          {words[kind === "missed" ? "due" : "since"](span, at)}
        </span>
      </div>
      <div>
        <strong>
          <a class="plain" href={pathOfTarget(target)}>
            {target.name}
          </a>
        </strong>
        <br />
        <span class="quiet">{tell[kind](problem, viewer)}</span>
        {problem.incident !== null && (
          <>
            <br />
            <IncidentBrief viewer={viewer} incident={problem.incident} of={target.name} />
          </>
        )}
      </div>
      <Bars
        runs={readRecent(recent)}
        missed={kind === "missed" ? 1 : 0}
        language={language}
      />
      {viewer.role === "admin" && <Buttons viewer={viewer} problem={problem} />}
    </li>
  );
};

const tell: Record<ProblemKind, (problem: OverviewProblem, viewer: Viewer) => string> = {
  down({ last, since, failedInARow: { count, isAll } }, viewer) {
    const { overview, failures, common } = viewer.words;
    const words = overview.problems;
    return common.sentences([
      last?.failure ? failures.explain(last.failure) : null,
      words.failed(counted(count), isAll),
      isAll ? null : words.lastGood(formatInstant(since, viewer)),
    ]);
  },
  degraded: ({ last }, { words }) =>
    last === null ? "" : words.conditions.sayDegraded(last.conditions),
  aside({ aside }, viewer) {
    const reason = sentenceIn(viewer.language, aside?.reason ?? "");
    const at = formatAgo(aside?.retryAt ?? viewer.now, viewer);
    return viewer.words.overview.problems.asideStory(reason, at);
  },
  missed({ since, last }, viewer) {
    const words = viewer.words.overview.problems;
    return viewer.words.common.sentences([
      words.missed(formatInstant(since, viewer)),
      last === null
        ? words.neverRan
        : words.lastRun(formatAgo(last.startedAt, viewer), last.failure === null),
    ]);
  },
};

/**
 * Two at most besides the menu: what nobody has acknowledged yet is to be acknowledged
 * first.
 */
const Buttons = ({ viewer, problem: { target, incident } }: ProblemProps) => {
  const words = viewer.words.overview.problems;
  const path = pathOfTarget(target);
  const isNews = incident !== null && incident.acknowledgedAt === null;
  return (
    <form class="row" method="post" action={`${path}/run`}>
      <FormToken token={viewer.formToken} />
      <input type="hidden" name="to" value={viewer.address} />
      {isNews && <Acknowledge viewer={viewer} incident={incident} of={target.name} />}
      <button type="submit">
        {words.run}
        <span class="out">{words.of(target.name)}</span>
      </button>
      {target.enabled && !isNews && (
        <button type="submit" formaction={`${path}/pause`}>
          {words.pause}
          <span class="out">{words.of(target.name)}</span>
        </button>
      )}
      <QuietMenu viewer={viewer} target={target} incident={incident} />
    </form>
  );
};
