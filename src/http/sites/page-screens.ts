// Shows the pages of a site: as a list, one of them, as a tree of paths; and broken links.
import { z } from "@hono/zod-openapi";
import { crawlSpecOf } from "#domain/targets/crawl-spec.ts";
import type { Target } from "#domain/targets/target.ts";
import { newScreens, paramsOf, queryOf } from "#http/screens/screen.ts";
import { readPathLevel } from "#store/sites/summaries/path-level.ts";
import { BrokenLinksScreen } from "#ui/sites/broken-links-screen.tsx";
import { PageScreen } from "#ui/sites/page-screen.tsx";
import { PagesScreen } from "#ui/sites/pages-screen.tsx";
import { TreeScreen } from "#ui/sites/tree-screen.tsx";
import { brokenLinksQuery, readBrokenLinks } from "./broken-links.ts";
import { askedIn, shownOfSite } from "./of-site.ts";
import {
  getPage,
  inLinksQuery,
  pageListQuery,
  pageParam,
  readLinksOf,
  readPageList,
} from "./pages.ts";

export const pageScreens = newScreens();

const askable = [
  "text",
  "status",
  "changedSince",
  "newSince",
  "goneSince",
  "gone",
  "unseen",
  "cursor",
] as const;

pageScreens.get(
  "/targets/:id/pages",
  shownOfSite(async (c, { viewer, target }) => {
    const { items, next } = await readPageList(
      c.get("deps"),
      target,
      queryOf(c, pageListQuery),
    );
    const asked = askedIn(viewer, askable);
    return PagesScreen({ viewer, target, pages: items, next, asked });
  }),
);

pageScreens.get(
  "/targets/:id/pages/:pageId",
  shownOfSite(async (c, { viewer, target }) => {
    const deps = c.get("deps");
    const { cursor } = queryOf(c, inLinksQuery);
    const { pageId } = paramsOf(c, pageParam);
    const page = await getPage(deps, target.id, pageId);
    const links = await readLinksOf(deps, target.id, pageId, cursor ?? -1);
    return PageScreen({ viewer, target, page, ...links, isFromStart: cursor === null });
  }),
);

const treeQuery = z.strictObject({
  under: z
    .string()
    .max(5_000)
    .regex(
      /^https?:\/\/[^/]+\/(.*\/)?$/,
      "This is the URL of a folder: it ends with a slash.",
    )
    .optional(),
  from: z.coerce.number().int().nonnegative().default(0),
});

/** Where a tree begins: at the origin that a crawl stays on, or above all hosts. */
const topOf = (target: Target): string =>
  crawlSpecOf(target).scope === "origin" ? `${new URL(target.url).origin}/` : "";

pageScreens.get(
  "/targets/:id/tree",
  shownOfSite(async (c, { viewer, target }) => {
    const { under = topOf(target), from } = queryOf(c, treeQuery);
    const level = await readPathLevel(c.get("deps").db, target.id, { under, from });
    return TreeScreen({ viewer, target, level });
  }),
);

pageScreens.get(
  "/targets/:id/broken-links",
  shownOfSite(async (c, { viewer, target }) => {
    const query = queryOf(c, brokenLinksQuery);
    const { items, next } = await readBrokenLinks(c.get("deps"), target.id, query);
    const isFromStart = query.cursor === null;
    return BrokenLinksScreen({ viewer, target, found: items, next, isFromStart });
  }),
);
