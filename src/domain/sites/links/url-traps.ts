// Recognises crawler traps: sites that make up ever new URLs for the same few pages.
import { countHash, countOf, createHashCounts } from "#domain/sites/hash-counts.ts";

/** Browsers and search engines take 2,048; URLs of that length are seldom pages. */
export const MAX_URL_CHARS = 2_000;

/** Keeps the check linear. A loop of more segments soon makes the URL too long. */
const MAX_RUN_SEGMENTS = 8;

/**
 * Whether a run of one to eight segments stands three times in a row in the path
 * ("/x/x/x", "/a/b/a/b/a/b"): what Heritrix refuses by default
 * (PathologicalPathDecideRule). A run of numbers alone has to stand four times: dates and
 * coordinates do come as "/11/11/11" and "/2011/11/11/11". Empty segments do not count.
 */
export function repeatsPath(pathname: string): boolean {
  const segments = pathname.split("/").filter((segment) => segment !== "");
  const longest = Math.min(MAX_RUN_SEGMENTS, Math.floor(segments.length / 3));
  for (let length = 1; length <= longest; length++) {
    if (repeatsRun(segments, length)) return true;
  }
  return false;
}

const isNumber = (segment: string | undefined): boolean => /^\d+$/.test(segment ?? "");

function repeatsRun(segments: readonly string[], length: number): boolean {
  let equal = 0;
  let wordAt = -1;
  for (let at = length; at < segments.length; at++) {
    equal = segments[at] === segments[at - length] ? equal + 1 : 0;
    if (equal === 0) continue;
    if (!isNumber(segments[at])) wordAt = at;
    const repeats = at - wordAt < length ? 3 : 4;
    if (equal >= (repeats - 1) * length) return true;
  }
  return false;
}

export type QueryVariants = {
  /**
   * Counts a URL with a query that is new, by the hash of its origin and path; false when
   * the path has no room left.
   */
  admit(pathHash: number): boolean;
};

/**
 * Limits the query strings of one path: a long list has room for its pages, while a
 * calendar, or a list that can be sorted and filtered in every combination, soon ends.
 * The caller asks once for each distinct URL. Paths whose hashes collide share their
 * room.
 */
export function createQueryVariants(limit: number): QueryVariants {
  const counts = createHashCounts();
  return {
    admit(pathHash) {
      if (countOf(counts, pathHash) >= limit) return false;
      countHash(counts, pathHash);
      return true;
    },
  };
}
