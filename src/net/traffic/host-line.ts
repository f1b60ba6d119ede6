// The tasks that wait for one host, in the order in which they came. No clock, no timers.

export type Waiting = {
  /** Counts the tasks of all hosts as they come. */
  number: number;
  startBy: number;
  /** It cannot start before this instant. */
  earliest: number;
  start: () => void;
  giveUp: () => void;
  /**
   * Started or given up. What is given up stays in its line until it gets to the front.
   */
  isGone: boolean;
};

export type HostLine = {
  waiting: Waiting[];
  /** Between two starts. */
  gapMs: number;
  /** No task starts before: the gap since the last start and the hold have passed. */
  opensAt: number;
  heldUntil: number;
};

export const createLine = (gapMs: number): HostLine => ({
  waiting: [],
  gapMs,
  opensAt: 0,
  heldUntil: 0,
});

/** The task whose turn it is. */
export function frontOf(line: HostLine): Waiting | undefined {
  while (line.waiting[0]?.isGone) line.waiting.shift();
  return line.waiting[0];
}

/**
 * The earliest instant at which a task that comes now could start: the one before it has
 * to start or give up first.
 */
export function earliestStart(line: HostLine, now: number, startBy: number): number {
  const last = line.waiting.at(-1);
  const opensAt = Math.max(now, line.opensAt);
  if (last === undefined || last.isGone) return opensAt;
  const afterLast = last.earliest + line.gapMs;
  return Math.max(
    opensAt,
    last.startBy < startBy ? Math.min(afterLast, last.startBy) : afterLast,
  );
}

/** Starts the first task, unless its time has passed. */
export function startFront(line: HostLine, now: number): void {
  const first = frontOf(line);
  if (first === undefined) return;
  if (first.startBy < now) {
    giveUp(first);
    return;
  }
  line.opensAt = now + line.gapMs;
  first.isGone = true;
  first.start();
}

export function giveUp(waiting: Waiting): void {
  if (waiting.isGone) return;
  waiting.isGone = true;
  waiting.giveUp();
}

/**
 * Closes the line; gives up at once what could only start before it opens again, or what
 * will not wait for that.
 */
export function holdLine(line: HostLine, until: number, isTooLong: boolean): void {
  line.heldUntil = Math.max(line.heldUntil, until);
  line.opensAt = Math.max(line.opensAt, until);
  for (const waiting of line.waiting) {
    if (isTooLong || waiting.startBy < line.opensAt) giveUp(waiting);
  }
}
