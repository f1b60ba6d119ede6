// What a shard's row knows of its enabled targets for their metrics, so that a scrape
// reads a row a shard.
import { type SQL, sql } from "drizzle-orm";
import type { Kind } from "#domain/targets/target.ts";

export type Labels = {
  name: string;
  url: string;
  kind: Kind;
  key: string | null;
  tags: string[];
};

/** The labels as they are to be: to be written with whatever changes a target. */
export const currentLabels = (shardId: SQL): SQL => sql`(
  SELECT json_group_object(id, json_array(name, url, kind, key, json(tags))) FROM targets
  WHERE shard_id = ${shardId} AND enabled = 1)`;

/** Reads a shard's labels: by target id. */
export function readLabels(json: string): [id: number, labels: Labels][] {
  const rows = JSON.parse(json) as Record<
    string,
    [string, string, Kind, string | null, string[]]
  >;
  return Object.entries(rows).map(([id, [name, url, kind, key, tags]]) => [
    Number(id),
    { name, url, kind, key, tags },
  ]);
}
