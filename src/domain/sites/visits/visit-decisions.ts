// Decides what becomes of a visit: whether robots.txt allows it, whether the page is
// tried again, and how its answer is read. No I/O.

import type { Failure } from "#domain/runs/failure.ts";
import type { Fetched } from "#domain/runs/judging/fetched.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { Refusal } from "#domain/sites/links/refusal.ts";
import { isComplaint } from "#domain/sites/pace.ts";
import { contentKind, isWantedType } from "#domain/sites/read-page.ts";
import type { OriginRules } from "#domain/sites/robots/origin-rules.ts";
import { isAllowed } from "#domain/sites/robots/robots.ts";
import type { SitePage } from "#domain/sites/site-page.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import {
  givesUpHost,
  isWorthRetrying,
  passingFailure,
  type RetryContext,
} from "./give-up.ts";
import { noAnswer, type Visit } from "./visit.ts";

/** How the visit ends by robots.txt; null when the page may be fetched. */
export function endByRobots(
  context: RetryContext,
  known: OriginRules | null,
  url: string,
): Visit | null {
  if (known === null) return { fate: "left", trouble: null };
  const forbidden: Visit = { fate: "dropped", refusal: "robots" };
  if ("rules" in known) return isAllowed(known.rules, url) ? null : forbidden;
  const { unavailable } = known;
  // Our own fault does not pass by waiting for the host.
  if (unavailable.class === "internal")
    return { fate: "seen", answer: noAnswer(url, unavailable), content: null };
  const isForbidden =
    unavailable.class === "blocked" && givesUpHost(context, new URL(url).host);
  return isForbidden ? forbidden : postpone(context, url, unavailable);
}

/** Leaves a page for later; it failed for good when its host is no longer waited for. */
export function postpone(
  context: RetryContext,
  url: string,
  trouble: Failure | null,
): Visit {
  if (trouble === null || !givesUpHost(context, new URL(url).host))
    return { fate: "left", trouble };
  return { fate: "seen", answer: noAnswer(url, trouble), content: null };
}

/** How the visit ends with an answer that is not to be read; null for any other. */
export function endUnread(
  context: RetryContext,
  entry: QueueEntry,
  answer: Fetched,
  mayBeHostsFault: boolean,
): Visit | null {
  const trouble = passingFailure(context, answer);
  if (trouble !== null && isWorthRetrying(context, entry, answer, mayBeHostsFault))
    return { fate: "again", trouble };
  return answer.failure?.class === "blocked"
    ? { fate: "dropped", refusal: "address" }
    : null;
}

/** `readAs` is null when there is nothing to read. */
export type ReadingChoice = {
  isKept: boolean;
  readAs: "redirect" | "html" | "list" | "other" | null;
};

type ReadAs = ReadingChoice["readAs"];
const keep = (readAs: ReadAs): ReadingChoice => ({ isKept: true, readAs });
const drop = (readAs: ReadAs): ReadingChoice => ({ isKept: false, readAs });

/** Says how an answer is read, and whether the page is kept. */
export function chooseReading(
  { contentTypes, sitemaps, feeds }: CrawlSpec,
  { kind }: QueueEntry,
  answer: Fetched & { body: Uint8Array | null },
  isUnchanged: boolean,
): ReadingChoice {
  const { status, failure, contentType, body } = answer;
  if (status === null || status >= 400 || answer.notModified) return keep(null);
  const isRead = failure === null;
  if (status >= 300) return keep(isRead ? "redirect" : null);
  const isUnwanted = kind === "page" && !isWantedType(contentTypes, contentType);
  if (!isRead) return isUnwanted ? drop(null) : keep(null);
  const readAs = kind === "list" ? "list" : contentKind(contentType, body ?? undefined);
  // The links of an HTML page are followed even when the page is not kept.
  if (isUnwanted) return drop(readAs === "html" ? "html" : null);
  // A list is read each time: how its links were found is not stored.
  if (isUnchanged && readAs !== "list") return keep(null);
  return keep(readAs === "list" && !sitemaps && !feeds ? "other" : readAs);
}

/**
 * Whether an answer that could not be read may stand for a page with links. The content
 * type of an error says nothing of the page.
 */
export function mayHaveLinks({ status, failure, contentType }: Fetched): boolean {
  if (isComplaint(status) || (status ?? 0) >= 500) return true;
  const isKnownType = status !== null && status < 400 && contentType !== null;
  return failure !== null && !(isKnownType && contentKind(contentType) === "other");
}

/**
 * Whether a page was read as a list though its type does not say so: packed, or as text.
 */
export const wasList = ({ contentType, links, location }: SitePage): boolean =>
  links.length > 0 &&
  location === null &&
  contentType !== null &&
  contentKind(contentType) === "other";

/**
 * Whether a page need not be read again as long as its content is the same. The content
 * of a redirect says nothing.
 */
export function isSettled(
  known: SitePage | null,
  { requestRevision }: RoundTarget,
): known is SitePage {
  if (known === null || known.revision !== requestRevision) return false;
  if (known.contentHash === null || known.location !== null) return false;
  return temporaryRefusals.every((refusal) => known.refused[refusal] === undefined);
}

/**
 * Reasons for which a link is refused in one crawl but may be followed in the next,
 * though the page with the link stays the same.
 */
const temporaryRefusals: readonly Refusal[] = [
  "depth",
  "pages",
  "urls",
  "query-variants",
  "duplicate",
  "redirects",
  "cut",
];
