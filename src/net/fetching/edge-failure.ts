// Recognises failures that Cloudflare reports in place of the site when the Worker is
// deployed: a status of its own instead of an exception. Pure. Sites that are themselves
// behind Cloudflare answer the same way and mean the same.
// https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/

import type { Failure } from "#domain/runs/failure.ts";

const DNS_ERROR = "error code: 1016";

/**
 * The failure that Cloudflare reports; null for an answer of the site itself, whatever
 * its status. `elapsedMs` is how long the answer took to begin.
 */
export function edgeFailure(
  response: Response,
  url: string,
  body: Uint8Array | null,
  elapsedMs: number,
): Failure | null {
  const { status } = response;
  if (status < 520) return null;
  if (response.headers.get("server")?.toLowerCase() !== "cloudflare") return null;
  const host = new URL(url).hostname;
  switch (status) {
    case 520:
      return {
        class: "protocol",
        detail: "Cloudflare got an empty, unknown or unexpected one (520)",
      };
    case 521:
      return {
        class: "connect",
        host,
        detail: "it refused Cloudflare's connection (521)",
      };
    case 522:
    case 524:
      return { class: "timeout", phase: "first-byte", limitMs: elapsedMs };
    case 523:
      return { class: "connect", host, detail: "Cloudflare found no route to it (523)" };
    case 525:
      return { class: "tls", host, detail: "the handshake with Cloudflare failed (525)" };
    case 526:
      return { class: "tls", host, detail: "its certificate is not valid (526)" };
    case 530: // Several errors share this status; only the text tells them apart.
      return startOf(body) === DNS_ERROR ? { class: "dns", host } : null;
    default:
      return null;
  }
}

const startOf = (body: Uint8Array | null): string =>
  body === null ? "" : new TextDecoder().decode(body.subarray(0, DNS_ERROR.length));
