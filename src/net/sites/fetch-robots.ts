// Fetches a robots.txt and says what the answer stands for (RFC 9309 2.3). Does not read
// the rules in it.

import type { Failure } from "#domain/runs/failure.ts";
import { fetchPage } from "#net/fetching/fetch-page.ts";
import type { PageDeps, PageRequest, PageResult } from "#net/fetching/page.ts";

/**
 * rules: the file, empty when there is none (4xx). unavailable: nobody knows what it
 * would say (5xx, 429, no answer), so everything counts as disallowed for a while.
 */
export type RobotsAnswer = {
  verdict: "rules" | "unavailable";
  body: Uint8Array;
  /** How long the answer holds, ms. */
  ageMs: number;
  fetches: number;
  failure: Failure | null;
};

/** What RFC 9309 2.5 asks crawlers to read at least. */
const maxBytes = 512_000;
/** RFC 9309 2.3.1.2: at least five. */
const maxRedirects = 5;
const timeoutMs = 10_000;
const nothing = new Uint8Array();

const hourMs = 3_600_000;
/** RFC 9309 2.4: a copy is used for no longer than a day. */
const mostAgeMs = 24 * hourMs;
/** Long enough that a crawl does not ask again with each page. */
const leastAgeMs = 300_000;
/** Short enough for a crawl that waits for the file. */
const unavailableAgeMs = 600_000;

/** Never rejects. `origin` is such as "https://example.com". */
export async function fetchRobots(
  deps: PageDeps,
  origin: string,
  headers: Pick<PageRequest, "headers" | "secretHeaders">,
): Promise<RobotsAnswer> {
  const request: PageRequest = {
    url: `${origin}/robots.txt`,
    method: "GET",
    ...headers,
    body: null,
    timeoutMs,
    firstByteTimeoutMs: timeoutMs,
    maxBodyBytes: maxBytes,
    maxRedirects,
    cutsBody: () => true,
  };
  const page = await fetchPage(deps, request, null);
  const { fetches } = page;
  const failure = whyUnavailable(page);
  if (failure !== null) {
    const ageMs = Math.max(page.retryAfterMs ?? 0, unavailableAgeMs);
    return { verdict: "unavailable", body: nothing, ageMs, fetches, failure };
  }
  const ageMs = ageOf(page.headers?.get("cache-control") ?? "");
  return { verdict: "rules", body: rulesIn(page), ageMs, fetches, failure };
}

/** Why nobody knows what the file would say; null when that is known. */
function whyUnavailable({ status, failure }: PageResult): Failure | null {
  if (failure !== null) {
    // After too many redirects, or one to nowhere, there is no file (RFC 9309 2.3.1.2).
    // An address that must not be fetched stays so: its pages are refused for that
    // reason.
    const isAbsent = failure.class === "redirect" || failure.class === "blocked";
    return isAbsent ? null : failure;
  }
  if (status !== null && status < 500 && status !== 429) return null;
  return { class: "status", status: status ?? 0, expected: "2xx or 4xx" };
}

function rulesIn({ status, failure, body, isCut }: PageResult): Uint8Array {
  const isFile = failure === null && status !== null && status >= 200 && status < 300;
  if (!isFile || body === null) return nothing;
  return isCut ? wholeLines(body) : body;
}

/**
 * Drops a line that was cut: half a rule can forbid more than the whole, such as
 * "Disallow: /" of "Disallow: /a".
 */
function wholeLines(body: Uint8Array): Uint8Array {
  const lastEnd = Math.max(
    body.lastIndexOf(LINE_FEED),
    body.lastIndexOf(CARRIAGE_RETURN),
  );
  return body.subarray(0, lastEnd + 1);
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What Cache-Control says, within the bounds above; an hour if it says nothing. */
function ageOf(cacheControl: string): number {
  const seconds = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(cacheControl)?.[1];
  return seconds === undefined
    ? hourMs
    : Math.min(mostAgeMs, Math.max(leastAgeMs, Number(seconds) * 1000));
}
