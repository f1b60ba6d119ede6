// Keeps the labels of enabled targets in their shard's row, so that a scrape of their
// metrics reads one row a shard.
import { type SQL, sql } from "drizzle-orm";
import type { TargetMetrics } from "#domain/metrics/snapshot.ts";
import type { Kind } from "#domain/targets/target.ts";

export type TargetLabels = Pick<
  TargetMetrics,
  "id" | "name" | "url" | "kind" | "key" | "tags"
>;

/** Append only: the position is stored. */
type PackedLabels = [
  name: string,
  url: string,
  kind: Kind,
  key: string | null,
  tags: string[],
];

/** Packs the labels of a shard's targets as they are now, whenever a target changes. */
export const currentLabels = (shardId: SQL): SQL => sql`(
  SELECT json_group_object(id, json_array(name, url, kind, key, json(tags)))
  FROM targets INDEXED BY targets_shard
  WHERE shard_id = ${shardId} AND enabled = 1)`;

/** Reads the labels of a shard's targets. */
export function readLabels(json: string): TargetLabels[] {
  const rows = JSON.parse(json) as Record<string, PackedLabels>;
  return Object.entries(rows).map(([id, [name, url, kind, key, tags]]) => ({
    id: Number(id),
    name,
    url,
    kind,
    key,
    tags,
  }));
}
