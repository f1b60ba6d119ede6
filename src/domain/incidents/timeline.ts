// Tells what happened to an incident, in order: what became of it, who was told, and what
// people did. No I/O, no clock.
import type { CloseReason, EventKind } from "#domain/notices/event.ts";
import type { NoticeState } from "#domain/notices/notice-state.ts";
import type { Run } from "#domain/runs/run.ts";
import type { Incident } from "./incident.ts";
import type { IncidentNote } from "./notes.ts";

/** What an event of an incident says. Instants are epoch ms. */
export type IncidentEvent = { id: string; kind: EventKind; at: number; facts: object };

/** A notice that told of an incident. */
export type IncidentNotice = {
  id: string;
  channelId: number;
  /** Null when the channel is deleted. */
  channel: string | null;
  state: NoticeState;
  createdAt: number;
  sentAt: number | null;
  attempts: number;
  /** What the channel answered last; null without an answer. */
  status: number | null;
  why: string | null;
};

export type IncidentStory = {
  events: readonly IncidentEvent[];
  notices: readonly IncidentNotice[];
};

export type TimelineItem = { at: number } & (
  | { kind: "opened" | "worse" }
  | { kind: "closed"; reason: CloseReason | null }
  | { kind: "held"; childId: number; child: string }
  | { kind: "notice"; notice: IncidentNotice }
  | { kind: "noted"; note: IncidentNote }
);

/** The runs of an incident, the oldest first: those that opened it, and the latest. */
export type IncidentRuns = {
  first: readonly Run[];
  latest: readonly Run[];
  /** Whether there are more between these. */
  isCut: boolean;
};

/** What a page tells. `left-out` stands for the runs between the first and the latest. */
export type StoryItem =
  | TimelineItem
  | { at: number; kind: "run"; run: Run }
  | { at: number; kind: "left-out" };

/** A run comes before what it turned: both have the same instant. A gap follows it. */
export function withRuns(
  items: readonly TimelineItem[],
  { first, latest, isCut }: IncidentRuns,
): StoryItem[] {
  const toItem = (run: Run) => ({ at: run.startedAt, kind: "run" as const, run });
  const gap = { at: (first.at(-1)?.startedAt ?? 0) + 1, kind: "left-out" as const };
  const runs: StoryItem[] = [
    ...first.map(toItem),
    ...(isCut ? [gap] : []),
    ...latest.map(toItem),
  ];
  return [...runs, ...items].sort((a, b) => a.at - b.at);
}

type Told = Pick<Incident, "notes" | "acknowledgedAt" | "acknowledgedBy">;

export function timelineOf(incident: Told, { events, notices }: IncidentStory) {
  const items: TimelineItem[] = [
    ...events.flatMap((event) => itemOf(event) ?? []),
    ...notices.map((notice) => ({
      at: notice.sentAt ?? notice.createdAt,
      kind: "notice" as const,
      notice,
    })),
    ...[...incident.notes, ...linkedNotes(incident)].map((note) => ({
      at: note.at,
      kind: "noted" as const,
      note,
    })),
  ];
  return items.sort((a, b) => a.at - b.at);
}

function itemOf({ kind, at, facts }: IncidentEvent): TimelineItem | null {
  const known = facts as Record<string, unknown>;
  switch (kind) {
    case "incident-opened":
      return { at, kind: "opened" };
    case "incident-worse":
      return { at, kind: "worse" };
    case "incident-closed":
      return { at, kind: "closed", reason: (known.closeReason as CloseReason) ?? null };
    case "incident-held":
      return {
        at,
        kind: "held",
        childId: Number(known.childId),
        child: String(known.child),
      };
    default:
      return null;
  }
}

/** The link of a message acknowledges without a note. */
function linkedNotes({ notes, acknowledgedAt, acknowledgedBy }: Told): IncidentNote[] {
  const isNoted = notes.some(
    ({ kind, at }) => kind === "acknowledged" && at === acknowledgedAt,
  );
  return acknowledgedAt === null || isNoted
    ? []
    : [{ at: acknowledgedAt, by: acknowledgedBy, kind: "acknowledged", text: null }];
}
