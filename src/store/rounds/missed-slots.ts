// Tells which of a shard's targets had slots that were missed: their round writes it into
// the shard's row, and a trigger (migration 0009) notes it where it is found among all
// shards (schema: missed_slots). So it takes no statement of its own.
import { type SQL, sql } from "drizzle-orm";
import type { Entry } from "#domain/runs/run.ts";
import { hourOf } from "#domain/time/instants.ts";

/** What the shard's row says of missed slots after a round that recorded at `now`. */
export function missedIn(entries: readonly Entry[], now: number): SQL {
  const lastOf = new Map<number, number>();
  for (const entry of entries) {
    if (entry.kind === "run" || entry.drop.fate !== "missed") continue;
    const { targetId, lastAt } = entry.drop;
    lastOf.set(targetId, Math.max(lastAt, lastOf.get(targetId) ?? 0));
  }
  const missed = { hour: hourOf(now), targets: Object.fromEntries(lastOf) };
  return sql`${lastOf.size === 0 ? null : JSON.stringify(missed)}`;
}
