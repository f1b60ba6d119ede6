// Reads a final answer to its end: its body, the body's hash, or what went wrong.

import type { Failure } from "#domain/runs/failure.ts";
import type { Attempt, Ending } from "./attempt.ts";
import { edgeFailure } from "./edge-failure.ts";
import type { Hop } from "./hop.ts";
import { type Body, type BodyLimit, discardBody, readBody } from "./read-body.ts";
import { bodyFailure } from "./transport-failure.ts";
import { isConditional } from "./validators.ts";

/** Reads the answer; gives how the attempt ended. Never rejects. */
export async function receive(
  hop: Hop,
  response: Response,
  limit: BodyLimit,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Ending> {
  if (response.status === 304) return receiveNotModified(hop, response);
  const content = await readContent(hop, response, limit, attempt, signal);
  if (content !== null && "class" in content) return { failure: content };
  const body = content?.bytes ?? null;
  const elapsedMs = (attempt.headersAt ?? 0) - attempt.startedAt;
  const failure = edgeFailure(response, hop.url, body, elapsedMs);
  if (failure !== null) return { failure };
  return {
    failure: null,
    notModified: false,
    body,
    isCut: content?.isCut ?? false,
    contentHash: body && (await hash(body)),
  };
}

async function receiveNotModified({ headers }: Hop, response: Response): Promise<Ending> {
  await discardBody(response);
  if (isConditional(headers))
    return {
      failure: null,
      notModified: true,
      body: null,
      isCut: false,
      contentHash: null,
    };
  return {
    failure: {
      class: "protocol",
      detail: "a 304 without having been asked conditionally",
    },
  };
}

/**
 * Reads the body; null for an answer that never has content (RFC 9110 15.3.5, 15.3.6,
 * 9.3.2).
 */
async function readContent(
  { method }: Hop,
  response: Response,
  limit: BodyLimit,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Body | Failure | null> {
  if (method === "HEAD" || response.status === 204 || response.status === 205) {
    await discardBody(response);
    return null;
  }
  const count = (bytes: number) => {
    attempt.bytes += bytes;
  };
  try {
    return (
      (await readBody(response, limit, signal, count)) ?? {
        class: "too-large",
        limitBytes: limit.maxBytes,
      }
    );
  } catch (error) {
    return bodyFailure(error);
  }
}

async function hash(body: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", body)).toHex();
}
