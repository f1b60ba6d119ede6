// Notes messages of queues that came to nothing: tells each in the log, counts them, and
// acknowledges them. What they asked for is not done here: later ticks find it.
import type { Deps } from "#deps";
import { countDead } from "#domain/jobs/message-counts.ts";
import type { ReadMessage } from "#net/queues/read-message.ts";
import { countMessages } from "#store/jobs/message-counters.ts";

/** A message as a queue delivers it. */
export type Delivered = Pick<
  Message<unknown>,
  "id" | "timestamp" | "attempts" | "body" | "ack"
>;

/** A message, and what it asks for. */
export type Received = { message: Delivered; read: ReadMessage };

type NoteDeps = Pick<Deps, "clock" | "db" | "log">;

/**
 * A queue of dead letters is called so: the queue that gave them up has the rest of the
 * name.
 */
const deadEnding = "-dead";

export const isDeadLetters = (queue: string): boolean => queue.endsWith(deadEnding);

/** Notes messages that were delivered again and again, each time in vain. */
export async function noteDead(
  deps: NoteDeps,
  queue: string,
  received: readonly Received[],
): Promise<void> {
  const now = deps.clock.now();
  for (const one of received) {
    const ageMs = now - one.message.timestamp.getTime();
    deps.log({ event: "message-dead", queue, ...toldOf(one), ageMs });
  }
  const counts = countDead(received.map(({ read }) => read.subject));
  await countMessages(deps.db, counts, now);
  for (const { message } of received) message.ack();
}

/** Notes messages that nobody understands: delivering them again would help nobody. */
export async function noteUnknown(
  deps: NoteDeps,
  queue: string,
  received: readonly Received[],
): Promise<void> {
  for (const one of received)
    deps.log({ event: "message-unknown", queue, ...toldOf(one) });
  await countMessages(deps.db, { unknown: received.length }, null);
  for (const { message } of received) message.ack();
}

/** What a message named, or why it named nothing. */
function toldOf({ message, read }: Received): Record<string, unknown> {
  const { id, attempts } = message;
  if (read.subject !== "other") return { id, attempts, ...read.body };
  return { id, attempts, field: read.field, problem: read.problem };
}
