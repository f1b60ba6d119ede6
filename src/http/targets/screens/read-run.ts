// Reads what the page of a run shows: the run, or why its slot has none, and the runs
// beside it.
import type { Deps } from "#deps";
import { withoutBounds } from "#domain/calendar/calendar-window.ts";
import { usualOf } from "#domain/heartbeats/usual.ts";
import type { Entry } from "#domain/runs/run.ts";
import { previewSlots } from "#domain/schedules/slots.ts";
import { unknownZoneOf } from "#domain/schedules/unknown-zone.ts";
import { readRecent } from "#domain/statistics/totals.ts";
import { slotsOf, type Target } from "#domain/targets/target.ts";
import { dayMs, hourMs, hourOf } from "#domain/time/instants.ts";
import { noRun } from "#http/runs/read-runs.ts";
import { toDocument } from "#http/targets/target-document.ts";
import type { Db } from "#store/db.ts";
import { readRunLogs } from "#store/heartbeats/run-logs.ts";
import { findRun, readEntries } from "#store/runs/history.ts";
import { type KnownTarget, ownerOf } from "#store/targets/known-target.ts";
import type { RunView } from "#ui/runs/run-view.ts";

/** Throws the Problem `not-found` when nothing is known of such a slot. */
export async function readRunView(
  { db }: Pick<Deps, "db">,
  known: KnownTarget,
  dueAt: number,
): Promise<RunView> {
  const { target, state } = known;
  const owner = ownerOf(known);
  const nearMs = nearnessOf(target, dueAt);
  const [run, near, logs] = await Promise.all([
    findRun(db, owner, dueAt),
    readEntries(db, owner, hourOf(dueAt - nearMs), hourOf(dueAt + nearMs)),
    readLogs(db, known, dueAt),
  ]);
  const drop = dropAt(near, dueAt);
  if (run === null && drop === null) throw noRun(target, dueAt);
  const runsAt = near.flatMap((entry) => (entry.kind === "run" ? entry.run.dueAt : []));
  const before = runsAt.filter((at) => at < dueAt);
  const after = runsAt.filter((at) => at > dueAt);
  return {
    target,
    dueAt,
    slot: run === null ? { kind: drop?.fate ?? "missed" } : { kind: "run", run },
    usualMs:
      usualOf(state.heartbeat?.usual ?? [])?.p50 ??
      medianOf(readRecent(state.totals?.recent ?? "")),
    previousAt: before.length > 0 ? Math.max(...before) : null,
    nextAt: after.length > 0 ? Math.min(...after) : null,
    headers: toDocument(target).request?.headers ?? {},
    logs,
  };
}

/** What came with the pings of a heartbeat's run; null for another kind. */
const readLogs = async (db: Db, { target, heard }: KnownTarget, dueAt: number) =>
  target.kind === "heartbeat"
    ? await readRunLogs(db, target.id, dueAt, heard?.logs ?? [])
    : null;

/** Farther away no run is called the next one. */
const farthestMs = 40 * dayMs;

/** Within this time of a slot lies its neighbour, as its schedule is now. */
function nearnessOf(target: Target, at: number): number {
  if (unknownZoneOf(target.schedule) !== null) return hourMs;
  const [first, second] = previewSlots(withoutBounds(slotsOf(target)), at, 2);
  const gap = first === undefined || second === undefined ? 0 : second - first;
  return Math.min(farthestMs, Math.max(hourMs, 2 * gap));
}

const dropAt = (entries: readonly Entry[], at: number) =>
  entries
    .flatMap((entry) => (entry.kind === "drop" ? entry.drop : []))
    .find(({ firstAt, lastAt }) => firstAt <= at && at <= lastAt) ?? null;

function medianOf(recent: ReturnType<typeof readRecent>): number | null {
  const durations = recent.flatMap(({ ms }) => ms ?? []).sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)] ?? null;
}
