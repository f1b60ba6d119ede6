// Describes what the page of statistics shows: one of three views, or why it cannot.
import type { Comparison } from "#domain/statistics/comparison/comparison.ts";
import type { WindowPair } from "#domain/statistics/comparison/window-pairs.ts";
import type { Window } from "#domain/statistics/series.ts";

export const viewNames = ["budget", "report", "comparison"] as const;
export type ViewName = (typeof viewNames)[number];

/** What was typed into the fields of a view's form, by name. */
export type Typed = Readonly<Record<string, string>>;

/** A month's figures: of one target or of all. Durations in ms, shares from 0 to 1. */
export type MonthFigures = {
  availability: number | null;
  runs: number;
  failed: number;
  missed: number;
  degraded: number;
  p95: number | null;
  allowedFailures: number | null;
  /** The share of the error budget that is left; negative when overspent. */
  remaining: number | null;
  met: boolean | null;
  /** Of severity down. */
  incidents: number;
  downMs: number;
  longestDownMs: number | null;
  meanTimeToRecoverMs: number | null;
  meanTimeBetweenMs: number | null;
};

/** What is shown of as many targets as one page can read. */
type Part = {
  /** The cursor of the others; null where there are none behind these. */
  next: string | null;
};

export type Named = { id: number; name: string };

export type ReportView = Part & {
  view: "report";
  month: string;
  slo: number;
  window: Window;
  total: MonthFigures;
  /** The worst ones, worst first. */
  lines: readonly (Named & MonthFigures)[];
  /** How many targets there are. */
  count: number;
  csv: string;
};

/** A day of the window. */
export type Day = {
  from: string;
  availability: number | null;
  runs: number;
  failed: number;
  missed: number;
  degraded: number;
  p50: number | null;
  p95: number | null;
};

export type Burns = Readonly<Record<"1h" | "6h" | "3d", number | null>>;

export type BudgetView = Part & {
  view: "budget";
  /** Whose budget it is: a target's name; null for many. */
  target: Named | null;
  tag: string | null;
  slo: number;
  from: string;
  to: string;
  availability: number | null;
  runs: number;
  failed: number;
  missed: number;
  degraded: number;
  allowedFailures: number;
  allowedMs: number;
  remaining: number | null;
  met: boolean | null;
  burns: Burns;
  days: readonly Day[];
  csv: string;
};

export type ComparisonView = Part & {
  view: "comparison";
  pair: WindowPair;
  total: Comparison;
  /** Those that differ most, first. */
  lines: readonly (Named & Comparison)[];
  count: number;
  csv: { earlier: string; later: string };
};

export type StatisticsView = ReportView | BudgetView | ComparisonView;
