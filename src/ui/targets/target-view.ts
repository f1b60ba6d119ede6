// Says what a target's page shows. Plain data: routes read it, the page draws it. Instants
// are epoch ms.

import type { SlotCalendar } from "#domain/calendar/slot-calendar.ts";
import type { Change } from "#domain/changes/change.ts";
import type { OpenIncidentBrief } from "#domain/incidents/incident.ts";
import type { ShownStatus } from "#domain/incidents/shown-status.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Run } from "#domain/runs/run.ts";
import type { Window } from "#domain/statistics/series.ts";
import type { Summary } from "#domain/statistics/summary.ts";
import type { Target } from "#domain/targets/target.ts";

/** The windows that can be chosen, by their names in the address. */
export const windowNames = ["24h", "7d", "30d", "90d"] as const;
export type WindowName = (typeof windowNames)[number];

/** A stretch of a window. */
export type Point = Window & { summary: Summary };

export type TargetFigures = {
  /** Null for a window that the address cuts out by its ends. */
  name: WindowName | null;
  window: Window;
  summary: Summary;
  /** The same length of time before the window. */
  before: Summary;
  points: readonly Point[];
  /** Longer stretches, for a table. */
  rows: readonly Point[];
};

export type OutcomeFilter = "ok" | "failed" | null;

export type RunList = {
  items: readonly Run[];
  /** The cursor of the next page; null on the last. */
  next: string | null;
  /** Whether this is a later page than the first. */
  isLater: boolean;
  outcome: OutcomeFilter;
  /** What the list is narrowed to; null where it is not. */
  from: number | null;
  to: number | null;
};

/** Whether a target fires, and if it does not, why. */
export type Firing =
  | { kind: "fires"; dueAt: number; runAt: number; upcoming: readonly number[] }
  | { kind: "paused" }
  /** A heartbeat has no slots before its first ping. */
  | { kind: "waiting" }
  | { kind: "unknown-zone"; zone: string }
  | { kind: "expired"; at: number }
  /** No slot is left although the schedule has no end. */
  | { kind: "never" };

/** What there is since somebody marked a content as seen. */
export type SinceSeen = {
  seenAt: number;
  /** Changes since then, as far as they were looked at. */
  count: number;
  isMore: boolean;
  /** Whether the content that is there is the one that was marked. */
  isSame: boolean;
};

/** The last change of a target with steps; null before the first content. */
export type ChangesBrief = { last: Change | null; since: SinceSeen | null };

export type TargetView = {
  target: Target;
  shown: ShownStatus;
  /** When the maintenance that holds now is over; null while none does. */
  maintainedUntil: number | null;
  state: TargetState;
  /** Set while it is left alone because it broke our own code. */
  aside: { since: number; retryAt: number; reason: string } | null;
  /** Its incident that is open; null without one. */
  incident: OpenIncidentBrief | null;
  firing: Firing;
  figures: TargetFigures;
  /** Null when the schedule's zone is not known any more. */
  calendar: SlotCalendar | null;
  runs: RunList;
  /** The last run that succeeded before the target went down. */
  lastGood: Run | null;
  /** Null for a target without steps. */
  changes: ChangesBrief | null;
  /** How many hours and days could not be decoded. */
  unreadable: number;
};
