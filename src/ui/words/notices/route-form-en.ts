// Holds the words of the form of a route, in English.
import type { EventSubject } from "#domain/notices/event.ts";
import type { LabelName } from "#domain/notices/routing/matcher.ts";
import type { Counted } from "#ui/words/counted.ts";

const subjects: Readonly<Record<EventSubject, string>> = {
  incident: "Incidents",
  crawl: "Findings of crawls",
  job: "Failed jobs",
  storage: "Storage nearly full",
  service: "Outages of this service",
  change: "Changes of contents",
};

const matchLabels: Readonly<Record<LabelName, string>> = {
  target: "target",
  name: "name",
  host: "host",
  kind: "kind",
  severity: "severity",
  tag: "tags",
  event: "kind of event",
};

export const routeFormEn = {
  name: "Route",
  titles: { add: "Add a route", change: "Change a route", top: "Change the top" },
  top: "The top",
  change: "Change",
  addBelow: "Add below",
  delete: "Delete",
  up: "Up",
  down: "Down",
  add: "Add the route",
  save: "Save the route",
  labels: {
    match: "What it takes",
    events: "Only events about",
    told: "Whom it tells",
    channels: "Channels",
    grouping: "What it tells together",
    groupBy: "Labels",
    groupWait: "Wait before telling",
    groupInterval: "Least time between notices",
    repeat: "Tell again after",
    digest: "Digest",
    mute: "Mute windows",
    goesOn: "Go on to the routes beside it",
    above: "Stands below",
  },
  hints: {
    match:
      'Matchers, one a line, all of which must hold, such as tag="web" or host=~".*\\.example\\.com". Labels are target, name, host, kind, severity, tag and event. Empty takes everything.',
    events: "With none ticked, events about anything.",
    channels: "They count when it tells those that are ticked.",
    groupBy: "They count when it tells by labels.",
    groupWait: "What is over within this time is not told.",
    groupInterval: "Of those that are told together.",
    repeat: "While it goes on; never for no reminders.",
    digest:
      "Tells once in this time, such as 1d, also what is over again; never for none.",
    mute: "Windows in which nothing is told, one a line, such as mon-fri 22:00-06:00 Europe/Berlin; never for none.",
    above: "The route above passes on what it takes, to the first route that matches.",
  },
  usual: (said: string) => `Empty: ${said}, as is usual.`,
  asAbove: (said: string) => `Empty: ${said}, as the route above.`,
  muteAbove: "Empty: as the route above.",
  never: "never",
  tellings: {
    above: "The same as the route above",
    these: "The channels that are ticked",
    nobody: "Nobody",
  },
  everyChannel: "Every channel",
  noChannels: "There is no channel yet.",
  groupings: {
    above: "The same as the route above",
    all: "Everything",
    these: "What has the same labels",
  },
  groupAbove: (labels: string) =>
    `The same as the route above (${labels === "" ? "everything" : labels})`,
  matchLabels,
  subjects,
  line: (line: number, said: string) => `Line ${line}: ${said}`,
  standing: "The route as it is now",
  conflict: {
    same: "The routes were changed meanwhile, this one was not. Send it again to change it.",
    changed:
      "This route was changed meanwhile: see how it is now. Sent again, what you typed takes its place.",
    gone: "This route was deleted meanwhile. Sent again, what you typed becomes a new route.",
    added: "The routes were changed meanwhile. Send it again to add the route.",
    tree: "The routes were changed meanwhile, so nothing was done. They are shown as they are now.",
  },
  did: {
    added: "The route is added. It holds for what happens from now on.",
    changed: "The route is changed. It holds for what happens from now on.",
    deleted: "The route is deleted.",
    moved: "The route is moved.",
  },
  ask: {
    title: "Delete this route?",
    warning: ({ count, written }: Counted) =>
      count === 0
        ? "What it takes goes on to the routes after it, or stays with the one above."
        : `It goes with the ${written} ${count === 1 ? "route" : "routes"} below it. What they take goes on to the routes after them, or stays with the one above.`,
    sure: "Delete it",
  },
};

export type RouteFormWords = typeof routeFormEn;
