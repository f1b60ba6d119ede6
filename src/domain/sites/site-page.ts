// Judges a page of a site by what it was and how it answered: what is kept of the page,
// and whether the page is new or has changed. Returns plain data. No I/O, no clock.
import { hashBytes } from "#domain/readings/reading.ts";
import type { Failure } from "#domain/runs/failure.ts";
import type { RefusalCounts } from "#domain/sites/links/refusal.ts";

/** A page of a site as it was visited last. */
export type SitePage = {
  id: number;
  url: string;
  /** Null when there was no answer. */
  status: number | null;
  failure: Failure | null;
  /** Of the last content that came whole, like everything that was read. */
  contentType: string | null;
  /** Of the body; of a page that the target's steps read, of the reading. */
  contentHash: string | null;
  bytes: number;
  title: string | null;
  /**
   * Where it redirects to, even if that cannot be followed, up to the length of a URL
   * that can; null for no redirect.
   */
  location: string | null;
  /** The canonical URL that the page names, when that is not its own. */
  canonical: string | null;
  /** Whether it asks search engines to leave it out. */
  noindex: boolean;
  /** How many links it was away from the start when it was last written. */
  depth: number;
  etag: string | null;
  lastModified: string | null;
  /** The target's request revision under which it was read. */
  revision: number;
  foundAt: number;
  /** When status, content or redirect last changed. */
  changedAt: number;
  /** Since when it answers 404 or 410, or is no longer linked; null while it is there. */
  goneAt: number | null;
  /**
   * Since when crawls have not come to it, though it may still be there; null while it is
   * seen, and for a page that is gone.
   */
  unseenAt: number | null;
  /** Ids of the pages it links to. */
  links: readonly number[];
  /** Its links that are not followed, by reason. */
  refused: RefusalCounts;
};

/** What was read from a page's content. */
export type PageReading = Pick<
  SitePage,
  | "title"
  | "location"
  | "canonical"
  | "noindex"
  | "links"
  | "refused"
  | "contentType"
  | "contentHash"
  | "bytes"
>;

/** How a page answered a visit. */
export type VisitAnswer = {
  status: number | null;
  failure: Failure | null;
  etag: string | null;
  lastModified: string | null;
  /** Null after a 304 or a failure, or when the content is the same as before. */
  reading: PageReading | null;
};

/** What a visit means for the site. */
export type PageOutcome = "new" | "changed" | "unchanged" | "gone";

/** The page that was visited, and when. */
type VisitedPage = {
  id: number;
  url: string;
  depth: number;
  revision: number;
  now: number;
};

/** The page as it is now. `write` says whether it has to be written. */
export type JudgedPage = { page: SitePage; change: PageOutcome; write: boolean };

/**
 * Judges an answer by what the page was before. Validators alone are not worth a row:
 * otherwise each crawl would write every page of a site that gives each answer a new
 * ETag.
 */
export function judgePage(
  known: SitePage | null,
  answer: VisitAnswer,
  { id, url, depth, revision, now }: VisitedPage,
): JudgedPage {
  const { status, failure, etag, lastModified } = answer;
  const reading = pickReading(answer.reading ?? known ?? unread);
  const isNewOrChanged = known === null || isChanged(known, answer, reading, revision);
  const page: SitePage = {
    ...reading,
    id,
    url,
    status,
    failure,
    depth,
    etag,
    lastModified,
    revision,
    foundAt: known?.foundAt ?? now,
    changedAt: isNewOrChanged ? now : known.changedAt,
    goneAt: goneSince(known, status, now),
    unseenAt: null,
  };
  const write =
    isNewOrChanged ||
    known.revision !== revision ||
    known.unseenAt !== null ||
    (answer.reading !== null && isReadDifferently(known, reading));
  return { page, change: outcomeOf(known, page, isNewOrChanged), write };
}

/** Whether only the first part of a page was read, because the page is too large. */
export const isCut = ({ refused }: Pick<SitePage, "refused">): boolean =>
  refused.cut !== undefined;

/**
 * What is kept of a page that a crawl came to and may not visit; null when nothing
 * changes.
 */
export const missPage = (known: SitePage | null, now: number): SitePage | null =>
  known === null || known.goneAt !== null || known.unseenAt !== null
    ? null
    : { ...known, unseenAt: now };

/** Statuses by which a site says that a page is not there any more. */
const isGoneStatus = (status: number | null): boolean => status === 404 || status === 410;

const isChanged = (
  known: SitePage,
  { status, failure }: VisitAnswer,
  { contentHash, location }: PageReading,
  revision: number,
): boolean =>
  known.status !== status ||
  known.failure?.class !== failure?.class ||
  // The hash of a page that was cut says nothing of the whole page.
  (isOtherContent(known, contentHash, revision) && !isCut(known)) ||
  known.location !== location ||
  (known.goneAt !== null && !isGoneStatus(status));

/** Hex digits of a reading's hash; a body's has more. */
const readingDigits = 2 * hashBytes;

const isOfReading = (hash: string | null): boolean => hash?.length === readingDigits;

/** Readings are compared only with those by the same steps. */
function isOtherContent(known: SitePage, hash: string | null, revision: number): boolean {
  if (known.contentHash === hash) return false;
  if (!isOfReading(known.contentHash) && !isOfReading(hash)) return true;
  return (
    isOfReading(known.contentHash) && isOfReading(hash) && known.revision === revision
  );
}

/** Since when the page is gone; null for a page that is not, or never was a page. */
function goneSince(
  known: SitePage | null,
  status: number | null,
  now: number,
): number | null {
  if (known === null || !isGoneStatus(status)) return null;
  return known.goneAt ?? (wasThere(known) ? now : null);
}

/**
 * Whether a page was ever more than a broken link. It may have failed for a while before
 * it went.
 */
const wasThere = ({ status, contentHash, location }: SitePage): boolean =>
  contentHash !== null || location !== null || (status !== null && status < 400);

function outcomeOf(
  known: SitePage | null,
  page: SitePage,
  isNewOrChanged: boolean,
): PageOutcome {
  if (known === null) return "new";
  if (page.goneAt !== null && known.goneAt === null) return "gone";
  return isNewOrChanged ? "changed" : "unchanged";
}

/** Whether the same content is now read otherwise: the target may have been edited. */
function isReadDifferently(known: SitePage, reading: PageReading): boolean {
  return (
    known.contentHash !== reading.contentHash ||
    known.noindex !== reading.noindex ||
    known.canonical !== reading.canonical ||
    known.title !== reading.title ||
    isCut(known) !== isCut(reading) ||
    known.links.length !== reading.links.length ||
    known.links.some((id, i) => id !== reading.links[i])
  );
}

const pickReading = ({
  title,
  location,
  canonical,
  noindex,
  links,
  refused,
  contentType,
  contentHash,
  bytes,
}: PageReading): PageReading => ({
  title,
  location,
  canonical,
  noindex,
  links,
  refused,
  contentType,
  contentHash,
  bytes,
});

const unread: PageReading = {
  title: null,
  location: null,
  canonical: null,
  noindex: false,
  links: [],
  refused: {},
  contentType: null,
  contentHash: null,
  bytes: 0,
};
