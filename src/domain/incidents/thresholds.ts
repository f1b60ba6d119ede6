// Says when runs are enough to open an incident, and to close it. No I/O, no clock.
import type { AlarmRule } from "#domain/targets/alarm-rule.ts";
import { hourMs } from "#domain/time/instants.ts";
import type { OpenIncident, Outcome, Recent } from "./alarm-state.ts";

/**
 * The latest runs that count toward an incident, with one more. The first of them failed.
 * Where runs must fail in a row, one that passes ends the row.
 */
export function windowWith(
  { failAfter, ofLast }: AlarmRule,
  recent: readonly Recent[],
  run: Recent,
): Recent[] {
  if (ofLast === null)
    return run.outcome === "ok" ? [] : [...recent, run].slice(-failAfter);
  const latest = [...recent, run].slice(-ofLast);
  const first = latest.findIndex(({ outcome }) => outcome !== "ok");
  return first === -1 ? [] : latest.slice(first);
}

/**
 * The severity that the latest runs amount to; null when they are too few. Down takes as
 * many runs that failed as an incident takes bad ones.
 */
export function severityReached(
  { failAfter }: AlarmRule,
  recent: readonly Recent[],
): OpenIncident["severity"] | null {
  const count = (counts: (outcome: Outcome) => boolean) =>
    recent.filter(({ outcome }) => counts(outcome)).length;
  const failed = count((outcome) => outcome === "failed" || outcome === "missed");
  if (failed >= failAfter) return "down";
  return count((outcome) => outcome !== "ok") >= failAfter ? "degraded" : null;
}

/** Whether an incident is over with a run that passed at `at`. */
export const recoversBy = (
  { recoverAfter, flapsPerHour }: AlarmRule,
  { passing, isFlapping, failedAt }: OpenIncident,
  at: number,
): boolean =>
  passing >= recoverAfter && (!isFlapping || at - failedAt >= hourMs / flapsPerHour);
