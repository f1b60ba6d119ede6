// Tells that a target fails because the one that it depends on does. Where the incident of
// the latter is told as well, this becomes a part of it.
import { oneLine } from "#domain/cut.ts";
import type { EventWording } from "./event-kind.ts";

const MAX_NAME_CHARS = 100;

export const incidentHeld: EventWording<"incident-held"> = {
  state: "info",
  alertname: "IncidentHeld",
  keyOf: ({ incidentId, id }) => incidentId ?? id,
  nameOf: ({ facts }) => oneLine(facts.child, MAX_NAME_CHARS),
  headlineOf: () => "held",
  pathOf: ({ facts }) => `/targets/${facts.childId}`,
  tell: ({ at }, { words }) => ({
    text: words.held,
    fields: [],
    startedAt: at,
    endedAt: null,
  }),
};
