// Asks a crawl's host for one page.

import type { Deps } from "#deps";
import type { Failure } from "#domain/runs/failure.ts";
import { isSecretHeader } from "#domain/secret-header.ts";
import { unanswered } from "#domain/sites/crawl.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import type { Refusal } from "#domain/sites/links/refusal.ts";
import type { SitePage } from "#domain/sites/site-page.ts";
import type { RoundTarget } from "#domain/targets/target.ts";
import { fetchPage, type PageDeps, type PageResult } from "#net/fetching/fetch-page.ts";

/** sitemaps.org allows 50 MB unpacked. */
export const maxListBytes = 52_428_800;

/** Whose pages are asked for, and with what. */
export type AskContext = {
  deps: Pick<Deps, "clock" | "settings">;
  fetch: typeof fetch;
  target: RoundTarget;
};

/** What stands for the answer of a page that gave none. */
export const silence = (url: string, failure: Failure, now: number): PageResult => ({
  ...unanswered,
  finalUrl: url,
  failure,
  validators: { etag: null, lastModified: null },
  retryAfterMs: null,
  startedAt: now,
  headers: null,
  fetches: 0,
  body: null,
});

/** Any answer will do, and robots.txt is what may always be asked for. */
export async function askWhetherThere(
  context: AskContext,
  origin: string,
): Promise<PageResult> {
  const { deps, fetch, target } = context;
  const request = {
    ...target.request,
    url: `${origin}/robots.txt`,
    headers: headersFor(target, origin),
    maxRedirects: 0,
    maxBodyBytes: 1,
    cutsBody: true,
  };
  return await fetchPage(pageDeps(deps, fetch), request, null);
}

const pageDeps = (
  { clock, settings }: AskContext["deps"],
  fetch: AskContext["fetch"],
): PageDeps => ({
  fetch,
  clock,
  policy: settings.addresses,
  userAgent: settings.userAgent,
});

export async function fetchOne(
  { deps, fetch, target }: AskContext,
  entry: QueueEntry,
  url: string,
  origin: string,
  known: SitePage | null,
): Promise<PageResult> {
  const isList = entry.kind === "list";
  const request = {
    ...target.request,
    url,
    headers: headersFor(target, origin),
    maxRedirects: 0,
    ...(isList && { maxBodyBytes: Math.max(maxListBytes, target.request.maxBodyBytes) }),
  };
  // A list is always read anew: what its links are for is not kept.
  const validators = !isList && isSettled(known, target) ? known : null;
  return await fetchPage(pageDeps(deps, fetch), request, validators);
}

/**
 * Whether a page, if its content is what it was, needs not be read again. A redirect's
 * content says nothing.
 */
export function isSettled(
  known: SitePage | null,
  { requestRevision }: RoundTarget,
): known is SitePage {
  if (known === null || known.revision !== requestRevision) return false;
  if (known.contentHash === null || known.location !== null) return false;
  return passing.every((refusal) => known.refused[refusal] === undefined);
}

/**
 * Why links are refused that the next crawl may have to follow, though the page that they
 * are on is the same.
 */
const passing: readonly Refusal[] = [
  "depth",
  "pages",
  "query-variants",
  "duplicate",
  "redirects",
];

/** Secrets are for the origin they were given for. */
export function headersFor(
  target: RoundTarget,
  origin: string,
): Readonly<Record<string, string>> {
  const { headers } = target.request;
  if (new URL(target.url).origin === origin) return headers;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !isSecretHeader(name)),
  );
}
