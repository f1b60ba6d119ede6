// Serves messages of queues: makes the rounds of shards, and goes on with crawls.
import type { Deps } from "#deps";
import { roundsJob } from "#domain/jobs/job-names.ts";
import type { Job } from "#jobs/job.ts";
import { followMessages } from "#jobs/sites/follow.ts";
import type { CrawlMessage, ShardsMessage } from "#net/queues/send-messages.ts";
import { createRunningJobs } from "./running-jobs.ts";
import { company, runBriefly } from "./tick.ts";

export type QueueMessage = CrawlMessage | ShardsMessage;

type Delivered<T> = Pick<Message<T>, "body" | "ack">;

/** An invocation begins rounds no longer than this: shards are sent again when due. */
const roundsMs = 10_000;

/**
 * Serves the messages of one batch. One that is not acknowledged, because its invocation
 * ended or what it calls for failed, is delivered again.
 */
export async function serveMessages(
  deps: Deps,
  jobs: readonly Job[],
  messages: readonly Delivered<QueueMessage>[],
): Promise<void> {
  const crawls = messages.filter(isCrawl);
  const rounds = messages.filter(isShards);
  if (crawls.length > 0) await followMessages(deps, crawls);
  if (rounds.length === 0) return;
  await makeRoundsOf(
    deps,
    jobs,
    rounds.flatMap(({ body }) => body.shards),
  );
  for (const message of rounds) message.ack();
}

const isCrawl = (message: Delivered<QueueMessage>): message is Delivered<CrawlMessage> =>
  "crawl" in message.body;

const isShards = (
  message: Delivered<QueueMessage>,
): message is Delivered<ShardsMessage> => "shards" in message.body;

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
