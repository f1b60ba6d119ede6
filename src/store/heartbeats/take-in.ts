// Takes pings in: each appends a line to its heartbeat's inbox. One statement, which
// writes three rows at most: a trigger (0012) wakes the shard's round where that must soon
// see it.
import { type SQL, sql } from "drizzle-orm";
import {
  type IgnoredReason,
  ignoredPingsKept,
  inBrief,
  type Ping,
} from "#domain/heartbeats/ping.ts";
import type { PingedBy } from "#domain/heartbeats/ping-address.ts";
import { packPing } from "#domain/heartbeats/ping-encoding.ts";
import { hourOf, never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import type { SendTogether } from "#store/gathering.ts";

/** Characters of an inbox over which a round takes it soon. */
const longInbox = 32 * 1_024;

/** Characters over which bodies are left out: an inbox is read and written as a whole. */
const inboxForBodies = 64 * 1_024;

/** Characters over which pings are refused: no round has taken any for long. */
const fullInbox = 1_024 * 1_024;

/**
 * What became of a ping. ignored: its heartbeat does not want it, and it is counted.
 * paused: its heartbeat must be resumed first. again: something changed meanwhile.
 */
export type Taken =
  | { fate: "taken"; n: number; targetId: number }
  | { fate: "unknown"; isKeyKnown: boolean }
  | { fate: "ambiguous" }
  | { fate: "ignored" }
  | { fate: "full" }
  | { fate: "again" }
  | { fate: "paused"; targetId: number };

/**
 * Takes a ping in; writes nothing where no heartbeat takes it. It may tell of an instant
 * long before `now` (epoch ms): whom it wakes goes by the present.
 */
export async function takeIn(
  { db, sendTogether }: { db: Db; sendTogether: SendTogether },
  by: PingedBy,
  ping: Omit<Ping, "n">,
  now: number,
): Promise<Taken> {
  const [row] = await sendTogether<{ n: number; targetId: number }>(
    appendPing(by, ping, now),
  );
  return row === undefined
    ? await findFate(db, by, ping)
    : { fate: "taken", n: row.n, targetId: row.targetId };
}

function appendPing(by: PingedBy, ping: Omit<Ping, "n">, now: number): SQL {
  const { at, action, method } = ping;
  const isEnd = action === "success" || action === "fail";
  const turns = isEnd ? sql`quiet IS NOT ${action}` : sql`0`;
  const line = packPing(ping);
  const brief = ping.body === null ? line : packPing({ ...ping, body: null });
  return sql`
    UPDATE heartbeats SET
      inbox = inbox || '[' || (pings + 1) || ',' ||
        CASE WHEN length(inbox) > ${inboxForBodies} THEN ${brief} ELSE ${line} END,
      pings = pings + 1, last_at = max(coalesce(last_at, 0), ${at}),
      wake_at = min(wake_at, CASE
        WHEN hour < ${hourOf(now)} OR ${turns} OR length(inbox) > ${longInbox} THEN ${now}
        WHEN ${action === "start" ? 1 : 0} THEN ${at} + run_max_ms
        ELSE ${never} END)
    WHERE ${isNamed(by)} AND enabled = 1 AND (post_only = 0 OR ${isPost(method)})
      AND length(inbox) <= ${fullInbox}
    RETURNING pings AS n, target_id AS targetId`;
}

/** Whether a row of `heartbeats` is the one that is meant. Two of a slug are none. */
const isNamed = (by: PingedBy): SQL =>
  "uuid" in by
    ? sql`uuid = ${by.uuid}`
    : sql`target_id = (
        SELECT CASE WHEN count(*) = 1 THEN min(target_id) END FROM heartbeats
        WHERE slug = ${by.slug}) AND ${isKey(by.key)}`;

const isKey = (key: string): SQL =>
  sql`EXISTS (SELECT 1 FROM ping_keys WHERE key = ${key})`;

const isPost = (method: string): 0 | 1 => (method === "POST" ? 1 : 0);

type FateRow = {
  targetId: number;
  enabled: 0 | 1;
  postOnly: 0 | 1;
  manualResume: 0 | 1;
  isFull: 0 | 1;
};

/** Says why no heartbeat has taken a ping. */
async function findFate(db: Db, by: PingedBy, ping: Omit<Ping, "n">): Promise<Taken> {
  const [rows, [key]] = await db.batch<[FateRow, { isKnown: 0 | 1 }]>([
    sql`
      SELECT target_id AS targetId, enabled, post_only AS postOnly,
        manual_resume AS manualResume, length(inbox) > ${fullInbox} AS isFull
      FROM heartbeats
      WHERE ${"uuid" in by ? sql`uuid = ${by.uuid}` : sql`slug = ${by.slug} AND ${isKey(by.key)}`}
      LIMIT 2`,
    sql`SELECT ${"uuid" in by ? sql`1` : isKey(by.key)} AS isKnown`,
  ]);
  const [row, another] = rows;
  if (row === undefined) return { fate: "unknown", isKeyKnown: key?.isKnown === 1 };
  if (another !== undefined) return { fate: "ambiguous" };
  const ignored = whyIgnored(row, ping);
  if (ignored !== null) {
    await db.all(countIgnored(row.targetId, ping, ignored));
    return { fate: "ignored" };
  }
  if (row.enabled === 0) return { fate: "paused", targetId: row.targetId };
  return { fate: row.isFull === 1 ? "full" : "again" };
}

/** Null for a ping that its heartbeat wants. */
function whyIgnored(
  { enabled, postOnly, manualResume }: FateRow,
  { action, method }: Pick<Ping, "action" | "method">,
): IgnoredReason | null {
  if (postOnly === 1 && method !== "POST") return "method";
  const isDeaf = enabled === 0 && (manualResume === 1 || action === "log");
  return isDeaf ? "paused" : null;
}

/** Counts a ping that is not wanted, and keeps it among the latest of those in brief. */
function countIgnored(
  targetId: number,
  ping: Omit<Ping, "n">,
  ignored: IgnoredReason,
): SQL {
  const brief = JSON.stringify({ ...inBrief({ ...ping, n: 0 }), ignored });
  return sql`
    UPDATE heartbeats SET pings = pings + 1,
      ignored = json_insert(
        CASE WHEN json_array_length(ignored) < ${ignoredPingsKept} THEN ignored
          ELSE json_remove(ignored, '$[0]') END,
        '$[#]', json_set(${brief}, '$.n', pings + 1))
    WHERE target_id = ${targetId}`;
}
