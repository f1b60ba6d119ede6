// Reads how many targets there are, by status and by kind.
import type { Counts } from "#domain/counts.ts";
import { type Kind, kinds, type Status, statuses } from "#domain/targets/target.ts";

export type TargetCounts = {
  all: number;
  byStatus: Record<Status, number>;
  byKind: Record<Kind, number>;
};

/** Reads counts by name, as they are kept (store/targets/schema: target_counts). */
export function readTargetCounts(kept: Readonly<Counts>): TargetCounts {
  const pick = <Name extends string>(names: readonly Name[]) =>
    Object.fromEntries(
      names.map((name) => [name, Math.max(0, kept[name] ?? 0)]),
    ) as Record<Name, number>;
  const byStatus = pick(statuses);
  const all = statuses.reduce((sum, status) => sum + byStatus[status], 0);
  return { all, byStatus, byKind: pick(kinds) };
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
