// Counts how many URLs have the same content. A site that answers every URL with the same
// page ("soft 404") has endless links to itself. The number of contents that are
// remembered is limited: those that only one URL had are forgotten first.

export type DuplicateCounts = {
  /** Adds a URL with this content; gives how many URLs have had it, this one included. */
  count(contentHash: string): number;
  /** Contents that several URLs had: how many URLs, by the start of the hash. */
  known(): Record<string, number>;
};

/**
 * URLs of one content whose links are followed. Real sites have a page under a few URLs,
 * not under dozens.
 */
export const mostDuplicates = 20;

const hashChars = 16;
const mostContents = 10_000;
const mostKept = 50;

export function createDuplicateCounts(
  known: Readonly<Record<string, number>>,
): DuplicateCounts {
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
