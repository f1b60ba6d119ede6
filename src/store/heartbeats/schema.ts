// Defines the tables of heartbeats. WITHOUT ROWID is added by hand to the tables marked
// so: see store/schema.
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * What a ping finds and writes: a row for each target of kind heartbeat, kept in step by
 * triggers (0012). A ping changes no column that has an index.
 */
export const heartbeats = sqliteTable(
  "heartbeats",
  {
    targetId: integer("target_id").primaryKey(),
    uuid: text().notNull().unique(),
    slug: text(),
    shardId: integer("shard_id").notNull(),
    /** Whether its target is enabled, and what else a ping must know of it. */
    enabled: integer().notNull(),
    postOnly: integer("post_only").notNull(),
    manualResume: integer("manual_resume").notNull(),
    runMaxMs: integer("run_max_ms").notNull(),
    /** Lines of pings that no round has taken yet (domain/heartbeats/ping-encoding). */
    inbox: text().notNull().default(""),
    /** How many pings it has had. */
    pings: integer().notNull().default(0),
    /** When the last one came; null before the first. Epoch ms. */
    lastAt: integer("last_at"),
    /** The hour, counted from 1970, in which a round has taken pings last. */
    hour: integer().notNull().default(0),
    /** The end of a run that turns nothing: `success` or `fail`; null for none. */
    quiet: text({ enum: ["success", "fail"] }),
    /** When a round must take its pings; never where that can wait. Epoch ms. */
    wakeAt: integer("wake_at").notNull(),
    /** JSON: the latest pings in brief (domain/heartbeats/ping: RecentPing). */
    recent: text().notNull().default("[]"),
    /** JSON of the same: the latest that it did not want. Rounds leave it alone. */
    ignored: text().notNull().default("[]"),
  },
  (table) => [
    index("heartbeats_slug").on(table.slug),
    index("heartbeats_shard").on(table.shardId),
  ],
);

/** The bodies of pings, by run. WITHOUT ROWID. */
export const runLogs = sqliteTable(
  "run_logs",
  {
    targetId: integer("target_id").notNull(),
    /** The slot of the run, or what stands for it. */
    dueAt: integer("due_at").notNull(),
    /** The number of the ping. */
    n: integer().notNull(),
    body: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.targetId, table.dueAt, table.n] })],
);

/** The key of ping addresses that name a heartbeat by its slug. WITHOUT ROWID. */
export const pingKeys = sqliteTable("ping_keys", {
  key: text().primaryKey(),
  createdAt: integer("created_at").notNull(),
});
