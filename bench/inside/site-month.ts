// Stores a site of a thousand pages with a month of crawls, one a day: some pages are
// broken, and the last crawl found some that are new, changed or gone. Runs inside the
// runtime.
import { sql } from "drizzle-orm";
import { noProgress } from "#domain/sites/crawl.ts";
import type { SitePage } from "#domain/sites/site-page.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { writePages } from "#store/sites/pages.ts";

/** Of a target that is a site; the last crawl began at `to` (epoch ms). */
export type SiteMonth = { targetId: number; to: number };

const pageCount = 1_000;
const folders = 40;
const crawlsKept = 30;

export async function storeSite(
  d1: D1Database,
  { targetId, to }: SiteMonth,
): Promise<void> {
  const pages = Array.from({ length: pageCount }, (_, id) => pageOf(id, to));
  await openDb(d1, createMeter()).batch([
    ...writePages(targetId, pages, sql`true`),
    ...Array.from({ length: crawlsKept }, (_, i) => {
      const startedAt = to - (crawlsKept - 1 - i) * dayMs;
      return sql`
        INSERT INTO crawls (target_id, lane, state, trigger, due_at, started_at, ended_at,
          request_revision, next_at, position, queued, progress)
        VALUES (${targetId}, 'site.example', 'completed', 'schedule', ${startedAt},
          ${startedAt}, ${startedAt + hourMs / 2}, 1, ${startedAt}, ${pageCount},
          ${pageCount}, ${JSON.stringify(progress)})`;
    }),
  ]);
}

const progress = {
  ...noProgress,
  fetched: pageCount,
  failed: 20,
  bytes: 18_000_000,
  new: 12,
  changed: 31,
  unchanged: 937,
  gone: 20,
  slices: 18,
  activeMs: 400_000,
};

const pathOf = (id: number): string => `products/room-${id % folders}/piece-${id}`;

function pageOf(id: number, to: number): SitePage {
  const isBroken = id % 50 === 7;
  const isNew = id >= pageCount - progress.new;
  const foundAt = isNew ? to + 1 : to - 20 * dayMs;
  return {
    id,
    url: `http://site.example/${id === 0 ? "" : pathOf(id)}`,
    status: isBroken ? 500 : 200,
    failure: isBroken ? { class: "status", status: 500, expected: "2xx" } : null,
    contentType: "text/html; charset=utf-8",
    contentHash: ((id + 1) * 2_654_435_761).toString(16).padStart(64, "0"),
    bytes: 12_000 + ((id * 7_919) % 9_000),
    title: `A piece of our rooms, number ${id}`,
    location: null,
    canonical: null,
    noindex: false,
    depth: id === 0 ? 0 : 2,
    etag: null,
    lastModified: null,
    revision: 1,
    foundAt,
    changedAt: isNew || id % 32 === 3 ? to + 1 : to - (id % 19) * dayMs,
    goneAt: id % 50 === 9 ? to + 1 : null,
    unseenAt: null,
    links: Array.from({ length: 20 }, (_, i) => (id * 13 + i * i * 7) % pageCount).sort(
      (a, b) => a - b,
    ),
    refused: {},
  };
}
