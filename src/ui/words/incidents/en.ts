// Holds the words about incidents in English.
import type { NoteKind } from "#domain/incidents/notes.ts";
import type { CloseReason } from "#domain/notices/event.ts";
import type { Counted } from "../counted.ts";

export const incidentsEn = {
  place: "Incidents",
  title: {
    none: "No incident is open",
    some: ({ count, written }: Counted) =>
      count === 1 ? "1 incident is open" : `${written} incidents are open`,
    atLeast: (n: Counted) => `At least ${n.written} incidents are open`,
  },
  lead: "An incident begins when a target goes on failing, and ends when it has recovered.",
  open: "Open",
  history: "Closed",
  empty: "There has been none yet. What goes on failing becomes an incident by itself.",
  nothing: "No incident meets this filter.",
  noneClosed: "None has been closed yet.",
  moreOpen: "All that are open",
  older: "Older ones",
  filter: {
    name: "Filter",
    state: "State",
    any: "All",
    open: "Open",
    closed: "Closed",
    severity: "Severity",
    target: "Target (id or key)",
    tag: "Tag",
    show: "Show",
    clear: "Show all",
  },
  captions: { open: "Open incidents, the newest first", closed: "The newest first" },
  columns: {
    severity: "Severity",
    target: "Target",
    when: "When",
    what: "What happened",
    runs: "Failed runs",
    slots: "Missed slots",
    acknowledged: "Acknowledged",
  },
  since: (time: string, span: string) => `since ${time}, ${span}`,
  span: (from: string, to: string, span: string) => `${from} to ${to}, ${span}`,
  noFailure: "Conditions that degrade the target did not hold.",
  children: (names: string, more: Counted) =>
    more.count === 0
      ? `Also failing because of it: ${names}.`
      : `Also failing because of it: ${names} and ${more.written} more.`,
  acknowledgedBy: (who: string | null) =>
    who === null ? "acknowledged" : `acknowledged by ${who}`,
  byWhom: (who: string | null) => who ?? "yes",
  notAcknowledged: "not acknowledged",
  of: (name: string) => `: ${name}`,
  link: "Incident",
  brief: (span: string, acknowledged: string) => `open for ${span}, ${acknowledged}.`,
  ofTarget: "Incidents of this target",
  acknowledge: "Acknowledge",
  quiet: "Silence…",
  silenceFor: { "1h": "Silence for 1 hour", recovery: "Silence until it has recovered" },
  heading: {
    isDown: (name: string, span: string) => `${name} has been down for ${span}`,
    isDegraded: (name: string, span: string) => `${name} has been degraded for ${span}`,
    wasDown: (name: string, span: string) => `${name} was down for ${span}`,
    wasDegraded: (name: string, span: string) => `${name} was degraded for ${span}`,
  },
  state: {
    open: "Open",
    closed: {
      recovered: "Closed: the target has recovered",
      closed: "Closed by hand",
      paused: "Closed: the target was paused",
      deleted: "Closed: the target was deleted",
    } satisfies Record<CloseReason, string>,
    acknowledged: (who: string | null, time: string) =>
      who === null ? `Acknowledged ${time}.` : `Acknowledged by ${who} ${time}.`,
    nobody: "Nobody has acknowledged it yet.",
    silencedUntil: (time: string) => `Silenced until ${time}.`,
    silenced: "Silenced until it has recovered.",
    because: (reason: string) => `Reason: ${reason}`,
    by: (who: string) => `By ${who}.`,
  },
  toTarget: "The target",
  targetDeleted: "The target is deleted.",
  deleted: (name: string) => `${name} (deleted)`,
  tiles: {
    started: "First failed run",
    opened: "Opened",
    closed: "Closed",
    runs: "Failed runs",
    slots: "Missed slots",
    slotsNote: "nobody looked at these",
    lastRan: "Last run",
    lastGood: "Last good run",
    never: "none known",
    turns: "Times it recovered in between",
  },
  evidence: {
    title: "What failed",
    condition: "Condition",
    actual: "Found",
    nothing: "nothing",
    body: "The beginning of the answer",
    noBody: "The answer was not kept.",
  },
  timeline: {
    title: "What happened",
    began: (time: string) => `The first failed run began ${time}.`,
    runs: "Runs of this time",
    run: "Run",
    leftOut: "More runs, which are not listed here.",
    opened: "The incident opened.",
    worse: "It got worse: the target is down.",
    closed: {
      recovered: "The target has recovered, and the incident closed.",
      closed: "The incident was closed by hand.",
      paused: "The target was paused, and the incident closed.",
      deleted: "The target was deleted, and the incident closed.",
    } satisfies Record<CloseReason, string>,
    held: "fails because of this one, and has no incident of its own.",
    notes: {
      note: "Note",
      acknowledged: "Acknowledged",
      unacknowledged: "The acknowledgement was taken back",
      closed: "Closed by hand",
    } satisfies Record<NoteKind, string>,
    by: (what: string, who: string | null) =>
      who === null ? `${what}.` : `${what} by ${who}.`,
    public: "public",
    notice: (state: string, channel: string, attempts: Counted) => {
      const tries = attempts.count > 1 ? `, after ${attempts.written} attempts` : "";
      const said = { sent: "Told", waiting: "To be told" }[state] ?? "Could not be told";
      return `${said}: ${channel}${tries}.`;
    },
    gone: "a deleted channel",
    notices: "All notices of this incident",
  },
  forms: {
    title: "What you do about it",
    by: "Your name",
    note: "Note",
    noteHint: "What you know, or what you are doing. At most 2,000 characters.",
    public: "Show the note on public status pages",
    publicHint: "Its text and its time, without your name.",
    addNote: "Add the note",
    takeBack: "Take the acknowledgement back",
    close: "Close",
    closeNow: "Close it now",
    closeWarning:
      "Nobody is told of it any more. Once the target has recovered, the next failures open a new incident.",
  },
  silence: {
    title: "Silence it",
    reason: "Reason",
    reasonHint: "At most 500 characters.",
    author: "Your name",
    for1h: "For 1 hour",
    untilRecovery: "Until it has recovered",
    maintenance: "Expected: maintenance for 1 hour",
  },
  did: {
    acknowledged: (name: string) => `The incident of ${name} is acknowledged.`,
    unacknowledged: "The acknowledgement is taken back.",
    noted: "The note is added.",
    closed: "The incident is closed.",
    silenced: "Nobody is told of this incident while the silence lasts.",
  },
};

export type IncidentWords = typeof incidentsEn;
