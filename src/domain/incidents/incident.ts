// Says what is known of an incident. Plain data. Instants are epoch ms.
import type { CloseReason, EventLabels, IncidentFacts } from "#domain/notices/event.ts";
import type { IncidentNote } from "./notes.ts";

export type Incident = {
  id: string;
  targetId: number;
  severity: IncidentFacts["severity"];
  /** When its first failing run began, and the run that opened it. */
  startedAt: number;
  openedAt: number;
  /** Null while it is open. */
  closedAt: number | null;
  closeReason: CloseReason | null;
  labels: EventLabels;
  facts: IncidentFacts;
  /** The targets that fail because this one does, by id: their names. */
  children: Readonly<Record<string, string>>;
  acknowledgedAt: number | null;
  acknowledgedBy: string | null;
  notes: readonly IncidentNote[];
  /** Grows with each change that somebody makes. */
  revision: number;
};

/** What a target's own pages tell of its incident that is open. */
export type OpenIncidentBrief = Pick<
  Incident,
  "id" | "severity" | "acknowledgedAt" | "acknowledgedBy"
> & { since: number };
