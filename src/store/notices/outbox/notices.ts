// Reads notices, and has them sent again.
import { type SQL, sql } from "drizzle-orm";
import { deliverJob } from "#domain/jobs/job-names.ts";
import { hideActions } from "#domain/notices/hide-actions.ts";
import type { Message } from "#domain/notices/message.ts";
import type { NoticeState } from "#domain/notices/notice-state.ts";
import { never } from "#domain/time/instants.ts";
import type { Db } from "#store/db.ts";
import type { LastAnswer } from "#store/notices/channels.ts";

export type Notice = {
  id: string;
  channelId: number;
  /** Null when the channel is deleted. */
  channel: string | null;
  groupKey: string;
  state: NoticeState;
  /** Without what lets its readers act: some may only look. */
  message: Message;
  createdAt: number;
  /** When it is tried next; null when it is not. */
  dueAt: number | null;
  attempts: number;
  sentAt: number | null;
  answer: LastAnswer | null;
};

export type NoticeFilter = {
  channelId: number | null;
  state: NoticeState | null;
  incidentId: string | null;
};

/** Where a page of notices ends. */
export type NoticePlace = { createdAt: number; id: string };

type Row = Omit<Notice, "message" | "answer" | "dueAt"> & {
  message: string;
  answer: string | null;
  dueAt: number;
};

const columns = sql`n.id, n.channel_id AS channelId,
  (SELECT name FROM channels WHERE id = n.channel_id) AS channel, n.group_key AS groupKey,
  n.state, n.message, n.created_at AS createdAt, n.due_at AS dueAt, n.attempts,
  n.sent_at AS sentAt, n.answer`;

const toNotice = ({ message, answer, dueAt, ...row }: Row): Notice => ({
  ...row,
  message: hideActions(JSON.parse(message)),
  answer: answer === null ? null : JSON.parse(answer),
  dueAt: row.state === "waiting" ? dueAt : null,
});

/** The newest first. */
export async function listNotices(
  db: Db,
  filter: NoticeFilter,
  { after, limit }: { after: NoticePlace | null; limit: number },
): Promise<Notice[]> {
  const { createdAt, id } = after ?? { createdAt: never, id: "" };
  const isBefore = sql`(n.created_at < ${createdAt} OR (n.created_at = ${createdAt} AND n.id < ${id}))
    AND n.created_at <= ${createdAt}`;
  const rows = await db.all<Row>(sql`
    SELECT ${columns} FROM ${sourceOf(filter)} AND ${isBefore}
    ORDER BY n.created_at DESC, n.id DESC LIMIT ${limit}`);
  return rows.map(toNotice);
}

/** The way to the notices that a filter names, by the index that leads to the fewest. */
function sourceOf({ channelId, state, incidentId }: NoticeFilter): SQL {
  const ofChannel = channelId === null ? sql`true` : sql`n.channel_id = ${channelId}`;
  const inState = state === null ? sql`true` : sql`n.state = ${state}`;
  if (incidentId !== null)
    return sql`(SELECT DISTINCT notice_id FROM notice_events
      WHERE event_id > ${`${incidentId}.`} AND event_id < ${`${incidentId}/`}) told
      CROSS JOIN notices n ON n.id = told.notice_id WHERE ${ofChannel} AND ${inState}`;
  if (state === "dead")
    return sql`notices n INDEXED BY notices_dead WHERE n.state = 'dead' AND ${ofChannel}`;
  if (channelId !== null)
    return sql`notices n INDEXED BY notices_channel WHERE ${ofChannel} AND ${inState}`;
  return sql`notices n INDEXED BY notices_created WHERE ${inState}`;
}

export async function findNotice(db: Db, id: string): Promise<Notice | null> {
  const [row] = await db.all<Row>(
    sql`SELECT ${columns} FROM notices n WHERE n.id = ${id}`,
  );
  return row ? toNotice(row) : null;
}

/** Has a dead notice sent again, from now on. False when it is not dead. */
export async function resendNotice(db: Db, id: string, now: number): Promise<boolean> {
  const [rows] = await db.batch<[{ id: string }, never]>([
    sql`
      UPDATE notices SET state = 'waiting', due_at = ${now}, attempts = 0, created_at = ${now}
      WHERE id = ${id} AND state = 'dead' RETURNING id`,
    sql`
      INSERT INTO jobs (name, wake_at) VALUES (${deliverJob}, ${now})
      ON CONFLICT (name) DO UPDATE SET wake_at = min(coalesce(wake_at, ${never}), ${now})`,
  ]);
  return rows.length === 1;
}
