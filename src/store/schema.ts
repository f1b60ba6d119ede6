// The tables, once. After drizzle-kit has written a migration and before it lands,
// WITHOUT ROWID is added by hand to the tables marked so below: it makes a row cost one
// written row instead of two.
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
 * What is scheduled, leased and recorded together. `revision` grows when its targets
 * change under a round.
 */
export const shards = sqliteTable(
  "shards",
  {
    id: integer().primaryKey(),
    size: integer().notNull(),
    dueAt: integer("due_at").notNull(),
    revision: integer().notNull().default(0),
    leaseToken: text("lease_token"),
    leaseUntil: integer("lease_until").notNull().default(0),
    /** JSON by target id (domain/rounds/state-encoding). */
    state: text().notNull().default("{}"),
    /**
     * JSON by target id of its enabled targets: what their metrics are labelled with
     * (store/shards/target-labels).
     */
    labels: text().notNull().default("{}"),
  },
  (table) => [index("shards_due").on(table.dueAt), index("shards_size").on(table.size)],
);

/**
 * The hot form: one shard's hour, appended by each round (domain/runs/block). WITHOUT
 * ROWID.
 */
export const blocks = sqliteTable(
  "blocks",
  {
    shardId: integer("shard_id").notNull(),
    hour: integer().notNull(),
    data: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.shardId, table.hour] })],
);

/**
 * The sealed form: one target's hour, every entry (domain/runs/sealed-hour). WITHOUT
 * ROWID.
 */
export const hours = sqliteTable(
  "hours",
  {
    targetId: integer("target_id").notNull(),
    hour: integer().notNull(),
    entries: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.targetId, table.hour] })],
);

/**
 * One target's day: the summary of each of its sealed hours, appended as they are sealed
 * (domain/statistics/summary). Once the day is over, the first `folded` bytes of them are
 * also in `total`, as one summary; -1 says that those bytes were dropped since. With a
 * rowid, since a row without one spills into pages of its own from 1 KB on.
 */
export const days = sqliteTable(
  "days",
  {
    targetId: integer("target_id").notNull(),
    day: integer().notNull(),
    folded: integer().notNull().default(0),
    total: blob({ mode: "buffer" }).notNull(),
    hours: blob({ mode: "buffer" }).notNull(),
    /** Its failed runs, packed like an hour's entries. */
    failures: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.targetId, table.day] }),
    index("days_unfolded").on(table.day).where(sql`folded = 0`),
  ],
);

/**
 * The same of all targets of a shard together, and each one's day in brief
 * (domain/statistics/heat).
 */
export const shardDays = sqliteTable(
  "shard_days",
  {
    shardId: integer("shard_id").notNull(),
    day: integer().notNull(),
    folded: integer().notNull().default(0),
    total: blob({ mode: "buffer" }).notNull(),
    hours: blob({ mode: "buffer" }).notNull(),
    heat: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shardId, table.day] }),
    index("shard_days_unfolded").on(table.day).where(sql`folded = 0`),
  ],
);

/** Hosts that asked to be left alone (Retry-After). WITHOUT ROWID. */
export const hostHolds = sqliteTable("host_holds", {
  host: text().primaryKey(),
  until: integer().notNull(),
});

/**
 * Control of a job: there is a row once it was paused or has run under a lease. WITHOUT
 * ROWID.
 */
export const jobs = sqliteTable("jobs", {
  name: text().primaryKey(),
  pausedAt: integer("paused_at"),
  leaseToken: text("lease_token"),
  leaseUntil: integer("lease_until").notNull().default(0),
  lastDueAt: integer("last_due_at"),
  /** When there is work for a job that runs on demand; null when there is none. */
  wakeAt: integer("wake_at"),
});

/** A job's runs of one hour, one JSON object a line. WITHOUT ROWID. */
export const jobHours = sqliteTable(
  "job_hours",
  {
    job: text().notNull(),
    hour: integer().notNull(),
    finishedAt: integer("finished_at").notNull(),
    runs: text().notNull(),
    /**
     * JSON, name to number: what all the job's runs up to this row's last have come to.
     */
    totals: text().notNull().default("{}"),
  },
  (table) => [primaryKey({ columns: [table.job, table.hour] })],
);

/**
 * Counters by name, JSON: of the API's requests, which only grow; and how far `prune` has
 * got. WITHOUT ROWID.
 */
export const counters = sqliteTable("counters", {
  name: text().primaryKey(),
  counts: text().notNull(),
});

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
    position: integer().notNull().default(0),
    queued: integer().notNull().default(0),
    /** JSON (domain/sites/crawl). */
    progress: text().notNull(),
  },
  (table) => [
    index("crawls_target").on(table.targetId),
    uniqueIndex("crawls_open").on(table.targetId).where(sql`ended_at IS NULL`),
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
 * Every URL that was ever found on a site; its number there is its page's id
 * (domain/sites/frontier/url-index). WITHOUT ROWID.
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

/**
 * A site's pages as they were seen last: written when something changed. WITHOUT ROWID.
 */
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
