// Names what happens that somebody may want to be told: the units of the outbox. Plain
// data.
import type { ChangeFacts } from "#domain/changes/change.ts";
import type { Failure } from "#domain/runs/failure.ts";

export const severities = ["down", "degraded", "info"] as const;
export type Severity = (typeof severities)[number];

/** What routes match. Each is a text, but for the tags. */
export type EventLabels = {
  /** The target's key, or else its id; empty for what is no target's. */
  target: string;
  name: string;
  host: string;
  /** The kind of the target; "job" or "service" for what is no target's. */
  kind: string;
  severity: Severity;
  tag: readonly string[];
  /** Ids of the channels that it goes to, where its target says so itself. */
  channels?: readonly number[];
};

/** What events are about, as routes tell them apart. */
export const subjects = [
  "incident",
  "crawl",
  "job",
  "storage",
  "service",
  "change",
] as const;
export type EventSubject = (typeof subjects)[number];

export type CloseReason = "recovered" | "closed" | "paused" | "deleted";

/** What is known of an incident. Instants are epoch ms. */
export type IncidentFacts = {
  url: string;
  severity: Exclude<Severity, "info">;
  /** When its first failing run began, and the run that opened it. */
  startedAt: number;
  openedAt: number;
  closedAt: number | null;
  closeReason: CloseReason | null;
  runsFailed: number;
  slotsMissed: number;
  /** When the last run before it began that passed; null when there was none. */
  lastGoodAt: number | null;
  /**
   * When the last run of a job that runs elsewhere began, where slots were missed of which
   * it did not report; null or absent of other incidents.
   */
  lastRanAt?: number | null;
  /** What failed first, with the actual value. */
  failure: Failure | null;
  /** The first 1,000 characters of the body; null where it was not kept. */
  body: string | null;
  /** How often it closed and opened again: a target that flaps has one incident. */
  turns: number;
};

/** What failed, with as many missed slots as there are by now. */
export const failureOf = ({
  failure = null,
  slotsMissed,
}: Pick<IncidentFacts, "failure" | "slotsMissed">): Failure | null =>
  failure?.class === "missed"
    ? { ...failure, slots: Math.max(failure.slots, slotsMissed) }
    : failure;

/** What a crawl found that the crawl before did not. */
export type CrawlFindings = {
  url: string;
  crawlId: number;
  /** Pages that were there and no longer are. */
  gone: number;
  /** Other URLs that the site links to and nobody can read. */
  broken: number;
  /** The first few URLs of each, cut. */
  examples: { gone: readonly string[]; broken: readonly string[] };
};

export type StorageFacts = {
  /** From 0 to 1, of the limit. */
  usedShare: number;
  bytes: number;
  limitBytes: number;
  /** When the limit is reached if it goes on like this; null when that is not known. */
  fullAt: number | null;
  /** How long runs are kept from now on, and how long otherwise; absent while as long. */
  runsMs?: number;
  usualRunsMs?: number;
};

/** What a target says has changed. */
export type ContentChange = {
  url: string;
  /** Hashes of the contents; `from` is null where there was none. */
  from: string | null;
  to: string;
  /** When the run began that confirmed it. Epoch ms. */
  confirmedAt: number;
  change: ChangeFacts;
};

/** No tick came in all that time: nobody looked at any target. */
export type ServiceMissed = { from: number; to: number };

/** The facts of each kind of event: what its wording needs. */
export type FactsByKind = {
  "incident-opened": IncidentFacts;
  "incident-worse": IncidentFacts;
  "incident-closed": IncidentFacts;
  /** A target fails because the one that it depends on does. */
  "incident-held": { childId: number; child: string };
  "crawl-findings": CrawlFindings;
  /** `since` is when the first run of those that fail was due, in both. */
  "job-failed": { job: string; problem: string; dueAt: number; since: number };
  "job-recovered": { job: string; dueAt: number; since: number };
  "storage-nearly-full": StorageFacts;
  "service-missed": ServiceMissed;
  "content-changed": ContentChange;
};

export type EventKind = keyof FactsByKind;

/** The same for all events of one thing: who is told that it began is told its end. */
export const subjectOf: Readonly<Record<EventKind, EventSubject>> = {
  "incident-opened": "incident",
  "incident-worse": "incident",
  "incident-closed": "incident",
  "incident-held": "incident",
  "crawl-findings": "crawl",
  "job-failed": "job",
  "job-recovered": "job",
  "storage-nearly-full": "storage",
  "service-missed": "service",
  "content-changed": "change",
};

/** The labels of an event with what it is about: what matchers look at. */
export type RoutedLabels = EventLabels & { event: EventSubject };

export type EventOf<Kind extends EventKind> = {
  /**
   * Follows from what happened: an event that is written again is the same one. Of an
   * incident its id and what became of it: "12-mi7k2xq0.opened".
   */
  id: string;
  kind: Kind;
  /** Epoch ms. */
  at: number;
  targetId: number | null;
  incidentId: string | null;
  labels: EventLabels;
  facts: FactsByKind[Kind];
};

export type NoticeEvent = { [Kind in EventKind]: EventOf<Kind> }[EventKind];

/** An incident's id, which is known before it is stored. */
export const incidentIdOf = (targetId: number, startedAt: number): string =>
  `${targetId}-${startedAt.toString(36)}`;
