// Serves the configuration of public status pages: lists, reads, puts and deletes them.
import { z } from "@hono/zod-openapi";
import { json, jsonBody, newRouter, route } from "#http/router.ts";
import { etagOf, ifMatchHeader } from "#http/targets/etag.ts";
import { listPages } from "#store/status/status-pages.ts";
import { getPage, putPage, removePage, revisedOf } from "./change-page.ts";
import {
  pathOf,
  StatusPageAnswer,
  StatusPageDocument,
  slugField,
  toPageAnswer,
} from "./status-document.ts";

const tag = "Status pages";

const params = z.object({ slug: slugField });

const ifMatch = ifMatchHeader('"shop-1"');

const answer = (description: string) => ({
  ...json(description, StatusPageAnswer),
  headers: z.object({ etag: z.string().openapi({ example: '"shop-1"' }) }),
});

const list = route("get", "/api/status-pages", tag, {
  summary: "List status pages",
  description: "There are at most 100.",
  answers: {
    200: json("All, by slug.", z.object({ items: z.array(StatusPageAnswer) })),
  },
  problems: [],
});

const read = route("get", "/api/status-pages/{slug}", tag, {
  summary: "Read the configuration of a status page",
  request: { params },
  answers: { 200: answer("The page.") },
  problems: ["not-found", "invalid"],
});

const put = route("put", "/api/status-pages/{slug}", tag, {
  summary: "Create or replace a status page",
  description:
    "Everybody can read it at /status/{slug}, without a token. The same document again changes nothing.",
  request: {
    params,
    headers: ifMatch.extend({
      "if-none-match": z.string().optional().openapi({
        description: "`*` only creates.",
        example: "*",
      }),
    }),
    body: jsonBody(StatusPageDocument),
  },
  answers: {
    200: answer("The page as it is now."),
    201: answer("The page, created."),
  },
  problems: ["conflict", "stale"],
});

const remove = route("delete", "/api/status-pages/{slug}", tag, {
  summary: "Delete a status page",
  request: { params, headers: ifMatch },
  answers: { 204: { description: "It is gone." } },
  problems: ["not-found", "stale"],
});

export const statusPageRoutes = newRouter();

statusPageRoutes.openapi(list, async (c) => {
  const pages = await listPages(c.get("deps").db);
  return c.json({ items: pages.map(toPageAnswer) }, 200);
});

statusPageRoutes.openapi(read, async (c) => {
  const kept = await getPage(c.get("deps"), c.req.valid("param").slug);
  return c.json(toPageAnswer(kept), 200, { etag: etagOf(revisedOf(kept)) });
});

statusPageRoutes.openapi(put, async (c) => {
  const { slug } = c.req.valid("param");
  const expected = c.req.valid("header");
  const written = await c.req.json();
  const { kept, isNew } = await putPage(c.get("deps"), { slug, expected }, written);
  const headers = { etag: etagOf(revisedOf(kept)), location: pathOf(slug) };
  return isNew
    ? c.json(toPageAnswer(kept), 201, headers)
    : c.json(toPageAnswer(kept), 200, headers);
});

statusPageRoutes.openapi(remove, async (c) => {
  const expected = c.req.valid("header");
  await removePage(c.get("deps"), { slug: c.req.valid("param").slug, expected });
  return c.body(null, 204);
});
