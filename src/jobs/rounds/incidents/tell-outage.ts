// Tells that no tick came for a while, when the first one that comes finds slots that
// have waited. A tick that finds none asks and tells nothing.
import { roundsJob } from "#domain/jobs/job-names.ts";
import { outageBefore, outageEvent, overdueSince } from "#domain/jobs/outage.ts";
import { messageOf } from "#domain/runs/failure.ts";
import type { JobContext } from "#jobs/job.ts";
import { tryAgain } from "#jobs/try-again.ts";
import { readJobRunsBefore } from "#store/jobs/recent-runs.ts";
import { recordEvent } from "#store/notices/record-events.ts";
import type { DueShard } from "#store/rounds/claim-shards.ts";

/** Comes before the first round: who dies later has told. A fault ends no rounds. */
export async function tellOutage(
  { deps, dueAt, until }: Pick<JobContext, "deps" | "dueAt" | "until">,
  due: readonly DueShard[],
): Promise<void> {
  const isOverdue = due.some((shard) => shard.dueAt < overdueSince(dueAt));
  if (!isOverdue) return;
  try {
    await tryAgain(deps.clock, until, async () => {
      const runs = await readJobRunsBefore(deps.db, roundsJob, dueAt);
      const outage = outageBefore(dueAt, runs);
      if (outage !== null) await recordEvent(deps.db, outageEvent(outage));
    });
  } catch (error) {
    deps.log({ event: "outage-untold", problem: messageOf(error) });
  }
}
