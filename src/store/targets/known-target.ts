// Reads a target together with what its shard remembers of it.
import { sql } from "drizzle-orm";
import type { TargetState } from "#domain/rounds/state.ts";
import { unpackState } from "#domain/rounds/state-encoding.ts";
import { unpackRun } from "#domain/runs/packed-run.ts";
import type { Target } from "#domain/targets/target.ts";
import { type StoredFields, targetColumns, toTarget } from "./target-columns.ts";

/** A target together with what its rounds remember of it. */
export type KnownTarget = { target: Target; state: TargetState };

export type KnownRow = StoredFields & { state: string | null; manual: string | null };

/** The columns of a KnownRow, for a SELECT from `targets t` and `shards s`. */
export const knownColumns = sql`${targetColumns},
  s.state -> ('$."' || t.id || '"') AS state,
  s.state ->> ('$."' || t.id || 'm"') AS manual`;

/** The same for a target that was stored just now, of which nothing is remembered. */
export const newColumns = sql`${targetColumns}, NULL AS state, NULL AS manual`;

export function toKnown({ state, manual, ...row }: KnownRow): KnownTarget {
  return {
    target: toTarget(row),
    state: {
      ...(state !== null && unpackState(JSON.parse(state))),
      ...(manual !== null && { manual: unpackRun(manual) }),
    },
  };
}
