// Holds every word of notices in English.
import { explainFailure, type Failure } from "#domain/runs/failure.ts";
import { unitNames } from "#domain/time/span.ts";

/** What stands before a name; and for several names, which come with their number. */
type Headline = {
  one: (name: string) => string;
  many: (count: number, names: string) => string;
};

const headline = (state: string, counted = state.toLowerCase()): Headline => ({
  one: (name) => `${state}: ${name}`,
  many: (count, names) => `${count} ${counted}: ${names}`,
});

const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

const headlines = {
  down: headline("Down"),
  degraded: headline("Degraded"),
  worse: headline("Now down", "now down"),
  stillDown: headline("Still down", "still down"),
  stillDegraded: headline("Still degraded", "still degraded"),
  recovered: headline("Recovered"),
  closed: headline("Incident closed", "incidents closed"),
  held: headline("Also failing", "also failing"),
  crawlFindings: headline("Crawl with findings", "crawls with findings"),
  jobFailed: headline("Job failed", "jobs failed"),
  jobStillFails: headline("Job still fails", "jobs still fail"),
  jobRecovered: headline("Job recovered", "jobs recovered"),
  storage: headline("Storage nearly full", "nearly full"),
  serviceMissed: headline("Checks interrupted", "times checks were interrupted"),
  contentChanged: headline("Changed"),
};

export const en = {
  units: unitNames.en,
  headlines,
  between: "; ",
  names: (names: readonly string[], more: number) =>
    more > 0 ? `${names.join(", ")} and ${more} more` : names.join(", "),
  recoveredAfter: (name: string, span: string) => `Recovered: ${name} after ${span}`,
  sentences: (parts: readonly string[]) => parts.join(" "),
  more: (count: number) => `… and ${count} more`,
  field: (name: string, value: string) => `${name}: ${value}`,
  instant: (local: string, zone: string, utc: string) => `${local} ${zone} (${utc} UTC)`,
  links: {
    acknowledge: "Acknowledge",
    silence: "Silence for an hour",
    look: "Details",
  },
  fields: {
    status: "Status",
    since: "Since",
    until: "Until",
    duration: "Duration",
    runsFailed: "Failed runs",
    slotsMissed: "Missed slots",
    lastRan: "Last run",
    lastGood: "Last good run",
    address: "Address",
    cause: "Cause",
    children: "Also failing",
    body: "Answer",
    due: "Due",
    gone: "Pages gone",
    broken: "Broken links",
    fullAt: "Full on",
    added: "Added",
    removed: "Removed",
    seenAt: "First seen",
  },
  statuses: { down: "Down", degraded: "Degraded", up: "Up" },
  never: "never",
  test: {
    title: "Test from junkai",
    text: (channel: string) =>
      `This is a test: the channel ${channel} works. Nothing is wrong.`,
  },
  soFar: (span: string) => `${span} so far`,
  turns: (count: number) =>
    `It recovered and failed again ${plural(count, "time", "times")}.`,
  failure: (failure: Failure) => explainFailure(failure),
  lastRan: (instant: string) => `It last ran ${instant}.`,
  degradedWithoutFailure: "It answers, but not as it should.",
  lasted: (
    severity: "down" | "degraded",
    span: string,
    runsFailed: number,
    slotsMissed: number,
  ) => {
    const missed = `${plural(slotsMissed, "slot was", "slots were")} missed`;
    const failed = `${plural(runsFailed, "run", "runs")} failed`;
    const parts = [
      ...(runsFailed > 0 || slotsMissed === 0 ? [failed] : []),
      ...(slotsMissed > 0 ? [missed] : []),
    ];
    return `It was ${severity} for ${span}: ${parts.join(", ")}.`;
  },
  closedBecause: {
    closed: "The incident was closed by hand before the target recovered.",
    paused: "The target was paused before it recovered.",
    deleted: "The target was deleted.",
  },
  held: "It depends on another target that has failed, so it has no incident of its own.",
  crawlFound: (gone: number, broken: number) => {
    const parts = [
      ...(gone > 0 ? [`${plural(gone, "page is", "pages are")} gone`] : []),
      ...(broken > 0 ? [`${plural(broken, "link is", "links are")} broken`] : []),
    ];
    return `${parts.join(", ") || "Nothing is wrong"}.`;
  },
  linesChanged: (added: number, removed: number) => {
    const parts = [
      ...(added > 0 ? [`${plural(added, "line was", "lines were")} added`] : []),
      ...(removed > 0 ? [`${plural(removed, "line was", "lines were")} removed`] : []),
    ];
    return parts.length === 0 ? "" : `${parts.join(", ")}.`;
  },
  replacedWhole: (characters: number) =>
    `Nearly all of it differs: it has ${plural(characters, "character", "characters")} now.`,
  numberMoved: (name: string, from: string, to: string, percent: string | null) =>
    `${name}: ${from} → ${to}${percent === null ? "" : ` (${percent} %)`}.`,
  noNumber: "none",
  problem: (sentence: string) => sentence,
  jobPasses: "Its last run passed.",
  storageUsed: (percent: number, used: string, limit: string) =>
    `The database has ${used} of ${limit} (${percent} %).`,
  storageShorter: (now: string, usual: string) =>
    `To make room, runs are kept for ${now} instead of ${usual}.`,
  storageName: "database",
  serviceName: "junkai",
  nobodyLooked: (from: string, to: string, span: string) =>
    `junkai did not run from ${from} to ${to}: no target was checked for ${span}.`,
};

export type NoticeWords = typeof en;
