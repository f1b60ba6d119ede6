// Reads the maintenance windows that hold now.
import type { Deps } from "#deps";
import { type MaintenanceWindow, windowsInForce } from "#domain/incidents/maintenance.ts";
import { readMaintenance } from "#store/incidents/maintenance.ts";

export const readInForce = async ({
  db,
  clock,
}: Pick<Deps, "db" | "clock">): Promise<MaintenanceWindow[]> =>
  windowsInForce(await readMaintenance(db), clock.now());
