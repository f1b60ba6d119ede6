// Holds every word of the pages in English, by room. The other languages have the same
// shape.

import type { Thing } from "#domain/apart/set-aside.ts";
import type { ToldCondition } from "#domain/conditions/condition.ts";
import { explainTold } from "#domain/conditions/prepare.ts";
import type { Health } from "#domain/jobs/health.ts";
import type { JobRun } from "#domain/jobs/job-run.ts";
import type { OverviewSort, ProblemKind } from "#domain/overview/overview.ts";
import type { WindowName } from "#domain/overview/overview-window.ts";
import type { CountedStatus } from "#domain/overview/target-counts.ts";
import { explainFailure, type FailureClass } from "#domain/runs/failure.ts";
import type { Outcome, Trigger } from "#domain/runs/run.ts";
import type { CrawlState } from "#domain/sites/crawl.ts";
import { type Refusal, refusals } from "#domain/sites/links/refusal.ts";
import type { Verdict } from "#domain/statistics/comparison/comparison.ts";
import type { Storage } from "#domain/storage/storage-level.ts";
import type { Kind } from "#domain/targets/target.ts";
import { unitNames } from "#domain/time/span.ts";
import { changesEn } from "./changes/en.ts";
import type { Counted } from "./counted.ts";
import { heartbeatGroupsEn, heartbeatLabelsEn, heartbeatsEn } from "./heartbeats/en.ts";
import { incidentsEn } from "./incidents/en.ts";
import { maintenanceEn } from "./maintenance/en.ts";
import { alertsEn } from "./notices/alerts-en.ts";
import { channelsEn } from "./notices/channels-en.ts";
import { readingsEn } from "./readings/en.ts";
import { outsideEn } from "./settings/outside-en.ts";
import { statusEn } from "./status/en.ts";

/** A date in the viewer's zone. */
type CivilDate = { year: number; month: string; day: number; weekday: string };

const capitalised = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1);

const weekdays = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

type Counts<Name extends string> = Readonly<Record<Name, Counted>>;

/** "1 run", "2,000 runs". */
const plural = ({ count, written }: Counted, one: string): string =>
  `${written} ${one}${count === 1 ? "" : "s"}`;

const targets = (n: Counted): string => plural(n, "target");

