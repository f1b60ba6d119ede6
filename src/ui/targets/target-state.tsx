// Says how a target is: since when, what happened, what was expected, when it was last
// well, and what to do.
import type { Run } from "#domain/runs/run.ts";
import { latestRun } from "#domain/runs/run.ts";
import { readRecent } from "#domain/statistics/totals.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { Shape, type StatusKind } from "#ui/screens/drawings/shapes.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { formatLength, formatSpan } from "#ui/words/format.ts";
import type { TargetView } from "./target-view.ts";

export type StateProps = { viewer: Viewer; view: TargetView };

/** What a target's page says first. */
type State =
  | "new"
  | "up"
  | "degraded"
  | "down"
  | "paused"
  | "missed"
  | "maintenance"
  | "unattended"
  | "expired"
  | "unknown-zone"
  | "never";

const kinds: Readonly<Record<State, StatusKind>> = {
  new: "new",
  up: "up",
  degraded: "degraded",
  down: "down",
  paused: "paused",
  missed: "unknown",
  maintenance: "maintenance",
  unattended: "unknown",
  expired: "paused",
  "unknown-zone": "unknown",
  never: "paused",
};

function stateOf(view: TargetView): State {
  const { target, firing } = view;
  if (firing.kind === "unknown-zone" || firing.kind === "paused") return firing.kind;
  if (view.shown === "maintenance") return "maintenance";
  if (view.shown === "unknown") return "unattended";
  if (target.status === "down" || target.status === "degraded") return target.status;
  if (firing.kind !== "fires") return firing.kind;
  return missedSlot(view) === null ? target.status : "missed";
}

/** The newest slot of which something is told, if it was missed. */
function missedSlot({ calendar }: TargetView): number | null {
  if (calendar === null || calendar.laterAt !== null) return null;
  const last = calendar.rows
    .flatMap(({ cells }) => cells)
    .findLast((cell) => cell !== null && cell.fate !== "ahead");
  return last?.fate === "missed" ? last.dueAt : null;
}

/** The state in a few words. */
export function sayState(view: TargetView, { words, language, now }: Viewer): string {
  const state = stateOf(view);
  const said = words.target.state[state];
  if (typeof said === "string") return said;
  const forMs = Math.max(0, now - view.target.statusSince);
  return said(formatSince(forMs, language));
}

/** "4 min" says enough of what has lasted for four minutes and two seconds. */
const formatSince = (ms: number, language: Viewer["language"]): string =>
  ms >= minuteMs
    ? formatLength(ms - (ms % minuteMs), language)
    : formatSpan(ms - (ms % 1_000), language);

export const TargetState = ({ viewer, view }: StateProps) => {
  const kind = kinds[stateOf(view)];
  return (
    <section class={`said ${kind}`} aria-labelledby="now">
      <h2 id="now" class="status">
        <Shape kind={kind} />
        {sayState(view, viewer)}
      </h2>
      <Story viewer={viewer} view={view} />
    </section>
  );
};

const Story = ({ viewer, view }: StateProps) => {
  const { firing, target } = view;
  const words = viewer.words.target.state;
  switch (stateOf(view)) {
    case "new":
      return <NewStory viewer={viewer} view={view} />;
    case "up":
      return <LastRun viewer={viewer} view={view} />;
    case "degraded":
      return <DegradedStory viewer={viewer} view={view} />;
    case "down":
      return <DownStory viewer={viewer} view={view} />;
    case "paused":
      return <p>{words.pausedAdvice}</p>;
    case "missed":
      return (
        <>
          <p>
            <TimeSentence
              viewer={viewer}
              at={missedSlot(view) ?? viewer.now}
              say={words.missedAdvice}
            />
          </p>
          <LastRun viewer={viewer} view={view} />
        </>
      );
    case "maintenance":
      return <MaintenanceStory viewer={viewer} view={view} />;
    case "unattended":
      return (
        <>
          <p>{viewer.words.maintenance.unattendedAdvice}</p>
          <LastRun viewer={viewer} view={view} />
        </>
      );
    case "expired":
      return (
        <p>
          <TimeSentence
            viewer={viewer}
            at={firing.kind === "expired" ? firing.at : target.statusSince}
            say={words.expiredAdvice}
          />
        </p>
      );
    case "unknown-zone":
      return <p>{words.zoneAdvice(firing.kind === "unknown-zone" ? firing.zone : "")}</p>;
    case "never":
      return <p>{words.neverAdvice}</p>;
  }
};

const MaintenanceStory = ({ viewer, view }: StateProps) => (
  <>
    {view.maintainedUntil !== null && (
      <p>
        <TimeSentence
          viewer={viewer}
          at={view.maintainedUntil}
          say={viewer.words.maintenance.holds}
        />{" "}
        <a href="/maintenance">{viewer.words.maintenance.list}</a>
      </p>
    )}
    {view.target.status === "down" ? (
      <DownStory viewer={viewer} view={view} />
    ) : (
      <LastRun viewer={viewer} view={view} />
    )}
  </>
);

const NewStory = ({ viewer, view: { firing } }: StateProps) => {
  const words = viewer.words.target.state;
  if (firing.kind !== "fires") return null;
  const isSoon = firing.runAt <= viewer.now;
  return (
    <p>
      {isSoon ? (
        words.firstRunNow
      ) : (
        <TimeSentence viewer={viewer} at={firing.runAt} form="ago" say={words.firstRun} />
      )}
    </p>
  );
};

const tookOf = ({ firstByteMs, bodyMs }: Run, { language }: Viewer): string =>
  formatLength(firstByteMs + bodyMs, language);

const LastRun = ({ viewer, view: { state } }: StateProps) => {
  const words = viewer.words.target.state;
  const last = latestRun(state.last, state.manual);
  if (last === undefined) return null;
  const ending = last.status === null ? words.unanswered : words.answered(last.status);
  return (
    <p>
      <TimeSentence
        viewer={viewer}
        at={last.startedAt}
        form="ago"
        say={(time) => words.lastRun(time, ending, tookOf(last, viewer))}
      />
    </p>
  );
};

const DegradedStory = ({ viewer, view }: StateProps) => {
  const last = latestRun(view.state.last, view.state.manual);
  return (
    <>
      {last && <p>{viewer.words.conditions.sayDegraded(last.conditions)}</p>}
      <LastRun viewer={viewer} view={view} />
    </>
  );
};

const DownStory = ({ viewer, view }: StateProps) => {
  const { target, failures, common } = viewer.words;
  const words = target.state;
  const { state, lastGood } = view;
  const last = latestRun(state.last, state.manual);
  const recent = readRecent(state.totals?.recent ?? "");
  const lastOk = recent.findLastIndex(({ ok }) => ok);
  const failed = recent.length - 1 - lastOk;
  return (
    <>
      <p>
        {common.sentences([
          failed > 0 ? words.failedInARow(failed, lastOk < 0) : null,
          last?.failure ? failures.explain(last.failure) : null,
        ])}
      </p>
      <p>
        {lastGood === null ? (
          words.neverGood
        ) : (
          <TimeSentence
            viewer={viewer}
            at={lastGood.dueAt}
            say={(time) => words.lastGood(time, tookOf(lastGood, viewer))}
          />
        )}
      </p>
    </>
  );
};
