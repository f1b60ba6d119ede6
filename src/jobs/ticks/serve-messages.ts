// Serves messages of queues: makes the rounds of shards, goes on with crawls, and notes
// what came to nothing.
import type { Deps } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import type { Job } from "#jobs/job.ts";
import { followMessages } from "#jobs/sites/follow.ts";
import { readMessage } from "#net/queues/read-message.ts";
import { type Delivered, isDeadLetters, noteDead, noteUnknown } from "./note-messages.ts";
import { createRunningJobs } from "./running-jobs.ts";
import { company, runBriefly } from "./tick.ts";

/** Messages of one queue, as the runtime hands them over. */
type Batch = { queue: string; messages: readonly Delivered[] };

/** An invocation begins rounds no longer than this: shards are sent again when due. */
const roundsMs = 10_000;

/**
 * Serves the messages of one batch. One that is not acknowledged, because its invocation
 * ended or what it calls for failed, is delivered again; after some times it is given up
 * and comes through the queue of dead letters.
 */
export async function serveMessages(
  deps: Deps,
  jobs: readonly Job[],
  { queue, messages }: Batch,
): Promise<void> {
  const all = messages.map((message) => ({ message, read: readMessage(message.body) }));
  if (isDeadLetters(queue)) return await noteDead(deps, queue, all);
  const unknown = all.filter(({ read }) => read.subject === "other");
  if (unknown.length > 0) await noteUnknown(deps, queue, unknown);
  const crawls = all.flatMap(({ message, read }) =>
    read.subject === "crawls" ? [{ body: read.body, ack: () => message.ack() }] : [],
  );
  if (crawls.length > 0) await followMessages(deps, crawls);
  const rounds = all.flatMap(({ message, read }) =>
    read.subject === "rounds" ? [{ message, shards: read.body.shards }] : [],
  );
  if (rounds.length === 0) return;
  await makeRoundsOf(
    deps,
    jobs,
    rounds.flatMap(({ shards }) => shards),
  );
  for (const { message } of rounds) message.ack();
}

/** Makes the rounds of shards, and runs the jobs that they wake. */
async function makeRoundsOf(
  deps: Deps,
  jobs: readonly Job[],
  shards: readonly number[],
): Promise<void> {
  const dueAt = deps.clock.now();
  const until = dueAt + roundsMs;
  const wake = (name: string) =>
    jobs.filter((job) => job.name === name).forEach(running.wake);
  const shared = { deps, until, stayUntil: until, ...company(), wake };
  const running = createRunningJobs(deps.log, (job, woken) =>
    runBriefly({ ...shared, woken }, job),
  );
  const woken = () => new Promise<void>(() => {});
  const rounds = jobs.filter(({ name }) => name === roundsJob);
  for (const job of rounds) await job.run({ ...shared, dueAt, woken, shards });
  await running.ended();
}
