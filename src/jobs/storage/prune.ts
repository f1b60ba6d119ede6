// Deletes history that is older than the deployment and its targets keep it. When room is
// scarce, runs in detail and hours go sooner.
import type { Deps } from "#deps";
import { pruneJob } from "#domain/jobs/job-names.ts";
import { messageOf } from "#domain/runs/failure.ts";
import { crowdStep } from "#domain/storage/crowding.ts";
import { halvingsAt } from "#domain/storage/retention.ts";
import { judgeStorage, type Storage } from "#domain/storage/storage-level.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { doWithCare, setLostAside } from "#jobs/apart/careful.ts";
import { noteApart } from "#jobs/apart/note-apart.ts";
import { cron, type Job, type JobContext, statementsLeftByJobs } from "#jobs/job.ts";
import { readRetries } from "#store/apart/set-aside.ts";
import { isOutage } from "#store/outage.ts";
import type { RetentionRule } from "#store/storage/kept-ages.ts";
import { pruneRest } from "#store/storage/prune-rest.ts";
import { prunings } from "#store/storage/pruning.ts";
import { sealSecrets, statementsToSeal } from "#store/storage/seal-secrets.ts";
import {
  contentsCount,
  readStorage,
  recordCrowding,
  sizeCount,
} from "#store/storage/storage.ts";

/** What must be left of a tick's statements for another step. */
const statementsForStep =
  Math.max(...prunings.map(({ statements }) => statements)) + statementsLeftByJobs;

export const prune: Job = {
  name: pruneJob,
  description:
    "Deletes history that is older than it is to be kept, and what deleted targets left behind. When the database is nearly full, runs in detail and statistics of hours go sooner.",
  schedule: cron("17 * * * *"),
  states: ["halvings", sizeCount, contentsCount],
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
    return {
      ...(await pruneAll(context, now, { kept, halvings })),
      halvings: halvings.runs + halvings.hours,
      [sizeCount]: db.bytes(),
      ...(known.contents !== null && { [contentsCount]: known.contents.bytes }),
      ...(sealed > 0 && { sealed }),
    };
  },
};

/**
 * Targets whose secrets are looked at a run, as a share of the rows that it prunes:
 * sealing one takes about a tenth of a millisecond.
 */
const sealedShare = 0.1;

/** Gives how many targets and channels had secrets that were not sealed as they should. */
const sealSome = (
  { db, vault, settings, statements }: Deps,
  now: number,
): Promise<number> | number =>
  statements.left() < statementsToSeal + statementsLeftByJobs
    ? 0
    : sealSecrets(db, vault, now, settings.budget.prunedRows * sealedShare);

/**
 * Makes one step of each kind, as long as the tick has statements left; the next hour's
 * run makes the others. Leaves out steps that were set aside; one that fails is. Gives how
 * many rows were deleted.
 */
async function pruneAll(
  context: JobContext,
  now: number,
  rule: RetentionRule,
): Promise<Record<string, number>> {
  const { db, bucket, settings, statements } = context.deps;
  const pruned = { hours: 0, logs: 0, days: 0, pages: 0, notices: 0, contents: 0 };
  let setAside = await setLostAside(context);
  const retries = await readRetries(db, "prune-step");
  let rowsLeft = settings.budget.prunedRows;
  await pruneRest(db, now, rule, rowsLeft);
  for (const { name, count, step } of prunings) {
    if (statements.left() < statementsForStep) break;
    const retryAt = retries.get(name);
    if (retryAt !== undefined && retryAt > now) continue;
    const thing = { kind: "prune-step", item: name } as const;
    try {
      const rows = await doWithCare(context, thing, () =>
        step(db, now, rule, rowsLeft, bucket),
      );
      if (retryAt !== undefined) await noteApart(context.deps, [], [thing]);
      pruned[count] += rows;
      rowsLeft -= rows;
    } catch (error) {
      if (isOutage(error)) throw error;
      await noteApart(context.deps, [{ ...thing, reason: messageOf(error) }], []);
      setAside += 1;
    }
  }
  const { logs, ...counts } = pruned;
  return { ...counts, ...(logs > 0 && { logs }), ...(setAside > 0 && { setAside }) };
}

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
