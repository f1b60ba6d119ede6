// Defines the tables of channels and notices. WITHOUT ROWID is added by hand to the tables
// marked so: see store/schema.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

export const channels = sqliteTable("channels", {
  id: integer().primaryKey({ autoIncrement: true }),
  kind: text().notNull(),
  name: text().notNull().unique(),
  enabled: integer({ mode: "boolean" }).notNull(),
  language: text().notNull(),
  /** JSON: its own forms of the title and the text; null for the usual ones. */
  template: text(),
  /** JSON: the fields of its kind; secret ones are sealed (store/secrets/vault). */
  config: text().notNull(),
  /** JSON: the last answer to a notice or a test; null before the first. */
  lastAnswer: text("last_answer"),
  /** It is sent nothing before: it has failed or asked for time. Epoch ms. */
  holdUntil: integer("hold_until").notNull().default(0),
  revision: integer().notNull().default(1),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/**
 * Documents of which there is one each: routes, canaries, the dead-man ping.
 * WITHOUT ROWID.
 */
export const documents = sqliteTable("documents", {
  name: text().primaryKey(),
  /** JSON; secret fields are sealed. */
  value: text().notNull(),
  revision: integer().notNull().default(1),
  updatedAt: integer("updated_at").notNull(),
});

/** What a channel is to be told together, and what it has been told. WITHOUT ROWID. */
export const noticeGroups = sqliteTable(
  "notice_groups",
  {
    /** The channel, the route and the labels that its events share. */
    key: text().primaryKey(),
    channelId: integer("channel_id").notNull(),
    /** JSON (domain/notices/group). */
    state: text().notNull(),
    /** When it is to be told next; null when nothing waits. Epoch ms. */
    nextAt: integer("next_at"),
    /** Grows with each change: a deliverer that comes late changes nothing. */
    revision: integer().notNull(),
  },
  (table) => [
    index("notice_groups_next").on(table.nextAt).where(sql`next_at IS NOT NULL`),
    index("notice_groups_channel").on(table.channelId),
  ],
);

/** One message to one channel. WITHOUT ROWID. */
export const notices = sqliteTable(
  "notices",
  {
    /** The same for every try: what channels that know repeats tell them by. */
    id: text().primaryKey(),
    channelId: integer("channel_id").notNull(),
    groupKey: text("group_key").notNull(),
    /** JSON: the message (domain/notices/message). */
    message: text().notNull(),
    state: text({ enum: ["waiting", "sent", "dead"] }).notNull(),
    createdAt: integer("created_at").notNull(),
    /** When it is tried next, or while it is tried, again if nobody says how that ended. */
    dueAt: integer("due_at").notNull(),
    attempts: integer().notNull().default(0),
    sentAt: integer("sent_at"),
    /** JSON: what the channel answered last. */
    answer: text(),
    leaseToken: text("lease_token"),
  },
  (table) => [
    index("notices_waiting")
      .on(table.channelId, table.dueAt)
      .where(sql`state = 'waiting'`),
    index("notices_group").on(table.groupKey).where(sql`state = 'waiting'`),
    index("notices_dead").on(table.createdAt).where(sql`state = 'dead'`),
    index("notices_created").on(table.createdAt),
    index("notices_channel").on(table.channelId, table.createdAt),
  ],
);

/** Which notices told of an event, and of which incident. WITHOUT ROWID. */
export const noticeEvents = sqliteTable(
  "notice_events",
  {
    eventId: text("event_id").notNull(),
    noticeId: text("notice_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.eventId, table.noticeId] }),
    index("notice_events_notice").on(table.noticeId),
  ],
);
