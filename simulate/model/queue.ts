// Simulates a queue: messages come after their delay, to as many invocations at once as
// the platform allows; the others wait.
import type { RoundMessage } from "#domain/rounds/queue/round-messages.ts";
import { messagesAtOnce } from "#net/queues/send-messages.ts";
import type { World } from "./world.ts";

export type Queue = {
  /** Sends messages, so many at a time. */
  send(messages: readonly RoundMessage[]): void;
};

/** `serve` makes the rounds that a message calls for, and says when it has. */
export function createQueue(
  { timeline, scenario, tally }: Pick<World, "timeline" | "scenario" | "tally">,
  serve: (shards: readonly number[], served: () => void) => void,
): Queue {
  const { sendMs, deliveryMs, consumers } = scenario.assumptions;
  const waiting: RoundMessage[] = [];
  let first = 0;
  let serving = 0;

  function deliver(): void {
    while (serving < consumers && first < waiting.length)
      begin(waiting[first++] as RoundMessage);
  }

  function begin({ shards }: RoundMessage): void {
    const since = timeline.now();
    serving += 1;
    tally.messages += 1;
    tally.mostServing = Math.max(tally.mostServing, serving);
    serve(shards, () => {
      const ms = timeline.now() - since;
      tally.servingMs += ms;
      tally.longestServingMs = Math.max(tally.longestServingMs, ms);
      serving -= 1;
      deliver();
    });
  }

  return {
    send(messages) {
      messages.forEach((message, i) => {
        const sentMs = (1 + Math.floor(i / messagesAtOnce)) * sendMs;
        const onTheWayMs = sentMs + message.delayS * 1_000 + deliveryMs;
        timeline.at(timeline.now() + onTheWayMs, () => {
          waiting.push(message);
          deliver();
        });
      });
    },
  };
}
