// Reads the runs that an incident's page tells: those that opened it, and the latest.
import type { Deps } from "#deps";
import type { Incident } from "#domain/incidents/incident.ts";
import type { IncidentRuns } from "#domain/incidents/timeline.ts";
import type { Run } from "#domain/runs/run.ts";
import { hourMs } from "#domain/time/instants.ts";
import { readRuns } from "#http/runs/read-runs.ts";
import type { Owner } from "#store/targets/owners.ts";

/** So many runs are told of an incident's beginning, and as many of its end. */
const runsAtEachEnd = 10;

/** Runs are found by their slots: a run may begin so long after its slot. */
const latestStartMs = hourMs;

type Spanned = Pick<Incident, "startedAt" | "openedAt" | "closedAt">;

/** Runs of hours that are no longer kept are told as far as they failed. */
export async function readIncidentRuns(
  deps: Pick<Deps, "db" | "log" | "clock">,
  owner: Owner,
  { startedAt, openedAt, closedAt }: Spanned,
): Promise<IncidentRuns> {
  const until = async (end: number, limit: number): Promise<Run[]> => {
    const span = { from: startedAt - latestStartMs, to: end + 1, outcome: null };
    const found = await readRuns(deps, owner, { ...span, limit });
    return found
      .filter((run) => run.startedAt >= startedAt && run.startedAt <= end)
      .reverse();
  };
  const runs = await until(closedAt ?? deps.clock.now(), 2 * runsAtEachEnd + 1);
  if (runs.length <= 2 * runsAtEachEnd) return { first: runs, latest: [], isCut: false };
  const latest = runs.slice(-runsAtEachEnd);
  const first = await until(openedAt, runsAtEachEnd);
  const [earliest] = latest;
  return {
    first: first.filter(({ dueAt }) => earliest === undefined || dueAt < earliest.dueAt),
    latest,
    isCut: true,
  };
}
