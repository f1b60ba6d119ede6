// Goes from redirect to redirect until an answer is final, and has that one read.

import type { Failure } from "#domain/runs/failure.ts";
import { firstHop, type Hop, hopIdentity, isRedirect, nextHop } from "./hop.ts";
import type { PageDeps, PageRequest, Validators } from "./page.ts";
import type { Ending, Progress } from "./progress.ts";
import { discardBody } from "./read-body.ts";
import { receive } from "./receive.ts";
import { requestFailure } from "./transport-failure.ts";

/**
 * Never rejects. Once `signal` has aborted it sends nothing more, and its ending means
 * nothing.
 */
export async function followRedirects(
  deps: PageDeps,
  request: PageRequest,
  validators: Validators | null,
  progress: Progress,
  signal: AbortSignal,
): Promise<Ending> {
  const seen = new Set<string>();
  let hop = firstHop(request, validators, deps);
  for (;;) {
    if ("class" in hop) return { failure: hop };
    seen.add(hopIdentity(hop));
    const response = await send(deps.fetch, hop, progress, signal);
    if (!(response instanceof Response)) return { failure: response };
    if (!isRedirect(response.status) || request.maxRedirects === 0) {
      progress.headersAt = deps.clock.now();
      const limit = { maxBytes: request.maxBodyBytes, cuts: request.cutsBody ?? false };
      return receive(hop, response, limit, progress, signal);
    }
    await discardBody(response);
    const next = nextHop(hop, response, deps.policy);
    if ("class" in next) return { failure: next };
    const refusal = refuse(next, seen, progress.redirects, request.maxRedirects);
    if (refusal !== null) return { failure: refusal };
    progress.redirects += 1;
    hop = next;
  }
}

function refuse(
  next: Hop,
  seen: Set<string>,
  redirects: number,
  maxRedirects: number,
): Failure | null {
  const { url } = next;
  if (seen.has(hopIdentity(next))) return { class: "redirect", reason: "loop", url };
  return redirects >= maxRedirects
    ? { class: "redirect", reason: "too-many", url }
    : null;
}

// `fetch` is called as a plain function: the runtime's own refuses any other `this`.
async function send(
  fetch: PageDeps["fetch"],
  hop: Hop,
  progress: Progress,
  signal: AbortSignal,
): Promise<Response | Failure> {
  const { url, method, headers, body } = hop;
  progress.url = url;
  progress.response = null;
  progress.fetches += 1;
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
    progress.response = response;
    return response;
  } catch (error) {
    return requestFailure(error, url);
  }
}
