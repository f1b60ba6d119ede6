// Tells that an incident opened.
import { type EventWording, targetName } from "./event-kind.ts";
import { incidentKey, incidentPath, tellOpen } from "./incident.ts";

const still = { down: "stillDown", degraded: "stillDegraded" } as const;

export const incidentOpened: EventWording<"incident-opened"> = {
  state: "firing",
  alertname: "Incident",
  keyOf: incidentKey,
  nameOf: targetName,
  headlineOf: ({ facts: { severity } }, isReminder) =>
    isReminder ? still[severity] : severity,
  pathOf: incidentPath,
  tell: tellOpen,
};
