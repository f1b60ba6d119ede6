// Reads what is recorded of a crawl's frontier part by part: a large site's would not fit
// into memory as the database gives it.
import { type SQL, sql } from "drizzle-orm";
import type { Recorded } from "#domain/sites/frontier/frontier.ts";
import { urlsInChunk } from "#domain/sites/frontier/url-records.ts";
import type { Db } from "#store/db.ts";
import { type QueueRow, queueChunksAtOnce, queueRows } from "./crawl-queue.ts";
import { type UrlIndexRow, urlChunksAtOnce, urlIndexRows } from "./site-urls.ts";

/** A part, and where the next part begins; `next` is null after the last one. */
export type FrontierPart = Omit<Recorded, "position"> & {
  next: PartStart | null;
  /** About how many URLs the site has. */
  urls: number;
};

/** The first chunks of a part. */
type PartStart = { urlChunk: number; queueChunk: number };

export const firstPart: PartStart = { urlChunk: 0, queueChunk: 0 };

/** The two statements that read a part. */
export const frontierRows = (
  targetId: SQL,
  crawlId: SQL,
  { urlChunk, queueChunk }: PartStart,
): [SQL, SQL] => [urlIndexRows(targetId, urlChunk), queueRows(crawlId, queueChunk)];

export function toFrontierPart(
  urls: readonly UrlIndexRow[],
  queue: readonly QueueRow[],
  { urlChunk, queueChunk }: PartStart,
): FrontierPart {
  const next = {
    urlChunk: 1 + (urls.at(-1)?.chunk ?? urlChunk - 1),
    queueChunk: 1 + (queue.at(-1)?.chunk ?? queueChunk - 1),
  };
  const isLast = urls.length < urlChunksAtOnce && queue.length < queueChunksAtOnce;
  return {
    hashes: urls.map(({ hashes }) => Uint8Array.fromHex(hashes)),
    variants: urls.map(({ variants }) => Uint8Array.fromHex(variants)),
    queue: queue.map(({ entries }) => Uint8Array.fromHex(entries)),
    next: isLast ? null : next,
    urls: urls[0] === undefined ? 0 : (urls[0].lastChunk + 1) * urlsInChunk,
  };
}

export async function readFrontierPart(
  db: Db,
  targetId: number,
  crawlId: number,
  from: PartStart,
): Promise<FrontierPart> {
  const [urls, queue] = await db.batch<[UrlIndexRow, QueueRow]>(
    frontierRows(sql`${targetId}`, sql`${crawlId}`, from),
  );
  return toFrontierPart(urls, queue, from);
}
