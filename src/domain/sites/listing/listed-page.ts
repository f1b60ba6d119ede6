// Describes pages of a site as lists and links tell of them. Plain data.
import type { Failure } from "#domain/runs/failure.ts";
import type { SitePage } from "#domain/sites/site-page.ts";

/** A page without what only crawls need; `links` says how many it has. */
export type ListedPage = Omit<
  SitePage,
  "links" | "etag" | "lastModified" | "revision"
> & { links: number };

/** A page that links to another one. */
export type LinkingPage = Pick<SitePage, "id" | "url" | "title">;

/** A page that a link leads to. `id` is null when the page was never fetched. */
export type LinkedPage = {
  id: number | null;
  url: string;
  status: number | null;
  title: string | null;
};

/**
 * Where a redirect leads. `pageId` and `status` are null where nothing is known. `loop`
 * says that the chain of redirects has been there before.
 */
export type RedirectHop = {
  url: string;
  status: number | null;
  pageId: number | null;
  loop: boolean;
};

/** What a page that cannot be read answered. */
export type BrokenPage = {
  id: number;
  url: string;
  status: number | null;
  failure: Failure | null;
};

/** `link` is the page that link number `index` of `page` leads to. */
export type BrokenLink = { page: LinkingPage; index: number; link: BrokenPage };
