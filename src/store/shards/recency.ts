// Asks SQL whether another run of a target is later than a given one
// (domain/runs/run: recencyOf).
import { type SQL, sql } from "drizzle-orm";
import { positionOf } from "#domain/rounds/state-encoding.ts";
import { mostAheadMs } from "#domain/time/clock-trust.ts";

/**
 * Whether a known recency is larger than another. One that lies in the future is not
 * believed. Null where none is known.
 */
export const isLater = (known: SQL, than: SQL, now: number): SQL =>
  sql`(${known} > ${than} AND ${known} <= ${2 * (now + mostAheadMs)})`;

/** Whether the shard of a target, a row of `targets`, knows a run that is later. */
export const knowsLater = (than: SQL, now: number): SQL => sql`EXISTS (
  SELECT 1 FROM shards s WHERE s.id = targets.shard_id AND (
    ${isLater(inRounds, than, now)} OR ${isLater(outside, than, now)}))`;

const inRounds = sql`s.state ->> ('$."' || targets.id || ${`"[${positionOf("recency")}]`})`;
const outside = sql`s.state ->> ('$."' || targets.id || 'a"')`;
