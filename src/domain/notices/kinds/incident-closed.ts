// Tells that an incident is over: how long it took, and what was missed.
import {
  type EventWording,
  field,
  targetName,
  writeInstant,
  writeLength,
} from "./event-kind.ts";
import { causeOf, damageOf, incidentKey, incidentPath } from "./incident.ts";

export const incidentClosed: EventWording<"incident-closed"> = {
  state: "resolved",
  alertname: "Incident",
  keyOf: incidentKey,
  nameOf: targetName,
  headlineOf: ({ facts }) => (facts.closeReason === "recovered" ? "recovered" : "closed"),
  titleOf({ facts, at }, name, viewer) {
    const { words } = viewer;
    if (facts.closeReason !== "recovered") return words.headlines.closed.one(name);
    const lasted = (facts.closedAt ?? at) - facts.startedAt;
    return words.recoveredAfter(name, writeLength(lasted, viewer));
  },
  pathOf: incidentPath,
  tell({ facts, at }, viewer) {
    const { words } = viewer;
    const { startedAt, closeReason } = facts;
    const endedAt = facts.closedAt ?? at;
    const span = writeLength(endedAt - startedAt, viewer);
    const why =
      closeReason === null || closeReason === "recovered"
        ? []
        : [words.closedBecause[closeReason]];
    const lasted = words.lasted(
      facts.severity,
      span,
      facts.runsFailed,
      facts.slotsMissed,
    );
    return {
      text: words.sentences([lasted, ...why]),
      fields: [
        ...field(words.fields.since, writeInstant(startedAt, viewer)),
        ...field(words.fields.until, writeInstant(endedAt, viewer)),
        ...field(words.fields.cause, causeOf(facts, viewer)),
        ...damageOf(facts, viewer),
      ],
      startedAt,
      endedAt,
    };
  },
};
