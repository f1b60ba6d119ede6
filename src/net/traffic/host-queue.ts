// Queues the tasks that wait for one host, in the order in which they came. No clock, no
// timers.

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
};

export const createHostQueue = (gapMs: number): HostQueue => ({
  waiting: [],
  gapMs,
  opensAt: 0,
  heldUntil: 0,
});

/** The task whose turn it is. */
export function frontOf({ waiting }: HostQueue): WaitingTask | undefined {
  while (waiting[0]?.isGone) waiting.shift();
  return waiting[0];
}

/**
 * The earliest instant at which a task that comes now could start: the task before it has
 * to start or give up first.
 */
export function earliestStart(queue: HostQueue, now: number, startBy: number): number {
  const last = queue.waiting.at(-1);
  const opensAt = Math.max(now, queue.opensAt);
  if (last === undefined || last.isGone) return opensAt;
  const afterLast = last.earliest + queue.gapMs;
  return Math.max(
    opensAt,
    last.startBy < startBy ? Math.min(afterLast, last.startBy) : afterLast,
  );
}

/** Starts the first task, unless its time has passed. */
export function startFront(queue: HostQueue, now: number): void {
  const first = frontOf(queue);
  if (first === undefined) return;
  if (first.startBy < now) {
    giveUp(first);
    return;
  }
  queue.opensAt = now + queue.gapMs;
  first.isGone = true;
  first.start();
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
