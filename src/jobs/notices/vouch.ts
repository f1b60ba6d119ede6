// Tells somebody outside that a tick did its work. Whoever is not told for a while knows
// that ticks stopped.

import type { Deps } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import { startOfMinute } from "#domain/time/instants.ts";
import { type EndedRun, every, type Job } from "#jobs/job.ts";
import { fetchPage } from "#net/fetching/fetch-page.ts";
import {
  type DeadMan,
  keepPing,
  openDeadMan,
  type Ping,
  takePing,
  vouchJob,
} from "#store/notices/dead-man.ts";

/** Nobody is served sooner by a receiver that needs longer. */
const timeoutMs = 10_000;

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
    const ping = await send(deps, deadMan);
    await keepPing(deps.db, deadMan, ping);
    const isTaken = ping.status !== null && ping.status < 400;
    return { pings: 1, failed: isTaken ? 0 : 1 };
  },
};

/** Whether rounds were made and recorded, none was lost, and no job failed. */
const isHealthy = (ended: readonly EndedRun[]): boolean =>
  ended.some(({ job }) => job === roundsJob) &&
  ended.every(({ run }) => run.outcome === "ok" && (run.counts.lost ?? 0) === 0);

/** The address is a secret: of what went wrong only the class is told. */
async function send(
  { clock, fetch, settings, vault }: Deps,
  deadMan: DeadMan,
): Promise<Ping> {
  const at = clock.now();
  const { text: url } = await openDeadMan(vault, deadMan);
  if (url === null) return { at, status: null, failure: "internal" };
  const { addresses: policy, userAgent } = settings;
  const { status, failure } = await fetchPage(
    { fetch, clock, policy, userAgent },
    {
      url,
      method: "GET",
      headers: {},
      secretHeaders: [],
      body: null,
      timeoutMs,
      firstByteTimeoutMs: timeoutMs,
      maxBodyBytes: 1,
      maxRedirects: 3,
      cutsBody: () => true,
    },
    null,
  );
  return { at, status, failure: failure?.class ?? null };
}
