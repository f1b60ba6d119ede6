// Tells what happened to an incident, in order.
import type { Incident } from "#domain/incidents/incident.ts";
import type { IncidentNote } from "#domain/incidents/notes.ts";
import type { IncidentNotice, StoryItem } from "#domain/incidents/timeline.ts";
import { outcomeOf, type Run } from "#domain/runs/run.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { sayAnswer } from "#ui/notices/channels/channel-words.tsx";
import { Status } from "#ui/screens/drawings/shapes.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { pathOfRun, shapeOf, storyOf } from "#ui/targets/target-runs.tsx";
import { counted } from "#ui/words/format.ts";
import { TargetLink } from "./incident-target.tsx";
import type { IncidentView } from "./incident-view.ts";

type TimelineProps = { viewer: Viewer; view: IncidentView };

export const TimelineCard = ({ viewer, view }: TimelineProps) => {
  const { incident, timeline, targets } = view;
  const words = viewer.words.incidents.timeline;
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">{words.title}</h2>
      <p>
        <TimeSentence viewer={viewer} at={incident.startedAt} say={words.began} />
        {targets.has(incident.targetId) && (
          <>
            {" "}
            <a href={runsOf(incident)}>{words.runs}</a>
          </>
        )}
      </p>
      <ol class="steps">
        {timeline.filter(isTold(timeline)).map((item) => (
          <li>
            <Time at={item.at} viewer={viewer} />
            <span class="url">
              <What viewer={viewer} item={item} view={view} />
            </span>
          </li>
        ))}
      </ol>
      <p class="small">
        <a href={`/notices?${new URLSearchParams({ incident: incident.id })}`}>
          {words.notices}
        </a>
      </p>
    </section>
  );
};

/** The runs from a minute before it began on. */
function runsOf({ targetId, startedAt, closedAt }: Incident): string {
  const iso = (at: number) => new Date(at).toISOString();
  const query = new URLSearchParams({
    from: iso(startedAt - minuteMs),
    ...(closedAt !== null && { to: iso(closedAt + minuteMs) }),
  });
  return `/targets/${targetId}?${query}#runs`;
}

/** The note of who closed it says more than that it was closed by hand. */
const isTold = (timeline: readonly StoryItem[]) => (item: StoryItem) =>
  item.kind !== "closed" ||
  item.reason !== "closed" ||
  !timeline.some((other) => other.kind === "noted" && other.note.kind === "closed");

type WhatProps = TimelineProps & { item: StoryItem };

const What = ({ viewer, view, item }: WhatProps) => {
  const words = viewer.words.incidents.timeline;
  switch (item.kind) {
    case "opened":
    case "worse":
      return words[item.kind];
    case "closed":
      return words.closed[item.reason ?? "recovered"];
    case "held":
      return (
        <>
          <TargetLink viewer={viewer} view={view} id={item.childId} name={item.child} />{" "}
          {words.held}
        </>
      );
    case "notice":
      return <Told viewer={viewer} notice={item.notice} />;
    case "noted":
      return <Noted viewer={viewer} note={item.note} />;
    case "run":
      return <Ran viewer={viewer} run={item.run} />;
    case "left-out":
      return words.leftOut;
  }
};

const Ran = ({ viewer, run }: { viewer: Viewer; run: Run }) => {
  const outcome = outcomeOf(run);
  const { target, incidents } = viewer.words;
  return (
    <>
      <Status
        kind={shapeOf[outcome]}
        language={viewer.language}
        words={target.runs.outcomes[outcome]}
      />{" "}
      <a href={pathOfRun(run)}>{storyOf(run, viewer) || incidents.timeline.run}</a>
    </>
  );
};

const Told = ({ viewer, notice }: { viewer: Viewer; notice: IncidentNotice }) => {
  const words = viewer.words.incidents.timeline;
  const { id, state, channel, attempts, status, why } = notice;
  const hasAnswer = status !== null || why !== null;
  return (
    <>
      <a href={`/notices/${encodeURIComponent(id)}`}>
        {words.notice(state, channel ?? words.gone, counted(attempts))}
      </a>
      {hasAnswer && ` ${sayAnswer({ status, why }, viewer)}`}
    </>
  );
};

const Noted = ({ viewer, note }: { viewer: Viewer; note: IncidentNote }) => {
  const words = viewer.words.incidents.timeline;
  return (
    <>
      {words.by(words.notes[note.kind], note.by)}
      {note.public && (
        <>
          {" "}
          <span class="tag">{words.public}</span>
        </>
      )}
      {note.text !== null && ` ${note.text}`}
    </>
  );
};
