// Says how a target is: since when, what happened, what was expected, when it was last
// well, and what to do.
import type { Run } from "#domain/runs/run.ts";
import { latestRun } from "#domain/runs/run.ts";
import { readRecent } from "#domain/statistics/totals.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { TargetView } from "#ui/targets/target-view.ts";
import { formatLength, formatSpan } from "#ui/words/format.ts";
import { HeartbeatStory } from "./heartbeat-story.tsx";
import { missedSlot, shapeOfState, stateOf } from "./shown-state.ts";

export type StateProps = { viewer: Viewer; view: TargetView };

/** The state in a few words. */
export function sayState(view: TargetView, { words, language, now }: Viewer): string {
  const state = stateOf(view);
  if (state === "waiting") return words.heartbeats.state.waiting;
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
  const kind = shapeOfState[stateOf(view)];
  return (
    <section class={`said ${kind}`} aria-labelledby="now">
      <h2 id="now" class="status">
        <Shape kind={kind} />
        {sayState(view, viewer)}
      </h2>
      {view.target.kind === "heartbeat" && firesOrWaits(view) ? (
        <HeartbeatStory viewer={viewer} view={view} missedAt={missedSlot(view)} />
      ) : (
        <Story viewer={viewer} view={view} />
      )}
    </section>
  );
};

/** Of a schedule that has ended, the story is the same for all targets. */
const firesOrWaits = ({ firing: { kind } }: TargetView): boolean =>
  kind === "fires" || kind === "waiting" || kind === "paused";

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
    case "waiting":
      return <p>{viewer.words.heartbeats.state.waitingAdvice}</p>;
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
