// Counts the contents that several URLs have: a site that answers whatever it is asked
// with the same page ("soft 404") has endless links to itself. Remembers only so many
// contents, and of these lets go those that had no copies.

export type Copies = {
  /** How many URLs had this content, this one included. */
  count(contentHash: string): number;
  /** Those with copies, by the start of the hash. */
  known(): Record<string, number>;
};

/**
 * Links of further copies are not followed: real sites have a page under a few URLs, not
 * under dozens.
 */
export const mostCopies = 20;

const hashChars = 16;
const mostContents = 10_000;
const mostKept = 50;

export function createCopies(known: Readonly<Record<string, number>>): Copies {
  let counts = new Map(Object.entries(known));
  const repeated = () =>
    [...counts].filter(([, count]) => count > 1).toSorted((a, b) => b[1] - a[1]);
  return {
    count(contentHash) {
      const key = contentHash.slice(0, hashChars);
      const count = (counts.get(key) ?? 0) + 1;
      if (counts.size >= mostContents)
        counts = new Map(repeated().slice(0, mostContents / 2));
      counts.set(key, count);
      return count;
    },
    known: () => Object.fromEntries(repeated().slice(0, mostKept)),
  };
}
