// Keeps hosts that asked to be left alone until an instant.
import { type SQL, sql } from "drizzle-orm";
import type { NewsOf } from "#domain/rounds/news.ts";
import type { Db } from "#store/db.ts";

/** A host that is left alone until an instant it named. */
export type HostHold = { host: string; until: number };

/** Until when the host of a row `t` is held; null when it is not held at `now`. */
export const heldUntil = (now: number): SQL => sql`
  (SELECT until FROM host_holds WHERE host = t.host AND until > ${now})`;

/** Reads which of these hosts are held at `now`. */
export const readHolds = (
  db: Db,
  hosts: readonly string[],
  now: number,
): Promise<HostHold[]> =>
  db.all(sql`
    SELECT host, until FROM json_each(${JSON.stringify(hosts)}) wanted
    CROSS JOIN host_holds ON host = wanted.value AND until > ${now}`);

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
