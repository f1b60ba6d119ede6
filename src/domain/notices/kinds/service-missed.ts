// Tells that no tick came for a while: nobody looked at any target.
import { type EventWording, writeInstant, writeLength } from "./event-kind.ts";

export const serviceMissed: EventWording<"service-missed"> = {
  state: "info",
  alertname: "ServiceMissed",
  keyOf: ({ id }) => id,
  nameOf: (_event, words) => words.serviceName,
  headlineOf: () => "serviceMissed",
  pathOf: () => "/jobs/crawl",
  tell: ({ facts: { from, to } }, viewer) => ({
    text: viewer.words.nobodyLooked(
      writeInstant(from, viewer),
      writeInstant(to, viewer),
      writeLength(to - from, viewer),
    ),
    fields: [],
    startedAt: from,
    endedAt: to,
  }),
};