const sentences = (parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join(" ");

const windows: Record<WindowName, string> = {
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
  "90d": "90 days",
};

export const en = {
  language: "English",
  alerts: alertsEn,
  channels: channelsEn,
  statusPage: statusEn,
  maintenance: maintenanceEn,
  incidents: incidentsEn,
  heartbeats: heartbeatsEn,
  changes: changesEn,
  readings: readingsEn,
  common: {
    toContent: "To the content",
    navigation: "Main",
    places: {
      overview: "Overview",
      sites: "Sites",
      alerts: "Alerts",
      changes: "Changes",
      jobs: "Jobs",
      statistics: "Statistics",
      settings: "Settings",
    },
    fresh: "Fresh",
    stale: "Not refreshed since",
    readOnly: "Read only",
    logOut: "Log out",
    reference: "API reference",
    toOverview: "To the overview",
    undo: "Undo",
    labelled: (label: string, said: string) => `${label}: ${said}`,
    /** Begins with a capital what stands alone. */
    capitalised,
    /** Joins sentences; nulls are left out. */
    sentences,
    refused: (count: number) =>
      count === 1 ? "One thing needs another look" : `${count} things need another look`,
  },
  statuses: {
    up: "Up",
    degraded: "Degraded",
    down: "Down",
    unknown: "Missed",
    maintenance: "Maintenance",
    paused: "Paused",
    new: "New",
    running: "Running",
  },
  fates: {
    ran: "Ran",
    failed: "Failed",
    late: "Late",
    skipped: "Skipped",
    missed: "Missed",
    ahead: "Ahead",
  },
  drawings: {
    bars: ({ runs, failed, missed }: Counts<"runs" | "failed" | "missed">) => {
      const some = failed.count === 0 ? "none" : failed.written;
      const last = `Last ${plural(runs, "run")}: ${some} failed`;
      return missed.count === 0 ? last : `${last}, ${missed.written} missed since`;
    },
    noRuns: "No runs yet",
    days: ({ days, outages, slow }: Counts<"days" | "outages" | "slow">) =>
      `${plural(days, "day")}: ${outages.written} with an outage, ${slow.written} degraded`,
    slots: {
      none: "No slot came due here.",
      came: (due: Counted, parts: readonly string[]) =>
        `${plural(due, "slot")} came due: ${parts.join(", ")}.`,
      allRan: (due: Counted) =>
        due.count === 1
          ? "1 slot came due, and it ran."
          : `${due.written} slots came due, and all ran.`,
      ran: (n: Counted) => `${n.written} ran`,
      late: (n: Counted) => `${n.written} ran late`,
      skipped: (n: Counted) => `${n.written} ${n.count === 1 ? "was" : "were"} skipped`,
      missed: (n: Counted) => `${n.written} missed`,
      failed: (n: Counted) => `${n.written} of the runs failed.`,
      ahead: (n: Counted) => `${n.written} ${n.count === 1 ? "is" : "are"} ahead.`,
      manual: (n: Counted) =>
        `Besides, somebody asked for ${plural(n, "run")}, without a slot.`,
      extra: (n: Counted) => `Besides, ${plural(n, "run")} came in outside of the slots.`,
      cut: (from: string) =>
        `Only slots from ${from} on are shown: before, there are more than a page holds.`,
      layouts: {
        "ten-minutes": (zone: string) =>
          `One row is ten minutes, one cell a slot, ${zone}.`,
        hours: (zone: string) => `One row is an hour, one cell a slot, ${zone}.`,
        days: (zone: string) => `One row is a day, one cell a slot, ${zone}.`,
        months: (zone: string) => `One cell is a slot with its duration, ${zone}.`,
        list: (zone: string) => `The newest first, ${zone}.`,
      },
      rowRuns: {
        "ten-minutes": (time: string) => `${time}, runs of these ten minutes`,
        hours: (time: string) => `${time}, runs of this hour`,
        days: (day: string) => `${day}, runs of this day`,
      },
      row: {
        allRan: (n: Counted) => (n.count === 1 ? "it ran" : `all ${n.written} ran`),
        none: "no slots",
        ran: (n: Counted) => `${n.written} ran`,
        failed: (n: Counted) => `${n.written} failed`,
        late: (n: Counted) => `${n.written} late`,
        skipped: (n: Counted) => `${n.written} skipped`,
        missed: (n: Counted) => `${n.written} missed`,
        ahead: (n: Counted) => `${n.written} ahead`,
      },
      list: (parts: readonly string[]) => parts.join(", "),
      tip: (time: string, fate: string) => `${time} ${fate.toLowerCase()}`,
      stretchTip: (from: string, to: string, n: Counted, fate: string) =>
        `${from} to ${to}, ${n.written} ${fate.toLowerCase()}`,
      started: (time: string, took: string) => `Started ${time}, took ${took}.`,
      startedLate: (time: string, lag: string, took: string) =>
        `Started ${time}, ${lag} late; took ${took}.`,
      reported: (time: string) => `Its end was reported ${time}.`,
      whySkipped: "An earlier run was in the way.",
      whyMissed: "Nobody served it in time.",
      inRow: (n: Counted, from: string, to: string) =>
        `One of ${n.written} in a row, ${from} to ${to}.`,
      more: (n: Counted) => `${n.written} more`,
      month: (month: string, year: number) => `${month} ${year}`,
      weekday: (name: string) => name.slice(0, 3),
      listCaption: "Slots of the last year",
      columns: {
        due: "Due",
        fate: "Fate",
        lag: "Lag",
        took: "Took",
        what: "What happened",
      },
    },
    latency: {
      none: "No run succeeded in this window, so there is nothing to draw.",
      took: (p50: string, p95: string) =>
        `Half of the runs took ${p50} or less, 95 % took ${p95} or less.`,
      slowest: (time: string, p95: string) =>
        `Slowest around ${time}, when 95 % took ${p95} or less.`,
      failed: (n: Counted) => `${plural(n, "run")} failed.`,
      degraded: (n: Counted) =>
        `${plural(n, "run")} ${n.count === 1 ? "was" : "were"} degraded.`,
      missed: (n: Counted) => `${plural(n, "slot")} missed.`,
      failedLane: "failed",
      missedLane: "missed",
      now: "now",
      keys: {
        p50: "p50",
        inner: "p50 to p95",
        outer: "fastest tenth to p99",
        failed: "failed run",
        missed: "missed slot",
      },
      figures: "The figures as a table",
      caption: "Durations of successful runs",
      columns: {
        from: "From",
        runs: "Runs",
        failed: "Failed",
        degraded: "Degraded",
        missed: "Missed",
        p50: "p50",
        p95: "p95",
        p99: "p99",
      },
    },
    waterfall: {
      caption: (total: string) =>
        `From 0 to ${total} after it was due. Thin bars are waiting, thick ones requests.`,
      columns: { step: "Step", when: "When", took: "Took", what: "What" },
      span: (from: string, to: string) => `from ${from} to ${to}`,
      waited: "Waited for its turn",
      pause: "Pause",
      retry: (n: number) => `Try ${n}`,
      firstByte: (n: number) => `Try ${n}: first byte`,
      body: (n: number) => `Try ${n}: body`,
      unknown: "unknown",
      lost: "The invocation was lost; nobody knows whether the request was made.",
      untold: (n: Counted) =>
        `It took ${n.written} tries; only the last was recorded in detail.`,
      none: (ms: string) => `none in ${ms}`,
      redirects: (n: Counted) =>
        n.count === 1 ? "With one redirect." : `With ${n.written} redirects.`,
      status: (status: number) => `Status ${status}.`,
      bytes: (size: string) => `${size}.`,
    },
  },
  conditions: {
    title: "Conditions",
    caption: "What must hold of an answer, and what was found.",
    lastRun: "What the last run found",
    columns: { condition: "Condition", actual: "Found", outcome: "Outcome" },
    outcomes: {
      ok: "Holds",
      degraded: "Degraded",
      failed: "Does not hold",
    } satisfies Record<Outcome, string>,
    nothing: "nothing",
    sayDegraded: (told: readonly ToldCondition[]) =>
      told
        .filter(({ outcome }) => outcome === "degraded")
        .map((one) => `${capitalised(explainTold(one))}.`)
        .join(" "),
  },
  failures: {
    explain: explainFailure,
    classes: {
      dns: "Name",
      connect: "Connection",
      tls: "TLS",
      timeout: "Timeout",
      "too-large": "Too large",
      redirect: "Redirect",
      protocol: "HTTP",
      status: "Status",
      assertion: "Assertion",
      blocked: "Blocked",
      internal: "junkai itself",
      exit: "Job failed",
      missed: "Not reported",
    } satisfies Record<FailureClass, string>,
  },
  schedules: {
    weekdays,
    every: {
      day: (count: number) => (count === 1 ? "every day" : `every ${count} days`),
      hour: (count: number) => (count === 1 ? "every hour" : `every ${count} hours`),
      minute: (count: number) =>
        count === 1 ? "every minute" : `every ${count} minutes`,
      second: (count: number) => `every ${count} seconds`,
      mixed: (span: string) => `every ${span}`,
    },
    cron: (text: string, { isDaily }: { isDaily: boolean; hasMonths: boolean }) => {
      const words = text.charAt(0).toLowerCase() + text.slice(1);
      return isDaily && /^at [\d:, and]+$/.test(words) ? `every day ${words}` : words;
    },
    inZone: (text: string, zone: string) => `${text} ${zone}`,
    days: (names: readonly string[]) =>
      names.length < 2
        ? names.join("")
        : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`,
    dayRange: (first: string, last: string) => `${first} to ${last}`,
    everyDay: "every day",
    allDay: "all day",
    window: (days: string, hours: string) => `${days} ${hours}`,
    from: (instant: string) => `from ${instant}`,
    until: (instant: string) => `until ${instant}`,
    list: (parts: readonly string[]) => parts.join(", "),
    overlapTitle: "When a slot comes during a run",
    overlaps: {
      "buffer-one": {
        name: "Keep the first",
        sentence:
          "The first slot that comes during a run waits for its end; others are skipped.",
      },
      "keep-latest": {
        name: "Keep the newest",
        sentence:
          "The newest slot that comes during a run waits for its end; older ones are skipped.",
      },
      "buffer-all": {
        name: "Keep all",
        sentence:
          "All slots that come during a run wait for its end and run one after the other.",
      },
      skip: {
        name: "Skip",
        sentence: "Slots that come during a run are skipped.",
      },
    },
    grace: (span: string) =>
      `A run that starts more than ${span} after its slot is late.`,
    noGrace: "A run that starts after its slot is late.",
    catchUp: (span: string) =>
      `A slot that nobody served for more than ${span} is not run any more: it is missed.`,
    noCatchUp: "A slot that is not served at once is not run any more: it is missed.",
  },
  times: {
    months: [
      "January",
      "February",
      "March",
      "April",
      "May",
      "June",
      "July",
      "August",
      "September",
      "October",
      "November",
      "December",
    ],
    weekdays,
    units: unitNames.en,
    now: "now",
    ago: (span: string) => `${span} ago`,
    ahead: (span: string) => `in ${span}`,
    perSecond: (count: string) => `${count} a second`,
    perMinute: (count: string) => `${count} a minute`,
    perHour: (count: string) => `${count} an hour`,
    date: ({ day, month }: CivilDate) => `${day} ${month.slice(0, 3)}`,
    dateOfYear: ({ day, month, year }: CivilDate) =>
      `${day} ${month.slice(0, 3)} ${year}`,
    exact: ({ day, month, year, weekday }: CivilDate, clock: string, zone: string) =>
      `${weekday}, ${day} ${month} ${year}, ${clock} ${zone}`,
  },
  login: {
    title: "Log in",
    user: "User name, always junkai",
    token: "Token",
    hint: "The value of API_TOKEN, or of READ_TOKEN to look without changing anything. With npm start it is dev.",
    button: "Log in",
    wrong: "That is not the token.",
    "too-often": "Too many tries from your address. Wait a minute, then try again.",
    link: "This link was used already, or it is too old. Make a new one, or type the token.",
    locked:
      "This deployment has no API_TOKEN yet, so nobody can log in. Set one with npx wrangler secret put API_TOKEN; locally, put API_TOKEN=dev into .dev.vars.",
  },
  act: {
    acknowledge: {
      title: "Acknowledge an incident",
      explanation:
        "No more reminders are sent of it. Everybody sees that somebody looks after it.",
      button: "Acknowledge",
      done: "It is acknowledged.",
    },
    silence: {
      title: "Silence an incident",
      explanation:
        "Nothing is sent of it for an hour. If it still goes on then, it is told again.",
      button: "Silence for an hour",
      done: "It is silenced for an hour.",
    },
    by: "by link",
    open: "open",
    over: "over",
    isOver: "It is over already: nothing is left to do.",
    expired: "This link is too old. Log in and look at the incident instead.",
    forged: "This link is not one of ours, or part of it is missing. Copy it as a whole.",
    "too-often": "Too many tries from your address. Wait a minute, then try again.",
    gone: "There is no such incident any more.",
  },
  errors: {
    problems: {
      "not-found": {
        title: "Nothing is here",
        advice: "It may have been deleted, or the address may be mistyped.",
      },
      "method-not-allowed": {
        title: "This address is not for that",
        advice: "Open the page that the form stands on, and send it from there.",
      },
      conflict: {
        title: "Somebody else was faster",
        advice: "Go back, look at how things are now, and try again.",
      },
      forbidden: {
        title: "This form cannot be taken",
        advice: "Open the page again and send the form from there.",
      },
      "read-only": {
        title: "You may look, and change nothing",
        advice: "Log out, and log in with the API_TOKEN.",
      },
      "too-many-requests": {
        title: "Too many requests",
        advice: "Wait a minute, then try again.",
      },
      invalid: {
        title: "The address asks for something that is not there to choose",
        advice: "Go back and choose again.",
      },
      internal: {
        title: "Something went wrong here",
        advice:
          "It was logged with what is needed to find it. Try again; if it stays, look at the log.",
      },
      other: {
        title: "That did not work",
        advice: "Go back and try again.",
      },
    },
  },
  overview: {
    heading: {
      problems: {
        down: (n: string) => `${n} down`,
        degraded: (n: string) => `${n} degraded`,
        aside: (n: string) => `${n} set aside`,
        missed: (n: string) => `${n} missed`,
      } satisfies Record<ProblemKind, (n: string) => string>,
      list: (parts: readonly string[]) => parts.join(", "),
      allUp: ({ count, written }: Counted) =>
        count === 1 ? "The one target is up" : `All ${written} are up`,
      noneDown: (counts: string) => `Nothing is down: ${counts}`,
      atLeast: (problems: string) => `At least ${problems}`,
      silent: (span: string) => `No tick for ${span}`,
      neverTicked: "No tick has come yet",
    },
    status: {
      new: (n: string) => `${n} new`,
      up: (n: string) => `${n} up`,
      degraded: (n: string) => `${n} degraded`,
      down: (n: string) => `${n} down`,
      paused: (n: string) => `${n} paused`,
      maintenance: (n: string) => `${n} in maintenance`,
    } satisfies Record<CountedStatus, (n: string) => string>,
    well: (well: string, all: string) =>
      `${well} of ${all} targets are as they should be.`,
    newestTrouble: (ago: string) => `Newest trouble ${ago}.`,
    silent: {
      title: "Nothing runs now",
      since: (ago: string) =>
        `A tick comes every minute; the last one that made rounds ended ${ago}. What is below is as it was then.`,
      never:
        "A tick comes every minute; none has made rounds yet. The first one ends a minute or two after the deployment.",
      advice:
        "Look whether the job that makes the rounds is paused. If it is not, look at the cron trigger of the deployment.",
      jobs: "To the jobs",
    },
    wall: "Wall",
    rows: "Rows",
    add: "Add a target",
    problems: {
      title: "Problems",
      aside: "Set aside",
      since: (span: string, at: string) => `${span}, since ${at}`,
      due: (span: string, at: string) => `${span}, due ${at}`,
      failed: ({ count, written }: Counted, isAll: boolean) => {
        if (isAll && count > 1) return `All of the last ${written} runs failed.`;
        return count < 2 ? null : `Failed ${written} times in a row.`;
      },
      lastGood: (at: string) => `It was up until ${at}.`,
      lastRun: (ago: string, isOk: boolean) =>
        `Last run ${ago}, ${isOk ? "ok" : "failed"}.`,
      neverRan: "It never ran.",
      missed: (at: string) => `A run was due ${at}, and nobody served it in time.`,
      asideStory: (reason: string, at: string) =>
        `It broke junkai's own work: ${reason} It is tried again ${at}.`,
      more: (n: Counted) => `${targets(n)} more`,
      inMaintenance: (n: Counted, isCut: boolean) => {
        const verb = n.count === 1 ? "is" : "are";
        const least = isCut ? "At least " : "";
        return `${least}${targets(n)} ${verb} in maintenance: what fails there is expected.`;
      },
      run: "Run now",
      pause: "Pause",
      of: (name: string) => `: ${name}`,
    },
    ledger: {
      title: "Did everything run?",
      window: (name: WindowName) => `The last ${windows[name]}, all targets.`,
      since: (at: string) => `Since ${at}, all targets.`,
      statistics: "Statistics",
      none: "Nothing is counted yet: the figures come with each tick.",
      due: ({ count, written }: Counted) => `${written} slot${count === 1 ? "" : "s"}`,
      ran: "ran",
      late: "late",
      skipped: "skipped",
      missed: "missed",
      failed: "of those that ran failed",
      degraded: "of those that ran were degraded",
      crawls: ({ count }: Counted): string =>
        count === 1 ? "crawl of a site began besides" : "crawls of sites began besides",
    },
    targets: {
      title: "Targets",
      all: (n: string) => `All ${n}`,
      filter: {
        text: "Name, address or key",
        tag: "Tag",
        status: "Status",
        kind: "Kind",
        window: "Window",
        sort: "Sort",
        show: "Show",
        allTags: "All tags",
        allStatuses: "All",
        allKinds: "All kinds",
      },
      kinds: { page: "Page", site: "Site", heartbeat: "Heartbeat" } satisfies Record<
        Kind,
        string
      >,
      windows,
      sorts: {
        problems: "Problems first",
        name: "Name",
        newest: "Newest",
        slowest: "Longest last run",
        "last-run": "Last run",
      } satisfies Record<OverviewSort, string>,
      caption: (name: WindowName) =>
        `Availability, p95 and its trend are of the last ${windows[name]}. In the bars a run that failed hangs below the line.`,
      columns: {
        select: "Select",
        status: "Status",
        target: "Target",
        bars: "Last 60 runs",
        available: "Available",
        p95: "p95",
        trend: "Trend",
        last: "Last run",
        next: "Next run",
      },
      selectOne: (name: string) => `Select ${name}`,
      noRun: "No run yet",
      never: "never",
      paused: "paused",
      none: "–",
      unreadable: "not readable",
      byTag: "By tag",
      asList: "As one list",
      untagged: "Without a tag",
      moreTags: "There are more tags than these: choose one by its name in the filter.",
      untaggedHint:
        "Targets without a tag are under none of these; the list has all targets.",
      countCut:
        "So many are down, degraded, new or in maintenance that not all were counted: there are at least so many of these.",
      nothing: "No target matches this filter.",
      showAll: "Show all targets",
      shown: (shown: Counted, all: Counted | null) =>
        all === null ? `${targets(shown)} shown` : `${shown.written} of ${targets(all)}`,
      pages: "Pages",
      previous: "Previous page",
      next: "Next page",
    },
    wallView: {
      rest: (n: Counted) => `${targets(n)} more do not fit here. Narrow the filter.`,
    },
    bulk: {
      title: "For several targets",
      ticked: "The ticked ones",
      filtered: (n: Counted | null) =>
        n === null
          ? "All that the filter matches"
          : `All ${n.written} that the filter matches`,
      run: "Run now",
      pause: "Pause",
      resume: "Resume",
      maintain: "Maintenance…",
      tag: "Tag…",
      delete: "Delete…",
      selectAll: "Select all on this page",
      nothing: "Nothing was ticked, so nothing was done.",
      gone: "None of these targets exists any more.",
      paused: (n: Counted) => `${targets(n)} paused.`,
      resumed: (n: Counted) => `${targets(n)} resumed.`,
      tagged: (n: Counted, tag: string) => `${targets(n)} got the tag ${tag}.`,
      untagged: (n: Counted, tag: string) => `${targets(n)} lost the tag ${tag}.`,
      deleted: (n: Counted) => `${targets(n)} deleted.`,
      maintained: (n: Counted) =>
        `${targets(n)} in maintenance: what fails there is expected.`,
      ran: (n: Counted, ok: Counted) => `${targets(n)} ran: ${ok.written} ok.`,
      unchanged: (n: Counted) => `${n.written} needed no change.`,
      refused: (n: Counted, why: string) => `${n.written} refused: ${why}`,
      before: (n: Counted) => `${targets(n)} were dealt with before.`,
      noUndo: "These are too many to undo with one click.",
      chosen: {
        filtered: (n: Counted) => `${targets(n)}, all that the filter matches`,
        everything: (n: Counted) => `${targets(n)}: all there are`,
      },
      ask: {
        delete: ({ count, written }: Counted) =>
          count === 1 ? "Delete this target?" : `Delete these ${written} targets?`,
        warning:
          "Their runs, statistics and pages go with them. This cannot be undone: pause them to keep what they did.",
        late: "Targets that match the filter when you press the button are deleted, new ones too.",
        sure: (n: Counted) => `Delete ${targets(n)}`,
        tag: (n: Counted) => `Tag ${targets(n)}`,
        maintain: (n: Counted) => `Maintenance of ${targets(n)}`,
        maintainSaid:
          "What fails meanwhile is expected: it opens no incident, and nobody is told.",
        tooMany: (most: Counted) =>
          `A window names ${most.written} targets at most: choose a tag, or all targets.`,
        tagName: "Tag",
        add: "Add the tag",
        remove: "Remove the tag",
        cancel: "Cancel",
        andMore: (n: Counted) => `and ${n.written} more`,
      },
      rest: {
        title: (n: Counted) => `${targets(n)} done, more are left`,
        said: "One click does no more than that. Go on for the next ones.",
        goOn: "Go on",
        stop: "Stop here",
      },
    },
    empty: {
      title: "Nothing to watch yet",
      said: "Paste an address. It is checked at once and then every five minutes; everything else can be changed later.",
      reader: "Somebody who may change things can add the first target.",
      address: "Address of a page or a site",
      add: "Add and run it now",
      try: "Try it first",
      more: "More choices",
      site: {
        title: "Follow a whole site",
        said: "See every page, what is new, changed or gone, and which links lead nowhere.",
        link: "Add a site",
      },
      many: {
        title: "Bring what you have",
        said: "A list of addresses, one a line: each becomes a target.",
        link: "Paste addresses",
      },
      api: {
        title: "Let a program do it",
        said: "Everything on these pages can be done through the API as well.",
        link: "API reference",
      },
      health: {
        title: "Is junkai itself well?",
        ticks: "Ticks come",
        last: (ago: string) => `last ${ago}`,
        noTicks: "No tick yet",
        noTicksSaid: "the first one comes within two minutes",
      },
    },
  },
  target: {
    where: "Where",
    tabsName: "Pages of this target",
    tabs: {
      runs: "Runs",
      site: "Site",
      pages: "Pages",
      tree: "Tree",
      brokenLinks: "Broken links",
      changes: "Changes",
      readings: "Numbers",
    },
    /** `method` is null for a site. */
    summary: (schedule: string, method: string | null) =>
      method === null
        ? `${capitalised(schedule)}, from`
        : `${capitalised(schedule)}, ${method}`,
    actions: {
      run: "Run now",
      pause: "Pause",
      resume: "Resume",
      edit: "Edit",
      more: "More",
      duplicate: "Duplicate",
      deleteAsk: "Delete…",
      deleteWarning:
        "Its runs, statistics and pages go with it. Nothing brings them back.",
      delete: "Delete for good",
    },
    did: {
      paused: (name: string) => `${name} is paused: its slots pass without a run.`,
      resumed: (name: string) => `${name} runs again.`,
      deleted: (name: string) => `${name} is deleted.`,
      retried: (name: string) => `${name} is tried again.`,
      ran: "The run has ended and is recorded.",
      opened: "The crawl has begun.",
    },
    title: (state: string, name: string) => `${state}: ${name}`,
    state: {
      new: "Not run yet",
      up: (span: string) => `Up for ${span}`,
      degraded: (span: string) => `Degraded for ${span}`,
      down: (span: string) => `Down for ${span}`,
      paused: (span: string) => `Paused for ${span}`,
      missed: "The last slot was missed",
      maintenance: maintenanceEn.inForce,
      unattended: maintenanceEn.unattended,
      expired: "The schedule has ended",
      "unknown-zone": "Never due",
      never: "Never due again",
      firstRun: (time: string) => `The first run is due ${time}.`,
      firstRunNow: "The first run begins in a moment.",
      pausedAdvice:
        "Its slots pass without a run. Resume it, and the first slot is due at once.",
      expiredAdvice: (time: string) =>
        `It ended ${time}. Edit the schedule to have the target run again.`,
      zoneAdvice: (zone: string) =>
        `The time zone ${zone} is not known any more, so nobody can tell when a slot is due. Edit the schedule and choose another one.`,
      neverAdvice: "No slot of its schedule is left. Edit the schedule to have it run.",
      failedInARow: (count: number, isAll: boolean) =>
        count === 1
          ? "The last run failed."
          : isAll
            ? `All of the last ${count} runs failed.`
            : `The last ${count} runs failed.`,
      lastGood: (time: string, took: string) =>
        `The last good run was that of ${time}; it took ${took}.`,
      neverGood: "No good run is on record.",
      lastRun: (time: string, ending: string, took: string) =>
        `The last run began ${time}; it ${ending} and took ${took}.`,
      answered: (status: number) => `answered ${status}`,
      unanswered: "had no answer",
      missedAdvice: (time: string) =>
        `The slot of ${time} was not served in time. A slot is missed when no tick came, or when the ticks had too much to do: look at the jobs.`,
    },
    aside: {
      title: "Set aside for now",
      since: (time: string) =>
        `Its runs break junkai's own work again and again, since ${time}.`,
      retry: (time: string) => `Its slots wait; it is tried again ${time}.`,
      reason: "What broke:",
      button: "Try it again now",
    },
    unreadable: (count: number) =>
      count === 1
        ? "One stored hour or day cannot be read and is left out here."
        : `${count} stored hours and days cannot be read and are left out here.`,
    windows: {
      "24h": "24 hours",
      "7d": "7 days",
      "30d": "30 days",
      "90d": "90 days",
    },
    windowsName: "Window",
    zoomOut: "All of it",
    zoom: {
      earlier: "Earlier",
      later: "Later",
      inner: "First half",
      outer: "Second half",
      name: "Zoom",
      script: "Zoom",
      reset: "Reset the zoom",
      hint: "Drag across the chart, or use the arrow keys, plus and minus. The line is p50, the dashes p95, the dots p99.",
    },
    tiles: {
      availability: (window: string) => `Available, ${window}`,
      p95: (window: string) => `p95, ${window}`,
      lag: "Started after due, p95",
      slots: (window: string) => `Slots, ${window}`,
      next: "Next run",
      failed: (failed: string, runs: string) => `${failed} of ${runs} runs failed`,
      degraded: (n: string) => `${n} degraded`,
      noRuns: "No runs in this window",
      percentiles: (p50: string, p99: string) => `p50 ${p50}, p99 ${p99}`,
      before: (value: string) => `before that ${value}`,
      late: (count: string, grace: string) => `${count} later than ${grace}`,
      none: "none",
      notDue: "not due",
      fates: (parts: readonly string[]) => parts.join(", "),
    },
    custom: "this window",
    calendar: {
      title: "Did it run?",
      navigation: "Slots of other days",
      earlier: "Earlier",
      later: "Later",
      newest: "Newest",
      none: "There are no slots to draw: the schedule's time zone is not known.",
      range: (from: string, to: string) => `${from} to ${to}`,
      hint: "Arrow keys go from slot to slot, Enter opens the run.",
    },
    latency: { title: "How long did it take?" },
    next: {
      title: "Next slots",
      none: "No slot is ahead.",
      policies: "What becomes of slots that cannot be served",
    },
    runs: {
      title: "Runs",
      caption: "The newest first. Lag is how long after its slot a run started.",
      outcome: "Outcome",
      outcomes: { all: "All", failed: "Failed", degraded: "Degraded", ok: "Ok" },
      from: "From",
      to: "To",
      show: "Show",
      clear: "Show all runs",
      older: "Older runs",
      newest: "Newest runs",
      none: "Nothing has run yet.",
      noneFound: "No run matches this filter.",
      columns: {
        due: "Due",
        outcome: "Outcome",
        lag: "Lag",
        took: "Took",
        status: "Status",
        what: "What happened",
      },
      ok: "Ok",
      failed: "Failed",
      late: "late",
      manual: "by hand",
      recheck: "another look",
      confirm: "another look at a change",
      extra: "outside of its slots",
      untimed: "only its end was reported",
      changed: "content changed",
      notModified: "not modified",
      tries: (count: number) => `${count} tries`,
      list: (parts: readonly string[]) => parts.join(", "),
    },
    badges: {
      title: "Badges",
      hint: "Images that everybody may see, for a README or a status page.",
    },
    runNow: {
      running: "Running",
      ran: "The run that you asked for",
      open: "Open the run",
      lost: "The answer did not come. Reload the page to see whether it ran.",
    },
  },
  run: {
    title: (clock: string, ending: string) => `Run of ${clock}: ${ending}`,
    of: (clock: string, date: string) => `Run of ${clock}, ${date}`,
    slotOf: (clock: string, date: string) => `Slot of ${clock}, ${date}`,
    neighbours: { prev: "The run before:", next: "The run after:" },
    because: (failed: string, why: string) => `${failed}: ${why}`,
    answered: (status: number) => `Ok: answered ${status}`,
    late: (lag: string, grace: string) =>
      `It began ${lag} after its slot; up to ${grace} is in time.`,
    evidence: "Kind of failure",
    waterfall: "Where the time went",
    tiles: {
      due: "Due",
      started: "Started",
      ended: "Ended",
      took: "Took",
      fate: "Fate of the slot",
      bySchedule: (timing: string) => `by schedule, ${timing}`,
      without: {
        manual: "somebody asked for it",
        recheck: "another look after a failure",
        confirm: "another look at a change",
        extra: "outside of its slots",
      },
      noSlot: "no slot",
      tries: (count: number) => `${count} tries`,
      usual: (length: string) => `${length} is usual`,
      list: (parts: readonly string[]) => parts.join("; "),
      lateNote: "later than the grace",
      alsoFailed: (fate: string) => `${fate}, failed`,
    },
    answer: {
      title: "Answer",
      status: "Status",
      type: "Content type",
      bytes: "Body",
      size: (short: string, bytes: string) =>
        short === `${bytes} B` ? short : `${short}, ${bytes} bytes`,
      redirects: "Redirects",
      finalUrl: "Final address",
      content: "Content",
      notModified: "Not modified: what it was before",
      changed: "Changed since the run before",
      unchanged: "No change was found",
      none: "none",
      notKept: "Headers and body are not kept.",
      site: "The crawls of this site",
    },
    request: {
      title: "Request",
      hint: "As it is configured now.",
      method: "Method",
      address: "Address",
      secret: "kept, never shown",
      timeout: "Timeout",
      retries: "Retries",
      maxRedirects: "Redirects at most",
      body: "Body",
    },
    triggers: {
      schedule: "On schedule",
      manual: "By hand",
      recheck: "Another look",
      confirm: "Another look at a change",
      extra: "Outside of its slots",
    } satisfies Record<Trigger, string>,
    endings: { ok: "Ok", degraded: "Degraded", unknown: "Unknown" },
    steps: {
      schedule: "Schedule",
      request: "Request",
      answer: "Answer",
      robots: "robots.txt",
      links: "Links",
      reading: "Reading",
      condition: "Condition",
      judgement: "Judgement",
    },
  },
  editor: {
    addTitle: "Add a target",
    changeTitle: (name: string) => `Change ${name}`,
    likeTitle: (name: string) => `Add a target like ${name}`,
    formName: "Target",
    labels: {
      url: "Address",
      kind: "What is it?",
      name: "Name",
      key: "Key",
      tags: "Tags",
      enabled: "Runs on its schedule",
      when: "When?",
      every: "Interval",
      times: "Times of day",
      days: "On",
      cron: "Cron expression",
      zone: "Zone",
      windowed: "Only at certain hours",
      windowDays: "Days",
      windowFrom: "From",
      windowTo: "To",
      windowZone: "Zone of these hours",
      startAt: "Starts at",
      expiresAt: "Ends at",
      overlap: "When a run is still under way",
      catchUpWindow: "Catch up for",
      grace: "Grace",
      method: "Method",
      headers: "Headers",
      secretHeaders: "Secret headers",
      body: "Body",
      bodyForm: "How the body is written here",
      timeout: "Timeout",
      firstByteTimeout: "Until the first byte",
      maxBodyBytes: "Read at most, in bytes",
      maxRedirects: "Redirects followed, at most",
      retries: "Retries",
      status: "Expected status",
      conditions: "Conditions",
      steps: "Steps",
      confirm: "Looked at again before a change counts, after",
      compare: "It came back when it is among the last",
      learn: "Find out what differs by itself",
      leastCharacters: "Characters that must differ, at least",
      leastPercent: "Percent that must differ, at least",
      differences: "What counts",
      numberRules: "How far numbers must move",
      keepRaw: "Bodies are kept up to, in bytes",
      keepContents: "Contents kept",
      keepChanges: "Changes kept",
      scope: "Which links are followed?",
      include: "Only addresses like these",
      exclude: "No addresses like these",
      maxDepth: "Links away from the start, at most",
      maxPages: "Pages of a crawl, at most",
      contentTypes: "Content types kept",
      query: "Query strings",
      queryKept: "Parameters kept",
      maxQueryVariants: "Query strings of a path, at most",
      images: "Images count as links",
      sitemaps: "Sitemaps are read",
      feeds: "Feeds are read",
      robots: "robots.txt is obeyed",
      delay: "Between two requests to a host",
      keepRuns: "Runs are kept for",
      keepHours: "Statistics of hours are kept for",
      keepFailures: "Failed runs are kept for",
      failAfter: "Failing runs that open an incident",
      ofLast: "Of the last so many",
      recoverAfter: "Passing runs that close it",
      recheck: "Looked at again after",
      flapsPerHour: "Openings an hour that are separate incidents",
      pauseAfter: "Paused after so many failing runs",
      degraded: "Degraded runs open an incident too",
      dependsOn: "Depends on",
      badges: "Everybody may see its badges",
      ...heartbeatLabelsEn,
    },
    hints: {
      url: "This is all that is needed.",
      name: "Host and path of the address when left empty.",
      key: "A unique name of your own, for scripts and files.",
      tags: "With commas between: web, prod.",
      every: "Such as 30s, 5m, 1h30m, 1d.",
      times: "With commas between: 09:00, 17:00.",
      zone: "Such as Europe/Berlin, Asia/Tokyo, UTC.",
      windowTo:
        "24:00 is the end of the day. To may lie before From: then past midnight.",
      startAt: (example: string) =>
        `No run before it; intervals count from it. ${example}`,
      expiresAt: (example: string) => `No run from then on. ${example}`,
      instant: (example: string) => `Such as ${example}.`,
      catchUpWindow: "A slot that nobody served for longer is missed.",
      grace: "A run that starts later than this is late.",
      headers: "One a line, Name: value. Secret values are shown as *** and kept.",
      secretHeaders:
        "Names, with commas between, of headers that are secret although their names do not say so.",
      body: "Not with GET and HEAD.",
      timeout: "For the whole try, 100ms to 60s.",
      firstByteTimeout: "Until the answer begins; as the timeout when left empty.",
      maxRedirects: "With 0 a redirect is the answer.",
      retries:
        "After failed connections and 5xx. When left empty 1; 0 for POST and PATCH.",
      status: "With commas between: 2xx, 301, 400-404.",
      conditions:
        'One a line: duration < 800ms as degraded, body contains "Welcome", json $.status == "ok".',
      steps:
        "One a line, in order: css main .price, then number as price. A step with a name ends a reading, and the next one begins at the page again. Without steps nothing is read.",
      confirm: "5s to 1h, or none: then it counts at once.",
      compare: "1 to 20 contents. What comes back is recorded and not told.",
      learn:
        "The page is looked at twice, a minute apart. What differs is proposed to be ignored.",
      least: "Either suffices. Any difference counts when both are left empty.",
      numberRules:
        "One a line: price 5%, stock 10, price 2 or 5% of lowest. Compared with the last, lowest or average value.",
      keepRaw: "To be read again with other steps. 0: none are kept.",
      keepContents: "And those of changes that are kept.",
      patterns: "URL patterns, one a line: /docs/*, https://example.com/shop/*.",
      maxDepth: "No limit when left empty.",
      contentTypes: "Such as text/html, image/*. All when left empty.",
      queryKept: "Names, one a line.",
      maxQueryVariants: "Calendars have endless ones.",
      robots: "Also robots meta tags and nofollow. Off only for sites of your own.",
      delay: "0s only for sites of your own.",
      ofLast: "Runs in a row when left empty.",
      recheck:
        "After a failing run that opens no incident yet: 5s to 10m, or never. Pages only.",
      flapsPerHour: "More of them are one incident, which closes once it is quiet.",
      pauseAfter: "In a row. Never when left empty.",
      dependsOn:
        "Ids or keys of targets, with commas between. While one of them has an incident, this one opens none.",
      retention: "1d to 3650d, such as 30d. As the deployment says when left empty.",
      cron: "minute hour day month weekday, as in */15 9-17 * * mon-fri; seconds may come first.",
    },
    many: {
      before: " Paste many, one a line, ",
      link: "to add them at once",
      after: ".",
    },
    kinds: {
      page: "A page, checked on a schedule",
      site: "A site, its links followed",
    },
    whens: { every: "Every so often", times: "At times of day", cron: "Cron" },
    bodyForms: {
      lf: "As text",
      crlf: "As text; its lines end with CRLF",
      json: "As a JSON string, with escapes",
    },
    scopes: {
      origin: "Those to the same scheme, host and port",
      host: "Those to the same host",
      site: "Those to the same registrable domain",
      any: "All",
    },
    queries: { keep: "Are kept", drop: "Are dropped", list: "Keep some parameters" },
    groups: {
      schedule: "Schedule",
      request: "Request and what is expected",
      readings: "Readings and changes",
      crawl: "How the site is crawled",
      naming: "Name, key and tags",
      alarm: "When failing is an incident",
      retention: "Retention and badges",
      ...heartbeatGroupsEn,
    },
    groupSaid: (group: string, said: string) => `${group}: ${said}`,
    toPutRight: (group: string) => `${group}: to be put right`,
    overlap: {
      legend: "When a run is still under way",
      region: "What each choice does",
      caption: "Slots at 15:00, 16:00 and 17:00; the run of 15:00 ends at 17:10.",
      choice: "Choice",
      atEnd: "at 17:10",
      afterIt: "after it",
    },
    timesObjections: {
      "no-times": "Name at least one time, such as 09:00.",
      "no-days": "Tick at least one day.",
      "not-a-time": (text: string) => `"${text}" is no time of day, such as 09:00.`,
      "also-fires": (times: string) =>
        `One schedule has the same minutes in each of its hours, so it would also fire at ${times}. Name times with the same minutes, or add a target for each minute.`,
    },
    preview: {
      button: "Show when it fires",
      title: "When it fires",
      next: (zone: string) => `The next five, ${zone}:`,
      about: (zone: string, span: string) =>
        `The next five, ${zone}; all but the first may shift by up to ${span}, so that targets do not come together:`,
      never: "It does not fire any more.",
      paused: "It is paused: it does not fire until it is resumed.",
      refused: (why: string) => `It cannot be said when it fires: ${why}`,
      weekday: (name: string) => `${name.slice(0, 3)} `,
    },
    buttons: {
      add: "Add the target",
      change: "Save the changes",
      try: "Try it first",
      cancel: "Cancel",
    },
    addedPaused: (name: string) => `${name} was added, paused.`,
    added: (name: string) => `${name} was added. Its first run comes by its schedule.`,
    addedAtOnce: (name: string) => `${name} was added. Its first run begins at once.`,
    changed: (name: string) => `${name} was changed.`,
    unchanged: "Nothing was changed.",
    secretsAway: "Secret values are not copied: type them in place of ***.",
    copyOf: (name: string) => `${name} (copy)`,
    conflict: {
      title: "Somebody else changed it meanwhile",
      advice:
        "Nothing was saved. What you typed is kept; look at it and save again, or open the page anew to begin from what is there now.",
      taken: (label: string, value: string) => `${label} is now ${value}; taken over.`,
      kept: (label: string, value: string) =>
        `${label} is now ${value}; what you typed is kept, and would replace it.`,
      empty: "empty",
    },
    trial: {
      ok: "Tried: it would be up",
      degraded: "Tried: it would be degraded",
      failed: "Tried: it would be down",
      nothingStored: "nothing was stored",
    },
    paste: {
      title: "Add many targets",
      intro: "One address a line. All get the same tags and the same schedule.",
      labels: { urls: "Addresses" },
      most: (count: string) => `At most ${count} at once.`,
      button: "Add them",
      none: "There is no address yet.",
      done: (added: number, refused: number) =>
        [
          added === 1 ? "1 target added" : `${added} targets added`,
          ...(refused === 0 ? [] : [`${refused} refused`]),
        ].join(", "),
      refusedStay: "The refused ones stand below, to be put right.",
      caption: "What became of each line",
      line: "Line",
      outcome: "Outcome",
      added: "Added",
      refused: "Refused",
      same: (line: number) => `The same as line ${line}: added once.`,
    },
  },
  sites: {
    list: {
      none: "No site yet",
      title: (sites: Counted) => plural(sites, "site"),
      more: "Sites",
      running: (n: Counted) => `${plural(n, "crawl")} under way`,
      failing: (n: Counted) => `${n.written} with pages that cannot be read`,
      join: (parts: readonly string[]) => parts.join(", "),
      empty:
        "A site is a target that is crawled from its URL on: every page that links lead to is visited, and broken links are found.",
      noneFound: "No site has that in its name, its URL or its key.",
      add: "Add a site",
      caption: "Sites and their last crawls",
      search: "Name, URL or key",
      filter: "Filter",
    },
    columns: {
      site: "Site",
      lastCrawl: "Last crawl",
      pages: "Pages",
      broken: "Broken",
      new: "New",
      changed: "Changed",
      gone: "Gone",
      when: "When",
      page: "Page",
      status: "Answer",
      size: "Size",
      depth: "Depth",
      links: "Links",
      firstSeen: "First seen",
      changedAt: "Changed",
      goneAt: "Gone since",
      unseenAt: "Unseen since",
      link: "Link",
      standsOn: "Stands on",
      crawl: "Crawl",
      state: "State",
      found: "Found",
      fetched: "Fetched",
      failed: "Failed",
      took: "Took",
      why: "Why",
      thatLink: "A link or page that",
      count: "Count",
      hop: "Hop",
      leadsTo: "Leads to",
    },
    never: "Not crawled yet",
    neverAdvice:
      "The first crawl begins when the schedule says so. Run now begins one at once.",
    neverPaused:
      "The target is paused: resume it, and its schedule begins the first crawl.",
    noAnswer: "no answer",
    begun: (id: number) => `Crawl ${id} has begun`,
    underWay: (id: number, fetched: Counted, found: Counted) =>
      `Crawl ${id} is under way: ${fetched.written} of about ${plural(found, "page")}`,
    ended: {
      completed: (id: number, fetched: Counted) =>
        `Crawl ${id} is complete: ${plural(fetched, "page")} fetched`,
      incomplete: (id: number, fetched: Counted) =>
        `Crawl ${id} left something out: ${plural(fetched, "page")} fetched`,
      cancelled: (id: number, fetched: Counted) =>
        `Crawl ${id} was cancelled after ${plural(fetched, "page")}`,
      failed: (id: number, fetched: Counted) =>
        `Crawl ${id} failed after ${plural(fetched, "page")}`,
    },
    /** Each has a <time> after it. */
    comma: ", ",
    startedAt: "Started",
    endedAt: "ended",
    tookSpan: (span: string) => `took ${span}`,
    doneIn: (span: string) => `done in about ${span}`,
    doneUnknown: "nobody can say yet when it is done",
    meter: (fetched: string, queued: string, failed: string) =>
      `${fetched} fetched, ${queued} queued, ${failed} failed`,
    waits: {
      pause: "It waits: the target is paused. Resume it, and the crawl goes on.",
      trouble: (sentence: string, when: string) =>
        `It waits and tries again ${when}. ${sentence}`,
    },
    figures: {
      found: "Found",
      fetched: "Fetched",
      queued: "Queued",
      failed: "Failed",
      rate: "Rate",
      moreThanBefore: (n: Counted) => `${n.written} more than last time`,
      fewerThanBefore: (n: Counted) => `${n.written} fewer than last time`,
      sameAsBefore: "as many as last time",
      lastTime: (n: Counted) => `${n.written} last time`,
      firstTime: "no crawl before to compare",
      notModified: (n: Counted) => `${n.written} not modified`,
      dropped: (n: Counted) => `${n.written} passed over`,
      failedShare: (share: string) => `${share} of those fetched`,
      noneFailedYet: "none so far",
      noneFailed: "every page could be read",
      read: (bytes: string) => `${bytes} read`,
      unknown: "unknown",
    },
    cancel: "Cancel the crawl",
    cancelled: (id: number) => `Crawl ${id} is cancelled. What it has seen so far stays.`,
    alreadyEnded: (id: number) =>
      `Crawl ${id} had ended before, so nothing was cancelled.`,
    changes: {
      title: "What is new, changed, gone",
      sinceLast: "Compared with the crawl before.",
      first: "This was the first crawl, so every page is new.",
      new: (n: string) => `New ${n}`,
      changed: (n: string) => `Changed ${n}`,
      gone: (n: string) => `Gone ${n}`,
      unseen: (n: string) => `Unseen ${n}`,
      unchanged: (n: Counted) =>
        n.count === 1 ? "1 page is unchanged." : `${n.written} pages are unchanged.`,
      captions: {
        new: (n: Counted) =>
          `${plural(n, "page")} that ${n.count === 1 ? "was" : "were"} not known before`,
        changed: (n: Counted) =>
          `${plural(n, "page")} whose status, content or redirect changed`,
        gone: (n: Counted) =>
          `${plural(n, "page")} that answered 404 or 410, or that nothing links to any more`,
        unseen: (n: Counted) =>
          `${plural(n, "page")} that the crawl did not come to, and that may still be there`,
      },
      none: {
        new: "No page is new.",
        changed: "No page has changed.",
        gone: "No page is gone.",
        unseen: "Every page that may be there was seen.",
      },
      all: {
        new: "All new pages",
        changed: "All changed pages",
        gone: "All pages that are gone",
        unseen: "All unseen pages",
      },
      goneElsewhere:
        "The pages are not listed here: they have changed again since, or are no longer kept.",
    },
    broken: {
      title: "Pages that cannot be read",
      caption: "They answered 400 or more, or did not answer",
      none: "Every page can be read.",
      all: "Broken links, with where they stand",
    },
    downloads: {
      title: "Downloads",
      csv: "Pages as CSV",
      ndjson: "Pages as NDJSON",
      sitemap: "sitemap.xml",
      brokenCsv: "Broken links as CSV",
    },
    history: {
      title: "Crawls",
      caption: "The newest first",
    },
    next: "Go on",
    fromStart: "From the start",
    details: {
      title: "In full",
      trigger: "Began",
      due: "Due",
      slices: "Slices",
      sliceCount: (n: Counted, span: string) => `${n.written}, at work for ${span}.`,
      lost: (n: Counted) =>
        `${plural(n, "slice")} ${n.count === 1 ? "was" : "were"} lost and done again: some pages may have been asked for twice.`,
      passedOver: (n: Counted) =>
        `${plural(n, "page")} ${n.count === 1 ? "was" : "were"} left unread, since slices were lost with ${n.count === 1 ? "it" : "them"} again and again.`,
      leftOut: "Left out",
      leftOutNone: "Nothing that it would have had to visit.",
      leftOutUnread:
        "Links that were never read. Any page may stand behind them, so pages that were not seen are not taken for gone.",
      leftOutKnown: (n: Counted) =>
        `${plural(n, "page")} of before. What only ${n.count === 1 ? "that one" : "those"} linked to is unseen, and not taken for gone.`,
      changes: "Changes",
      changesSum: (parts: readonly string[]) => parts.join(", "),
      changeCounts: {
        new: (n: string) => `${n} new`,
        changed: (n: string) => `${n} changed`,
        unchanged: (n: string) => `${n} unchanged`,
        gone: (n: string) => `${n} gone`,
        unseen: (n: string) => `${n} unseen`,
      },
    },
    refused: {
      title: "Links that were not followed",
      caption: (n: Counted) =>
        `${plural(n, "link")} not followed, or pages not kept, by why`,
      none: "Every link was followed.",
    },
    pages: {
      title: "Pages",
      text: "URL or title has",
      answer: "Answer",
      labels: {
        newSince: "Found",
        changedSince: "Changed",
        goneSince: "Gone",
        gone: "There or gone",
        unseen: "Seen",
      },
      any: "Any",
      moreFilters: "More filters",
      statuses: {
        broken: "Broken: 4xx, 5xx or none",
        "2xx": "2xx",
        "3xx": "3xx: redirects",
        "4xx": "4xx",
        "5xx": "5xx",
      },
      since: {
        "-24h": "In the last 24 hours",
        "-7d": "In the last 7 days",
        "-30d": "In the last 30 days",
      },
      sinceInstant: (time: string) => `Since ${time}`,
      gone: { true: "Gone", false: "There" },
      unseen: { true: "Left out by the last crawls", false: "Seen" },
      filter: "Filter",
      reset: "All pages",
      caption: "Pages as they were seen last",
      none: "No page matches this filter.",
      empty: "No page was found yet. Pages appear here while a crawl goes on.",
      goneMark: "gone",
      unseenMark: "unseen",
    },
    page: {
      untitled: "Without a title",
      url: "URL",
      answer: "Answer",
      type: "Type",
      size: "Size",
      depth: "Depth",
      depthCount: (n: Counted) =>
        n.count === 0 ? "the start" : `${plural(n, "link")} from the start`,
      firstSeen: "First seen",
      changed: "Changed",
      gone: "Gone since",
      unseen: "Unseen since",
      canonical: "Canonical URL",
      indexing: "Search engines",
      noindex: "It asks search engines to leave it out.",
      cut: "Read in part",
      cutWhy: "It is larger than the target's limit: only its first part was read.",
      hash: "SHA-256",
      refused: "Not followed",
      inLinks: "What links to it",
      inLinksCaption: "Pages that link to this one",
      inLinksNone: "No page links to it.",
      inLinksNoneYet: "None of the pages that were looked at so far links to it.",
      inLinksMore: "Look at more pages",
      outLinks: "What it links to",
      outLinksCaption: (shown: Counted, all: Counted) =>
        shown.count < all.count
          ? `The first ${shown.written} of ${plural(all, "link")}`
          : plural(all, "link"),
      outLinksNone: "It links to nothing that is followed.",
      notFetched: "not fetched",
      chain: "Where it redirects to",
      chainCaption: "Hop by hop",
      loop: "It was there before: the redirects go in a circle.",
    },
    tree: {
      title: "The site as a tree",
      all: "All hosts",
      where: "Folders above",
      pages: (n: Counted) => plural(n, "page"),
      broken: (n: Counted) => `${n.written} broken`,
      gone: (n: Counted) => `${n.written} gone`,
      empty: "No page was found yet.",
      emptyFolder: "No page of this part of the site is in this folder.",
      explain:
        "Counts take in everything below a folder. Broken: answered 400 or more, or not at all. Gone: was there before. A page may be both.",
      whole: (n: Counted) => `All ${plural(n, "page")} of the site are counted.`,
      stretch: (from: string, to: string, last: string) =>
        `Counted are pages ${from} to ${to} of ${last}, in the order in which they were found: a folder may have more pages in other parts.`,
      cut: (n: Counted) =>
        `The folder has more entries: these are the ${n.written} with the most broken pages, then the most pages.`,
      nextPart: "The next pages",
      previousPart: "The pages before",
      pageOfFolder: "the folder's own page",
    },
    brokenLinks: {
      title: "Broken links",
      caption: "Links that lead nowhere, with the pages where they stand",
      none: "No broken link: every link leads to a page that can be read.",
      noneHere: "None in the part of the site that was looked at. Go on with the rest.",
      again:
        "The site is looked at page by page. A link that stands on later pages as well is listed there again.",
      more: (n: Counted) => `${n.written} more`,
    },
    noSite: {
      title: (name: string) => `${name} is no site`,
      detail:
        "Each run of this target fetches one URL, so it has no crawls and no pages. A target of the kind site has them.",
      back: "To the target",
    },
    crawlStates: {
      running: "Running",
      completed: "Completed",
      cancelled: "Cancelled",
      failed: "Failed",
      incomplete: "Incomplete",
    } satisfies Record<CrawlState, string>,
    crawlStateSentences: {
      running: "The crawl is under way.",
      completed: "The crawl came to its end.",
      cancelled: "The crawl was cancelled.",
      failed: "The crawl failed.",
      incomplete: "The crawl came to its end, but had to leave something out.",
    } satisfies Record<CrawlState, string>,
    /** Why a link is not followed: a clause that goes on from "A link". */
    refusals: refusals as Readonly<Record<Refusal, string>>,
    refusalNames: {
      invalid: "No URL",
      scheme: "Neither http nor https",
      address: "Address refused",
      scope: "Outside the scope",
      excluded: "Excluded by a pattern",
      "too-long": "Too long",
      "repeating-path": "Repeating path",
      "query-variants": "Too many query strings",
      depth: "Too deep",
      urls: "Too many URLs",
      pages: "Page limit",
      links: "Too many links on a page",
      nofollow: "nofollow",
      robots: "robots.txt",
      redirects: "Too many redirects",
      duplicate: "Duplicate content",
      "content-type": "Content type",
      broken: "Sitemap or feed broken off",
      cut: "Page read in part",
    } satisfies Record<Refusal, string>,
  },
  jobs: {
    names: {
      crawl: "Rounds",
      deliver: "Notices",
      follow: "Crawls",
      seal: "Packing",
      prune: "Clearing up",
      vouch: "Dead-man ping",
    } as Readonly<Record<string, string>>,
    /** `english` is how the job describes itself. */
    describe: (_name: string, english: string): string => english,
    outcomes: {
      ok: "Ok",
      failed: "Failed",
      paused: "Paused",
      lost: "Lost",
    } satisfies Record<JobRun["outcome"], string>,
    triggers: {
      schedule: "On schedule",
      manual: "By hand",
      change: "After a change",
    } satisfies Record<JobRun["trigger"], string>,
    health: {
      ok: "Healthy",
      recovering: "Recovering",
      failing: "Failing",
    } satisfies Record<Health["status"], string>,
    healthSentences: {
      ok: "Ticks come, and slots are served.",
      recovering: "Ticks come, but slots wait that no round serves yet.",
      failing: "No ticks come, or the database does not answer.",
    } satisfies Record<Health["status"], string>,
    title: {
      none: "No job has run yet",
      well: "No job failed last time",
      failed: (n: Counted, all: Counted) =>
        `${n.written} of ${plural(all, "job")} failed last time`,
      paused: (first: string, n: Counted) => `${first}, ${n.written} paused`,
      table: "Jobs",
    },
    lead: "What junkai does in the background.",
    ticks: {
      none: "No tick has come yet: the first one ends within a minute or two of the start.",
      last: (ago: string) => `The last tick ended ${ago}.`,
      longest: (ago: string, pause: string) =>
        `The last tick ended ${ago}; in the last 24 hours the longest time from one to the next was ${pause}.`,
    },
    deadMessages: (n: Counted, ago: string) =>
      `${plural(n, "message")} of the queues ${n.count === 1 ? "was" : "were"} given up so far, the last one ${ago}: ticks find again what it asked for. The log tells why.`,
    caption:
      "Runs and durations are of the last 24 hours. Cost is statements, rows read and rows written of the last run.",
    columns: {
      job: "Job",
      state: "State",
      runs: "Last runs",
      p50: "p50",
      p95: "p95",
      last: "Last, and what it did",
      lastShort: "Last",
      next: "Next",
      cost: "Cost",
    },
    switches: "Switches",
    does: { run: "Run", pause: "Pause", resume: "Resume" },
    /** Goes on from the button's verb, for readers of the screen. */
    doesTo: (name: string) => ` ${name}`,
    neverRan: "Not run yet",
    never: "never",
    onDemand: "when needed",
    noReason: "It did not say why.",
    next: (when: string) => `The next run comes ${when}.`,
    described: (schedule: string, description: string) =>
      `${capitalised(schedule)}. ${description}`,
    nothing: "nothing",
    list: (parts: readonly string[]) => parts.join(", "),
    otherCount: (name: string, n: Counted) => `${name} ${n.written}`,
    /** By job and name of the count; those that matter most stand first. */
    counts: {
      crawl: {
        ran: (n: Counted) => `${n.written} ran`,
        failed: (n: Counted) => `${n.written} failed`,
        degraded: (n: Counted) => `${n.written} degraded`,
        missed: (n: Counted) => `${n.written} missed`,
        late: (n: Counted) => `${n.written} late`,
        skipped: (n: Counted) => `${n.written} skipped`,
        setAside: (n: Counted) => `${n.written} set aside`,
        held: (n: Counted) => `${plural(n, "incident")} held back`,
        lost: (n: Counted) => `${plural(n, "round")} lost`,
        rounds: (n: Counted) => plural(n, "round"),
        handedOver: (n: Counted) => `${plural(n, "shard")} handed over`,
        messages: (n: Counted) => plural(n, "message"),
        crawls: (n: Counted) => `${plural(n, "crawl")} begun`,
        fetches: (n: Counted) => plural(n, "request"),
      },
      follow: {
        pages: (n: Counted) => plural(n, "page"),
        failed: (n: Counted) => `${n.written} failed`,
        ended: (n: Counted) => `${plural(n, "crawl")} ended`,
        passedOver: (n: Counted) => `${plural(n, "page")} passed over`,
        handedOver: (n: Counted) => `${plural(n, "crawl")} handed over`,
        slices: (n: Counted) => plural(n, "slice"),
        fetches: (n: Counted) => plural(n, "request"),
      },
      deliver: {
        sent: (n: Counted) => `${plural(n, "notice")} sent`,
        failed: (n: Counted) => `${n.written} to be tried again`,
        dead: (n: Counted) => `${n.written} given up`,
        made: (n: Counted) => `${n.written} made`,
        events: (n: Counted) => plural(n, "event"),
      },
      seal: {
        rows: (n: Counted) => `${plural(n, "hour")} packed`,
        days: (n: Counted) => `${plural(n, "day")} summed up`,
        setAside: (n: Counted) => `${n.written} set aside`,
        blocks: (n: Counted) => plural(n, "block"),
      },
      prune: {
        hours: (n: Counted) => `${plural(n, "hour")} deleted`,
        logs: (n: Counted) => `${plural(n, "log")} deleted`,
        days: (n: Counted) => `${plural(n, "day")} deleted`,
        pages: (n: Counted) => `${plural(n, "page")} deleted`,
        setAside: (n: Counted) => `${n.written} set aside`,
        sealed: (n: Counted) => `secrets of ${n.written} sealed`,
      },
      vouch: {
        pings: (n: Counted) => plural(n, "ping"),
        failed: (n: Counted) => `${n.written} failed`,
      },
    } as Readonly<Record<string, Readonly<Record<string, (n: Counted) => string>>>>,
    all: "All jobs",
    conditions: {
      none: "It has none: a run fails only by itself.",
      untold: "The last run told nothing of these:",
      edit: "Change them",
      label: "Conditions, one a line",
      hint: "Of its duration and its counts, such as duration < 30s, or count failed < 10 as degraded. The next tick goes by them.",
      save: "Save",
      saved: (name: string) => `The conditions of ${name} are saved.`,
    },
    ofOne: {
      paused: (name: string) => `${name}: paused`,
      never: (name: string) => `${name}: not run yet`,
      ok: (name: string, _: string, ago: string) => `${name}: went well ${ago}`,
      bad: (name: string, outcome: string, ago: string) =>
        `${name}: ${outcome.toLowerCase()} ${ago}`,
    },
    did: (items: string, took: string, cost: string) =>
      `The last run took ${took} and did: ${items}. It cost ${cost} (statements, rows read, rows written).`,
    windowTitle: "How it went",
    windows: { "24h": "24 hours", "7d": "7 days", "30d": "30 days" },
    tiles: {
      runs: "Runs",
      p50: "p50",
      p95: "p95",
      lag: "Lag, p95",
      statements: "Statements",
    },
    notes: {
      runs: ({
        failed,
        degraded,
        lost,
        paused,
      }: Record<JobRun["outcome"] | "degraded", number>) =>
        [
          failed === 0 ? "none failed" : `${failed} failed`,
          ...(degraded > 0 ? [`${degraded} degraded`] : []),
          ...(lost > 0 ? [`${lost} lost`] : []),
          ...(paused > 0 ? [`${paused} while paused`] : []),
        ].join(", "),
      p50: "half took no longer",
      p95: "95 % took no longer",
      lag: "from due to started",
      rows: (read: string, written: string) => `${read} rows read, ${written} written`,
    },
    didInWindow: (items: string) => `All runs of the window together: ${items}.`,
    runsTitle: "Runs",
    runsCaption: "The newest first. Cost is statements, rows read and rows written.",
    noRuns: "It has not run yet. Run it now, or wait for its next slot.",
    older: "Older runs",
    runColumns: {
      due: "Due",
      outcome: "Outcome",
      lag: "Lag",
      took: "Took",
      cost: "Cost",
      what: "What happened",
    },
    notices: {
      ran: (name: string, took: string, items: string) =>
        `${name}: done in ${took}, ${items}.`,
      ranAndFailed: (name: string, took: string) =>
        `${name}: failed after ${took}. The last run says why.`,
      paused: (name: string) => `${name}: paused.`,
      roundsPaused: (name: string) =>
        `${name}: paused. No target runs until this job is resumed.`,
      resumed: (name: string) => `${name}: resumed, to run from the next slot on.`,
    },
  },
  statistics: {
    viewsTitle: "Views",
    views: {
      report: "Month report",
      budget: "Error budget",
      comparison: "Comparison",
    },
    leads: {
      report:
        "A month in figures, a line for each target: for a service level agreement.",
      budget:
        "How many runs may fail, how many did, and how fast that goes: of all targets, of a tag or of one target.",
      comparison:
        "Two windows side by side, the largest differences first. Days begin at midnight UTC.",
    },
    choose: "Choose",
    refused: "This cannot be shown: choose again",
    show: "Show",
    csv: "CSV",
    part: {
      note: "There are more targets than can be read at once. All figures below are of a part of them, by the order in which they were added.",
      first: "First part",
      next: "Next part",
    },
    fields: {
      month: "Month",
      tag: "Tag (all without)",
      slo: "Objective, %",
      target: "Target: id or key",
      window: "Window",
      windows: "Windows",
      from: "Earlier: from",
      to: "Earlier: before",
      from2: "Later: from",
      to2: "Later: before",
    },
    windows: { "7d": "7 days", "30d": "30 days", "90d": "90 days" },
    pairs: {
      week: "This week against last week",
      "1d": "24 hours against those before",
      "7d": "7 days against those before",
      "30d": "30 days against those before",
    },
    ownDays: "Or choose the days",
    columns: {
      target: "Target",
      day: "Day (UTC)",
      availability: "Available",
      runs: "Runs",
      failed: "Failed",
      degraded: "Degraded",
      missed: "Missed",
      p50: "p50",
      p95: "p95",
      budget: "Error budget",
      incidents: "Incidents",
      down: "Down",
    },
    report: {
      none: (month: string) => `No runs in ${month}`,
      title: (share: string, month: string) => `${share} available in ${month}`,
      heading: (n: Counted) => plural(n, "target"),
      caption: (shown: Counted, all: Counted) =>
        shown.count === all.count
          ? "The worst first."
          : `The worst ${shown.written} of ${all.written}; all are in the CSV.`,
      noTargets:
        "There were no such targets. Choose another month or tag, or add a target.",
      objective: (slo: string) => `objective ${slo} %`,
      ofRuns: (n: Counted) => `of ${plural(n, "run")}`,
      degraded: (n: string) => `${n} degraded`,
      missedNote: "slots that nobody served",
      p95Note: "95 % took no longer",
      down: (span: string) => `${span} down in all`,
      longest: (span: string) => `the longest ${span}`,
      toRecover: (span: string) => `${span} to recover on average (MTTR)`,
      between: (span: string) => `${span} between two on average (MTBF)`,
    },
    budget: {
      title: {
        none: "No runs, so no error budget",
        met: (left: string) => `The error budget holds: ${left} is left`,
        overspent: (times: string) => `The error budget is spent ${times} times`,
      },
      ofAll: "All targets",
      ofTag: (tag: string) => `Targets with the tag ${tag}`,
      allowed: "May fail",
      mayFail: (runs: string) => `left of ${runs} runs that may fail`,
      spentOf: (runs: string) => `spent, of ${runs} runs that may fail`,
      asTime: (span: string) => `runs, or ${span} of the window`,
      spent: (share: string, failed: string, allowed: string) =>
        `${share} of the budget is spent: ${failed} runs failed, ${allowed} may.`,
      unknown: "No runs",
      left: (share: string) => `${share} left`,
      overspent: "Overspent",
      days: "Day by day",
      daysCaption: "The newest first. Days are in UTC.",
    },
    burn: {
      title: "How fast it is spent",
      caption:
        "A rate of 1 spends just the budget over the whole window; 2 spends it in half of the time.",
      columns: {
        window: "Last",
        state: "State",
        rate: "Rate",
        meaning: "What it means",
      },
      windows: { "1h": "1 hour", "6h": "6 hours", "3d": "3 days" },
      states: {
        new: "No runs",
        up: "Within the budget",
        degraded: "Faster than it may",
        down: "Act now",
      },
      meanings: {
        "1h": "At 14.4 and more, the hour spent 2 % of a month's budget: somebody should be woken.",
        "6h": "At 6 and more, these hours spent 5 % of a month's budget: somebody should be woken.",
        "3d": "At 1 and more, these days spent 10 % of a month's budget: somebody should look into it today.",
      },
    },
    comparison: {
      titles: {
        worse: (after: string, before: string) =>
          `Worse than before: ${after} available, ${before} before`,
        same: (after: string) => `Much the same: ${after} available`,
        better: (after: string, before: string) =>
          `Better than before: ${after} available, ${before} before`,
        incomparable: () => "Nothing to compare: one of the windows has no runs",
      } satisfies Record<Verdict, (after: string, before: string) => string>,
      verdicts: {
        worse: "Worse",
        same: "Same",
        better: "Better",
        incomparable: "No runs",
      } satisfies Record<Verdict, string>,
      heading: (n: Counted) => plural(n, "target"),
      caption: (shown: Counted, all: Counted) =>
        `${shown.count === all.count ? "The largest differences first" : `The ${shown.written} of ${all.written} that differ most`}. A percentage point of availability weighs as much as a doubled p95.`,
      change: "Change",
      all: "All together",
      became: "became",
      earlier: "Earlier",
      later: "Later",
    },
  },
  settings: {
    storageLevels: {
      ok: "Enough room",
      warning: "Filling up",
      critical: "Nearly full",
    } satisfies Record<Storage["level"], string>,
    title: (health: string, used: string) => `${health}, ${used} of the database is used`,
    whenFailing:
      "Look whether the cron trigger of the Worker is there and what its log says; locally, whether npm start still runs.",
    aside: {
      title: "Set aside",
      caption:
        "This broke junkai's own work, so it is set aside for a while and then tried again; all else goes on. If it stays here, the reason says what to look at: change or delete the target, or report the reason as a bug.",
      columns: { what: "What", why: "Why", since: "Since", retry: "Tried again" },
      kinds: {
        target: "Target",
        page: "Page",
        block: "Hours to pack",
        day: "Day to sum up",
        "shard-day": "Day of a shard",
        "prune-step": "Step of prune",
      } satisfies Record<Thing["kind"], string>,
      retry: "Try again",
      retried: (name: string) => `${name} is tried again as soon as may be.`,
      more: "There are more: all as JSON",
    },
    storage: {
      title: "Storage",
      runs: "Runs in detail",
      hours: "Statistics of hours",
      failures: "Failed runs",
      days: "Statistics of days",
      forEver: "for ever",
      instead: (now: string, usual: string) => `${now} (configured: ${usual})`,
    },
    budget: {
      title: "Spent today",
      written: (rows: string, of: { limit: string; share: string } | null) =>
        of === null
          ? `${rows} rows written since midnight UTC.`
          : `${rows} of ${of.limit} rows written since midnight UTC (${of.share}).`,
      read: (rows: string, of: { limit: string; share: string } | null) =>
        of === null
          ? `${rows} rows read since midnight UTC.`
          : `${rows} of ${of.limit} rows read since midnight UTC (${of.share}).`,
      projected: (rows: string) => `At this rate it is ${rows} by the end of the day.`,
      tooEarly: "It is too early to say what the day comes to.",
      over: "That is more than the plan allows: run targets less often, or change the plan.",
      noTicks: "No tick has ended today.",
      ticks: (
        ticks: string,
        requests: { each: string; most: string },
        statements: { each: string; most: string },
      ) =>
        `${ticks} ticks today. Requests to targets a tick: ${requests.each} on average, ${requests.most} allowed. Statements a tick: ${statements.each} on average, ${statements.most} allowed.`,
      uncounted:
        "Counted are the runs of background jobs, and a row each for recording them. Not counted are requests to the API, pages and /metrics, and crawls that a queue's consumer runs.",
      cpu: "A Worker cannot measure its own CPU time: Cloudflare's dashboard shows it, under the Worker's metrics.",
    },
    configuration: {
      title: "Configuration",
      caption:
        "Variables stand in wrangler.toml under [vars]. Tokens are secrets: npx wrangler secret put and the name; locally they stand in .dev.vars. No token is ever shown.",
      columns: { name: "Name", value: "Value", meaning: "What it means" },
      set: "Set",
      notSet: "Not set",
      yes: "yes",
      no: "no",
      presences: {
        API_TOKEN: {
          there: "Opens everything: the API, these pages, /metrics and /probe.",
          missing: "Nobody can change anything: set it first.",
        },
        READ_TOKEN: {
          there: "Opens everything to look at, and changes nothing.",
          missing: "Nobody can look without being able to change things.",
        },
        METRICS_TOKEN: {
          there: "Opens /metrics and /admin, nothing else.",
          missing: "/metrics and /admin are opened by API_TOKEN and READ_TOKEN only.",
        },
        PROBE_TOKEN: {
          there: "Opens /probe, nothing else.",
          missing: "/probe is opened by API_TOKEN only.",
        },
        ACCESS: {
          there: "Whoever Cloudflare Access lets in is logged in.",
          missing:
            "Logins of Cloudflare Access are not taken; both variables are needed.",
        },
        ENCRYPTION_KEY: {
          there: "Secrets of channels and targets are sealed with it.",
          missing:
            "Secrets are sealed with a key made of API_TOKEN: with another token they cannot be read.",
        },
        DB: {
          there: "The D1 database is bound.",
          missing: "There is no database: nothing can be stored.",
        },
        API_LIMIT: {
          there: "Requests are limited by address.",
          missing: "An address may send as many requests as it likes.",
        },
        LOGIN_LIMIT: {
          there: "Tries to log in are limited by address.",
          missing: "An address may try tokens as often as it likes, a second each.",
        },
        PING_LIMIT: {
          there: "Pings are limited by heartbeat.",
          missing: "A heartbeat may be pinged as often as its address allows.",
        },
        CRAWL_QUEUE: {
          there: "Crawls of sites run in a queue's consumer.",
          missing: "Crawls of sites run in the ticks; a queue makes them faster.",
        },
        ROUND_QUEUE: {
          there: "Ticks send the shards that are due; a queue's consumers serve them.",
          missing:
            "One invocation a minute makes all rounds: about 900 runs a minute at 400 ms each.",
        },
      },
      values: {
        PUBLIC_URL:
          "Where this deployment is. Without it messages have no links, so nobody can acknowledge by one.",
        PLAN: "How much one tick may do: free or paid.",
        ALLOW_PRIVATE_NETWORKS: "Whether targets may have private addresses.",
        ALLOWED_PORTS: "Ports that targets may have.",
        USER_AGENT: "What targets see, unless a target says otherwise.",
        HOST_GAP_MS: "At least this long between two requests to one host.",
        AFTER_ANSWER_SECONDS: "How long an invocation may go on after its answer.",
        METRICS_TARGETS:
          "So many targets have series at /metrics, or in each part of it, at most.",
      },
    },
    alerts: {
      title: "Alerts",
      channels: "Channels",
      noChannels: "none: nobody is told anything",
      someChannels: (enabled: string, all: string) => `${enabled} of ${all} enabled`,
      deadMan: "Dead-man ping",
      noDeadMan: "none: nobody outside notices when ticks stop.",
      every: (url: string, length: string) => `${url}, every ${length} at most`,
      lastPing: "Last ping",
      neverPinged: "Not sent yet",
      answered: (status: number) => `Answered ${status}`,
      unanswered: "Not answered",
    },
    outside: outsideEn,
    preferences: {
      title: "How you see it",
      language: "Language",
      theme: "Colours",
      themes: { auto: "As the system", light: "Light", dark: "Dark" },
      zone: "Time zone",
      zoneHint: "Every date and time of these pages. This browser keeps the choice.",
      chooseZone: "Use this zone",
    },
    loginLink: {
      title: "Log in another browser",
      lead: "A link that logs in whoever opens it first, once: hand it to nobody else.",
      role: "Who opens it may",
      roles: { admin: "change everything", reader: "look only" },
      life: "Can be used for",
      lives: { "10m": "10 minutes", "1h": "1 hour", "24h": "24 hours" },
      make: "Make a link",
      noReader: "A link for readers needs READ_TOKEN to be set.",
      made: (role: string) =>
        `Here is the link. Who opens it first may ${role}. It is shown only now: copy it.`,
      until: "It ends",
    },
    connect: {
      title: "Connect",
      prometheus:
        "Put this into prometheus.yml and the token into the file. docs/prometheus.yml and docs/alerts.yml of the source have more: probes and alert rules.",
      grafana:
        "Import docs/grafana-dashboard.json of the source: Dashboards, New, Import. It asks for the Prometheus that scrapes this deployment.",
      shell: "Shell",
      shellLead: "With the token in the variable API_TOKEN.",
      lines: {
        list: "List the targets",
        add: "Add a target",
        jobs: "How the background jobs are",
        report: "Statistics and error budget of the last 7 days",
        health: "Whether junkai itself is well; needs no token",
      },
    },
  },
};

export type Words = typeof en;
