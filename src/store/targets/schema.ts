// Defines the tables of targets. A column of `targets` says how its field is stored;
// SELECT, INSERT and UPDATE follow from it (target-columns). WITHOUT ROWID is added by
// hand to the tables marked so: see store/schema.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Steps } from "#domain/readings/step.ts";
import type { Schedule } from "#domain/schedules/schedule.ts";
import { type AlarmRule, usualAlarm } from "#domain/targets/alarm-rule.ts";
import { type ChangeRule, usualChanges } from "#domain/targets/change-rule.ts";
import { type CrawlSpec, usualCrawl } from "#domain/targets/crawl-spec.ts";
import { type HeartbeatSpec, usualHeartbeat } from "#domain/targets/heartbeat-spec.ts";
import {
  type Expectation,
  kinds,
  type RequestSpec,
  type Retention,
  statuses,
  usualExpectation,
  usualRequest,
  usualRetention,
  usualSchedule,
} from "#domain/targets/target.ts";
import { unusualJson } from "./json-column.ts";

/**
 * Triggers keep target_tags and target_text (0001) and target_counts (0009) in step with
 * this table, and heartbeats (0012).
 */
export const targets = sqliteTable(
  "targets",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text({ enum: kinds }).notNull(),
    key: text().unique(),
    url: text().notNull(),
    host: text().notNull(),
    name: text().notNull(),
    tags: text({ mode: "json" }).$type<string[]>().notNull(),
    enabled: integer({ mode: "boolean" }).notNull(),
    status: text({ enum: statuses }).notNull(),
    statusSince: integer("status_since").notNull(),
    shardId: integer("shard_id").notNull(),
    anchorAt: integer("anchor_at").notNull(),
    schedule: unusualJson<Schedule>(usualSchedule).notNull(),
    request: unusualJson<RequestSpec>(usualRequest).notNull(),
    expect: unusualJson<Expectation>(usualExpectation).notNull(),
    /** How a site is crawled; null for a page. */
    crawl: unusualJson<CrawlSpec>(usualCrawl),
    /** How a heartbeat is listened to; null for other kinds. */
    heartbeat: unusualJson<HeartbeatSpec>(usualHeartbeat),
    retention: unusualJson<Retention>(usualRetention).notNull().default(sql`'{}'`),
    /** When its failing becomes an incident. */
    alarm: unusualJson<AlarmRule>(usualAlarm).notNull().default(sql`'{}'`),
    /** How its readings are taken from its answers. */
    extract: text({ mode: "json" }).$type<Steps>().notNull().default([]),
    /** Which differences between its readings count. */
    changes: unusualJson<ChangeRule>(usualChanges).notNull().default(sql`'{}'`),
    /** Whether everybody may see its badges. */
    badges: integer({ mode: "boolean" }).notNull().default(false),
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
    index("targets_sites").on(table.id).where(sql`kind = 'site'`),
  ],
);

/** An index of targets.tags. WITHOUT ROWID. */
export const targetTags = sqliteTable(
  "target_tags",
  { tag: text().notNull(), targetId: integer("target_id").notNull() },
  (table) => [primaryKey({ columns: [table.tag, table.targetId] })],
);

/**
 * How many targets there are with a tag; the row of the empty tag counts all targets.
 * WITHOUT ROWID.
 */
export const targetCounts = sqliteTable("target_counts", {
  tag: text().primaryKey(),
  /**
   * JSON: how many of them are of a kind, by its name, and how many are `paused`. Other
   * statuses turn too often to be counted here.
   */
  counts: text().notNull(),
});

/** Remembers creations: a repeated request creates nothing twice. WITHOUT ROWID. */
export const idempotencyKeys = sqliteTable("idempotency_keys", {
  key: text().primaryKey(),
  fingerprint: text().notNull(),
  targetId: integer("target_id").notNull(),
  createdAt: integer("created_at").notNull(),
});
