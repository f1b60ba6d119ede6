// Shows an incident: what is so, what failed, what happened, and what one can do about it.

import type { Incident } from "#domain/incidents/incident.ts";
import { AlertsNav } from "#ui/screens/alerts-nav.tsx";
import { Shape } from "#ui/screens/drawings/shapes.tsx";
import { Page } from "#ui/screens/layout.tsx";
import { type Notice, NoticeView } from "#ui/screens/notice.tsx";
import { TimeSentence } from "#ui/screens/sentence.tsx";
import { Tiles } from "#ui/screens/tile.tsx";
import { Time } from "#ui/screens/time.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { counted, formatNumber } from "#ui/words/format.ts";
import { EvidenceCard } from "./incident-evidence.tsx";
import { HandlingForm, SilenceForm } from "./incident-forms.tsx";
import { TimelineCard } from "./incident-timeline.tsx";
import { addressOfIncidents, type IncidentView } from "./incident-view.ts";
import { sayLength } from "./incident-words.ts";

/** How often the page is asked for again. */
const liveSeconds = 15;

type ScreenProps = { viewer: Viewer; view: IncidentView; notice: Notice | null };

export const IncidentScreen = ({ viewer, view, notice }: ScreenProps) => {
  const { incident } = view;
  const title = sayTitle(incident, viewer);
  const isAdmin = viewer.role === "admin";
  return (
    <Page viewer={viewer} title={title} place="alerts" liveSeconds={liveSeconds}>
      <AlertsNav viewer={viewer} place="incidents" />
      <div class="head">
        <div>
          <Breadcrumb viewer={viewer} view={view} />
          <h1>{title}</h1>
        </div>
      </div>
      <NoticeView viewer={viewer} notice={notice} />
      <State viewer={viewer} view={view} />
      <Figures viewer={viewer} incident={incident} />
      <EvidenceCard viewer={viewer} incident={incident} />
      {isAdmin && <HandlingForm viewer={viewer} view={view} />}
      {isAdmin && incident.closedAt === null && (
        <SilenceForm viewer={viewer} view={view} />
      )}
      <TimelineCard viewer={viewer} view={view} />
    </Page>
  );
};

function sayTitle(incident: Incident, viewer: Viewer): string {
  const { heading } = viewer.words.incidents;
  const say = {
    down: { open: heading.isDown, closed: heading.wasDown },
    degraded: { open: heading.isDegraded, closed: heading.wasDegraded },
  }[incident.severity];
  const state = incident.closedAt === null ? "open" : "closed";
  return say[state](incident.labels.name, sayLength(incident, viewer));
}

type IncidentProps = { viewer: Viewer; incident: Incident };
type ViewProps = Omit<ScreenProps, "notice">;

const Breadcrumb = ({ viewer: { words }, view: { incident, targets } }: ViewProps) => {
  const { name } = incident.labels;
  return (
    <nav aria-label={words.target.where}>
      <a href="/incidents">{words.incidents.place}</a> <span class="faint">/</span>{" "}
      {targets.has(incident.targetId) ? (
        <a href={addressOfIncidents({ target: `${incident.targetId}` })}>{name}</a>
      ) : (
        name
      )}
    </nav>
  );
};

const State = ({ viewer, view }: ViewProps) => {
  const { incident, silences } = view;
  const words = viewer.words.incidents;
  const { closedAt, closeReason, severity, acknowledgedAt, acknowledgedBy } = incident;
  const kind = closedAt === null ? severity : "up";
  const state =
    closedAt === null ? words.state.open : words.state.closed[closeReason ?? "recovered"];
  return (
    <section class={`said ${kind}`} aria-labelledby="now">
      <h2 id="now" class="status">
        <Shape kind={kind} />
        {state}
      </h2>
      {acknowledgedAt !== null ? (
        <p>
          <TimeSentence
            viewer={viewer}
            at={acknowledgedAt}
            say={(time) => words.state.acknowledged(acknowledgedBy, time)}
          />
        </p>
      ) : (
        closedAt === null && <p>{words.state.nobody}</p>
      )}
      {closedAt === null &&
        silences.map((silence) => <Silenced viewer={viewer} {...silence} />)}
      <p>
        {view.targets.has(incident.targetId) ? (
          <a href={`/targets/${incident.targetId}`}>{words.toTarget}</a>
        ) : (
          words.targetDeleted
        )}
      </p>
    </section>
  );
};

type SilencedProps = { viewer: Viewer } & IncidentView["silences"][number];

const Silenced = ({ viewer, endsAt, reason, author }: SilencedProps) => {
  const { state } = viewer.words.incidents;
  const why = viewer.words.common.sentences([
    author === "" ? null : state.by(author),
    reason === "" ? null : state.because(reason),
  ]);
  return (
    <p>
      {endsAt === null ? (
        state.silenced
      ) : (
        <TimeSentence viewer={viewer} at={endsAt} say={state.silencedUntil} />
      )}{" "}
      {why}
    </p>
  );
};

const Figures = ({ viewer, incident }: IncidentProps) => {
  const words = viewer.words.incidents.tiles;
  const { startedAt, openedAt, closedAt, facts } = incident;
  const time = (at: number) => <Time at={at} viewer={viewer} />;
  const { slotsMissed, lastGoodAt = null, lastRanAt = null, turns = 0 } = facts;
  // Slots of a job that runs elsewhere: it did not report.
  const isReported = lastRanAt !== null;
  return (
    <Tiles
      tiles={[
        { name: words.started, figure: time(startedAt), notes: [] },
        { name: words.opened, figure: time(openedAt), notes: [] },
        ...(closedAt === null
          ? []
          : [{ name: words.closed, figure: time(closedAt), notes: [] }]),
        { name: words.runs, figure: formatNumber(facts.runsFailed), notes: [] },
        {
          name: words.slots,
          figure: formatNumber(slotsMissed),
          notes: slotsMissed > 0 && !isReported ? [words.slotsNote] : [],
        },
        ...(isReported
          ? [{ name: words.lastRan, figure: time(lastRanAt), notes: [] }]
          : []),
        {
          name: words.lastGood,
          figure: lastGoodAt === null ? words.never : time(lastGoodAt),
          notes: [],
        },
        ...(turns > 0
          ? [{ name: words.turns, figure: counted(turns).written, notes: [] }]
          : []),
      ]}
    />
  );
};
