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
  async (crawl: number): Promise<void> => {
    await queue.send({ crawl });
  };

export const sendRoundsTo =
  (queue: Queue<ShardsMessage>) =>
  async (messages: readonly RoundMessage[]): Promise<void> => {
    const requests = messages.map(({ shards, delayS }) => ({
      body: { shards },
      delaySeconds: delayS,
    }));
    for (let from = 0; from < requests.length; from += messagesAtOnce)
      await queue.sendBatch(requests.slice(from, from + messagesAtOnce));
  };
