// Names what went wrong when the runtime's fetch threw. Pure. The runtime hides most
// causes (measured with workerd 2026-11). "Network connection lost." stands for a refused
// or reset connection and for an empty or unintelligible answer; "internal error" stands
// for a name that does not resolve and for a failed TLS handshake.

import type { Failure } from "#domain/runs/failure.ts";
import { literalAddress } from "#net/addresses/host-objection.ts";

const LOST = /^Network connection lost/;
const INTERNAL = /^internal error/;
// The invocation's own budget is spent:
// https://developers.cloudflare.com/workers/platform/limits/#subrequests
const OWN_LIMIT = /too many subrequests/i;
const MAX_DETAIL_CHARS = 200;

/** For an error before the answer's headers. */
export function requestFailure(error: unknown, url: string): Failure {
  const message = messageOf(error);
  // The runtime throws TypeErrors for requests that it refuses to send, such as one with
  // an invalid header.
  if (OWN_LIMIT.test(message) || error instanceof TypeError) {
    return { class: "internal", detail: clause(message) };
  }
  if (INTERNAL.test(message)) return unresolvedFailure(new URL(url));
  const detail = LOST.test(message)
    ? "it was refused, or closed before an answer began"
    : clause(message);
  return { class: "connect", host: new URL(url).hostname, detail };
}

/** For an error after the answer's headers. */
export function bodyFailure(error: unknown): Failure {
  const message = messageOf(error);
  const detail = LOST.test(message)
    ? "the connection was lost before the body's end"
    : clause(message);
  return { class: "protocol", detail };
}

function unresolvedFailure({ hostname: host, protocol }: URL): Failure {
  const isAddress = literalAddress(host) !== null;
  const isSecure = protocol === "https:";
  if (isSecure && isAddress)
    return { class: "tls", host, detail: "the handshake failed" };
  if (!isSecure && !isAddress) return { class: "dns", host };
  const detail = isSecure
    ? "its name does not resolve or the TLS handshake failed"
    : "the runtime gave no reason";
  return { class: "connect", host, detail };
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** A message as part of a sentence. */
const clause = (message: string): string =>
  message.slice(0, MAX_DETAIL_CHARS).replace(/\.+$/, "");
