// Says what the overview shows. Plain data: the store reads it, pages draw it. Instants
// are epoch ms.
import type { OpenIncidentBrief } from "#domain/incidents/incident.ts";
import type { MaintenanceWindow } from "#domain/incidents/maintenance.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Run } from "#domain/runs/run.ts";
import type { Status, Target } from "#domain/targets/target.ts";
import type { SlotLedger } from "./slot-ledger.ts";
import type { TargetCounts } from "./target-counts.ts";
import type { TargetFigures } from "./target-figures.ts";

/**
 * problems: targets that are down, then degraded ones, new ones, those that are up, paused
 * ones last; each by age. slowest: by how long the last scheduled run took, the longest first.
 * last-run: the latest first. The last two sort among the first `mostSorted` targets that
 * meet the filter.
 */
export const overviewSorts = [
  "problems",
  "name",
  "newest",
  "slowest",
  "last-run",
] as const;

export type OverviewSort = (typeof overviewSorts)[number];

/** The order of statuses among problems first. */
export const statusRanks: readonly Status[] = ["down", "degraded", "new", "up", "paused"];

/**
 * Where a page of the list begins or ends. The key is the target's status, name or number,
 * as the sort has it.
 */
export type ListPlace = { side: "after" | "before"; id: number; key: string };

export type ListedTarget = {
  target: Target;
  state: TargetState;
  /** Its last run, whoever asked for it. */
  last: Run | null;
  /** Its latest runs in brief, a byte each in hex (domain/statistics/totals: readRecent). */
  recent: string;
  /** Set while it is left alone because it broke our own code. */
  aside: { since: number; retryAt: number; reason: string } | null;
  /** Its incident that is open; null without one. */
  incident: OpenIncidentBrief | null;
};

/** A target in the list; its figures are null where a day of it cannot be decoded. */
export type OverviewRow = ListedTarget & { figures: TargetFigures | null };

/** Why a target is a problem. A target is in the first of these lists that it fits. */
export const problemKinds = ["down", "degraded", "aside", "missed"] as const;
export type ProblemKind = (typeof problemKinds)[number];

export type OverviewProblem = ListedTarget & {
  kind: ProblemKind;
  /** Since when: of missed slots, when the last one was due. */
  since: number;
  /**
   * How many of its latest runs failed in a row; `isAll` when those are all that is
   * remembered, so that there may be more.
   */
  failedInARow: { count: number; isAll: boolean };
};

/** The first problems of each kind, and how many there are: at least so many of `missed`. */
export type OverviewProblems = {
  shown: OverviewProblem[];
  counts: Record<ProblemKind, number>;
};

export type Overview = {
  /** Of all targets, whatever the filter. */
  counts: TargetCounts;
  /**
   * Whether more targets are down, degraded or new than are counted one by one: then there are at
   * least so many of these, also by tag, and those that are up are so many at most.
   */
  isCountCut: boolean;
  /** By tag, in the order of their names. */
  tags: (TargetCounts & { tag: string })[];
  /** Whether there are more tags than these. */
  hasMoreTags: boolean;
  problems: OverviewProblems;
  /** The maintenance windows that hold now. */
  inForce: MaintenanceWindow[];
  ledger: SlotLedger;
  window: { from: number; to: number; pointMs: number };
  rows: OverviewRow[];
  /** How many targets meet the filter; null where that is not known. */
  matches: number | null;
  previous: ListPlace | null;
  next: ListPlace | null;
};
