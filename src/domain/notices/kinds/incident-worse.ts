// Tells that an incident's severity rose.
import { type EventWording, targetName } from "./event-kind.ts";
import { incidentKey, incidentPath, tellOpen } from "./incident.ts";

export const incidentWorse: EventWording<"incident-worse"> = {
  state: "firing",
  alertname: "Incident",
  keyOf: incidentKey,
  nameOf: targetName,
  headlineOf: (_event, isReminder) => (isReminder ? "stillDown" : "worse"),
  pathOf: incidentPath,
  tell: tellOpen,
};
