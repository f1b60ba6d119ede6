// Says in SQL which targets are in the scope of maintenance windows.
import { type SQL, sql } from "drizzle-orm";
import type { MaintenanceScope } from "#domain/incidents/maintenance.ts";

export type NamedScope = Exclude<MaintenanceScope, { all: true }>;

const listed = (values: readonly unknown[]): SQL =>
  sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;

/** Whether a target `t` is in the scope: a look at each of its tags. */
export const isInScope = (scope: MaintenanceScope): SQL =>
  "all" in scope
    ? sql`true`
    : sql`(t.id IN ${listed(scope.targets)} OR EXISTS (
        SELECT 1 FROM target_tags m
        WHERE m.target_id = t.id AND m.tag IN ${listed(scope.tags)}))`;

/** Selects the ids of those that are in the scope; `most` by their tags. */
export const targetsInScope = ({ targets, tags }: NamedScope, most = -1): SQL => sql`
  SELECT value AS id FROM json_each(${JSON.stringify(targets)})
  UNION SELECT target_id FROM (
    SELECT DISTINCT target_id FROM target_tags WHERE tag IN ${listed(tags)}
    LIMIT ${most})`;
