// A target's runs read back, from sealed hours and hot blocks alike.
import { type SQL, sql } from "drizzle-orm";
import { unpackEntries } from "../domain/block.ts";
import { type Entry, hourOf, type Run } from "../domain/run.ts";
import type { Db } from "./db.ts";
import { bytesOf, type HexPieces, hexPieces } from "./packed-bytes.ts";

/** Whose history: the shard's blocks hold what is not sealed yet. */
export type Owner = { id: number; shardId: number };

export type RunQuery = {
  /** Slots in [from, to). Epoch ms. */
  from: number;
  to: number;
  outcome: "ok" | "failed" | null;
  limit: number;
};

/** Sealed hours read at a time. */
const hoursAtOnce = 48;

type PackedHour = HexPieces & { hour: number };

/** A target's runs, the newest slot first, at most `limit`. */
export async function listRuns(db: Db, owner: Owner, { from, to, outcome, limit }: RunQuery): Promise<Run[]> {
  const wanted = (run: Run) =>
    run.dueAt >= from &&
    run.dueAt < to &&
    (outcome === null || (run.failure === null) === (outcome === "ok"));
  const runsIn = (hours: readonly PackedHour[]) =>
    hours
      .flatMap((hour) => entriesOf(hour, owner.id))
      .flatMap((entry) => (entry.kind === "run" && wanted(entry.run) ? [entry.run] : []));
  const sealedUpTo = (hour: number) => sql`
    SELECT hour, ${hexPieces(sql`entries`)} FROM hours
    WHERE target_id = ${owner.id} AND hour BETWEEN ${hourOf(from)} AND ${hour}
      ${outcome === "failed" ? sql`AND failed > 0` : sql``}
    ORDER BY hour DESC LIMIT ${hoursAtOnce}`;

  // In one transaction: an hour that is sealed meanwhile must not be seen twice.
  const newest = hourOf(to - 1);
  let [hot, sealed] = await db.batch<[PackedHour, PackedHour]>([
    hotHours(owner, hourOf(from), newest),
    sealedUpTo(newest),
  ]);
  const runs = runsIn([...hot, ...sealed]);
  for (;;) {
    const oldest = sealed.at(-1)?.hour;
    if (oldest === undefined || sealed.length < hoursAtOnce) break;
    if (runs.filter((run) => hourOf(run.dueAt) >= oldest).length >= limit) break;
    sealed = await db.all<PackedHour>(sealedUpTo(oldest - 1));
    runs.push(...runsIn(sealed));
  }
  return runs.sort((a, b) => b.dueAt - a.dueAt).slice(0, limit);
}

/** The run for one slot, or for one manual request; null when there is none. */
export async function findRun(db: Db, owner: Owner, dueAt: number): Promise<Run | null> {
  const [run] = await listRuns(db, owner, { from: dueAt, to: dueAt + 1, outcome: null, limit: 1 });
  return run ?? null;
}

/** Every entry of a target in [fromHour, toHour]: what statistics and audits add up. */
export async function readEntries(db: Db, owner: Owner, fromHour: number, toHour: number): Promise<Entry[]> {
  const [hot, sealed] = await db.batch<[PackedHour, PackedHour]>([
    hotHours(owner, fromHour, toHour),
    sql`
      SELECT hour, ${hexPieces(sql`entries`)} FROM hours
      WHERE target_id = ${owner.id} AND hour BETWEEN ${fromHour} AND ${toHour} ORDER BY hour`,
  ]);
  return [...sealed, ...hot].flatMap((hour) => entriesOf(hour, owner.id));
}

const hotHours = (owner: Owner, fromHour: number, toHour: number): SQL => sql`
  SELECT hour, ${hexPieces(sql`data`)} FROM blocks
  WHERE shard_id = ${owner.shardId} AND hour BETWEEN ${fromHour} AND ${toHour}`;

const entriesOf = ({ hour, ...pieces }: PackedHour, targetId: number): Entry[] =>
  [...unpackEntries(bytesOf(pieces), hour)].filter(
    (entry) => (entry.kind === "run" ? entry.run : entry.drop).targetId === targetId,
  );
