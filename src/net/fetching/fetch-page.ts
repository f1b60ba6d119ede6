// Makes one attempt to fetch a page, redirects included. Never rejects: every outcome is
// a PageResult. Judges the transport only, not the status. Does not wait for its turn,
// and does not try again.

import { parseRetryAfter } from "#domain/time/retry-after.ts";
import { type Attempt, type Ending, startAttempt } from "./attempt.ts";
import { startDeadline } from "./deadline.ts";
import { followRedirects } from "./follow-redirects.ts";
import type { PageDeps, PageRequest, PageResult, Validators } from "./page.ts";
import { noValidators, readValidators } from "./validators.ts";

export async function fetchPage(
  deps: PageDeps,
  request: PageRequest,
  validators: Validators | null,
): Promise<PageResult> {
  const attempt = startAttempt(deps.clock.now(), request.url);
  const { promise, resolve, reject } = Promise.withResolvers<Ending>();
  const hasBegun = () => attempt.headersAt !== null;
  const deadline = startDeadline(deps.clock, request, hasBegun, (failure) =>
    resolve({ failure }),
  );
  followRedirects(deps, request, validators, attempt, deadline.signal).then(
    resolve,
    reject,
  );
  const ending = await promise;
  deadline.callOff();
  return describe(attempt, ending, validators, deps.clock.now());
}

// The content type is stored; no real one is longer.
const MAX_CONTENT_TYPE_CHARS = 200;

/** `sent` are the validators that the request was made with. */
function describe(
  attempt: Attempt,
  ending: Ending,
  sent: Validators | null,
  endedAt: number,
): PageResult {
  const { startedAt, url, response, headersAt, redirects, fetches, bytes } = attempt;
  const begunAt = headersAt ?? endedAt;
  const headers = headersAt === null ? null : (response?.headers ?? null);
  const status = response?.status ?? null;
  const mayAskToWait = status !== null && (status === 429 || status >= 500);
  const { body, isCut, contentHash, notModified } =
    ending.failure === null ? ending : nothing;
  const hasValidators = ending.failure === null && response !== null && redirects === 0;
  return {
    startedAt,
    firstByteMs: begunAt - startedAt,
    bodyMs: endedAt - begunAt,
    status,
    redirects,
    finalUrl: url,
    bytes,
    contentType: headers?.get("content-type")?.slice(0, MAX_CONTENT_TYPE_CHARS) ?? null,
    headers,
    retryAfterMs: mayAskToWait
      ? parseRetryAfter(headers?.get("retry-after") ?? "", endedAt)
      : null,
    fetches,
    failure: ending.failure,
    body,
    isCut,
    contentHash,
    notModified,
    validators: hasValidators ? readValidators(response, sent) : noValidators,
  };
}

/** What a failure leaves of a content. */
const nothing = { body: null, isCut: false, contentHash: null, notModified: false };
