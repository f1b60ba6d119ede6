// Counts the messages of queues that came to nothing: those that were given up, and those
// that nobody understands.
import { addCount, type Counts } from "#domain/counts.ts";
import { hourMs } from "#domain/time/instants.ts";

/** What messages are about; other: nobody understands them. */
export const queueSubjects = ["rounds", "crawls", "other"] as const;

export type QueueSubject = (typeof queueSubjects)[number];

/** Sums by name: `dead.<subject>` of messages that were given up, and `unknown`. */
export function countDead(subjects: readonly QueueSubject[]): Counts {
  const counts: Counts = {};
  for (const subject of subjects) addCount(counts, `dead.${subject}`);
  return counts;
}

/** How many were given up, whatever they were about. */
export const deadIn = (counts: Readonly<Counts>): number =>
  queueSubjects.reduce((sum, subject) => sum + (counts[`dead.${subject}`] ?? 0), 0);

/**
 * When a message was given up last, while that is news: what it asked for has been done
 * by later ticks, or their own signs tell that it was not. Epoch ms.
 */
export const recentDeathAt = (deadAt: number | null, now: number): number | null =>
  deadAt !== null && deadAt > now - hourMs ? deadAt : null;
