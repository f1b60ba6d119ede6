// Defines the tables of shards, runs, statistics and jobs; targets, hosts and sites have a
// schema of their own. After drizzle-kit has written a migration and before the migration
// lands, WITHOUT ROWID is added by hand to the tables marked so: it makes a row cost one
// written row instead of two.
import { sql } from "drizzle-orm";
import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";

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
    /** Claims since the last record: more than a few say that its rounds are lost. */
    claims: integer().notNull().default(0),
    /** When it was claimed last; null when that claim stands among the lost ones. */
    claimedAt: integer("claimed_at"),
    /**
     * JSON: the claims since the last record, which have none (store/rounds/lost-rounds);
     * null without any.
     */
    lostClaims: text("lost_claims"),
    /**
     * JSON: which slots the last record found missed (store/rounds/missed-slots); null for
     * none. A trigger (0009) notes them in missed_slots.
     */
    missed: text(),
    /** JSON: ids of the targets one of which may break its rounds; null without any. */
    suspects: text(),
    /**
     * JSON, name to number: what its rounds have come to that messages called for. It only
     * grows (domain/jobs/gathered).
     */
    counted: text().notNull().default("{}"),
  },
  (table) => [
    // Every record of a round writes this index: sums over `counted` are read from it alone.
    index("shards_due").on(table.dueAt, table.counted),
    index("shards_size").on(table.size),
  ],
);

/**
 * The hot form: one shard's hour, appended by each round (domain/runs/block). A part that
 * is full is followed by another one. WITHOUT ROWID.
 */
export const blocks = sqliteTable(
  "blocks",
  {
    shardId: integer("shard_id").notNull(),
    hour: integer().notNull(),
    part: integer().notNull().default(0),
    data: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.shardId, table.hour, table.part] })],
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
 * What of a target's hour does not fit into its row in `hours`: further pieces of the
 * same form, in parts from 1 on. WITHOUT ROWID.
 */
export const hourParts = sqliteTable(
  "hour_parts",
  {
    targetId: integer("target_id").notNull(),
    hour: integer().notNull(),
    part: integer().notNull(),
    entries: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.targetId, table.hour, table.part] })],
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

/**
 * The targets of a shard some of whose slots were missed, by the hour in which a round
 * found that. WITHOUT ROWID.
 */
export const missedSlots = sqliteTable(
  "missed_slots",
  {
    hour: integer().notNull(),
    shardId: integer("shard_id").notNull(),
    /** JSON by target id: its last missed slot, epoch ms. */
    targets: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hour, table.shardId] })],
);

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
  /** Claims since a run of it was recorded last. */
  claims: integer().notNull().default(0),
  claimedAt: integer("claimed_at"),
  /** JSON: what a run is at that follows a lost one; null when none was lost. */
  bookmark: text(),
  /** JSON: the conditions of its runs (domain/conditions); null without any. */
  expect: text(),
  /** When the first of its latest failed runs began; null while it does not fail. */
  failingSince: integer("failing_since"),
});

/**
 * What broke our own code again and again: it is left alone until it is tried again.
 * WITHOUT ROWID.
 */
export const setAside = sqliteTable(
  "set_aside",
  {
    /** What kind of thing: a target, a crawl, a page, a block, a day. */
    kind: text().notNull(),
    /** Which one: its key in its table. */
    item: text().notNull(),
    since: integer().notNull(),
    retryAt: integer("retry_at").notNull(),
    /** Why, for a person. */
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.item] })],
);

/** A job's runs of one hour, one JSON object a line. WITHOUT ROWID. */
export const jobHours = sqliteTable(
  "job_hours",
  {
    job: text().notNull(),
    hour: integer().notNull(),
    finishedAt: integer("finished_at").notNull(),
    runs: text().notNull(),
    /** JSON, name to number: the sum of the job's runs up to this row's last. */
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

/** Links that log a browser in, each once. WITHOUT ROWID. */
export const loginLinks = sqliteTable("login_links", {
  /** Of the link's secret: whoever reads the database cannot log in with it. */
  hash: text().primaryKey(),
  /** What whoever follows it may do. */
  role: text().notNull(),
  /** Epoch ms. */
  expiresAt: integer("expires_at").notNull(),
});
