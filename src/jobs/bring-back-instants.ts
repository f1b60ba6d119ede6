// Brings back what an invocation has stored whose clock was far ahead.
import type { Deps } from "#deps";
import { findInstantsAhead, repairInstants } from "#store/rounds/repair-instants.ts";

/** Looks whether anything stored lies ahead, and if so repairs all of it. */
export async function bringBackInstants({
  db,
  clock,
  log,
}: Pick<Deps, "db" | "clock" | "log">): Promise<void> {
  const now = clock.now();
  if (!(await findInstantsAhead(db, now))) return;
  await repairInstants(db, now);
  log({ event: "clock-was-ahead" });
}
