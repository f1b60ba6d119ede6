// Holds the words of the pages of notices, routes and silences, in English.
import type { Counted } from "#ui/words/counted.ts";
import { routeFormEn } from "./route-form-en.ts";

const plural = ({ count, written }: Counted, noun: string): string =>
  `${written} ${noun}${count === 1 ? "" : "s"}`;

export const alertsEn = {
  navigation: "Alerts",
  places: {
    incidents: "Incidents",
    channels: "Channels",
    notices: "Notices",
    routes: "Routes",
    silences: "Silences",
    maintenance: "Maintenance",
  },
  ground: {
    title: {
      none: "Nobody is told anything yet",
      dead: (n: Counted, isMore: boolean) =>
        `${n.written}${isMore ? " or more" : ""} ${n.count === 1 ? "notice" : "notices"} could not be sent`,
      waiting: (n: Counted, isMore: boolean) =>
        `${n.written}${isMore ? " or more" : ""} ${n.count === 1 ? "notice waits" : "notices wait"} to be sent`,
      well: "Every notice was sent",
    },
    lead: "Routes decide which channels are told of what happens. A silence keeps something quiet for a while.",
    incidents:
      "What fails now, what has failed, who acknowledged it and what they noted.",
    channels: (n: Counted) =>
      `There ${n.count === 1 ? "is" : "are"} ${plural(n, "channel")}.`,
    noChannels: "There is no channel yet: add one, and send it a test.",
    notices: "What was told to whom, when, and what the channel said.",
    routes: "Every channel is told everything.",
    ownRoutes: (n: Counted) =>
      `${plural(n, "route")} ${n.count === 1 ? "says" : "say"} who is told what.`,
    maintenance: "Planned work: what fails meanwhile opens no incident.",
    silences: (n: Counted) =>
      n.count === 0
        ? "Nothing is silenced."
        : `${plural(n, "silence")} ${n.count === 1 ? "holds" : "hold"} now.`,
  },
  notices: {
    heading: {
      none: "No notice yet",
      dead: (n: Counted) => `${plural(n, "notice")} on this page could not be sent`,
      waiting: (n: Counted) =>
        `${plural(n, "notice")} on this page ${n.count === 1 ? "waits" : "wait"} to be sent`,
      well: "Every notice on this page was sent",
      nothing: "No notice meets this filter",
    },
    lead: "A notice is one message to one channel. The newest stand first.",
    empty:
      "A notice is made when an incident opens, gets worse or closes, when a crawl finds pages gone or links broken, and when a job fails.",
    filter: "Filter",
    channel: "Channel",
    anyChannel: "Any",
    state: "State",
    anyState: "Any",
    incident: "Incident",
    apply: "Show",
    clear: "Show all",
    caption: "Notices, the newest first",
    columns: {
      title: "What it told",
      state: "State",
      channel: "To",
      created: "Made",
      attempts: "Tries",
      answer: "Last answer",
    },
    states: { waiting: "Waiting", sent: "Sent", dead: "Dead" },
    deletedChannel: (id: number) => `deleted channel ${id}`,
    older: "Older notices",
    all: "All notices",
    title: (state: string, title: string) => `${state}: ${title}`,
    tried: (n: Counted) => `Tried ${n.count === 1 ? "once" : `${n.written} times`}.`,
    notTried: "Not tried yet.",
    next: (time: string) => `It is tried next ${time}.`,
    sentAt: (time: string) => `It was sent ${time}.`,
    madeAt: (time: string) => `It was made ${time}.`,
    deadSaid:
      "The channel refused it, or did not take it within a day. Mend the channel, then send it again.",
    resend: "Send again",
    resent: (channel: string) => `It is sent to ${channel} again.`,
    message: "The message",
    messageLead:
      "As it was handed to the channel, without the links that act. A channel may have to shorten it.",
    more: (n: Counted) =>
      `${n.written} more ${n.count === 1 ? "thing is" : "things are"} counted, but not listed.`,
    messageStates: { firing: "Ongoing", resolved: "Over", info: "For information" },
    id: "Id",
    look: "See what it is about",
  },
  routes: {
    heading: {
      usual: "Every channel is told everything",
      own: (n: Counted) =>
        `${plural(n, "route")} ${n.count === 1 ? "says" : "say"} who is told what`,
      nobody: "Nobody is told anything yet",
    },
    lead: "An event begins at the top and goes to the first route below that matches it.",
    treeTitle: "The tree",
    explainTitle: "What would be told to whom?",
    explainLead: "Nothing is sent.",
    target: "Target that goes down: its id, key or whole name",
    severity: "Severity",
    severities: { down: "Down", degraded: "Degraded", info: "For information" },
    ask: "Ask",
    answer: {
      caption: (name: string) => `Who would be told of ${name}`,
      columns: { channel: "Channel", when: "When", why: "Why", route: "Route" },
      nobody: (name: string) => `Nobody would be told of ${name}.`,
      told: (n: Counted, name: string) =>
        `${plural(n, "channel")} would be told of ${name}.`,
      look: "Look at the target",
      never: "not told",
      inTime: (length: string) => `after ${length}`,
      atOnce: "at once",
      routesTitle: "Which routes it takes",
      columnsOfRoutes: { route: "Route", takes: "Takes it", why: "Why" },
      takes: { yes: "Takes it", no: "Does not" },
      reasons: "What keeps it quiet, or makes it later",
      effects: { untold: "Not told", later: "Later", maybe: "Perhaps" },
      until: (time: string) => `Until ${time}.`,
    },
    noTarget: (name: string) => `There is no target ${name}.`,
    several: (name: string, n: Counted) =>
      `${n.written} targets are called ${name}: name one by its id or key.`,
    advanced: "Advanced",
    advancedHint: "The whole tree can be written as one text.",
    edit: "Change the routes as JSON",
    json: "The tree as JSON",
    jsonHint: "Its fields are those of the API:",
    reference: "reference",
    save: "Save",
    back: "All routes",
    saved: "The routes are changed. They hold for what happens from now on.",
    noJson: (why: string) => `This is no JSON: ${why}`,
    at: (place: string, said: string) => `${place}: ${said}`,
    whole: "the top",
    /** The parts of a route in words. */
    everything: "Everything",
    root: "Whatever no route below takes",
    tells: "tells",
    comma: ", ",
    tellsAll: "tells every channel",
    tellsNobody: "tells nobody",
    gone: (id: number) => `deleted channel ${id}`,
    disabled: (name: string) => `${name} (disabled)`,
    atOnce: "at once",
    wait: (length: string) => `after ${length}`,
    interval: (length: string) => `then at most every ${length}`,
    repeat: (length: string) => `again every ${length} while it goes on`,
    noRepeat: "without reminders",
    digest: (length: string) => `once in ${length}, all together`,
    together: (labels: string) => `together by ${labels}`,
    goesOn: "the next routes are tried as well",
    mute: (windows: string) => `quiet during ${windows}`,
    rule: (parts: readonly string[]) => parts.join("; "),
    list: (names: readonly string[]) => names.join(", "),
  },
  routeForm: routeFormEn,
  silences: {
    heading: {
      none: "Nothing is silenced",
      some: (n: Counted) =>
        `${plural(n, "silence")} ${n.count === 1 ? "holds" : "hold"} now`,
    },
    lead: "What is silenced is recorded, and told to nobody until the silence ends.",
    title: "Silences",
    caption: "Silences, the newest first",
    columns: {
      what: "What",
      state: "State",
      from: "From",
      until: "Until",
      reason: "Reason",
      end: "End",
    },
    states: { active: "In force", upcoming: "Upcoming", past: "Over" },
    incident: (id: string) => `Incident ${id}`,
    untilRecovery: "until it has recovered",
    noReason: "No reason was given",
    by: (name: string) => `by ${name}`,
    endNow: "End it",
    ended: "The silence is over. What still goes on is told now.",
    made: "The silence is made.",
    older: "Older silences",
    none: "There was no silence yet.",
    form: {
      title: "Silence something",
      match: "What",
      matchHint:
        'Matchers, one a line, all of which must hold, such as tag="web" or host=~".*\\.example\\.com".',
      labels: "Labels are target, name, host, kind, severity, tag and event.",
      for: "How long",
      forHint: "Such as 30m, 2h or 1d.",
      reason: "Reason",
      by: "Your name",
      make: "Silence it",
    },
  },
};

export type AlertsWords = typeof alertsEn;
