// The heart of a crawl: what a page was, and what visiting it gave, become what is kept
// and what counts as news. Returns plain data. No I/O, no clock.
import type { Failure } from "#domain/runs/failure.ts";
import type { RefusalCounts } from "#domain/sites/links/refusal.ts";

/** A page of a site as it was seen last. */
export type SitePage = {
  id: number;
  url: string;
  /** The answer's; null when there was none. */
  status: number | null;
  failure: Failure | null;
  /** Of the last whole content, like all of the reading. */
  contentType: string | null;
  contentHash: string | null;
  bytes: number;
  title: string | null;
  /** Where it redirects to, or failed to; null when it does not. */
  location: string | null;
  /** The canonical URL it names, when that is another one. */
  canonical: string | null;
  /** It asks search engines to leave it out. */
  noindex: boolean;
  /** Links from the start when it was last written. */
  depth: number;
  etag: string | null;
  lastModified: string | null;
  /** The target's request revision under which it was read. */
  revision: number;
  foundAt: number;
  /** When status, content or redirect last changed. */
  changedAt: number;
  /** Since when it is not there: 404, 410, or no longer linked. */
  goneAt: number | null;
  /** Ids of the pages it links to. */
  links: readonly number[];
  /** Its links that are not followed, by reason. */
  refused: RefusalCounts;
};

/** What reading its content gave. */
export type Reading = Pick<
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

/**
 * The answer to a visit. Without a reading, the content is what it was, or none was to be
 * had.
 */
export type Visit = {
  status: number | null;
  failure: Failure | null;
  etag: string | null;
  lastModified: string | null;
  /** What was read; null after a 304, a failure, or when the content is what it was. */
  reading: Reading | null;
};

export type Change = "new" | "changed" | "unchanged" | "gone";

/** Where the visit stands. */
export type Occasion = {
  id: number;
  url: string;
  depth: number;
  revision: number;
  now: number;
};

/**
 * The page as it is now, what kind of news that is, and whether it has to be written.
 * Validators alone are not worth a row: a site that gives every answer a new ETag would
 * otherwise be written anew with each crawl.
 */
export function judgePage(
  known: SitePage | null,
  visit: Visit,
  { id, url, depth, revision, now }: Occasion,
): { page: SitePage; change: Change; write: boolean } {
  const { status, failure, etag, lastModified } = visit;
  const reading = visit.reading ?? (known === null ? unread : known);
  const {
    title,
    location,
    canonical,
    noindex,
    links,
    refused,
    contentType,
    contentHash,
    bytes,
  } = reading;
  const isGone = status === 404 || status === 410;
  const isNews =
    known === null ||
    known.status !== status ||
    known.failure?.class !== failure?.class ||
    known.contentHash !== contentHash ||
    known.location !== location ||
    (known.goneAt !== null && !isGone);
  const write =
    isNews ||
    known.revision !== revision ||
    (visit.reading !== null && differs(known, reading));
  const goneAt =
    isGone && known !== null ? (known.goneAt ?? (wasThere(known) ? now : null)) : null;
  const page: SitePage = {
    id,
    url,
    status,
    failure,
    contentType,
    contentHash,
    bytes,
    title,
    location,
    canonical,
    noindex,
    depth,
    etag,
    lastModified,
    revision,
    foundAt: known?.foundAt ?? now,
    changedAt: isNews ? now : known.changedAt,
    goneAt,
    links,
    refused,
  };
  return { page, change: changeOf(known, page, isNews), write };
}

/**
 * Whether it was ever more than a broken link: it may have failed for a while before it
 * went.
 */
const wasThere = ({ status, contentHash, location }: SitePage): boolean =>
  contentHash !== null || location !== null || (status !== null && status < 400);

function changeOf(known: SitePage | null, page: SitePage, isNews: boolean): Change {
  if (known === null) return "new";
  if (page.goneAt !== null && known.goneAt === null) return "gone";
  return isNews ? "changed" : "unchanged";
}

/**
 * What counts besides news: how the page is understood can change without its content.
 */
function differs(known: SitePage, reading: Reading): boolean {
  return (
    known.noindex !== reading.noindex ||
    known.canonical !== reading.canonical ||
    known.title !== reading.title ||
    known.links.length !== reading.links.length ||
    known.links.some((id, i) => id !== reading.links[i])
  );
}

const unread: Reading = {
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
