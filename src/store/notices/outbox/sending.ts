// Records the tries to send notices. A try claims its notice for a while; whoever dies
// leaves the notice to the next one.
import { sql } from "drizzle-orm";
import type { Message } from "#domain/notices/message.ts";
import type { Db } from "#store/db.ts";
import {
  keepAnswer,
  keepConfig,
  type LastAnswer,
  type SaidConfig,
} from "#store/notices/channels.ts";
import type { DueNotice } from "./due.ts";

export type ClaimedNotice = DueNotice & {
  message: Message;
  createdAt: number;
  /** With the one that begins. */
  attempts: number;
};

/** Statements that a try takes: claiming it, and recording what came of it. */
export const statementsForTry = 1 + 5;

type Lease = { token: string; now: number; until: number };

/**
 * Claims a notice that is due; later ones of its group wait for it. Null when somebody
 * else has it, or an earlier one of the group still waits: a group is told in order.
 */
export async function claimNotice(
  db: Db,
  notice: DueNotice,
  { token, now, until }: Lease,
): Promise<ClaimedNotice | null> {
  const { id, groupKey } = notice;
  const rows = await db.all<ClaimRow>(sql`
    UPDATE notices SET due_at = ${until}, attempts = attempts + (id = ${id}),
      lease_token = CASE id WHEN ${id} THEN ${token} ELSE lease_token END
    WHERE state = 'waiting' AND group_key = ${groupKey} AND id >= ${id}
      AND EXISTS (SELECT 1 FROM notices WHERE id = ${id} AND state = 'waiting' AND due_at <= ${now})
      AND NOT EXISTS (SELECT 1 FROM notices INDEXED BY notices_group
        WHERE state = 'waiting' AND group_key = ${groupKey} AND id < ${id})
    RETURNING id, CASE id WHEN ${id} THEN message END AS message, created_at AS createdAt, attempts`);
  const claimed = rows.find((row) => row.id === id);
  if (claimed?.message === undefined || claimed.message === null) return null;
  return { ...notice, ...claimed, message: JSON.parse(claimed.message) };
}

type ClaimRow = Pick<ClaimedNotice, "id" | "createdAt" | "attempts"> & {
  message: string | null;
};

/** What became of a try. */
export type TryResult = {
  answer: LastAnswer;
  /** When it is tried again; null when it was sent, or never will be. Epoch ms. */
  retryAt: number | null;
  /** The channel is sent nothing before; null when it may be. Epoch ms. */
  holdUntil: number | null;
  config: SaidConfig | null;
};

/**
 * Records what became of a try, unless its claim ran out and somebody else has the notice.
 * Later notices of its group wait for it, and no longer than that.
 */
export async function recordTry(
  db: Db,
  { id, channelId, groupKey }: DueNotice,
  token: string,
  { answer, retryAt, holdUntil, config }: TryResult,
): Promise<void> {
  const isMine = sql`EXISTS (SELECT 1 FROM notices WHERE id = ${id} AND lease_token = ${token})`;
  const state =
    answer.outcome === "sent" ? "sent" : retryAt === null ? "dead" : "waiting";
  await db.batch([
    sql`
      UPDATE notices SET due_at = ${retryAt ?? answer.at}
      WHERE state = 'waiting' AND group_key = ${groupKey} AND id > ${id} AND ${isMine}`,
    keepAnswer(channelId, answer),
    ...(holdUntil === null
      ? []
      : [
          sql`UPDATE channels SET hold_until = ${holdUntil} WHERE id = ${channelId} AND hold_until < ${holdUntil}`,
        ]),
    ...(config === null ? [] : [keepConfig(channelId, config)]),
    sql`
      UPDATE notices SET state = ${state}, due_at = ${retryAt ?? answer.at},
        sent_at = ${state === "sent" ? answer.at : null}, answer = ${JSON.stringify(answer)},
        lease_token = NULL
      WHERE id = ${id} AND lease_token = ${token}`,
  ]);
}

/** Gives up what waits for a channel that is gone or off. Gives how many notices. */
export async function giveUpNotices(
  db: Db,
  channelId: number,
  why: string,
  now: number,
): Promise<number> {
  const answer: LastAnswer = {
    at: now,
    isTest: false,
    outcome: "refused",
    status: null,
    why,
  };
  const rows = await db.all(sql`
    UPDATE notices SET state = 'dead', answer = ${JSON.stringify(answer)}, lease_token = NULL
    WHERE id IN (SELECT id FROM notices INDEXED BY notices_waiting
      WHERE state = 'waiting' AND channel_id = ${channelId} LIMIT 1000) RETURNING id`);
  return rows.length;
}
