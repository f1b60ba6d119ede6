// Remembers in a shard's state to which part of an hour's block its rounds
// append. Nothing is remembered of an hour as long as that is the first part.
import { type SQL, sql } from "drizzle-orm";

/**
 * The part of an hour's block to which rounds append, and the targets whose
 * last run of the schedule stands in it.
 */
export type RememberedPart = { part: number; targets: number[] };

/**
 * By hour. An hour that is absent has its runs in the first part, those of all
 * targets.
 */
export type RememberedParts = Readonly<Record<string, RememberedPart>>;

/** The name in a shard's state. It is no target's. */
const name = "parts";

/** `kept` is a shard's state, parsed. */
export const readParts = (kept: Record<string, unknown>): RememberedParts =>
  (kept as { [name]?: RememberedParts })[name] ?? {};

/** What a round has run, by hour. */
export type RunsByHour = ReadonlyMap<number, ReadonlySet<number>>;

/**
 * Gives the merge patch by which a round that has appended to the parts it knew
 * remembers its runs, and forgets hours before `firstHour`. Nothing remembered
 * is nothing to patch.
 */
export function partsAfterRound(
  known: RememberedParts,
  ran: RunsByHour,
  firstHour: number,
): { [name]?: Record<string, Partial<RememberedPart> | null> } {
  const hours = Object.entries(known);
  if (hours.length === 0) return {};
  const patch = hours.map(([hour, { targets }]) => {
    const all = new Set([...targets, ...(ran.get(Number(hour)) ?? [])]);
    return [hour, Number(hour) < firstHour ? null : { targets: [...all] }];
  });
  return { [name]: Object.fromEntries(patch) };
}

/**
 * SQL for the merge patch by which a round remembers that it has appended to
 * the last part of each hour, from `firstHour` on.
 */
export function lastParts(shardId: number, ran: RunsByHour, firstHour: number): SQL {
  const hours = [...ran]
    .filter(([hour]) => hour >= firstHour)
    .map(([hour, targets]) => ({ hour, targets: [...targets] }));
  return sql`json_object(${name}, (
    SELECT json_group_object(value ->> 'hour', json_object('targets', value -> 'targets', 'part', (
      SELECT max(part) FROM blocks WHERE shard_id = ${shardId} AND hour = value ->> 'hour')))
    FROM json_each(${JSON.stringify(hours)})))`;
}
