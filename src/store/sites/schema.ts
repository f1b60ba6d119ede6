// Defines the tables of crawls and of the pages that crawls find. WITHOUT ROWID is added
// by hand to the tables marked so: see store/schema.
import { sql } from "drizzle-orm";
import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";
import { crawlStates } from "#domain/sites/crawl.ts";

/**
 * One crawl of a site. The start of its queue up to `position` is done; its entries are
 * in `frontier`. Of the open ones (`ended_at` null) there is at most one a target, and at
 * most one a lane is leased at a time.
 */
export const crawls = sqliteTable(
  "crawls",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    targetId: integer("target_id").notNull(),
    lane: text().notNull(),
    state: text({ enum: crawlStates }).notNull(),
    /** Why it ended early, for a person. */
    reason: text(),
    trigger: text({ enum: ["schedule", "manual"] }).notNull(),
    dueAt: integer("due_at").notNull(),
    startedAt: integer("started_at").notNull(),
    endedAt: integer("ended_at"),
    /** The target's request_revision when it began. */
    requestRevision: integer("request_revision").notNull(),
    nextAt: integer("next_at").notNull(),
    leaseToken: text("lease_token"),
    leaseUntil: integer("lease_until").notNull().default(0),
    /** Until when a message that hands it over is believed to be on its way. */
    handedUntil: integer("handed_until").notNull().default(0),
    /** Claims since a slice was recorded last. */
    claims: integer().notNull().default(0),
    position: integer().notNull().default(0),
    queued: integer().notNull().default(0),
    /** JSON (domain/sites/crawl). */
    progress: text().notNull(),
  },
  (table) => [
    index("crawls_target").on(table.targetId),
    uniqueIndex("crawls_open").on(table.targetId).where(sql`ended_at IS NULL`),
    index("crawls_waiting").on(table.nextAt).where(sql`ended_at IS NULL`),
    index("crawls_leased").on(table.lane).where(sql`lease_token IS NOT NULL`),
  ],
);

/**
 * The queue of an open crawl, packed (domain/sites/frontier/queue-encoding). WITHOUT
 * ROWID.
 */
export const frontier = sqliteTable(
  "frontier",
  {
    crawlId: integer("crawl_id").notNull(),
    chunk: integer().notNull(),
    entries: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.crawlId, table.chunk] })],
);

/**
 * Every URL that was found on a site and is not forgotten; its number there is its page's
 * id (domain/sites/frontier/url-index). WITHOUT ROWID.
 */
export const siteUrls = sqliteTable(
  "site_urls",
  {
    targetId: integer("target_id").notNull(),
    chunk: integer().notNull(),
    hashes: blob({ mode: "buffer" }).notNull(),
    /** Hashes of the paths of those that have a query. */
    variants: blob({ mode: "buffer" }).notNull(),
    urls: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.targetId, table.chunk] })],
);

/** A site's pages as seen last. A row is written when it changes. WITHOUT ROWID. */
export const pages = sqliteTable(
  "pages",
  {
    targetId: integer("target_id").notNull(),
    id: integer().notNull(),
    url: text().notNull(),
    /** The answer's; null when there was none. */
    status: integer(),
    /** JSON of a Failure. */
    failure: text(),
    contentType: text("content_type"),
    contentHash: text("content_hash"),
    bytes: integer().notNull(),
    title: text(),
    /** Where it redirects to. */
    location: text(),
    /** The canonical URL when it is another one. */
    canonical: text(),
    noindex: integer({ mode: "boolean" }).notNull(),
    depth: integer().notNull(),
    etag: text(),
    lastModified: text("last_modified"),
    /** The target's request_revision when it was read. */
    revision: integer().notNull(),
    foundAt: integer("found_at").notNull(),
    changedAt: integer("changed_at").notNull(),
    goneAt: integer("gone_at"),
    /** Since when crawls have not come to it, though it is not gone. */
    unseenAt: integer("unseen_at"),
    /** Ids of the pages it links to (domain/sites/page-links). */
    links: blob({ mode: "buffer" }).notNull(),
    /** JSON: links that are not followed, by reason. */
    refused: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.targetId, table.id] }),
    index("pages_broken")
      .on(table.targetId, table.id)
      .where(sql`status >= 400 OR status IS NULL`),
    index("pages_changed")
      .on(table.targetId, table.changedAt)
      .where(sql`changed_at > found_at`),
    index("pages_unseen").on(table.targetId, table.id).where(sql`unseen_at IS NOT NULL`),
    index("pages_gone").on(table.targetId, table.goneAt).where(sql`gone_at IS NOT NULL`),
  ],
);

/** robots.txt by origin, as it was answered. WITHOUT ROWID. */
export const robots = sqliteTable("robots", {
  origin: text().primaryKey(),
  verdict: text({ enum: ["rules", "unavailable"] }).notNull(),
  body: blob({ mode: "buffer" }).notNull(),
  fetchedAt: integer("fetched_at").notNull(),
  expiresAt: integer("expires_at").notNull(),
});
