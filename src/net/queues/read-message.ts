// Reads the messages of queues, which anybody may have sent who may write to the queue.
import { z } from "zod";
import type { QueueSubject } from "#domain/jobs/message-counts.ts";
import type { CrawlMessage, ShardsMessage } from "./send-messages.ts";

/** What a message asks for; of one that asks for nothing we know, which field is wrong. */
export type ReadMessage =
  | { subject: "rounds"; body: ShardsMessage }
  | { subject: "crawls"; body: CrawlMessage }
  | { subject: "other"; field: string; problem: string };

const id = z.int().positive();
const shardsMessage = z.object({ shards: z.array(id).min(1) });
const crawlMessage = z.object({ crawl: id });

export function readMessage(body: unknown): ReadMessage {
  if (hasField(body, "shards")) return readAs("rounds", shardsMessage, body);
  if (hasField(body, "crawl")) return readAs("crawls", crawlMessage, body);
  const problem = 'It has neither the field "shards" nor the field "crawl".';
  return { subject: "other", field: "body", problem };
}

const hasField = (body: unknown, name: string): boolean =>
  typeof body === "object" && body !== null && name in body;

/** Fields that are not known are left out: a newer version may have sent the message. */
function readAs<Subject extends QueueSubject, Body>(
  subject: Subject,
  schema: z.ZodType<Body>,
  body: unknown,
): { subject: Subject; body: Body } | Extract<ReadMessage, { subject: "other" }> {
  const { data, error } = schema.safeParse(body);
  if (error === undefined) return { subject, body: data };
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "body";
  return { subject: "other", field, problem: issue?.message ?? "It is not valid." };
}
