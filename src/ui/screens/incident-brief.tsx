// Tells of a target's incident in a line, with the button that acknowledges it.
import type { OpenIncidentBrief } from "#domain/incidents/incident.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { formatLength } from "#ui/words/format.ts";
import type { Viewer } from "./viewer.ts";

export const pathOfIncident = ({ id }: { id: string }): string => `/incidents/${id}`;

/** Whole minutes, or whole seconds within the first. */
export function formatAge(ms: number, { language }: Viewer): string {
  const unit = ms < minuteMs ? 1_000 : minuteMs;
  return formatLength(Math.max(1_000, ms - (ms % unit)), language);
}

export const sayAcknowledged = (
  {
    acknowledgedAt,
    acknowledgedBy,
  }: Pick<OpenIncidentBrief, "acknowledgedAt" | "acknowledgedBy">,
  { words }: Viewer,
): string =>
  acknowledgedAt === null
    ? words.incidents.notAcknowledged
    : words.incidents.acknowledgedBy(acknowledgedBy);

type BriefProps = {
  viewer: Viewer;
  incident: OpenIncidentBrief;
  /** The target's name. */
  of: string;
};

export const IncidentBrief = ({ viewer, incident, of }: BriefProps) => {
  const words = viewer.words.incidents;
  const age = formatAge(viewer.now - incident.since, viewer);
  return (
    <span class="quiet">
      <a href={pathOfIncident(incident)}>
        {words.link}
        <span class="out">{words.of(of)}</span>
      </a>{" "}
      {words.brief(age, sayAcknowledged(incident, viewer))}
    </span>
  );
};

/** Stands in a form that says with `to` where it leads back. */
export const SilenceFor = ({
  viewer: { words },
  incident,
  of,
  length,
}: BriefProps & { length: "1h" | "recovery" }) => (
  <button
    type="submit"
    formaction={`${pathOfIncident(incident)}/silence`}
    name="for"
    value={length}
  >
    {words.incidents.silenceFor[length]}
    <span class="out">{words.incidents.of(of)}</span>
  </button>
);

/** Stands in a form; leads back to the page that it stands on. */
export const Acknowledge = ({ viewer, incident, of }: BriefProps) => (
  <button
    type="submit"
    formaction={`${pathOfIncident(incident)}/acknowledge`}
    name="to"
    value={viewer.address}
  >
    {viewer.words.incidents.acknowledge}
    <span class="out">{viewer.words.incidents.of(of)}</span>
  </button>
);
