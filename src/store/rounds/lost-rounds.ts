// Records what is known of rounds that were lost, and what is concluded from it: whom of a
// shard's targets to try, and that a claim was lost by no fault of theirs.
import { type SQL, sql } from "drizzle-orm";
import type { Broken } from "#domain/apart/set-aside.ts";
import type { RoundPlan, Suspicion } from "#domain/rounds/suspicion.ts";
import { setAside } from "#store/apart/set-aside.ts";
import type { Db } from "#store/db.ts";

/** Recording a plan takes so many statements at most. */
export const statementsToPlan = 2;

/** A suspicion as it is stored. */
export const suspectsOf = (suspicion: Suspicion | null): SQL =>
  sql`${suspicion === null ? null : JSON.stringify(suspicion)}`;

/**
 * Stores whom a round will serve, before it does: if it is lost, the next claim knows.
 * False when the lease was lost.
 */
export async function recordPlan(
  db: Db,
  { id, token }: { id: number; token: string },
  { suspicion }: Pick<RoundPlan, "suspicion">,
  found: readonly Broken[],
  now: number,
): Promise<boolean> {
  const mine = sql`id = ${id} AND lease_token = ${token}`;
  const held = sql`EXISTS (SELECT 1 FROM shards WHERE ${mine})`;
  const results = await db.batch<{ id: number }[]>([
    ...(found.length > 0 ? [setAside(found, now, held)] : []),
    sql`
      UPDATE shards SET suspects = ${suspectsOf(suspicion)} WHERE ${mine} RETURNING id`,
  ]);
  return results.at(-1)?.length === 1;
}

/** A claim that ended without a record, and when its lease ran out. Epoch ms. */
export type LostClaim = {
  claimedAt: number;
  leaseUntil: number;
  /** Whether its invocation lived on: the database took no record. */
  lived: boolean;
};

/** Append only: the position is stored. */
type PackedLostClaim = [claimedAt: number, leaseUntil: number, lived: 0 | 1];

export const unpackLostClaims = (json: string | null): LostClaim[] =>
  (JSON.parse(json ?? "[]") as PackedLostClaim[]).map(
    ([claimedAt, leaseUntil, lived]) => ({
      claimedAt,
      leaseUntil,
      lived: lived === 1,
    }),
  );

/** More claims than it takes to find out who ends a shard's rounds. */
const mostLostClaims = 24;

/** SQL for a shard's lost claims with the last one, if that ended without a record. */
export const withLastClaim = (lived: 0 | 1 = 0): SQL => sql`
  CASE WHEN claims > 0 AND claimed_at IS NOT NULL
      AND coalesce(json_array_length(lost_claims), 0) < ${mostLostClaims}
    THEN json_insert(coalesce(lost_claims, '[]'), '$[#]',
      json_array(claimed_at, lease_until, ${lived}))
    ELSE lost_claims END`;

/**
 * Does not count a claim as lost by its targets' fault whose record the database did not
 * take. What its round may have asked is not forgotten.
 */
export async function forgiveClaim(
  db: Db,
  { id, token }: { id: number; token: string },
  suspicion: Suspicion | null,
): Promise<void> {
  await db.all(sql`
    UPDATE shards SET lost_claims = ${withLastClaim(1)}, claimed_at = NULL,
      claims = max(0, claims - 1), suspects = ${suspectsOf(suspicion)}
    WHERE id = ${id} AND lease_token = ${token} AND claimed_at IS NOT NULL`);
}
