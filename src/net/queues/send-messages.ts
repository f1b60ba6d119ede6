// Sends messages to queues: to whom a crawl or the rounds of shards are handed over.
import type { RoundMessage } from "#domain/rounds/queue/round-messages.ts";

/** Names an open crawl. */
export type CrawlMessage = { crawl: number };

/** Names shards whose rounds are to be made. */
export type ShardsMessage = { shards: number[] };

/** A queue takes so many messages at once (developers.cloudflare.com/queues/platform/limits). */
export const messagesAtOnce = 100;

export const sendCrawlsTo =
  (queue: Queue<CrawlMessage>) =>
  async (crawls: readonly number[]): Promise<void> =>
    await sendAll(
      queue,
      crawls.map((crawl) => ({ body: { crawl } })),
    );

export const sendRoundsTo =
  (queue: Queue<ShardsMessage>) =>
  async (messages: readonly RoundMessage[]): Promise<void> =>
    await sendAll(
      queue,
      messages.map(({ shards, delayS }) => ({ body: { shards }, delaySeconds: delayS })),
    );

async function sendAll<Body>(
  queue: Queue<Body>,
  requests: readonly MessageSendRequest<Body>[],
): Promise<void> {
  for (let from = 0; from < requests.length; from += messagesAtOnce)
    await queue.sendBatch(requests.slice(from, from + messagesAtOnce));
}
