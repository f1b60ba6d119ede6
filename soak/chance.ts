// Draws random numbers that are the same for the same seed.

export type Chance = {
  /** A number from 0 to, not including, 1. */
  next(): number;
  /** A whole number from 0 to, not including, `end`. */
  below(end: number): number;
  between(from: number, to: number): number;
  oneOf<T>(items: readonly T[]): T;
  /**
   * One of the items, each so often in `outOf` draws as its weight says; null in what is
   * left of them.
   */
  weighted<T>(items: readonly Weighted<T>[], outOf: number): T | null;
};

export type Weighted<T> = readonly [weight: number, item: T];

/** Mulberry32 (github.com/bryc/code/blob/master/jshash/PRNGs.md). */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    next,
    below,
    between: (from, to) => from + below(to - from),
    oneOf: <T>(items: readonly T[]) => items[below(items.length)] as T,
    weighted: <T>(items: readonly Weighted<T>[], outOf: number) => {
      let left = below(outOf);
      for (const [weight, item] of items) {
        if (left < weight) return item;
        left -= weight;
      }
      return null;
    },
  };
}
