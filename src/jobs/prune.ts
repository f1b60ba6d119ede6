// Deletes what is older than the deployment keeps.
import { pruneHours, pruneRest, pruneSites } from "../store/pruning.ts";
import { cron, type Job } from "./job.ts";

/** Rows deleted in one run: deleted rows are billed like written ones. */
const rowsAtOnce = 5_000;
const dayMs = 86_400_000;

export const prune: Job = {
  name: "prune",
  description: "Deletes history older than RETENTION_DAYS, and what deleted targets left behind.",
  schedule: cron("17 * * * *"),
  async run({ deps }) {
    const keepMs = deps.settings.retentionDays * dayMs;
    const now = deps.clock.now();
    await pruneRest(deps.db, now, keepMs);
    const hours = await pruneHours(deps.db, now, keepMs, rowsAtOnce);
    const pages = await pruneSites(deps.db, now, keepMs, rowsAtOnce);
    return { hours, pages };
  },
};
