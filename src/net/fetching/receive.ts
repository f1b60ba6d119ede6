// Reads a final answer to its end: its body, the body's hash, or what went wrong.

import type { Failure } from "#domain/runs/failure.ts";
import type { Attempt, Ending } from "./attempt.ts";
import { createBodyHash, hashOf } from "./body-hash.ts";
import { edgeFailure } from "./edge-failure.ts";
import type { Hop } from "./hop.ts";
import type { PageRequest } from "./page.ts";
import {
  type BodyLimit,
  discardBody,
  isSmall,
  readAtOnce,
  readBody,
  readParts,
  type TakePart,
} from "./read-body.ts";
import { bodyFailure } from "./transport-failure.ts";
import { isConditional } from "./validators.ts";

/** How a body is read. */
export type BodyPlan = Pick<PageRequest, "maxBodyBytes" | "cutsBody" | "takeBody">;

/**
 * What was read of a body. `body` is null where there is none, or where it was not held;
 * `start` is how it begins.
 */
type Content = {
  body: Uint8Array | null;
  start: Uint8Array | null;
  isCut: boolean;
  contentHash: string | null;
};

/** Reads the answer; gives how the attempt ended. Never rejects. */
export async function receive(
  hop: Hop,
  response: Response,
  plan: BodyPlan,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Ending> {
  if (response.status === 304) return receiveNotModified(hop, response);
  const content = await readContent(hop, response, plan, attempt, signal);
  if ("class" in content) return { failure: content };
  const { body, start, isCut, contentHash } = content;
  const elapsedMs = (attempt.headersAt ?? 0) - attempt.startedAt;
  const failure = edgeFailure(response, hop.url, start, elapsedMs);
  if (failure !== null) return { failure };
  return { failure, notModified: false, body, isCut, contentHash };
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

const noContent: Content = {
  body: null,
  start: null,
  isCut: false,
  contentHash: null,
};

/**
 * Reads the body. Some answers never have content (RFC 9110 15.3.5, 15.3.6, 9.3.2).
 */
async function readContent(
  { method }: Hop,
  response: Response,
  plan: BodyPlan,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Content | Failure> {
  if (method === "HEAD" || response.status === 204 || response.status === 205) {
    await discardBody(response);
    return noContent;
  }
  const limitBytes = plan.maxBodyBytes;
  const cuts = plan.cutsBody?.(response.headers.get("content-type")) ?? false;
  const limit = { maxBytes: limitBytes, cuts };
  const count = (bytes: number) => {
    attempt.bytes += bytes;
  };
  const take = plan.takeBody?.(response) ?? null;
  try {
    const content =
      take === null
        ? await hold(response, limit, signal, count)
        : await pass(response, limit, signal, count, take);
    return content ?? { class: "too-large", limitBytes };
  } catch (error) {
    return bodyFailure(error);
  }
}

/** Reads a body whole; null if it is larger than allowed. */
async function hold(...reading: Parameters<typeof readBody>): Promise<Content | null> {
  const body = await readBody(...reading);
  if (body === null) return null;
  const { bytes, isCut } = body;
  return { body: bytes, start: bytes, isCut, contentHash: await hashOf(bytes) };
}

/** Passes a body on as it comes; null if it is larger than allowed. */
async function pass(
  response: Response,
  limit: BodyLimit,
  signal: AbortSignal,
  count: (bytes: number) => void,
  take: TakePart,
): Promise<Content | null> {
  if (isSmall(response, limit)) {
    const start = await readAtOnce(response, count);
    await take(start);
    return { body: null, start, isCut: false, contentHash: await hashOf(start) };
  }
  const hash = createBodyHash();
  const extent = await readParts(response, limit, signal, async (part) => {
    count(part.byteLength);
    await hash.add(part);
    await take(part);
  });
  if (extent === null) return null;
  const { isCut } = extent;
  return { body: null, start: hash.start(), isCut, contentHash: await hash.end() };
}
