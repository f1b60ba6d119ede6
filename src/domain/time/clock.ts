// Defines the clock: the only way in which code learns the time or waits.

export type Clock = {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `wake` once, `ms` milliseconds from now. The returned function cancels it. */
  after(ms: number, wake: () => void): () => void;
};

/** Resolves `ms` milliseconds from now. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
