// Defines the tables of contents and changes. WITHOUT ROWID is added by hand to the tables
// marked so: see store/schema.
import { sql } from "drizzle-orm";
import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
} from "drizzle-orm/sqlite-core";

/** What was read of a target, each different reading once. WITHOUT ROWID. */
export const contents = sqliteTable(
  "contents",
  {
    targetId: integer("target_id").notNull(),
    /** Sixteen bytes, lower-case hex (domain/readings/reading). */
    hash: text().notNull(),
    /** When it was seen first, or seen again after long. Epoch ms. */
    seenAt: integer("seen_at").notNull(),
    /** Bytes of the reading's text before packing. */
    readingBytes: integer("reading_bytes").notNull(),
    /** Bytes of the body before packing; null where it is kept nowhere. */
    rawBytes: integer("raw_bytes"),
    /** Bytes that the row or the bucket holds of both. */
    storedBytes: integer("stored_bytes").notNull(),
    contentType: text("content_type"),
    /** The key of its object in the bucket, which has text and body; null: the row has. */
    object: text(),
    /** JSON: values by name (domain/conditions/read-value), cut. */
    values: text("read_values").notNull(),
    /** The reading's text: UTF-8, packed with deflate-raw; null where the bucket has it. */
    reading: blob({ mode: "buffer" }),
    /** The body of the first answer that was read so, packed alike; null: not kept here. */
    raw: blob({ mode: "buffer" }),
  },
  (table) => [primaryKey({ columns: [table.targetId, table.hash] })],
);

/** Changes of targets' contents. WITHOUT ROWID. */
export const changes = sqliteTable(
  "changes",
  {
    targetId: integer("target_id").notNull(),
    /** When the run began that saw the content first. Epoch ms. */
    at: integer().notNull(),
    /** first, changed, reverted, minor, learned (domain/changes/change). */
    kind: text().notNull(),
    /** When the run began that confirmed it. */
    confirmedAt: integer("confirmed_at").notNull(),
    /** The content that it was compared with; null for the first. */
    fromHash: text("from_hash"),
    toHash: text("to_hash").notNull(),
    /** JSON (domain/changes/change). */
    facts: text().notNull(),
    /** Whether it has become an event, or is none that is told. */
    told: integer({ mode: "boolean" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.targetId, table.at] }),
    index("changes_at").on(table.at, table.targetId),
    index("changes_waiting").on(table.at).where(sql`told = 0`),
  ],
);

/** Up to which change somebody has looked at a target. WITHOUT ROWID. */
export const seenChanges = sqliteTable("seen_changes", {
  targetId: integer("target_id").primaryKey(),
  /** The content that was there. */
  hash: text().notNull(),
  /** When that was marked. Epoch ms. */
  seenAt: integer("seen_at").notNull(),
});

/** How often the secret in the address of a feed was renewed. WITHOUT ROWID. */
export const feedKeys = sqliteTable("feed_keys", {
  /** "all", "target:12", "tag:web". */
  scope: text().primaryKey(),
  renewals: integer().notNull(),
});
