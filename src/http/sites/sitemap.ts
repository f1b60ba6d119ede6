// Serves a sitemap of what was found on a site, in parts if the site is large.
import { z } from "@hono/zod-openapi";
import {
  sitemapIndex,
  urlElement,
  urlsetEnd,
  urlsetStart,
} from "#domain/sites/sitemap-xml.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { Problem } from "#http/problem.ts";
import { newRouter, route, text } from "#http/router.ts";
import { join, streamText } from "#http/text-stream.ts";
import { listSitemapParts, walkSitemapPart } from "#store/sites/sitemap.ts";

const exampleUrl = {
  url: "https://example.com/",
  changedAt: Date.UTC(2026, 0, 31, 9),
};

const query = z.strictObject({
  part: z.coerce.number().int().positive().optional().openapi({
    type: "integer",
    description: "One of the parts that the index names.",
  }),
});

export const sitemapRoutes = newRouter();

const sitemap = route("get", "/api/targets/{id}/sitemap.xml", "Pages", {
  summary: "A sitemap of what was found on a site",
  description:
    "HTML pages that answered 200, ask to be indexed and name no other canonical URL; lastmod is when they last changed. A large site has an index of parts instead, each of which is the sitemap of 50,000 page numbers. A site without such pages, and a target that is no site, has an empty one.",
  request: { params: idParam, query },
  answers: {
    200: text(
      "A urlset or a sitemapindex (sitemaps.org).",
      "application/xml",
      urlsetStart + urlElement(exampleUrl) + urlsetEnd,
    ),
  },
  problems: ["not-found", "invalid"],
});

sitemapRoutes.openapi(sitemap, async (c) => {
  const deps = c.get("deps");
  const { part } = c.req.valid("query");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const parts = await listSitemapParts(deps.db, target.id);
  if (part !== undefined && !parts.includes(part)) {
    throw new Problem(
      "not-found",
      `The sitemap of target ${target.id} has no part ${part}.`,
    );
  }
  const headers = { "content-type": "application/xml" };
  if (part === undefined && parts.length > 1) {
    const { origin, pathname } = new URL(c.req.url);
    return c.body(
      sitemapIndex(parts.map((each) => `${origin}${pathname}?part=${each}`)),
      200,
      headers,
    );
  }
  const urls = walkSitemapPart(deps.db, target.id, part ?? parts[0] ?? 1);
  const xml = join(urls, urlElement, { start: urlsetStart, end: urlsetEnd });
  return c.body(await streamText(deps, xml), 200, headers);
});
