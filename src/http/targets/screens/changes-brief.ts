// Reads in short what became of a target's content: its last change, and what there is
// since somebody marked one as seen.
import type { Deps } from "#deps";
import type { Change } from "#domain/changes/change.ts";
import { type ContentWatch, latestOf } from "#domain/changes/content-watch.ts";
import { countSince } from "#domain/changes/since-seen.ts";
import { listChanges } from "#store/changes/changes.ts";
import { readSeen, type Seen } from "#store/changes/seen-changes.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import type { ChangesBrief, SinceSeen } from "#ui/targets/target-view.ts";

/** So many changes are looked at for a count. */
const mostCounted = 20;

/** Null for a target without steps: that reads nothing. */
export async function readChangesBrief(
  { db }: Pick<Deps, "db">,
  { target, state }: Pick<KnownTarget, "target" | "state">,
): Promise<ChangesBrief | null> {
  if (target.kind === "site" || target.extract.length === 0) return null;
  const page = { after: null, limit: mostCounted };
  const [{ changes, next }, seen] = await Promise.all([
    listChanges(db, { targetId: target.id }, page),
    readSeen(db, [target.id]),
  ]);
  const latest = latestIn(state.contents, changes);
  const marked = seen.get(target.id);
  return {
    last: changes[0] ?? null,
    since: marked ? sinceOf(marked, changes, { isAll: next === null, latest }) : null,
  };
}

/** The content that is there; null before the first. */
export const latestIn = (
  watch: ContentWatch | undefined,
  changes: readonly Change[],
): string | null => (watch === undefined ? (changes[0]?.to ?? null) : latestOf(watch));

/** `isAll` says that there are no other changes than these, the newest. */
export function sinceOf(
  seen: Seen,
  changes: readonly Change[],
  { isAll, latest }: { isAll: boolean; latest: string | null },
): SinceSeen {
  const { count, isWhole } = countSince(changes, seen);
  return {
    seenAt: seen.seenAt,
    count,
    isMore: !isWhole && !isAll,
    isSame: latest === seen.hash,
  };
}
