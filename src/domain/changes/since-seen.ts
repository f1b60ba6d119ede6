// Counts the changes since somebody marked a content as seen.
import type { Change } from "./change.ts";

type Seen = { hash: string; seenAt: number };

/** Those that a person would call changes: the others are recorded and not told. */
const isTold = ({ kind }: Pick<Change, "kind">): boolean =>
  kind === "changed" || kind === "reverted";

/**
 * Counts among the newest changes, the newest first; `isWhole` says that all of those since
 * then are among them. A page may have been open while another change came: so the content
 * that was marked says more than the time.
 */
export function countSince(
  changes: readonly Change[],
  { hash, seenAt }: Seen,
): { count: number; isWhole: boolean } {
  const marked = changes.findIndex(
    ({ to, confirmedAt }) => to === hash && confirmedAt <= seenAt,
  );
  const before =
    marked >= 0 ? marked : changes.findIndex(({ confirmedAt }) => confirmedAt <= seenAt);
  const since = before < 0 ? changes : changes.slice(0, before);
  return { count: since.filter(isTold).length, isWhole: before >= 0 };
}
