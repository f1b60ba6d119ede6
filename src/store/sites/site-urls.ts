// Stores the URLs of a site, packed: every URL that was found, by its number. URLs are
// appended and never changed; forgotten ones go (./forgotten-urls).

import { type SQL, sql } from "drizzle-orm";
import { packPlaced, type UrlColumns } from "#domain/sites/frontier/placed-urls.ts";
import { urlHashBytes } from "#domain/sites/frontier/url-index.ts";
import {
  packRecords,
  packUrls,
  unpackUrls,
  urlsInChunk,
  versionBytes,
} from "#domain/sites/frontier/url-records.ts";
import { packVariants } from "#domain/sites/frontier/variant-encoding.ts";
import type { Db } from "#store/db.ts";
import { jsonParameters } from "#store/packed-bytes.ts";

/**
 * New URLs: those numbered from `firstId` on, with the eight bytes of each URL's hash
 * (domain/sites/frontier/url-index), and by number those that are `reused`.
 */
export type NewUrls = {
  firstId: number;
  urls: readonly string[];
  hashes: Uint8Array;
  reused?: ReadonlyMap<number, string>;
};

/** What a crawl holds of a chunk in memory, in hex; and the number of the last chunk. */
export type UrlIndexRow = {
  chunk: number;
  lastChunk: number;
  hashes: string;
  variants: string;
};

/** Chunks that are read at once: 1.6 MB of hex, and as much again for their queries. */
export const urlChunksAtOnce = 400;

export const urlIndexRows = (targetId: SQL, fromChunk: number): SQL => sql`
  SELECT chunk, hex(hashes) AS hashes, hex(variants) AS variants,
    (SELECT max(chunk) FROM site_urls WHERE target_id = ${targetId}) AS lastChunk
  FROM site_urls WHERE target_id = ${targetId} AND chunk >= ${fromChunk}
  ORDER BY chunk LIMIT ${urlChunksAtOnce}`;

/** About how many URLs a target has, as an SQL expression: no fewer than there are. */
export const countUrls = (targetId: SQL): SQL => sql`(
  SELECT coalesce((max(chunk) + 1) * ${urlsInChunk}, 0) FROM site_urls
  WHERE target_id = ${targetId})`;

/** Statements that append URLs, where `condition` holds. */
export const appendUrls = (targetId: number, added: NewUrls, condition: SQL): SQL[] =>
  jsonParameters(chunksOf(added)).map(
    (json) => sql`
      INSERT INTO site_urls (target_id, chunk, hashes, variants, urls)
      SELECT ${targetId}, value ->> 0, unhex(value ->> 1),
        unhex(value ->> 2), unhex(value ->> 3)
      FROM json_each(${json}) WHERE ${condition}
      ON CONFLICT (target_id, chunk) DO UPDATE SET
        ${appended("hashes", versionBytes.records)},
        ${appended("variants", versionBytes.records)},
        ${appended("urls", versionBytes.urls)}`,
  );

/** Gives rows one by one: all of them together would be several times the URLs. */
function* chunksOf({
  firstId,
  urls,
  hashes,
  reused = new Map(),
}: NewUrls): Generator<unknown[]> {
  const byChunk = Map.groupBy(reused, ([id]) => chunkOf(id));
  for (const [chunk, members] of byChunk) {
    const placed = members.map(([id, url]) => ({ offset: id % urlsInChunk, url }));
    yield rowOf(chunk, packPlaced(placed));
  }
  for (let from = 0, to = 0; from < urls.length; from = to) {
    const chunk = chunkOf(firstId + from);
    to = Math.min(urls.length, (chunk + 1) * urlsInChunk - firstId);
    const members = urls.slice(from, to);
    const ownHashes = hashes.subarray(from * urlHashBytes, to * urlHashBytes);
    yield rowOf(chunk, {
      hashes: packRecords(ownHashes),
      variants: packRecords(packVariants(members)),
      urls: packUrls(members),
    });
  }
}

/** A row's fields, for the statements that write it. */
export const rowOf = (
  chunk: number,
  { hashes, variants, urls }: UrlColumns,
): unknown[] => [chunk, hashes.toHex(), variants.toHex(), urls.toHex()];

/** Appends to a column what is new, without its version: the row has one. */
const appended = (column: string, versionLength: number): SQL =>
  sql.raw(`${column} =
    CAST(${column} || substr(excluded.${column}, ${versionLength + 1}) AS BLOB)`);

const chunkOf = (id: number): number => Math.floor(id / urlsInChunk);

/** Reads the URLs of these numbers. */
export async function readUrls(
  db: Db,
  targetId: number,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const chunks = [...new Set(ids.map(chunkOf))];
  const rows = await db.all<{ chunk: number; urls: string }>(sql`
    SELECT chunk, hex(urls) AS urls FROM site_urls
    WHERE target_id = ${targetId}
      AND chunk IN (SELECT value FROM json_each(${JSON.stringify(chunks)}))`);
  const wanted = new Set(ids);
  const found = new Map<number, string>();
  for (const { chunk, urls } of rows) {
    for (const [i, url] of unpackUrls(Uint8Array.fromHex(urls)).entries()) {
      const id = chunk * urlsInChunk + i;
      if (url !== "" && wanted.has(id)) found.set(id, url);
    }
  }
  return found;
}
