// Reads when a target was down: of its latest incidents.
import { sql } from "drizzle-orm";
import type { Db } from "#store/db.ts";

/** Epoch ms. `isRecovered`: it was no person or edit that ended it. */
export type DownTime = {
  openedAt: number;
  closedAt: number | null;
  isRecovered: boolean;
};

/** So many incidents are told of. */
const most = 500;

/** The latest first. */
export async function readFlips(db: Db, targetId: number): Promise<DownTime[]> {
  const rows = await db.all<Omit<DownTime, "isRecovered"> & { closeReason: string }>(sql`
    SELECT opened_at AS openedAt, closed_at AS closedAt, close_reason AS closeReason
    FROM incidents INDEXED BY incidents_target
    WHERE target_id = ${targetId} AND severity = 'down'
    ORDER BY opened_at DESC LIMIT ${most}`);
  return rows.map(({ closeReason, ...row }) => ({
    ...row,
    isRecovered: closeReason === "recovered",
  }));
}
