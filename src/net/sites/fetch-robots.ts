// Fetches a robots.txt and says what its answer stands for (RFC 9309 2.3). Reads no
// rules.
import type { Failure } from "#domain/runs/failure.ts";
import { fetchPage, type PageDeps } from "#net/fetching/fetch-page.ts";

/**
 * rules: the file, empty when there is none (4xx). unavailable: nobody knows what it
 * would say (5xx, 429, no answer), so everything counts as disallowed for a while.
 */
export type RobotsAnswer = {
  verdict: "rules" | "unavailable";
  body: Uint8Array;
  /** How long it is good for, ms. */
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
/** RFC 9309 2.4: no longer than a day, and less often than with each page in any case. */
const mostAgeMs = 24 * hourMs;
const leastAgeMs = 300_000;
/** Soon enough for a crawl that waits for it. */
const unavailableAgeMs = 600_000;

/** Never rejects. `origin` is such as "https://example.com". */
export async function fetchRobots(
  deps: PageDeps,
  origin: string,
  headers: Readonly<Record<string, string>>,
): Promise<RobotsAnswer> {
  const page = await fetchPage(
    deps,
    {
      url: `${origin}/robots.txt`,
      method: "GET",
      headers,
      body: null,
      timeoutMs,
      firstByteTimeoutMs: timeoutMs,
      maxBodyBytes: maxBytes,
      maxRedirects,
      cutsBody: true,
    },
    null,
  );
  const { status, fetches, failure } = page;
  // Too many redirects, or one to nowhere: as if there were no file (RFC 9309 2.3.1.2).
  // An address that must not be fetched will be none the next time either: its pages are
  // refused for the same reason.
  const isAbsent =
    failure === null
      ? status !== null && status < 500 && status !== 429
      : failure.class === "redirect" || failure.class === "blocked";
  if (!isAbsent) {
    const why = failure ?? {
      class: "status" as const,
      status: status ?? 0,
      expected: "2xx or 4xx",
    };
    const ageMs = Math.max(page.retryAfterMs ?? 0, unavailableAgeMs);
    return { verdict: "unavailable", body: nothing, ageMs, fetches, failure: why };
  }
  const isThere = failure === null && status !== null && status >= 200 && status < 300;
  return {
    verdict: "rules",
    body: isThere && page.body ? wholeLines(page.body) : nothing,
    ageMs: ageOf(page.headers?.get("cache-control") ?? ""),
    fetches,
    failure: null,
  };
}

/**
 * Half a rule can forbid more than the whole: of "Disallow: /a" the cut may leave
 * "Disallow: /".
 */
function wholeLines(body: Uint8Array): Uint8Array {
  if (body.byteLength < maxBytes) return body;
  return body.subarray(
    0,
    Math.max(body.lastIndexOf(LINE_FEED), body.lastIndexOf(CARRIAGE_RETURN)) + 1,
  );
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** What Cache-Control says, within reason; an hour unless it says anything. */
function ageOf(cacheControl: string): number {
  const seconds = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(cacheControl)?.[1];
  return seconds === undefined
    ? hourMs
    : Math.min(mostAgeMs, Math.max(leastAgeMs, Number(seconds) * 1000));
}
