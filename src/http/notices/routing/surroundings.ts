// Reads what surrounds a target that would fail: whether its failing would be told at all.
import type { Deps } from "#deps";
import { covers, occurrenceAt, windowsInForce } from "#domain/incidents/maintenance.ts";
import type { Surroundings } from "#domain/incidents/why-untold.ts";
import { deliverJob, roundsJob } from "#domain/jobs/job-names.ts";
import { readMaintenance } from "#store/incidents/maintenance.ts";
import { readJobControls } from "#store/jobs/job-control.ts";
import { readPulse } from "#store/jobs/pulse.ts";
import { readCircumstances } from "#store/rounds/circumstances.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { findTarget } from "#store/targets/targets.ts";

/** Windows are those that hold at `at`; all else is as it is now. */
export async function readSurroundings(
  { db, clock }: Pick<Deps, "db" | "clock">,
  { target, state, incident }: KnownTarget,
  at: number,
): Promise<Surroundings> {
  const now = clock.now();
  const known = await readCircumstances(db, [target.id], now);
  const { isAway } = await readPulse(db, now);
  const jobs = await readJobControls(db);
  const isPaused = (job: string) => (jobs.get(job)?.pausedAt ?? null) !== null;
  return {
    isEnabled: target.enabled,
    areRoundsPaused: isPaused(roundsJob),
    isDeliveryPaused: isPaused(deliverJob),
    alarm: target.alarm,
    open: incident,
    isClosedByHand: incident === null && state.alarm?.open?.isQuiet === true,
    maintenance: await maintenanceOf(db, target, at),
    parents: await namedParents(db, known.get(target.id)?.parents ?? []),
    isOwnOutage: isAway,
  };
}

async function maintenanceOf(
  db: Deps["db"],
  target: KnownTarget["target"],
  at: number,
): Promise<Surroundings["maintenance"]> {
  const inForce = windowsInForce(await readMaintenance(db), at);
  const window = inForce.find((one) => covers(one, target));
  const until = window && occurrenceAt(window, at)?.until;
  return window && until !== undefined ? { name: window.name, until } : null;
}

type Parent = { id: number; isDown: boolean; incident: string | null };

/** Those that fail, by name; others keep nothing from being told. */
async function namedParents(
  db: Deps["db"],
  parents: readonly Parent[],
): Promise<Surroundings["parents"]> {
  const open = parents.find(({ incident }) => incident !== null);
  const failing = open ?? parents.find(({ isDown }) => isDown);
  if (failing === undefined) return [];
  const named = await findTarget(db, failing.id);
  const name = named?.target.name ?? `${failing.id}`;
  const { isDown, incident } = failing;
  return [{ name, isDown, hasIncident: incident !== null }];
}
