// Keeps hosts that asked to be left alone until an instant.
import { type SQL, sql } from "drizzle-orm";
import type { NewsOf } from "#domain/rounds/news.ts";

/** A host that is left alone until an instant it named. */
export type HostHold = { host: string; until: number };

/**
 * The statement that records holds, if `condition` is true. There is none when all holds
 * are over. The longest hold of a host counts.
 */
export function holdHosts(
  holds: readonly NewsOf<"host-held">[],
  condition: SQL,
  now: number,
): SQL[] {
  const lasting = holds.filter(({ until }) => until > now);
  if (lasting.length === 0) return [];
  return [
    sql`
      INSERT INTO host_holds (host, until)
      SELECT value ->> 'host', value ->> 'until'
      FROM json_each(${JSON.stringify(lasting)}) WHERE ${condition}
      ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until)`,
  ];
}
