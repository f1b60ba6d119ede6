// The tables, once. After drizzle-kit has written a migration and before it lands, WITHOUT ROWID is added by hand
// to the tables marked so below: it makes a row cost one written row instead of two.
import { blob, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { statuses } from "../domain/target.ts";

/** A due time that never comes: the largest instant of ECMAScript's Date. */
export const never = 8_640_000_000_000_000;

/** Triggers (0001) keep target_tags and target_text in step with this table. */
export const targets = sqliteTable(
  "targets",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text({ enum: ["page"] }).notNull(),
    key: text().unique(),
    url: text().notNull(),
    host: text().notNull(),
    name: text().notNull(),
    tags: text().notNull(),
    enabled: integer({ mode: "boolean" }).notNull(),
    status: text({ enum: statuses }).notNull(),
    statusSince: integer("status_since").notNull(),
    shardId: integer("shard_id").notNull(),
    anchorAt: integer("anchor_at").notNull(),
    schedule: text().notNull(),
    request: text().notNull(),
    expect: text().notNull(),
    requestRevision: integer("request_revision").notNull(),
    revision: integer().notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    index("targets_shard").on(table.shardId),
    index("targets_host").on(table.host, table.shardId),
    index("targets_status").on(table.status),
    index("targets_enabled").on(table.enabled),
    index("targets_name").on(table.name),
  ],
);

/** An index of targets.tags. WITHOUT ROWID. */
export const targetTags = sqliteTable(
  "target_tags",
  { tag: text().notNull(), targetId: integer("target_id").notNull() },
  (table) => [primaryKey({ columns: [table.tag, table.targetId] })],
);

/** What is scheduled, leased and recorded together. `revision` grows when its targets change under a round. */
export const shards = sqliteTable(
  "shards",
  {
    id: integer().primaryKey(),
    size: integer().notNull(),
    dueAt: integer("due_at").notNull(),
    revision: integer().notNull().default(0),
    leaseToken: text("lease_token"),
    leaseUntil: integer("lease_until").notNull().default(0),
    /** JSON by target id (domain/state-encoding). */
    state: text().notNull().default("{}"),
  },
  (table) => [index("shards_due").on(table.dueAt), index("shards_size").on(table.size)],
);

/** The hot form: one shard's hour, appended by each round (domain/block). WITHOUT ROWID. */
export const blocks = sqliteTable(
  "blocks",
  {
    shardId: integer("shard_id").notNull(),
    hour: integer().notNull(),
    data: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.shardId, table.hour] })],
);

/** The sealed form: one target's hour, its counts and its packed entries. WITHOUT ROWID. */
export const hours = sqliteTable(
  "hours",
  {
    targetId: integer("target_id").notNull(),
    hour: integer().notNull(),
    ran: integer().notNull(),
    late: integer().notNull(),
    skipped: integer().notNull(),
    missed: integer().notNull(),
    failed: integer().notNull(),
    entries: blob({ mode: "buffer" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.targetId, table.hour] })],
);

/** Hosts that asked to be left alone (Retry-After). WITHOUT ROWID. */
export const hostHolds = sqliteTable("host_holds", {
  host: text().primaryKey(),
  until: integer().notNull(),
});

/** Control of a job: there is a row once it was paused or has run under a lease. WITHOUT ROWID. */
export const jobs = sqliteTable("jobs", {
  name: text().primaryKey(),
  pausedAt: integer("paused_at"),
  leaseToken: text("lease_token"),
  leaseUntil: integer("lease_until").notNull().default(0),
  lastDueAt: integer("last_due_at"),
});

/** A job's runs of one hour, one JSON object a line. WITHOUT ROWID. */
export const jobHours = sqliteTable(
  "job_hours",
  {
    job: text().notNull(),
    hour: integer().notNull(),
    finishedAt: integer("finished_at").notNull(),
    runs: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.job, table.hour] })],
);

/** Remembered creations, so that a repeated request creates nothing twice. WITHOUT ROWID. */
export const idempotencyKeys = sqliteTable("idempotency_keys", {
  key: text().primaryKey(),
  fingerprint: text().notNull(),
  targetId: integer("target_id").notNull(),
  createdAt: integer("created_at").notNull(),
});
