// Finds heartbeats together with what pings have told of them.
import { type SQL, sql } from "drizzle-orm";
import { createAllowance } from "#domain/allowance.ts";
import { hearPings } from "#domain/heartbeats/hear-pings.ts";
import type { RecentPing } from "#domain/heartbeats/ping.ts";
import { nextSlotLooks } from "#domain/schedules/slots.ts";
import type { Db } from "#store/db.ts";
import {
  type KnownRow,
  type KnownTarget,
  knownColumns,
  toKnown,
} from "./known-target.ts";

export type KnownHeartbeat = KnownTarget & {
  /** How many pings it has had. */
  pings: number;
  /** The latest of them, the newest last. */
  lately: readonly RecentPing[];
  /** Pings that no round has taken yet, as they stand in the row. */
  inbox: string;
};

type Row = KnownRow & { pings: number; inbox: string };

/** Which heartbeats: what is not given is met by all. */
export type HeartbeatFilter = {
  slug?: string | undefined;
  name?: string | undefined;
  /** All of them. */
  tags?: readonly string[] | undefined;
};

const columns = sql`${knownColumns}, h.pings, h.inbox`;
const withShard = sql`CROSS JOIN shards s ON s.id = t.shard_id`;

/** The heartbeat that has the uuid; null when there is none. */
export const findHeartbeat = (db: Db, uuid: string, now: number) =>
  findOne(
    db,
    sql`heartbeats h INDEXED BY heartbeats_uuid_unique CROSS JOIN targets t ON t.id = h.target_id`,
    sql`h.uuid = ${uuid}`,
    now,
  );

/** The heartbeat that is the target of this id; null when there is none. */
export const findHeartbeatById = (db: Db, id: number, now: number) =>
  findOne(
    db,
    sql`heartbeats h CROSS JOIN targets t ON t.id = h.target_id`,
    sql`h.target_id = ${id}`,
    now,
  );

async function findOne(
  db: Db,
  from: SQL,
  condition: SQL,
  now: number,
): Promise<KnownHeartbeat | null> {
  const [row] = await db.all<Row>(
    sql`SELECT ${columns} FROM ${from} ${withShard} WHERE ${condition}`,
  );
  return row ? toHeartbeat(row, now) : null;
}

/** All that meet a filter, in the order of their ids. */
export async function listHeartbeats(
  db: Db,
  filter: HeartbeatFilter,
  now: number,
): Promise<KnownHeartbeat[]> {
  const { from, condition } = searchOf(filter);
  const { tags = [] } = filter;
  const rows = await db.all<Row>(
    sql`SELECT ${columns} FROM ${from} ${withShard} WHERE ${condition} ORDER BY t.id`,
  );
  return rows
    .map((row) => toHeartbeat(row, now))
    .filter(({ target }) => tags.every((tag) => target.tags.includes(tag)))
    .filter(({ target }) => filter.name === undefined || target.name === filter.name);
}

/** Looks through the index of the filter that fewest heartbeats meet. */
function searchOf({ slug, name, tags: [tag] = [] }: HeartbeatFilter): {
  from: SQL;
  condition: SQL;
} {
  const ofHeartbeat = sql`CROSS JOIN heartbeats h ON h.target_id = t.id`;
  const ofTarget = sql`CROSS JOIN targets t ON t.id = h.target_id`;
  if (slug !== undefined)
    return {
      from: sql`heartbeats h INDEXED BY heartbeats_slug ${ofTarget}`,
      condition: sql`h.slug = ${slug}`,
    };
  if (name !== undefined)
    return {
      from: sql`targets t INDEXED BY targets_name ${ofHeartbeat}`,
      condition: sql`t.name = ${name}`,
    };
  if (tag !== undefined)
    return {
      from: sql`target_tags g CROSS JOIN targets t ON t.id = g.target_id ${ofHeartbeat}`,
      condition: sql`g.tag = ${tag}`,
    };
  return { from: sql`heartbeats h ${ofTarget}`, condition: sql`true` };
}

/** Time that has passed since the last ping ends slots and runs too. */
function toHeartbeat({ pings, inbox, ...row }: Row, now: number): KnownHeartbeat {
  const known = toKnown(row);
  const { target } = known;
  const lately = known.heard?.lately ?? [];
  const until = target.enabled ? now : target.statusSince;
  const looks = createAllowance(nextSlotLooks);
  const { outcome } = hearPings(target, known.state, [], lately, until, looks);
  return { ...known, state: { ...known.state, ...outcome.state }, pings, lately, inbox };
}

/**
 * The body of a ping that a round has taken; null when it had none. `dueAt` is the slot of
 * its run.
 */
export async function readPingBody(
  db: Db,
  targetId: number,
  dueAt: number,
  n: number,
): Promise<string | null> {
  const [row] = await db.all<{ body: string }>(sql`
    SELECT body FROM run_logs
    WHERE target_id = ${targetId} AND due_at = ${dueAt} AND n = ${n}`);
  return row?.body ?? null;
}
