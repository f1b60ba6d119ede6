// Defines the tables of hosts. WITHOUT ROWID is added by hand to the tables marked so: see
// store/schema.
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Hosts that asked to be left alone (Retry-After). WITHOUT ROWID. */
export const hostHolds = sqliteTable("host_holds", {
  host: text().primaryKey(),
  until: integer().notNull(),
});

/**
 * The places of shards among those that ask a host (domain/rounds/queue/host-place), of
 * hosts in two shards or more. Triggers (0016) give them. WITHOUT ROWID.
 */
export const hostPlaces = sqliteTable(
  "host_places",
  {
    shardId: integer("shard_id").notNull(),
    host: text().notNull(),
    place: integer().notNull(),
    /** JSON: the leases, as [shard, token], that may know nothing of the place yet. */
    waits: text().notNull().default("[]"),
  },
  (table) => [
    primaryKey({ columns: [table.shardId, table.host] }),
    index("host_places_place").on(table.host, table.place),
  ],
);
