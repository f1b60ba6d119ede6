// Serves what the Worker serves, with the messages of its queues beside each other, as on
// the platform: the local runtime hands out a message once the one before is served. So
// this says at once that a message is served, and one that fails does not come again.
import worker from "../src/index.ts";

type Queue = typeof worker.queue;

export default {
  ...worker,
  queue(
    batch: Parameters<Queue>[0],
    env: Parameters<Queue>[1],
    context: ExecutionContext,
  ): void {
    context.waitUntil(worker.queue(batch, env));
  },
};
