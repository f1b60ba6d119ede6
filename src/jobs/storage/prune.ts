// Deletes what is older than the deployment and its targets keep. When room is scarce,
// detail goes sooner.
import type { Deps } from "#deps";
import { pruneJob } from "#domain/jobs/job-names.ts";
import { halvingsAt } from "#domain/storage/retention.ts";
import { judgeStorage, type Storage } from "#domain/storage/storage-level.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { cron, type Job } from "#jobs/job.ts";
import {
  pruneDays,
  pruneRest,
  pruneRuns,
  pruneShardDays,
  pruneSites,
} from "#store/storage/pruning.ts";
import { readStorage, sizeCount } from "#store/storage/storage.ts";

/** What a part takes at most, and what is kept back for recording the run. */
const statementsAtOnce = 10;

export const prune: Job = {
  name: pruneJob,
  description:
    "Deletes history that is older than it is to be kept, and what deleted targets left behind. When the database is nearly full, runs in detail and statistics of hours go sooner.",
  schedule: cron("17 * * * *"),
  states: ["halvings", sizeCount],
  async run({ deps }) {
    const { db, settings } = deps;
    const kept = settings.retention;
    const now = deps.clock.now();
    const limitBytes = settings.budget.databaseBytes;
    const storage = judgeStorage(await readStorage(db, now), { limitBytes, kept, now });
    report(deps, storage);

    const halvings = halvingsAt(storage.usedShare, kept);
    const rule = { kept, halvings };
    let left = settings.budget.prunedRows;
    /**
     * One part of the work, unless the tick has no statements left for it: then the next
     * hour's run does it.
     */
    const step = async (part: (limit: number) => Promise<number>): Promise<number> => {
      if (settings.budget.statements - deps.meter.statements < statementsAtOnce) return 0;
      const rows = await part(left);
      left -= rows;
      return rows;
    };
    await pruneRest(db, now, kept.runsMs);
    const hours = await step((limit) => pruneRuns(db, now, rule, limit));
    const shardDays = await step((limit) =>
      pruneShardDays(db, now, { keptMs: (storage.shortened ?? kept).hoursMs, limit }),
    );
    const days = await step((limit) => pruneDays(db, now, rule, limit));
    const pages = await step((limit) => pruneSites(db, now, kept.runsMs, limit));
    return {
      hours,
      days: days + shardDays,
      pages,
      halvings: halvings.runs + halvings.hours,
      [sizeCount]: db.bytes(),
    };
  },
};

/**
 * One line when the database is or will soon be full, so that whoever reads the log hears
 * of it in time.
 */
function report(
  { log }: Deps,
  { level, bytes, limitBytes, growth, fullAt, shortened }: Storage,
): void {
  if (level === "ok") return;
  log({
    event: "storage",
    level,
    bytes,
    limitBytes,
    growthBytesPerDay: growth?.bytesPerDay ?? null,
    fullAt: fullAt === null ? null : new Date(fullAt).toISOString(),
    ...(shortened && {
      runsKept: formatDuration(shortened.runsMs),
      hoursKept: formatDuration(shortened.hoursMs),
    }),
  });
}
