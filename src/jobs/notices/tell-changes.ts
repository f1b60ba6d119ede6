// Turns changes of contents that wait into events, and leaves out those that nobody is
// told of.
import type { Deps } from "#deps";
import { isInMaintenance } from "#domain/incidents/maintenance.ts";
import { readWaitingChanges, tellChanges } from "#store/changes/tell-changes.ts";

/**
 * A change that came in a target's maintenance is expected: it is recorded and shown, and
 * no event.
 */
export async function tellWaitingChanges({ db }: Deps): Promise<void> {
  const { changes, windows } = await readWaitingChanges(db);
  const { told = [], quiet = [] } = Object.groupBy(
    changes,
    ({ targetId: id, at, tags }) =>
      tags === null || isInMaintenance(windows, { id, tags }, at) ? "quiet" : "told",
  );
  if (changes.length > 0) await tellChanges(db, told, quiet);
}
