// Follows redirects until an answer is final, and has that answer read.

import type { Failure } from "#domain/runs/failure.ts";
import type { Attempt, Ending } from "./attempt.ts";
import { firstHop, type Hop, hopIdentity, isRedirect, nextHop } from "./hop.ts";
import type { PageDeps, PageRequest, Validators } from "./page.ts";
import { discardBody } from "./read-body.ts";
import { receive } from "./receive.ts";
import { requestFailure } from "./transport-failure.ts";

/**
 * Gives how the attempt ended; never rejects. Once `signal` has aborted, nothing more is
 * sent and the ending means nothing.
 */
export async function followRedirects(
  deps: PageDeps,
  request: PageRequest,
  validators: Validators | null,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Ending> {
  const seen: string[] = [];
  let hop = firstHop(request, validators, deps);
  for (;;) {
    if ("class" in hop) return { failure: hop };
    seen.push(hopIdentity(hop));
    const response = await send(deps.fetch, hop, attempt, signal);
    if (!(response instanceof Response)) return { failure: response };
    if (!isRedirect(response.status) || request.maxRedirects === 0) {
      attempt.headersAt = deps.clock.now();
      return receive(hop, response, request, attempt, signal);
    }
    await discardBody(response);
    const next = nextHop(hop, response, deps.policy);
    if ("class" in next) return { failure: next };
    const refusal = refuse(next, seen, attempt.redirects, request.maxRedirects);
    if (refusal !== null) return { failure: refusal };
    attempt.redirects += 1;
    hop = next;
  }
}

function refuse(
  next: Hop,
  seen: readonly string[],
  redirects: number,
  maxRedirects: number,
): Failure | null {
  const { url } = next;
  if (seen.includes(hopIdentity(next))) return { class: "redirect", reason: "loop", url };
  return redirects >= maxRedirects
    ? { class: "redirect", reason: "too-many", url }
    : null;
}

// `fetch` is called as a plain function: the runtime's own refuses any other `this`.
async function send(
  fetch: PageDeps["fetch"],
  hop: Hop,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Response | Failure> {
  const { url, method, headers, body } = hop;
  attempt.url = url;
  attempt.response = null;
  attempt.fetches += 1;
  try {
    // no-store: the Worker's own data centre must not answer for the site.
    const response = await fetch(url, {
      method,
      headers,
      body,
      redirect: "manual",
      cache: "no-store",
      signal,
    });
    if (signal.aborted) await discardBody(response);
    signal.throwIfAborted();
    attempt.response = response;
    return response;
  } catch (error) {
    return requestFailure(error, url);
  }
}
