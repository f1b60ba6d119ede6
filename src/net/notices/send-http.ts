// Sends a request of a channel over HTTP.
import type {
  ChannelAnswer,
  ChannelFault,
  ChannelRequest,
} from "#domain/notices/channels/channel-kind.ts";
import type { Clock } from "#domain/time/clock.ts";
import { type AddressPolicy, guardUrl } from "#net/addresses/address-guard.ts";
import { readBody } from "#net/fetching/read-body.ts";
import { requestFailure } from "#net/fetching/transport-failure.ts";
import { describeAddress } from "./describe-address.ts";
import { within } from "./within.ts";

type HttpRequest = Extract<ChannelRequest, { via: "http" }>;

type HttpDeps = {
  fetch: typeof fetch;
  clock: Clock;
  policy: AddressPolicy;
  userAgent: string;
};

// Holds what a channel says of a refusal, which stands at the beginning of its answer.
const MAX_ANSWER_CHARS = 4_096;
// Comes within a second after the status, or is no sentence about a refusal.
const BODY_TIMEOUT_MS = 2_000;
const answerLimit = { maxBytes: 4 * MAX_ANSWER_CHARS, cuts: true };

export async function sendHttp(
  deps: HttpDeps,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<ChannelAnswer | ChannelFault> {
  const guarded = guardUrl(request.url, deps.policy);
  const host = describeAddress(request.url);
  if (!guarded.ok) {
    const why = `${host} must not be called: ${guarded.detail}.`;
    return { fault: "blocked", why };
  }
  const { method, body } = request;
  const headers = { "user-agent": deps.userAgent, ...request.headers };
  try {
    const response = await deps.fetch(guarded.url.href, {
      method,
      headers,
      body,
      redirect: "manual",
      signal,
    });
    return await readAnswer(response, deps.clock);
  } catch (error) {
    return faultOf(error, request.url, host);
  }
}

/** A channel that has said by the status whether it took the message need say no more. */
async function readAnswer(response: Response, clock: Clock): Promise<ChannelAnswer> {
  const at = clock.now();
  const read = await within(clock, BODY_TIMEOUT_MS, (signal) =>
    readBody(response, answerLimit, signal, () => {}),
  );
  const bytes = read !== null && "bytes" in read ? read.bytes : new Uint8Array();
  const text = new TextDecoder().decode(bytes);
  const retryAfter = response.headers.get("retry-after");
  return {
    at,
    status: response.status,
    headers: retryAfter === null ? {} : { "retry-after": retryAfter },
    body: text.slice(0, MAX_ANSWER_CHARS).toWellFormed(),
  };
}

/** Says no word of the runtime's that may quote the address or a header. */
function faultOf(error: unknown, url: string, host: string): ChannelFault {
  const failure = requestFailure(error, url);
  switch (failure.class) {
    case "dns":
      return { fault: "connect", why: `The name ${host} does not resolve.` };
    case "tls":
      return { fault: "connect", why: `No secure connection to ${host}.` };
    case "internal":
      return { fault: "connect", why: `The request to ${host} could not be sent.` };
    default:
      return { fault: "connect", why: `No connection to ${host}.` };
  }
}
