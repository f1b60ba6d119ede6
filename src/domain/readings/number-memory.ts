// Remembers the numbers that a target's steps have read, by name. Plain data.

/** Instants are epoch ms. */
export type NumberMemory = {
  count: number;
  sum: number;
  lowest: number;
  lowestAt: number;
  highest: number;
  highestAt: number;
  last: number;
  lastAt: number;
};

export type NumberMemories = Readonly<Record<string, NumberMemory>>;
