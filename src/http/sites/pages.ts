// Serves the pages of a site: lists of them, and one page with its links.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import type { LinkingPage, ListedPage } from "#domain/sites/listing/listed-page.ts";
import type { Target } from "#domain/targets/target.ts";
import { getTarget, idParam, type TargetName } from "#http/find-target.ts";
import { encodeCursor, pageFields, pageOf, toPage } from "#http/page.ts";
import { invalidField, Problem } from "#http/problem.ts";
import { json, newRouter, route } from "#http/router.ts";
import {
  listLinkedPages,
  listLinkingPages,
  traceRedirects,
} from "#store/sites/linked-pages.ts";
import {
  findPage,
  listPages,
  orderOf,
  pageOrders,
  placeOf,
} from "#store/sites/page-list.ts";
import { LinkingPages, PageAnswer, PageDetail, toPageAnswer } from "./page-answer.ts";
import { pageFilterFields, toPageFilter } from "./page-filter.ts";

const tag = "Pages";
/** How many links of each kind an answer about one page has. */
const mostLinks = 100;

export const pageParam = idParam.extend({
  pageId: z.coerce.number().int().nonnegative().openapi({ type: "integer", example: 17 }),
});

export const pageRoutes = newRouter();

/**
 * A cursor: the order of the list, then the last page shown, by the order's key and by
 * id.
 */
const placeInOrder = z.tuple([z.enum(pageOrders), z.int(), z.int()]);

/** What a list of pages can be asked for. */
export const pageListQuery = pageFilterFields.extend(pageFields(500, 50, placeInOrder));

const list = route("get", "/api/targets/{id}/pages", tag, {
  summary: "A site's pages as they were seen last",
  description:
    "By number, which is the order in which they were found; with changedSince by when they changed, with goneSince or gone=true by when they went, the longest ago first. Several filters must all hold. A target that is no site has no pages.",
  request: {
    params: idParam,
    query: pageListQuery,
  },
  answers: { 200: json("One page of the list.", pageOf(PageAnswer)) },
  problems: ["not-found", "invalid"],
});

pageRoutes.openapi(list, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const { items, next } = await readPageList(deps, target, c.req.valid("query"));
  return c.json({ items: items.map(toPageAnswer), next }, 200);
});

/** One page of the list that a query asks for; `next` is the cursor of the next one. */
export async function readPageList(
  { db, clock }: Deps,
  { id: targetId }: Pick<Target, "id">,
  { limit, cursor, ...query }: z.output<typeof pageListQuery>,
) {
  const filter = toPageFilter(query, clock.now());
  const order = orderOf(filter);
  if (cursor !== null && cursor[0] !== order) {
    const message = "This cursor is of a list filtered otherwise.";
    throw invalidField("query", ["cursor"], message);
  }
  const after = cursor === null ? null : { at: cursor[1], id: cursor[2] };
  const pages = await listPages(db, targetId, filter, { after, limit: limit + 1 });
  const cursorOf = (last: ListedPage) => {
    const { at, id } = placeOf(last, order);
    return [order, at, id];
  };
  return toPage(pages, limit, (page) => page, cursorOf);
}

const read = route("get", "/api/targets/{id}/pages/{pageId}", tag, {
  summary: "One page, what links to it, what it links to, and where its redirect leads",
  request: { params: pageParam },
  answers: { 200: json("The page.", PageDetail) },
  problems: ["not-found", "invalid"],
});

pageRoutes.openapi(read, async (c) => {
  const deps = c.get("deps");
  const { id, pageId } = c.req.valid("param");
  const { target, page } = await getBoth(deps, id, pageId);
  const links = await readLinksOf(deps, target.id, pageId);
  return c.json({ ...toPageAnswer(page), ...links }, 200);
});

/**
 * What links to a page, from the pages after a number on; what it links to; and where its
 * redirect leads.
 */
export async function readLinksOf(
  deps: Deps,
  targetId: number,
  pageId: number,
  after = -1,
) {
  const [linking, outLinks, redirectChain] = await Promise.all([
    readInLinks(deps, targetId, pageId, { after, limit: mostLinks }),
    listLinkedPages(deps.db, targetId, pageId, mostLinks),
    traceRedirects(deps.db, targetId, pageId),
  ]);
  return { inLinks: linking, outLinks, redirectChain };
}

export const inLinksQuery = z.strictObject(pageFields(500, mostLinks, z.int()));

const inLinks = route("get", "/api/targets/{id}/pages/{pageId}/in-links", tag, {
  summary: "Pages that link to a page",
  description:
    "Those that can be read. Each answer looks at 1,000 pages of the site, so it may have fewer items than `limit`, or none, and still a `next` that goes on.",
  request: {
    params: pageParam,
    query: inLinksQuery,
  },
  answers: { 200: json("One page of the list.", LinkingPages) },
  problems: ["not-found", "invalid"],
});

pageRoutes.openapi(inLinks, async (c) => {
  const deps = c.get("deps");
  const { id, pageId } = c.req.valid("param");
  const { limit, cursor } = c.req.valid("query");
  const { target } = await getBoth(deps, id, pageId);
  const place = { after: cursor ?? -1, limit };
  return c.json(await readInLinks(deps, target.id, pageId, place), 200);
});

async function getBoth(deps: Deps, name: TargetName, pageId: number) {
  const { target } = await getTarget(deps, name);
  return { target, page: await getPage(deps, target.id, pageId) };
}

/** Throws the Problem `not-found` when a site has no page of that number. */
export async function getPage({ db }: Deps, targetId: number, id: number) {
  const page = await findPage(db, targetId, id);
  if (page !== null) return page;
  throw new Problem("not-found", `Target ${targetId} has no page ${id}.`);
}

async function readInLinks(
  { db }: Deps,
  targetId: number,
  id: number,
  { after, limit }: { after: number; limit: number },
): Promise<{ items: LinkingPage[]; next: string | null }> {
  const { pages, next } = await listLinkingPages(db, targetId, id, { after, limit });
  return { items: pages, next: next === null ? null : encodeCursor(next) };
}
