// Deletes history that is older than the deployment and its targets keep it. When room is
// scarce, runs in detail and hours go sooner.
import type { Deps } from "#deps";
import { pruneJob } from "#domain/jobs/job-names.ts";
import { crowdStep } from "#domain/storage/crowding.ts";
import { halvingsAt } from "#domain/storage/retention.ts";
import { judgeStorage, type Storage } from "#domain/storage/storage-level.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { cron, type Job, statementsLeftByJobs } from "#jobs/job.ts";
import { sealSecrets, statementsToSeal } from "#store/storage/seal-secrets.ts";
import {
  contentsCount,
  overdueCount,
  readStorage,
  recordCrowding,
  sizeCount,
} from "#store/storage/storage.ts";
import { pruneAll } from "./prune-steps.ts";

export const prune: Job = {
  name: pruneJob,
  description:
    "Deletes history that is older than it is to be kept, and what deleted targets left behind. When the database is nearly full, runs in detail and statistics of hours go sooner.",
  schedule: cron("17 * * * *"),
  states: ["halvings", sizeCount, contentsCount, overdueCount],
  async run(context) {
    const { deps } = context;
    const { db, settings } = deps;
    const kept = settings.retention;
    const now = deps.clock.now();
    const limitBytes = settings.budget.databaseBytes;
    const known = await readStorage(db, now);
    const storage = judgeStorage(known, { limitBytes, kept, now });
    logLevel(deps, storage);
    const step = crowdStep(storage, known.crowdedSince, now);
    if (step !== null) await recordCrowding(db, step);
    const halvings = halvingsAt(storage.usedShare, kept);
    const sealed = await sealSome(deps, now);
    const pruned = await pruneAll(context, now, { kept, halvings });
    const { logs, ...counts } = pruned.counts;
    return {
      ...counts,
      ...(logs > 0 && { logs }),
      ...(pruned.setAside > 0 && { setAside: pruned.setAside }),
      ...(pruned.overdueHours > 0 && { [overdueCount]: pruned.overdueHours }),
      halvings: halvings.runs + halvings.hours,
      [sizeCount]: db.bytes(),
      ...(known.contents !== null && { [contentsCount]: known.contents.bytes }),
      ...(sealed > 0 && { sealed }),
    };
  },
};

/**
 * Targets whose secrets are looked at a run, as a share of the rows that it prunes, and at
 * most: sealing one takes about a tenth of a millisecond.
 */
const sealedShare = 0.1;
const mostSealed = 3_000;

/** Gives how many targets and channels had secrets that were not sealed as they should. */
const sealSome = (
  { db, vault, settings, statements }: Deps,
  now: number,
): Promise<number> | number =>
  statements.left() < statementsToSeal + statementsLeftByJobs
    ? 0
    : sealSecrets(
        db,
        vault,
        now,
        Math.min(settings.budget.prunedRows * sealedShare, mostSealed),
      );

/** Logs a line when the database is full or will soon be. */
function logLevel(
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
