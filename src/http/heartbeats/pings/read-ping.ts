// Reads a ping from its request: who sent it, and how its body begins. A body is never
// refused: it is cut.
import type { Context } from "hono";
import { bodyLimit, type Ping } from "#domain/heartbeats/ping.ts";
import type { AppContext } from "#http/router.ts";

/**
 * Clients that are cut off while they send see no answer, so a longer body is read on;
 * nobody sends logs of more than this.
 */
const mostBytesRead = 16 * 1_024 * 1_024;

/** Many pings stand in one value of the database, in brief. */
const longestText = 100;

type Sender = Pick<Ping, "method" | "scheme" | "userAgent" | "from">;

export const senderOf = ({ req }: Context<AppContext>): Sender => ({
  method: req.method,
  scheme: req.url.startsWith("https:") ? "https" : "http",
  userAgent: clean(req.header("user-agent") ?? "")
    .replaceAll(/["\\]/g, "'")
    .slice(0, longestText),
  from: clean(req.header("cf-connecting-ip") ?? "").slice(0, longestText),
});

/** A body is text by its first bytes; null for an empty one. */
export async function readPingBody({
  body,
  headers,
}: Request): Promise<Pick<Ping, "body" | "bodyBytes">> {
  const { kept, length } = await readStart(body);
  if (length === 0) return { body: null, bodyBytes: 0 };
  const told = Number(headers.get("content-length") ?? 0);
  return { body: toText(kept), bodyBytes: Math.max(length, told || 0) };
}

/** The same for a text that came in another way. */
export function cutBody(text: string): Pick<Ping, "body" | "bodyBytes"> {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length === 0) return { body: null, bodyBytes: 0 };
  return { body: toText(bytes.subarray(0, bodyLimit)), bodyBytes: bytes.length };
}

async function readStart(body: Request["body"]) {
  const kept = new Uint8Array(bodyLimit);
  let length = 0;
  const reader = body?.getReader();
  while (reader !== undefined && length < mostBytesRead) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length < bodyLimit) kept.set(value.subarray(0, bodyLimit - length), length);
    length += value.length;
  }
  if (length >= mostBytesRead) await reader?.cancel();
  return { kept: kept.subarray(0, Math.min(length, bodyLimit)), length };
}

/** A character that the cut has gone through is left out. */
const toText = (bytes: Uint8Array): string =>
  clean(new TextDecoder().decode(bytes, { stream: true }));

/** Text with a NUL would end there in the database. */
const clean = (text: string): string => text.replaceAll("\0", "\uFFFD");
