// Prunes in steps, in which each kind of history has its turn, as long as a run has time,
// statements and rows for them.
import { messageOf } from "#domain/runs/failure.ts";
import { mayHaveMore, mostRowsAtOnce } from "#domain/storage/pruning-rate.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { doWithCare, setLostAside } from "#jobs/apart/careful.ts";
import { noteApart } from "#jobs/apart/note-apart.ts";
import { type JobContext, statementsLeftByJobs } from "#jobs/job.ts";
import { readRetries } from "#store/apart/set-aside.ts";
import { isOutage } from "#store/outage.ts";
import type { RetentionRule } from "#store/storage/kept-ages.ts";
import { pruneRest } from "#store/storage/prune-rest.ts";
import { type Pruning, prunings } from "#store/storage/pruning.ts";

/** What must be left of a tick's statements for another step. */
const statementsForStep =
  Math.max(...prunings.map(({ statements }) => statements)) + statementsLeftByJobs;

/** No step begins later. Other jobs of the minute wait for the database meanwhile. */
const longestMs = minuteMs / 2;

export type Pruned = {
  /** How many rows went or changed, by what they are counted as. */
  counts: Record<Pruning["count"], number>;
  setAside: number;
  /** For how many hours the oldest runs had been due, where not all could be deleted. */
  overdueHours: number;
};

/**
 * Makes steps of each kind in turn while they find much; the next run makes the others.
 * Leaves out kinds that were set aside; one whose step fails is.
 */
export async function pruneAll(
  context: JobContext,
  now: number,
  rule: RetentionRule,
): Promise<Pruned> {
  const { db, settings, clock, statements } = context.deps;
  const pruned: Pruned = {
    counts: { hours: 0, logs: 0, days: 0, pages: 0, notices: 0, contents: 0 },
    setAside: await setLostAside(context),
    overdueHours: 0,
  };
  const retries = await readRetries(db, "prune-step");
  const began = clock.now();
  let rowsLeft = settings.budget.prunedRows;
  const mayGoOn = () =>
    rowsLeft > 0 &&
    statements.left() >= statementsForStep &&
    clock.now() - began <= longestMs;
  await pruneRest(db, now, rule, Math.min(rowsLeft, mostRowsAtOnce));
  let due = prunings.filter(({ name }) => (retries.get(name) ?? now) <= now);
  while (due.length > 0 && mayGoOn()) {
    const more: Pruning[] = [];
    for (const pruning of due) {
      if (!mayGoOn()) break;
      const limit = Math.min(rowsLeft, mostRowsAtOnce);
      const rows = await makeStep(context, now, rule, pruning, limit, pruned);
      if (retries.delete(pruning.name) && rows !== null)
        await noteApart(context.deps, [], [thingOf(pruning)]);
      rowsLeft -= rows ?? 0;
      if (rows !== null && mayHaveMore(rows, limit)) more.push(pruning);
    }
    due = more;
  }
  const isDone = due.every(({ count }) => count !== "hours");
  return isDone ? { ...pruned, overdueHours: 0 } : pruned;
}

const thingOf = ({ name }: Pruning) => ({ kind: "prune-step", item: name }) as const;

/** Gives how many rows went; null when the step failed. */
async function makeStep(
  context: JobContext,
  now: number,
  rule: RetentionRule,
  pruning: Pruning,
  limit: number,
  pruned: Pruned,
): Promise<number | null> {
  const { db, bucket } = context.deps;
  const thing = thingOf(pruning);
  try {
    const { rows, overdueHours = 0 } = await doWithCare(context, thing, () =>
      pruning.step(db, now, rule, limit, bucket),
    );
    pruned.counts[pruning.count] += rows;
    pruned.overdueHours = Math.max(pruned.overdueHours, overdueHours);
    return rows;
  } catch (error) {
    if (isOutage(error)) throw error;
    await noteApart(context.deps, [{ ...thing, reason: messageOf(error) }], []);
    pruned.setAside += 1;
    return null;
  }
}
