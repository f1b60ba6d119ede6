// Tells somebody outside that a tick did its work. Whoever is not told for a while knows
// that ticks stopped.

import { roundsJob } from "#domain/jobs/job-names.ts";
import { startOfMinute } from "#domain/time/instants.ts";
import { type EndedRun, every, type Job } from "#jobs/job.ts";
import { keepPing, takePing, vouchJob } from "#store/notices/dead-man.ts";
import { isTaken, pingDeadMan } from "./ping-dead-man.ts";

export const vouch: Job = {
  name: vouchJob,
  description:
    "Asks for the address of the dead-man ping once a tick has done its work, so that somebody outside notices when ticks stop.",
  schedule: every("1m"),
  concurrent: true,
  onDemand: true,
  afterOthers: true,
  async run({ deps, dueAt, ended = [] }) {
    if (!isHealthy(ended)) return { pings: 0 };
    const deadMan = await takePing(deps.db, startOfMinute(dueAt));
    if (deadMan === null) return { pings: 0 };
    const ping = await pingDeadMan(deps, deadMan);
    await keepPing(deps.db, deadMan, ping);
    return { pings: 1, failed: isTaken(ping) ? 0 : 1 };
  },
};

/** Whether rounds were made and recorded, none was lost, and no job failed. */
const isHealthy = (ended: readonly EndedRun[]): boolean =>
  ended.some(({ job }) => job === roundsJob) &&
  ended.every(({ run }) => run.outcome === "ok" && (run.counts.lost ?? 0) === 0);
