// One visit of a crawl: a page fetched when its turn comes, and read. Decides nothing
// about what is kept.

import type { Failure } from "#domain/runs/failure.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { Refusal } from "#domain/sites/links/refusal.ts";
import {
  type Answer,
  contentKind,
  isWantedType,
  type PageContent,
  type Reader,
  readHtmlPage,
  readLinkList,
  readOther,
  readRedirect,
} from "#domain/sites/read-page.ts";
import { isAllowed } from "#domain/sites/robots/robots.ts";
import type { SitePage } from "#domain/sites/site-page.ts";
import type { PageResult } from "#net/fetching/fetch-page.ts";
import { unpackText } from "#net/sites/unpack-text.ts";
import {
  type AskContext,
  askWhetherThere,
  fetchOne,
  isSettled,
  maxListBytes,
  silence,
} from "./ask-page.ts";
import {
  type Circumstances,
  isPatient,
  isSuspect,
  isWorthAnother,
  transientTrouble,
} from "./give-up.ts";
import type { HostPaces } from "./host-paces.ts";
import type { SiteRobots } from "./site-robots.ts";
import type { Stop } from "./stop.ts";

/** What became of an entry of the queue. */
export type Visit =
  /** It answered, or failed for good. Without content it is as it was, or has none. */
  | { fate: "seen"; page: PageResult; content: PageContent | null }
  /**
   * It is not to be fetched, or not to be kept; `read` for its links nevertheless, if it
   * is set.
   */
  | {
      fate: "dropped";
      refusal: Refusal;
      read?: { page: PageResult; content: PageContent };
    }
  /** It is to be tried again later. */
  | { fate: "again"; trouble: Failure }
  /** Its turn did not come. */
  | { fate: "left"; trouble: Failure | null };

/** What the visits of a slice share. */
export type VisitContext = Circumstances &
  AskContext & {
    reader: Reader;
    robots: SiteRobots;
    paces: HostPaces;
    /** Nothing starts after. Epoch ms. */
    startBy: number;
  };

export async function visit(
  context: VisitContext,
  { entry, url, known }: Stop,
): Promise<Visit> {
  const { paces, startBy } = context;
  const { origin, host } = new URL(url);
  const objection = entry.kind === "page" ? heedRobots(context, origin, url) : null;
  if (objection !== null) return objection;
  const isDoubtful =
    isPatient(context, host) && (isSuspect(context, entry) || paces.isDown(host));
  const isThere =
    !isDoubtful ||
    (await paces.isThere(host, startBy, () => askWhetherThere(context, origin)));
  if (!isThere) return leave(context, url, paces.trouble(host));
  let wasHeard = false;
  const page = await paces.run(host, startBy, () => {
    wasHeard = paces.isHeard(host);
    return fetchOne(context, entry, url, origin, known);
  });
  if (page === null) return leave(context, url, paces.trouble(host));
  const trouble = transientTrouble(context, page);
  if (
    trouble !== null &&
    isWorthAnother(context, entry, page, isPatient(context, host) && !wasHeard)
  ) {
    return { fate: "again", trouble };
  }
  if (page.failure?.class === "blocked") return { fate: "dropped", refusal: "address" };
  return await read(context, entry, url, known, page);
}

/** What robots.txt leaves of a visit; null when it allows it. */
function heedRobots(context: VisitContext, origin: string, url: string): Visit | null {
  const { reader, robots } = context;
  if (!reader.spec.robots) return null;
  const answer = robots.of(origin);
  if (answer === null) return { fate: "left", trouble: null };
  if ("rules" in answer)
    return isAllowed(answer.rules, url) ? null : { fate: "dropped", refusal: "robots" };
  const left = leave(context, url, answer.unavailable);
  return left.fate === "seen" && answer.unavailable.class === "blocked"
    ? { fate: "dropped", refusal: "robots" }
    : left;
}

/**
 * Leaves a page whose host is in trouble for later, unless its crawl has waited for long
 * enough.
 */
function leave(context: VisitContext, url: string, trouble: Failure | null): Visit {
  if (
    trouble === null ||
    context.crawl === undefined ||
    isPatient(context, new URL(url).host)
  ) {
    return { fate: "left", trouble };
  }
  return {
    fate: "seen",
    page: silence(url, trouble, context.deps.clock.now()),
    content: null,
  };
}

async function read(
  { reader, target }: VisitContext,
  entry: QueueEntry,
  url: string,
  known: SitePage | null,
  page: PageResult,
): Promise<Visit> {
  const { status, failure, body, headers, contentType, contentHash } = page;
  const seen = (content: PageContent | null): Visit => ({ fate: "seen", page, content });
  if (status === null || status >= 400 || page.notModified) return seen(null);
  const isUnwanted =
    status < 300 &&
    entry.kind === "page" &&
    !isWantedType(reader.spec.contentTypes, contentType);
  const unwanted: Visit = { fate: "dropped", refusal: "content-type" };
  if (failure !== null) return isUnwanted ? unwanted : seen(null);
  const answer: Answer = {
    url,
    status,
    header: (name) => headers?.get(name) ?? null,
    body: body ?? new Uint8Array(),
  };
  if (status >= 300) return seen(readRedirect(reader, answer, entry));
  const kind = entry.kind === "list" ? "list" : contentKind(contentType, answer.body);
  if (isUnwanted) {
    return kind === "html"
      ? { ...unwanted, read: { page, content: readHtmlPage(reader, answer, entry) } }
      : unwanted;
  }
  const isSame = isSettled(known, target) && known.contentHash === contentHash;
  if (isSame && kind !== "list") return seen(null);
  if (kind === "html") return seen(readHtmlPage(reader, answer, entry));
  if (kind === "other" || !(reader.spec.sitemaps || reader.spec.feeds))
    return seen(readOther(answer));
  return seen(
    await readLinkList(reader, answer, unpackText(answer.body, maxListBytes), entry),
  );
}
