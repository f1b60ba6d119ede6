// Holds the words of public status pages and of the pages that edit them, in English.
import type { ShownStatus } from "#domain/incidents/shown-status.ts";
import type { Counted } from "#ui/words/counted.ts";

const states: Record<ShownStatus, string> = {
  up: "Up",
  degraded: "Degraded",
  down: "Down",
  maintenance: "Maintenance",
  paused: "Not watched",
  new: "Not watched yet",
  unknown: "No recent data",
};

const services = ({ count, written }: Counted): string =>
  `${written} service${count === 1 ? "" : "s"}`;

export const statusEn = {
  states,
  /** A target that has no public name. */
  unnamed: (number: number) => `Service ${number}`,
  headline: {
    down: (name: string) => `${name} is down`,
    downMany: (n: Counted) => `${services(n)} are down`,
    downAll: "Everything is down",
    degraded: (name: string) => `${name} is degraded`,
    degradedMany: (n: Counted) => `${services(n)} are degraded`,
    unknown: "The state has not been checked lately",
    maintenance: "Maintenance is going on",
    up: "Everything is up",
    unwatched: "Nothing is watched at the moment",
    empty: "Nothing is shown here yet",
  },
  title: (headline: string, title: string) => `${headline} · ${title}`,
  /** How a page is dated, and in which zone its times are. */
  asOf: (time: string, zone: string) => `As of ${time}. Times are in ${zone}.`,
  feed: "Atom feed",
  json: "JSON",
  services: "Services",
  daysAgo: "90 days ago",
  today: "today",
  days: {
    none: "There is no record of the last 90 days.",
    good: (known: Counted) =>
      known.count === 1
        ? "No check failed on the one day that is known."
        : `No check failed on the ${known.written} days that are known.`,
    bad: (outages: Counted, slight: Counted, known: Counted) => {
      if (known.count === 1)
        return `On the one day that is known there was ${outages.count > 0 ? "an outage" : "a failure or a few"}.`;
      const parts = [
        outages.count === 0
          ? null
          : `${outages.written} ${outages.count === 1 ? "has" : "have"} an outage`,
        slight.count === 0
          ? null
          : `${slight.written} ${slight.count === 1 ? "has" : "have"} a few failures`,
      ].filter((part) => part !== null);
      return `Of ${known.written} known days, ${parts.join(" and ")}.`;
    },
    one: (date: string, share: string) => `${date}: ${share} of the checks succeeded.`,
    rest: "On all other known days every check succeeded. Days are counted in UTC.",
    details: "Days with failures",
    available: (share: string) => `${share} of the checks succeeded`,
  },
  cut: "This page shows only some of its services.",
  incidents: {
    title: "Incidents",
    none: "No incident in the last 14 days.",
    isDown: (name: string) => `${name} is down`,
    isDegraded: (name: string) => `${name} is degraded`,
    wasDown: (name: string) => `${name} was down`,
    wasDegraded: (name: string) => `${name} was degraded`,
    since: (time: string) => `Since ${time}.`,
    span: (from: string, until: string, length: string) =>
      `From ${from} to ${until}: ${length}.`,
  },
  maintenance: {
    title: "Maintenance",
    now: (names: string) => `Maintenance of ${names} is going on`,
    ahead: (names: string) => `Maintenance of ${names} is planned`,
    everything: "everything",
    span: (from: string, until: string) => `From ${from} to ${until}.`,
  },
  /** Of the pages that edit status pages. */
  edit: {
    place: "Status pages",
    title: (n: Counted) =>
      n.count === 0
        ? "No public status page yet"
        : `${n.written} public status page${n.count === 1 ? "" : "s"}`,
    lead: "Everybody can read these, without a token. Only what a page names is on it.",
    groups: (n: Counted) => `${n.written} group${n.count === 1 ? "" : "s"}`,
    newTitle: "Make a status page",
    editTitle: (title: string) => `Edit ${title}`,
    edit: "Edit",
    preview: "See the page",
    create: "Make it public",
    save: "Save",
    saved: (title: string) => `${title} is saved, and everybody can read it.`,
    deleteAsk: "Delete…",
    delete: "Delete it: nobody can read it any more",
    deleted: (slug: string) => `/status/${slug} is gone.`,
    labels: {
      slug: "Address: /status/…",
      title: "Title",
      description: "Text under the heading",
      groups: "Groups",
      language: "Language",
      zone: "Time zone",
      link: "Where the title leads",
    },
    slugHint: "1 to 50 of a-z, 0-9 and dashes.",
    groupsHint:
      "A line each: # Shop begins a group, home or 3 = Website is a target by its key or id, tag: public is whatever has the tag.",
    anyLanguage: "As the reader's browser prefers",
    boxes: {
      incidents: "Show incidents",
      maintenance: "Show maintenance",
      noindex: "Ask search engines to leave it out",
    },
  },
  /** Joins names. */
  list: (names: readonly string[]) =>
    names.length < 2
      ? names.join("")
      : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`,
};

export type StatusWords = typeof statusEn;
