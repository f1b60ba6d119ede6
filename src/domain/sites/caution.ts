// Says how carefully a crawl goes on after slices of it were lost: with fewer pages, and
// at last without the page that each slice was lost with. No I/O, no clock.

/** What a crawl remembers of slices that were lost. */
export type Wariness = {
  /** How many entries of the queue a slice takes at most. */
  pages: number;
  /** Up to which position in the queue. */
  until: number;
};

export type Caution = Wariness & {
  /** Whether the slice leaves its one page unread: reading it was lost again and again. */
  passesOver: boolean;
};

/** A kill or a deployment loses a slice. */
const lostByChance = 1;

/** What one slice takes is tried in so many smaller ones. */
const pieces = 8;

/** Entries of the queue that a slice takes at most. */
export const mostPages = 1_000;

/** A crawl that was lost so often in a row is given up. */
export const mostLost = 8;

/** A crawl is given up that so many of its pages have ended. */
export const mostPassedOver = 10;

/**
 * The caution that a slice needs at a position of the queue, after so many lost claims in
 * a row; null when it needs none.
 */
export function cautionAfter(
  lost: number,
  wariness: Wariness | null,
  position: number,
): Caution | null {
  const steps = wariness === null ? Math.max(0, lost - lostByChance) : lost;
  if (wariness === null && steps === 0) return null;
  const { pages, until } = wariness ?? { pages: mostPages, until: 0 };
  return {
    pages: Math.max(1, Math.floor(pages / pieces ** steps)),
    until: Math.max(until, position + pages),
    // A single page was lost twice.
    passesOver: steps >= 2 && pages / pieces ** (steps - 2) < 2,
  };
}

/** What is remembered after a slice that was recorded and got so far. */
export const warinessAfter = (
  caution: Caution | null,
  position: number,
): Wariness | null =>
  caution === null || position >= caution.until
    ? null
    : { pages: caution.pages, until: caution.until };
