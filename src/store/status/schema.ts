// Defines the table of public status pages. WITHOUT ROWID is added by hand: see
// store/schema.
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** Pages that everybody may read, of what was opted in. WITHOUT ROWID. */
export const statusPages = sqliteTable("status_pages", {
  slug: text().primaryKey(),
  /** JSON: its title and its groups (domain/status/status-page). */
  document: text().notNull(),
  revision: integer().notNull().default(1),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
});
