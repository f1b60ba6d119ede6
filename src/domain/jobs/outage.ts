// Finds the time in which no tick came. Returns plain data.
import type { EventOf } from "#domain/notices/event.ts";
import { tickOverdueMs } from "./health.ts";
import type { JobRun } from "./job-run.ts";

/** From the end of the last tick to the next one, epoch ms. */
type Outage = { from: number; to: number };

/** Slots that are older when a tick comes have waited for longer than a tick takes to come. */
export const overdueSince = (tickAt: number): number => tickAt - tickOverdueMs;

/**
 * The time before the tick of `tickAt` in which none came, by the runs of the job that
 * makes the rounds; null when there is none, and when no tick is known. Rounds that a
 * change called for are no ticks.
 */
export function outageBefore(tickAt: number, runs: readonly JobRun[]): Outage | null {
  const ends = runs
    .filter(({ trigger, dueAt }) => trigger === "schedule" && dueAt < tickAt)
    .map(({ startedAt, durationMs }) => startedAt + durationMs);
  if (ends.length === 0) return null;
  const from = Math.max(...ends);
  return from < overdueSince(tickAt) ? { from, to: tickAt } : null;
}

/** The event that tells of an outage: the same for all ticks that find it. */
export const outageEvent = (outage: Outage): EventOf<"service-missed"> => ({
  id: `service.${outage.from}`,
  kind: "service-missed",
  at: outage.to,
  targetId: null,
  incidentId: null,
  labels: {
    target: "",
    name: "junkai",
    host: "",
    kind: "service",
    severity: "info",
    tag: [],
  },
  facts: outage,
});
