// Keeps hosts that asked to be left alone until an instant.
import { type SQL, sql } from "drizzle-orm";

/** A host that is left alone until an instant it named. */
export type HostHold = { host: string; until: number };

export function holdHosts(holds: readonly HostHold[], condition: SQL) {
  return sql`
    INSERT INTO host_holds (host, until)
    SELECT value ->> 'host', value ->> 'until' FROM json_each(${JSON.stringify(holds)}) WHERE ${condition}
    ON CONFLICT (host) DO UPDATE SET until = max(until, excluded.until)`;
}
