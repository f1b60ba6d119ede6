// Queues the tasks that wait for one host, in the order in which they came. No clock, no
// timers.

import { type Moments, nextStart } from "#domain/rounds/queue/host-place.ts";

export type WaitingTask = {
  /** The task's place among the tasks of all hosts, in the order in which they came. */
  number: number;
  startBy: number;
  /** The task waits for no hold that ends later than this from when it begins. */
  longestHoldMs: number;
  /** The task cannot start before this instant. */
  earliest: number;
  start: () => void;
  giveUp: () => void;
  /**
   * Whether it was started or given up. A task that was given up stays in its queue until
   * it gets to the front.
   */
  isGone: boolean;
};

export type HostQueue = {
  waiting: WaitingTask[];
  /** Between two starts. */
  gapMs: number;
  /** No task starts earlier: then the gap since the last start and the hold are over. */
  opensAt: number;
  heldUntil: number;
  /** When tasks of a lane may start; null where no other invocation asks the host. */
  moments: Omit<Moments, "gapMs"> | null;
};

export const createHostQueue = (gapMs: number): HostQueue => ({
  waiting: [],
  gapMs,
  opensAt: 0,
  heldUntil: 0,
  moments: null,
});

/** The earliest instant from `at` on at which the queue lets a task start. */
export function openFrom(queue: HostQueue, at: number): number {
  const { moments, gapMs, opensAt } = queue;
  const instant = Math.max(at, opensAt);
  return moments === null ? instant : nextStart({ ...moments, gapMs }, instant);
}

/** The task whose turn it is. */
export function frontOf({ waiting }: HostQueue): WaitingTask | undefined {
  while (waiting[0]?.isGone) waiting.shift();
  return waiting[0];
}

/** When a lane lets a task start that comes now; 0 for other queues. */
export const laneOpensAt = (queue: HostQueue, now: number): number =>
  queue.moments === null ? 0 : openFrom(queue, now);

/**
 * The earliest instant at which a task that comes now could start: the task before it has
 * to start or give up first.
 */
export function earliestStart(queue: HostQueue, now: number, startBy: number): number {
  const last = queue.waiting.at(-1);
  if (last === undefined || last.isGone) return openFrom(queue, now);
  const afterLast = last.earliest + queue.gapMs;
  const itsTurn = last.startBy < startBy ? Math.min(afterLast, last.startBy) : afterLast;
  return openFrom(queue, Math.max(now, itsTurn));
}

/** Starts the first task if the queue is open, unless its time has passed. */
export function startFront(queue: HostQueue, now: number): void {
  const first = frontOf(queue);
  if (first === undefined || openFrom(queue, now) > now) return;
  if (first.startBy < now) {
    giveUp(first);
    return;
  }
  keepGap(queue, now);
  first.isGone = true;
  first.start();
}

/** Lets no task start within a gap of a request that started at `at`. */
export function keepGap(queue: HostQueue, at: number): void {
  queue.opensAt = Math.max(queue.opensAt, at + queue.gapMs);
}

export function giveUp(task: WaitingTask): void {
  if (task.isGone) return;
  task.isGone = true;
  task.giveUp();
}

/**
 * Closes the queue. Gives up at once the tasks that cannot start in time, and those that
 * the hold is too long for.
 */
export function holdQueue(queue: HostQueue, until: number, now: number): void {
  queue.heldUntil = Math.max(queue.heldUntil, until);
  queue.opensAt = Math.max(queue.opensAt, until);
  for (const task of queue.waiting) {
    if (until - now > task.longestHoldMs || task.startBy < queue.opensAt) giveUp(task);
  }
}
