// Sums up the incidents of a window of time: how many there were, how long they lasted,
// how soon they were over and how far apart they were.
import type { Window } from "#domain/statistics/series.ts";
import type { Incident } from "./incident.ts";

/**
 * An incident, as far as sums need it. `watchedFrom` is when its target was created; null
 * of a target that was deleted.
 */
export type IncidentSpan = Pick<
  Incident,
  "targetId" | "severity" | "startedAt" | "openedAt" | "closedAt"
> & { watchedFrom: number | null };

/** Times in ms. An incident lasts from its first failing run until it is closed. */
export type IncidentFigures = {
  /** Those that opened in the window. */
  incidents: number;
  /** Those that were open at its end. */
  open: number;
  /** What lies in the window of all incidents together, and of the longest one. */
  totalMs: number;
  longestMs: number | null;
  /** The mean length of those that were closed in the window; null without any. */
  meanTimeToRecoverMs: number | null;
  /**
   * The time without an incident of the targets that had some, divided by the incidents
   * that opened; null without any.
   */
  meanTimeBetweenMs: number | null;
};

export type IncidentStatistics = Record<Incident["severity"], IncidentFigures>;

/** Sums up incidents by severity: each counts as the worst that it came to. */
export const incidentStatisticsOf = (
  spans: readonly IncidentSpan[],
  window: Window,
): IncidentStatistics => {
  const of = (severity: Incident["severity"]) =>
    figuresOf(
      spans.filter((span) => span.severity === severity),
      window,
    );
  return { down: of("down"), degraded: of("degraded") };
};

function figuresOf(
  spans: readonly IncidentSpan[],
  { from, to }: Window,
): IncidentFigures {
  const isWithin = (at: number | null) => at !== null && at >= from && at < to;
  const opened = spans.filter(({ openedAt }) => isWithin(openedAt));
  const lengths = spans.map((span) => lengthWithin(span, { from, to }));
  const toRecover = spans.flatMap(({ startedAt, closedAt }) =>
    closedAt !== null && isWithin(closedAt) ? [closedAt - startedAt] : [],
  );
  const totalMs = sum(lengths);
  const watchedMs = sum(
    [...Map.groupBy(spans, ({ targetId }) => targetId).values()].map(
      ([span]) => to - Math.min(to, Math.max(from, span?.watchedFrom ?? from)),
    ),
  );
  return {
    incidents: opened.length,
    open: spans.filter(
      ({ openedAt, closedAt }) => openedAt < to && (closedAt === null || closedAt >= to),
    ).length,
    totalMs,
    longestMs: lengths.length === 0 ? null : Math.max(...lengths),
    meanTimeToRecoverMs: meanOf(sum(toRecover), toRecover.length),
    meanTimeBetweenMs: meanOf(Math.max(0, watchedMs - totalMs), opened.length),
  };
}

const lengthWithin = (
  { startedAt, closedAt }: IncidentSpan,
  { from, to }: Window,
): number => Math.max(0, Math.min(closedAt ?? to, to) - Math.max(startedAt, from));

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

const meanOf = (total: number, count: number): number | null =>
  count === 0 ? null : Math.round(total / count);
