// Reads the places of shards among those that ask a host, and tidies them.
import { type SQL, sql } from "drizzle-orm";
import type { HostPlace } from "#domain/rounds/queue/host-place.ts";

export type PlaceAtHost = HostPlace & {
  host: string;
  /** Whether a round under way may not know of the place yet. */
  waits: 0 | 1;
};

/** JSON: the places of a row of `shards`. A host that one shard asks has none. */
export const placesOf = (now: number): SQL => sql`(
  SELECT json_group_array(json_object('host', p.host, 'place', p.place,
    'of', (SELECT max(place) + 1 FROM host_places WHERE host = p.host),
    'waits', EXISTS (
      SELECT 1 FROM json_each(p.waits) lease
      CROSS JOIN shards s ON s.id = lease.value ->> 0
        AND s.lease_token = lease.value ->> 1 AND s.lease_until > ${now})))
  FROM host_places p WHERE p.shard_id = shards.id)`;

const isNeeded = sql`EXISTS (
  SELECT 1 FROM targets WHERE host = p.host AND shard_id = p.shard_id)`;

/** A place may change hands only while no round knows it. */
const isUnknown = (now: number): SQL => sql`NOT EXISTS (
  SELECT 1 FROM shards WHERE id = p.shard_id AND lease_until > ${now})`;

/** Places of shards without targets of their host, and the places that are needed there. */
const leftAndNeeded = (now: number, limit: number): SQL => sql`
  left_ones AS MATERIALIZED (
    SELECT p.shard_id, p.host, p.place, p.waits,
      row_number() OVER (PARTITION BY p.host ORDER BY p.place) AS number
    FROM host_places p WHERE NOT ${isNeeded} AND ${isUnknown(now)} LIMIT ${limit}),
  needed AS MATERIALIZED (
    SELECT p.shard_id, p.host, p.place,
      row_number() OVER (PARTITION BY p.host ORDER BY p.place DESC) AS number
    FROM host_places p WHERE p.host IN (SELECT host FROM left_ones) AND ${isNeeded})`;

/**
 * The statements that take at most `limit` places from shards without targets of their
 * host. The highest places move to where others were taken: so all moments of a host are
 * somebody's. A place that would have to move but is known to a round waits for another
 * run.
 */
export const tidyPlaces = (now: number, limit: number): SQL[] => [
  sql`
    WITH ${leftAndNeeded(now, limit)}
    UPDATE host_places AS p SET place = left_ones.place, waits = left_ones.waits
    FROM needed CROSS JOIN left_ones USING (host, number)
    WHERE p.shard_id = needed.shard_id AND p.host = needed.host
      AND left_ones.place < needed.place AND ${isUnknown(now)}`,
  sql`
    WITH ${leftAndNeeded(now, limit)}
    DELETE FROM host_places WHERE (shard_id, host) IN (
      SELECT left_ones.shard_id, left_ones.host
      FROM left_ones LEFT JOIN needed ON needed.host = left_ones.host AND needed.number = 1
      WHERE left_ones.place > coalesce(needed.place, -1)
        OR EXISTS (SELECT 1 FROM host_places o WHERE o.host = left_ones.host
          AND o.place = left_ones.place AND o.shard_id <> left_ones.shard_id))`,
];
