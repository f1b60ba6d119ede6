// Asks a crawl's host for one page.

import type { Deps } from "#deps";
import type { Failure } from "#domain/runs/failure.ts";
import { harmlessOf } from "#domain/secret-header.ts";
import { contentKind } from "#domain/sites/read-page.ts";
import type { QueuedPage } from "#domain/sites/visits/visit.ts";
import { isSettled } from "#domain/sites/visits/visit-decisions.ts";
import type { OpenRequest, RoundTarget } from "#domain/targets/target.ts";
import { fetchPage } from "#net/fetching/fetch-page.ts";
import type { PageDeps, PageRequest, PageResult } from "#net/fetching/page.ts";
import { unaskedPage } from "#net/fetching/unasked-page.ts";
import { isOpen } from "#store/secrets/request-secrets.ts";

/** sitemaps.org allows 50 MB unpacked. */
export const maxListBytes = 52_428_800;

/** Whose pages are asked for, and by what means. */
export type AskContext = {
  deps: Pick<Deps, "clock" | "settings">;
  fetch: typeof fetch;
  target: RoundTarget;
  /** The target's request with its secrets open; a failure when they do not open. */
  opened: OpenRequest | Failure;
};

/**
 * Asks whether a host answers at all; any answer will do. Asks for robots.txt, which a
 * crawler may always fetch.
 */
export async function askWhetherThere(
  context: AskContext,
  origin: string,
): Promise<PageResult> {
  const { deps, fetch, opened } = context;
  const url = `${origin}/robots.txt`;
  if (!isOpen(opened)) return unaskedPage(url, opened, deps.clock.now());
  const request = {
    ...opened,
    url,
    ...headersFor(context, opened, origin),
    maxRedirects: 0,
    maxBodyBytes: 1,
    cutsBody: () => true,
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

/**
 * Fetches a page of an origin once, following no redirect. `takeBody` is as in
 * net/fetching/page.
 */
export async function fetchOne(
  context: AskContext,
  { entry, url, known }: QueuedPage,
  origin: string,
  takeBody: NonNullable<PageRequest["takeBody"]>,
): Promise<PageResult> {
  const { deps, fetch, target, opened } = context;
  if (!isOpen(opened)) return unaskedPage(url, opened, deps.clock.now());
  const isList = entry.kind === "list";
  const hasLinks = (type: string | null) => isList || contentKind(type) !== "other";
  const request = {
    ...opened,
    url,
    ...headersFor(context, opened, origin),
    maxRedirects: 0,
    cutsBody: hasLinks,
    takeBody,
    // A byte more than may be read shows that a list goes on.
    ...(isList && { maxBodyBytes: maxListBytes + 1 }),
  };
  // A list is read each time: how its links were found is not stored.
  const validators = !isList && isSettled(known, target) ? known : null;
  return await fetchPage(pageDeps(deps, fetch), request, validators);
}

/** A request's headers: to another origin than the target's go only harmless ones. */
export function headersFor(
  { target }: Pick<AskContext, "target">,
  { headers, secretHeaders }: OpenRequest,
  origin: string,
): Pick<OpenRequest, "headers" | "secretHeaders"> {
  const hasNone = Object.keys(headers).length === 0;
  const isOwn = hasNone || new URL(target.url).origin === origin;
  return { headers: isOwn ? headers : harmlessOf(headers, secretHeaders), secretHeaders };
}

/** What the target says it is to be called; undefined where it does not. */
export const userAgentOf = (opened: OpenRequest | Failure): string | undefined =>
  isOpen(opened) ? opened.headers["user-agent"] : undefined;
