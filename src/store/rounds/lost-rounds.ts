// Records what is concluded from rounds that were lost: whom of a shard's targets to try,
// and that a claim was lost by no fault of theirs.
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

/** Does not count a claim as lost whose record the database did not take. */
export async function forgiveClaim(
  db: Db,
  { id, token }: { id: number; token: string },
  suspicion: Suspicion | null,
): Promise<void> {
  await db.all(sql`
    UPDATE shards SET claims = max(0, claims - 1), suspects = ${suspectsOf(suspicion)}
    WHERE id = ${id} AND lease_token = ${token}`);
}
