// Delivers what happened to the channels that are to be told: puts events into groups,
// makes the notices of groups that are due, and sends them.
import { deliverJob } from "#domain/jobs/job-names.ts";
import { firstOf } from "#jobs/first-of.ts";
import { every, type Job, type JobContext, statementsLeftByJobs } from "#jobs/job.ts";
import { statementsToTell } from "#store/changes/tell-changes.ts";
import { readConfig } from "#store/notices/config.ts";
import { type Due, lookForDue, sleepUntilDue } from "#store/notices/outbox/due.ts";
import { statementsForTry } from "#store/notices/outbox/sending.ts";
import type { Delivery, DeliveryCounts } from "./delivery.ts";
import { flushGroups, statementsToFlush } from "./flush-groups.ts";
import { routeEvents, statementsToRoute } from "./route-events.ts";
import { affordsTry, sendNotices } from "./send-notices.ts";
import { tellWaitingChanges } from "./tell-changes.ts";

/** Looking, reading what users decided, and going to sleep. */
const statementsToLook = 1 + 2 + 1;

const statementsForPass =
  statementsToLook +
  Math.max(statementsToTell, statementsToRoute, statementsToFlush, statementsForTry) +
  statementsLeftByJobs;

/** Events of a tick come one after the other: one look takes in several. */
const gatherMs = 2_000;

/** Work that another invocation has taken is looked at again after this. */
const otherHasItMs = 1_000;

/** Each step changes only what is as it was read: several deliverers do no harm. */
export const deliver: Job = {
  name: deliverJob,
  description:
    "Tells channels what happened: groups events, and sends the notices that are due.",
  schedule: every("1m"),
  concurrent: true,
  onDemand: true,
  async run(context) {
    const counts: DeliveryCounts = { events: 0, made: 0, sent: 0, failed: 0, dead: 0 };
    await deliverUntil(context, counts);
    await sleepUntilDue(context.deps.db);
    return { ...counts };
  },
};

/** Delivers until nothing is due any more within the time of the run. */
async function deliverUntil(
  { deps, until, woken }: JobContext,
  counts: DeliveryCounts,
): Promise<void> {
  const { clock, db, statements } = deps;
  while (clock.now() < until && statements.left() >= statementsForPass) {
    const called = woken().then(() => firstOf(clock, clock.now() + gatherMs, []));
    const due = await lookForDue(db, clock.now());
    if (!hasWork(due)) {
      if (due.nextAt === null || due.nextAt >= until) return;
      await firstOf(clock, due.nextAt, [called]);
      continue;
    }
    if (due.hasChanges) {
      await tellWaitingChanges(deps);
      continue;
    }
    const config = await readConfig(db, clock.now());
    const outcome = await deliverDue({ deps, until, counts, config }, due);
    if (outcome === "no-room") return;
    if (outcome === "taken") await firstOf(clock, clock.now() + otherHasItMs, []);
  }
}

const hasWork = ({ hasChanges, events, groups, notices }: Due): boolean =>
  hasChanges || events.length + groups.length + notices.length > 0;

/** What came of it: done, others had taken it, or there is no room for it. */
async function deliverDue(
  delivery: Delivery,
  due: Due,
): Promise<"done" | "taken" | "no-room"> {
  if (due.events.length > 0) return await routeEvents(delivery, due.events);
  if (due.groups.length > 0) {
    await flushGroups(delivery, due.groups);
    return "done";
  }
  if (!affordsTry(delivery)) return "no-room";
  return (await sendNotices(delivery, due.notices)) > 0 ? "done" : "taken";
}
