// Keeps the labels of enabled targets in their shard's row, so that a scrape of their
// metrics reads one row a shard.
import { type SQL, sql } from "drizzle-orm";
import type { Kind } from "#domain/targets/target.ts";

export type TargetLabels = {
  name: string;
  url: string;
  kind: Kind;
  key: string | null;
  tags: string[];
};

/**
 * The labels of a shard's targets as they are now: written whenever a target changes. A
 * target's array is append only: the position is stored.
 */
export const currentLabels = (shardId: SQL): SQL => sql`(
  SELECT json_group_object(id, json_array(name, url, kind, key, json(tags))) FROM targets
  WHERE shard_id = ${shardId} AND enabled = 1)`;

/** Reads a shard's labels, each with its target's id. */
export function readLabels(json: string): [id: number, labels: TargetLabels][] {
  const rows = JSON.parse(json) as Record<
    string,
    [string, string, Kind, string | null, string[]]
  >;
  return Object.entries(rows).map(([id, [name, url, kind, key, tags]]) => [
    Number(id),
    { name, url, kind, key, tags },
  ]);
}
