// Serves targets in real time inside the runtime: ticks each minute, and serves the
// messages of a queue that delivers each at once, beside each other, as the platform does.
import { createDeps, type Env } from "#deps";
import { minuteMs } from "#domain/time/instants.ts";
import { registry } from "#jobs/registry.ts";
import { serveMessages } from "#jobs/ticks/serve-messages.ts";
import { tick } from "#jobs/ticks/tick.ts";
import type { ShardsMessage } from "#net/queues/send-messages.ts";
import { sleepMs } from "#simulate/checking/sleep.ts";
import { batchOf } from "#simulate/measuring/batch-of.ts";

export type Live = {
  /** When the first minute begins, epoch ms. */
  from: number;
  minutes: number;
  isQueued: boolean;
};

type Sent = { body: ShardsMessage; delaySeconds: number };

export async function serveLive(env: Env, { from, minutes, isQueued }: Live) {
  const served: Promise<void>[] = [];
  const end = from + minutes * minuteMs;
  const deliver = async ({ body, delaySeconds }: Sent) => {
    await sleepMs(delaySeconds * 1_000);
    if (Date.now() < end) await serveMessages(newDeps(), registry, batchOf(body));
  };
  const queue = {
    async sendBatch(messages: Sent[]) {
      for (const message of messages) served.push(deliver(message));
    },
  } as unknown as NonNullable<Env["ROUND_QUEUE"]>;
  const newDeps = () => ({
    ...createDeps({ ...env, ...(isQueued && { ROUND_QUEUE: queue }) }),
    log: () => {},
  });
  for (let minute = from; minute < end; minute += minuteMs) {
    await sleepMs(minute - Date.now());
    served.push(tick(newDeps(), registry));
  }
  await sleepMs(end - Date.now());
  await Promise.allSettled(served);
}
