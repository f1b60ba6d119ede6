// Deletes history that is older than the deployment and its targets keep it. When room is
// scarce, runs in detail and hours go sooner.
import type { Deps } from "#deps";
import { pruneJob } from "#domain/jobs/job-names.ts";
import { crowdStep, storageEvent } from "#domain/storage/crowding.ts";
import { sharesAfter } from "#domain/storage/retention.ts";
import { nextShortening } from "#domain/storage/shortening.ts";
import { judgeStorage, type Storage, toHours } from "#domain/storage/storage-level.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { cron, type Job, statementsLeftByJobs } from "#jobs/job.ts";
import { sealSecrets, statementsToSeal } from "#store/storage/seal-secrets.ts";
import {
  contentsCount,
  overdueCount,
  readStorage,
  recordCrowding,
  recordShortening,
  sizeCount,
} from "#store/storage/storage.ts";
import { pruneAll } from "./prune-steps.ts";

/** The name under which it counts by how many steps history is kept shorter. */
const stepsCount = "shortening";

export const prune: Job = {
  name: pruneJob,
  description:
    "Deletes history that is older than it is to be kept, and what deleted targets left behind. When the database fills up, runs in detail and statistics of hours go sooner.",
  schedule: cron("17 * * * *"),
  states: [stepsCount, sizeCount, contentsCount, overdueCount],
  async run(context) {
    const { deps } = context;
    const { db, settings } = deps;
    const kept = settings.retention;
    const now = deps.clock.now();
    const limitBytes = settings.budget.databaseBytes;
    const known = await readStorage(db, now);
    const shortening = nextShortening(
      {
        usedShare: known.bytes / limitBytes,
        isBehind: (known.overdueHours ?? 0) > 0,
        now,
      },
      known.shortening,
      kept,
    );
    const storage = judgeStorage({ ...known, shortening }, { limitBytes, kept, now });
    logLevel(deps, storage);
    await recordSteps(deps, storage, known, now);
    const sealed = await sealSome(deps, now);
    const shares = sharesAfter(shortening.steps, kept);
    const pruned = await pruneAll(context, now, { kept, shares });
    const { logs, ...counts } = pruned.counts;
    return {
      ...counts,
      ...(logs > 0 && { logs }),
      ...(pruned.setAside > 0 && { setAside: pruned.setAside }),
      ...(pruned.overdueHours > 0 && { [overdueCount]: pruned.overdueHours }),
      [stepsCount]: shortening.steps,
      [sizeCount]: db.bytes(),
      ...(known.contents !== null && { [contentsCount]: known.contents.bytes }),
      ...(sealed > 0 && { sealed }),
    };
  },
};

/**
 * Keeps and tells that history is kept shorter from now on, and that the database is
 * nearly full in spite of that: each once, and where both begin at once only the latter.
 */
async function recordSteps(
  { db }: Deps,
  storage: Storage,
  known: Awaited<ReturnType<typeof readStorage>>,
  now: number,
): Promise<void> {
  const crowd = crowdStep(storage, known.crowdedSince, now);
  const { steps, since } = storage.adapts;
  const begins = known.shortening.steps === 0 && steps > 0;
  const isTold = crowd?.kind === "crowded" || known.crowdedSince !== null;
  const event = begins && !isTold ? storageEvent(storage, now) : null;
  if (steps !== known.shortening.steps)
    await recordShortening(db, { steps, since }, event, now);
  if (crowd !== null) await recordCrowding(db, crowd);
}

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
      runsKept: formatDuration(toHours(shortened.runsMs)),
      hoursKept: formatDuration(toHours(shortened.hoursMs)),
    }),
  });
}
