// Tells how many targets there are, by status and by kind. Those in maintenance are
// counted as such, whatever their last runs said.
import type { Counts } from "#domain/counts.ts";
import { type Kind, kinds, statuses } from "#domain/targets/target.ts";

export const countedStatuses = [...statuses, "maintenance"] as const;
export type CountedStatus = (typeof countedStatuses)[number];

export type TargetCounts = {
  all: number;
  byStatus: Record<CountedStatus, number>;
  byKind: Record<Kind, number>;
};

/** The statuses that are neither the usual one nor kept. */
export const troubledStatuses = ["down", "degraded", "new"] as const;
export type TroubledStatus = (typeof troubledStatuses)[number];

/** A target with such a status. */
export type TroubledTarget = { status: TroubledStatus; tags: readonly string[] };

/**
 * Counts targets from what is kept of them (store/schema: target_counts), from those of
 * them that are down, degraded or new, and from the number of those in maintenance, which
 * are not among these; `all` for all that are not paused. All others are up.
 */
export function targetCountsOf(
  kept: Readonly<Counts>,
  troubled: readonly TroubledTarget[],
  maintained: number | "all" = 0,
): TargetCounts {
  const count = (name: string) => Math.max(0, kept[name] ?? 0);
  const byKind = Object.fromEntries(kinds.map((kind) => [kind, count(kind)]));
  const all = kinds.reduce((sum, kind) => sum + count(kind), 0);
  const withStatus = (status: TroubledStatus) =>
    troubled.filter((one) => one.status === status).length;
  const down = withStatus("down");
  const degraded = withStatus("degraded");
  const fresh = withStatus("new");
  const paused = count("paused");
  const maintenance = maintained === "all" ? Math.max(0, all - paused) : maintained;
  const up = Math.max(0, all - down - degraded - fresh - paused - maintenance);
  return {
    all,
    byStatus: { new: fresh, up, degraded, down, paused, maintenance },
    byKind: byKind as TargetCounts["byKind"],
  };
}

/** What targets are counted by: a tag, a status or a kind, and whatever else. */
type CountedFilter = {
  tags: readonly string[];
  status: string | null;
  kind: Kind | null;
  host: string | null;
  enabled: boolean | null;
  text: string | null;
};

/** How many targets meet a filter; null where that is not counted. */
export function matchesOf(
  { tags, status, kind, host, enabled, text }: CountedFilter,
  all: TargetCounts,
  byTag: readonly (TargetCounts & { tag: string })[],
): number | null {
  if (host !== null || enabled !== null || text !== null || tags.length > 1) return null;
  const [tag] = tags;
  const counts = tag === undefined ? all : byTag.find((one) => one.tag === tag);
  if (counts === undefined || (status !== null && kind !== null)) return null;
  if (kind !== null) return counts.byKind[kind];
  const byStatus: Record<string, number> = counts.byStatus;
  return status === null ? counts.all : (byStatus[status] ?? 0);
}
