// Defines the tables of incidents and of what keeps them quiet. Triggers keep `incidents`
// in step with `events` (0010). WITHOUT ROWID is added by hand to the tables marked so: see
// store/schema.
import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/**
 * What happened that somebody may want to be told. Written in the batch of what caused it;
 * a repeat changes nothing, since an event's id follows from what happened. WITHOUT ROWID.
 */
export const events = sqliteTable(
  "events",
  {
    id: text().primaryKey(),
    kind: text().notNull(),
    /** Epoch ms. */
    at: integer().notNull(),
    targetId: integer("target_id"),
    incidentId: text("incident_id"),
    /** JSON: what routes match (domain/notices/event). */
    labels: text().notNull(),
    /** JSON: what its wording needs. */
    facts: text().notNull(),
    /** Whether `deliver` has put it into the groups of its channels. */
    routed: integer({ mode: "boolean" }).notNull().default(false),
  },
  (table) => [
    index("events_waiting").on(table.at).where(sql`routed = 0`),
    index("events_at").on(table.at),
    index("events_incident")
      .on(table.incidentId, table.at)
      .where(sql`incident_id IS NOT NULL`),
  ],
);

/** One row from the run that opened an incident on. WITHOUT ROWID. */
export const incidents = sqliteTable(
  "incidents",
  {
    /** Its target's id and when its first failing run began. */
    id: text().primaryKey(),
    targetId: integer("target_id").notNull(),
    severity: text().notNull(),
    /** When its first failing run began, and the run that opened it. Epoch ms. */
    startedAt: integer("started_at").notNull(),
    openedAt: integer("opened_at").notNull(),
    /** Null while it is open. Epoch ms. */
    closedAt: integer("closed_at"),
    closeReason: text("close_reason"),
    /** JSON: what routes match, and what is known of it (domain/notices/event). */
    labels: text().notNull(),
    facts: text().notNull(),
    /**
     * JSON: targets that fail because this one does, by id: their names. The first 200,000
     * characters of them.
     */
    children: text().notNull().default("{}"),
    acknowledgedAt: integer("acknowledged_at"),
    acknowledgedBy: text("acknowledged_by"),
    /** JSON: notes of people, each with its instant and its author. */
    notes: text().notNull().default("[]"),
    /** Grows with each change that somebody makes; what the ETag names. */
    revision: integer().notNull().default(1),
  },
  (table) => [
    index("incidents_open").on(table.targetId).where(sql`closed_at IS NULL`),
    index("incidents_target").on(table.targetId, table.openedAt),
    index("incidents_opened").on(table.openedAt),
  ],
);

/** Keeps notices of what its matchers match from being sent. */
export const silences = sqliteTable(
  "silences",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** JSON: matchers as routes have them (domain/notices/matcher). */
    matchers: text().notNull(),
    startsAt: integer("starts_at").notNull(),
    /** Null: until the incident that it names is closed, which sets it. Epoch ms. */
    endsAt: integer("ends_at"),
    /** Set for a silence until recovery. */
    incidentId: text("incident_id"),
    reason: text().notNull(),
    author: text().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("silences_ends").on(table.endsAt)],
);

/** When failing is expected: by target, by tag, or of all targets. */
export const maintenance = sqliteTable("maintenance", {
  id: integer().primaryKey({ autoIncrement: true }),
  name: text().notNull(),
  /** JSON: which targets (domain/incidents/maintenance). */
  scope: text().notNull(),
  /** JSON: from and to, or a schedule with its zone and a duration. */
  timing: text().notNull(),
  /** Grows with each change; what the ETag names. */
  revision: integer().notNull().default(1),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});
