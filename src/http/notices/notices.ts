// Serves notices: what was, is and could not be sent to channels, with what these said.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { severities } from "#domain/notices/event.ts";
import type { Message } from "#domain/notices/message.ts";
import { noticeStates } from "#domain/notices/notice-state.ts";
import { idField, instant, isoOf, isoOrNull, orNull } from "#http/fields.ts";
import { pageFields, pageOf, toPage } from "#http/page.ts";
import { Problem } from "#http/problem.ts";
import { json, newRouter, route } from "#http/router.ts";
import {
  findNotice,
  listNotices,
  type Notice,
  resendNotice,
} from "#store/notices/outbox/notices.ts";
import { ChannelReceipt, toReceipt } from "./channel-answer.ts";

const tag = "Notices";

/** A channel as answers about notices name it. */
export const ChannelBrief = z.object({
  id: z.int(),
  name: z.string().nullable().openapi({ description: "Null when it is deleted." }),
});

const NoticeAnswer = z
  .object({
    id: z.string().openapi({
      description: "The same for every try: receivers recognise repeats by it.",
    }),
    channel: ChannelBrief,
    groupKey: z.string().openapi({ description: "The same for what is told together." }),
    state: z.enum(noticeStates).openapi({
      description: "dead: it was refused or given up, and can be sent again.",
    }),
    title: z.string(),
    createdAt: instant,
    dueAt: instant.nullable().openapi({ description: "When it is tried next." }),
    sentAt: instant.nullable(),
    attempts: z.int(),
    lastAnswer: orNull(ChannelReceipt).openapi({
      description: "What the channel answered last, to this notice.",
    }),
  })
  .openapi("Notice");

const states = z.enum(["firing", "resolved", "info"]);

const ItemAnswer = z.object({
  key: z.string().openapi({ description: "The incident's id, or the event's." }),
  state: states,
  severity: z.enum(severities),
  title: z.string(),
  text: z.string(),
  url: z.string().nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
  labels: z.record(z.string(), z.string()),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
});

const MessageAnswer = z.object({
  state: states,
  severity: z.enum(severities),
  title: z.string(),
  text: z.string().nullable(),
  items: z.array(ItemAnswer),
  more: z
    .int()
    .openapi({ description: "How many more things are counted, but not listed." }),
  url: z.string().nullable(),
  at: instant,
  language: z.string(),
});

const WholeNotice = NoticeAnswer.extend({
  message: MessageAnswer.openapi({
    description: "What the channel is given to send, without the links that act.",
  }),
}).openapi("WholeNotice");

const idParam = z.object({
  id: z.string().max(100).openapi({ example: "1-b4f510e171db0f02.mm8eww01" }),
});

export const noticeRoutes = newRouter();

const list = route("get", "/api/notices", tag, {
  summary: "List notices, the newest first",
  request: {
    query: z.strictObject({
      channel: idField("This is the id of a channel.")
        .optional()
        .openapi({ type: "integer" }),
      state: z.enum(noticeStates).optional(),
      incident: z.string().max(100).optional().openapi({
        description: "Only those that told of this incident.",
      }),
      ...pageFields(200, 50, z.object({ createdAt: z.int(), id: z.string() })),
    }),
  },
  answers: { 200: json("One page.", pageOf(NoticeAnswer)) },
  problems: ["invalid"],
});

noticeRoutes.openapi(list, async (c) => {
  const { channel, state, incident, cursor, limit } = c.req.valid("query");
  const found = await listNotices(
    c.get("deps").db,
    { channelId: channel ?? null, state: state ?? null, incidentId: incident ?? null },
    { after: cursor, limit: limit + 1 },
  );
  const place = ({ createdAt, id }: Notice) => ({ createdAt, id });
  return c.json(toPage(found, limit, toAnswer, place), 200);
});

const read = route("get", "/api/notices/{id}", tag, {
  summary: "Read a notice",
  request: { params: idParam },
  answers: { 200: json("The notice.", WholeNotice) },
  problems: ["not-found", "invalid"],
});

noticeRoutes.openapi(read, async (c) => {
  const notice = await getNotice(c.get("deps"), c.req.valid("param").id);
  return c.json({ ...toAnswer(notice), message: toMessage(notice.message) }, 200);
});

/** Throws the Problem `not-found` when there is no such notice. */
export async function getNotice({ db }: Pick<Deps, "db">, id: string): Promise<Notice> {
  const notice = await findNotice(db, id);
  if (notice === null) throw new Problem("not-found", `There is no notice ${id}.`);
  return notice;
}

const resend = route("post", "/api/notices/{id}/resend", tag, {
  summary: "Send a dead notice again",
  description: "It is tried at once, and then as a new one is. Its id stays the same.",
  request: { params: idParam },
  answers: { 202: json("The notice, which waits.", NoticeAnswer) },
  problems: ["not-found", "conflict"],
});

noticeRoutes.openapi(resend, async (c) => {
  const notice = await sendAgain(c.get("deps"), c.req.valid("param").id);
  return c.json(toAnswer(notice), 202);
});

/** Throws a Problem when there is no such notice, and when it is not dead. */
export async function sendAgain(deps: Deps, id: string): Promise<Notice> {
  const isResent = await resendNotice(deps.db, id, deps.clock.now());
  const notice = await getNotice(deps, id);
  if (!isResent)
    throw new Problem(
      "conflict",
      `This notice is ${notice.state}: only dead ones are sent again.`,
    );
  deps.lookSoon("deliver");
  return notice;
}

const toAnswer = (notice: Notice): z.output<typeof NoticeAnswer> => ({
  id: notice.id,
  channel: { id: notice.channelId, name: notice.channel },
  groupKey: notice.groupKey,
  state: notice.state,
  title: notice.message.title,
  createdAt: isoOf(notice.createdAt),
  dueAt: isoOrNull(notice.dueAt),
  sentAt: isoOrNull(notice.sentAt),
  attempts: notice.attempts,
  lastAnswer: notice.answer && toReceipt(notice.answer),
});

/** Without its links: whoever has one that acts may act, and readers only look. */
const toMessage = ({
  state,
  severity,
  title,
  text,
  items,
  more,
  url,
  at,
  language,
}: Message) => ({
  state,
  severity,
  title,
  text,
  items: items.map(({ startedAt, endedAt, labels, fields, ...item }) => ({
    ...item,
    startedAt: isoOf(startedAt),
    endedAt: isoOrNull(endedAt),
    labels: { ...labels },
    fields: fields.map((field) => ({ ...field })),
  })),
  more,
  url,
  at: isoOf(at),
  language,
});
