// Tells how a heartbeat is: what its job reported last, and of which slot nothing was
// heard.
import { latestRun } from "#domain/runs/run.ts";
import { startGraceOf } from "#domain/targets/heartbeat-spec.ts";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { TargetView } from "#ui/targets/target-view.ts";
import { formatLength } from "#ui/words/format.ts";

type StoryProps = {
  viewer: Viewer;
  view: TargetView;
  /** The slot that was missed last, where nothing was heard since. Epoch ms. */
  missedAt: number | null;
};

export const HeartbeatStory = ({ viewer, view, missedAt }: StoryProps) => {
  const words = viewer.words.heartbeats.state;
  const { firing, lastGood } = view;
  if (firing.kind === "waiting") return <p>{words.waitingAdvice}</p>;
  if (firing.kind === "paused") return <p>{words.pausedAdvice}</p>;
  return (
    <>
      {missedAt !== null && (
        <p>
          <TimeSentence viewer={viewer} at={missedAt} say={words.missedSince} />
        </p>
      )}
      <LastRun viewer={viewer} view={view} />
      {lastGood !== null && (
        <p>
          <TimeSentence viewer={viewer} at={lastGood.dueAt} say={words.lastGood} />
        </p>
      )}
      <HeardBy viewer={viewer} view={view} />
    </>
  );
};

const LastRun = ({ viewer, view: { state } }: Omit<StoryProps, "missedAt">) => {
  const words = viewer.words.heartbeats.state;
  const last = latestRun(state.last, state.manual);
  if (last === undefined) return null;
  const took = formatLength(last.firstByteMs + last.bodyMs, viewer.language);
  const said = last.untimed ? words.lastUntimed : words.lastRun;
  return (
    <p>
      {last.failure !== null && `${viewer.words.failures.explain(last.failure)} `}
      <TimeSentence
        viewer={viewer}
        at={last.startedAt}
        form="ago"
        say={(time) => said(time, took)}
      />
    </p>
  );
};

/** When the next slot is missed. */
const HeardBy = ({ viewer, view: { firing, target } }: Omit<StoryProps, "missedAt">) => {
  if (firing.kind !== "fires" || target.heartbeat === null) return null;
  const by = firing.dueAt + startGraceOf(target.heartbeat);
  if (by <= viewer.now) return null;
  return (
    <p>
      <TimeSentence viewer={viewer} at={by} say={viewer.words.heartbeats.state.nextBy} />
    </p>
  );
};
