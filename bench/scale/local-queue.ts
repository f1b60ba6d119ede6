// Binds a queue of the local runtime, in the words of Miniflare.

/**
 * The messages are served one by one, or beside each other: an invocation that leaves its
 * work to `waitUntil` has its message served.
 */
export const queueOf = (
  queue: "single" | "beside" | undefined,
  bindings: Record<string, string>,
) =>
  queue && {
    queueProducers: { ROUND_QUEUE: "rounds" },
    queueConsumers: { rounds: { maxBatchSize: 1 } },
    ...(queue === "beside" && {
      bindings: { ...bindings, BESIDE: "true" },
      compatibilityFlags: ["queue_consumer_no_wait_for_wait_until"],
    }),
  };
