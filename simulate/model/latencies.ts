// Draws how long hosts take to answer: most about the mean, some several times as long.
import type { Chance } from "#soak/chance.ts";

/** Draws from a lognormal distribution of this mean. */
export function createLatencies(
  { next }: Pick<Chance, "next">,
  meanMs: number,
  sigma: number,
): () => number {
  const mu = Math.log(meanMs) - sigma ** 2 / 2;
  return () => {
    // Box and Muller's transform; 1 - next() is never 0.
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return Math.exp(mu + sigma * radius * Math.cos(2 * Math.PI * next()));
  };
}
