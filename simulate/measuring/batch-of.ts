// Makes the batch in which the platform delivers one message of rounds.
import type { ShardsMessage } from "#net/queues/send-messages.ts";

export const batchOf = (body: ShardsMessage) => ({
  queue: "junkai-rounds",
  messages: [{ id: "a message", timestamp: new Date(), attempts: 1, body, ack() {} }],
});
