// Adds up counts by name: the form in which jobs count what they did, and in which
// requests are counted.

/** Numbers by name. A name that is missing stands for 0. */
export type Counts = Record<string, number>;

export function addCount(counts: Counts, name: string, by = 1): void {
  // A job may call a count what every object has, "constructor" for one.
  counts[name] = (Object.hasOwn(counts, name) ? (counts[name] as number) : 0) + by;
}

export function addCounts(into: Counts, from: Readonly<Counts>): void {
  for (const [name, count] of Object.entries(from)) addCount(into, name, count);
}

/** Leaves out what is 0. */
export function sumOfBoth(a: Readonly<Counts>, b: Readonly<Counts>): Counts {
  const sum = { ...a };
  addCounts(sum, b);
  return Object.fromEntries(Object.entries(sum).filter(([, count]) => count !== 0));
}

/** The counts of `all` less those of `part`. */
export const countsWithout = (all: Readonly<Counts>, part: Readonly<Counts>): Counts =>
  Object.fromEntries(
    Object.entries(all).map(([name, count]) => [name, count - (part[name] ?? 0)]),
  );

/**
 * Gives the index of the first upper bound (seconds, ascending) that a duration does not
 * exceed. A duration that exceeds all bounds gives the number of bounds.
 */
export function bucketIn(bounds: readonly number[], ms: number): number {
  const found = bounds.findIndex((bound) => ms <= bound * 1000);
  return found < 0 ? bounds.length : found;
}

/** How many were counted in each bucket that `bucketIn` can give. */
export const countsByBucket = (
  counts: Readonly<Counts>,
  prefix: string,
  bounds: readonly number[],
): number[] =>
  Array.from({ length: bounds.length + 1 }, (_, i) => counts[`${prefix}${i}`] ?? 0);

/** The counts whose names begin with `prefix`, by the rest of their names. */
export const countsWithPrefix = (
  counts: Readonly<Counts>,
  prefix: string,
): { name: string; count: number }[] =>
  Object.entries(counts).flatMap(([name, count]) =>
    name.startsWith(prefix) ? [{ name: name.slice(prefix.length), count }] : [],
  );
