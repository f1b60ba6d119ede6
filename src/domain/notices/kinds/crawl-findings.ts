// Tells that the crawl of a site found pages gone or links broken.
import { type EventWording, field, targetName } from "./event-kind.ts";

export const crawlFindings: EventWording<"crawl-findings"> = {
  state: "info",
  alertname: "CrawlFindings",
  keyOf: ({ id }) => id,
  nameOf: targetName,
  headlineOf: () => "crawlFindings",
  pathOf: ({ targetId, facts }) => `/targets/${targetId}/crawls/${facts.crawlId}`,
  tell: ({ at, facts }, { words }) => ({
    text: words.crawlFound(facts.gone, facts.broken),
    fields: [
      ...field(words.fields.address, facts.url),
      ...field(words.fields.gone, facts.examples.gone.join(" ")),
      ...field(words.fields.broken, facts.examples.broken.join(" ")),
    ],
    startedAt: at,
    endedAt: null,
  }),
};
