// Counts the links that the pages of a slice lead to, so that the slice ends before they
// are too many to be held and recorded in one batch.

type Content = {
  found: readonly { url: string }[];
  unfollowed: readonly string[];
};

export type LinkRoom = {
  /** Counts what a page leads to. */
  take(content: Content): void;
  isFull(): boolean;
  /** Begins anew. */
  clear(): void;
};

/** As many as 9,500 pages of a usual site have. */
const mostLinks = 200_000;
/** Recording new URLs takes about eight times as much memory for a moment. */
const mostChars = 5_000_000;

export function createLinkRoom(): LinkRoom {
  let links = 0;
  let chars = 0;
  return {
    take({ found, unfollowed }) {
      links += found.length + unfollowed.length;
      for (const { url } of found) chars += url.length;
      for (const url of unfollowed) chars += url.length;
    },
    isFull: () => links >= mostLinks || chars >= mostChars,
    clear() {
      links = 0;
      chars = 0;
    },
  };
}
