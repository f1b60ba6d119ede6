// Brings back what an invocation has stored whose clock was far ahead.
import type { Deps } from "#deps";
import { isCredible } from "#domain/time/clock-trust.ts";
import { type JobControl, readJobControls } from "#store/jobs/job-control.ts";
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

/** Reads the control of jobs. A slot of a job that lies ahead shows a clock that did. */
export async function readCredibleControls(deps: Deps): Promise<Map<string, JobControl>> {
  const { db, clock } = deps;
  const controls = await readJobControls(db);
  const now = clock.now();
  const isAhead = ({ lastDueAt }: JobControl) => !isCredible(lastDueAt ?? now, now);
  if (![...controls.values()].some(isAhead)) return controls;
  await bringBackInstants(deps);
  return await readJobControls(db);
}
