// Tells ticks that died in the history of the rounds, once each: whoever takes over a
// dead tick's shards does so.
import type { Deps } from "#deps";
import { longestInvocationMs } from "#domain/budget.ts";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { isOnRecord, lostRun } from "#domain/jobs/lost-run.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { minuteMs, startOfMinute } from "#domain/time/instants.ts";
import { recordLostRun, walkJobRuns } from "#store/jobs/jobs.ts";
import { countLostClaims } from "#store/rounds/claim-shards.ts";
import { tryAgain } from "./try-again.ts";

/**
 * Records the ticks that made these claims (epoch ms) and died. A tick claims in the
 * minute that it is for.
 */
export async function tellLostTicks(
  { db }: Pick<Deps, "db">,
  claims: readonly number[],
): Promise<void> {
  for (const [minute, [claimedAt = minute]] of Map.groupBy(claims, startOfMinute)) {
    if (await isTold(db, minute, claimedAt)) continue;
    const lost = await countLostClaims(db, minute, minute + minuteMs);
    const run = lostRun(minute, claimedAt, { rounds: lost, lost });
    await recordLostRun(db, { name: roundsJob }, run);
  }
}

/** The same until an instant (epoch ms). A fault of that is no fault of rounds. */
export async function tellLostTicksSafely(
  deps: Pick<Deps, "clock" | "db" | "log">,
  claims: readonly number[],
  until: number,
): Promise<void> {
  try {
    await tryAgain(deps.clock, until, () => tellLostTicks(deps, claims));
  } catch (error) {
    deps.log({ event: "lost-tick-untold", problem: messageOf(error) });
  }
}

async function isTold(db: Deps["db"], dueAt: number, claimedAt: number) {
  const from = claimedAt - longestInvocationMs;
  for await (const runs of walkJobRuns(db, roundsJob, from, dueAt + minuteMs))
    if (isOnRecord(claimedAt, dueAt, runs)) return true;
  return false;
}
