// Exports all pages of a site at once, as lines of JSON or as CSV.

import type { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { csvTable } from "#domain/csv.ts";
import type { Target } from "#domain/targets/target.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { csv, csvHeaders } from "#http/requests/csv-answer.ts";
import { newRouter, route } from "#http/router.ts";
import {
  join,
  jsonLines,
  jsonLinesType,
  streamText,
  toJsonLine,
} from "#http/text-stream.ts";
import { walkPages } from "#store/sites/page-list.ts";
import { examplePage, type PageAnswer, toPageAnswer } from "./page-answer.ts";
import { pageFilterFields, toPageFilter } from "./page-filter.ts";

const tag = "Pages";

/**
 * How many pages one statement reads: a megabyte or two. The free plan's 50 statements
 * are then enough for 90,000 pages.
 */
const pagesAtOnce = 2_000;

const { header, toLine: toCsv } = csvTable<PageAnswer>({
  id: ({ id }) => id,
  url: ({ url }) => url,
  status: ({ status }) => status,
  failure: ({ failure }) => failure?.class ?? null,
  failureMessage: ({ failure }) => failure?.message ?? null,
  contentType: ({ contentType }) => contentType,
  contentHash: ({ contentHash }) => contentHash,
  bytes: ({ bytes }) => bytes,
  title: ({ title }) => title,
  redirectsTo: ({ redirectsTo }) => redirectsTo,
  canonical: ({ canonical }) => canonical,
  noindex: ({ noindex }) => noindex,
  depth: ({ depth }) => depth,
  links: ({ links }) => links,
  refused: ({ refused }) => JSON.stringify(refused),
  foundAt: ({ foundAt }) => foundAt,
  changedAt: ({ changedAt }) => changedAt,
  goneAt: ({ goneAt }) => goneAt,
  unseenAt: ({ unseenAt }) => unseenAt,
  cut: ({ cut }) => cut,
});

/** What both exports take and refuse. */
const ofPages = {
  request: { params: idParam, query: pageFilterFields },
  problems: ["not-found", "invalid"],
} as const;

export const pageExportRoutes = newRouter();

const asJsonLines = route("get", "/api/targets/{id}/pages.ndjson", tag, {
  summary: "Export a site's pages as lines of JSON",
  description:
    "Every page that the filters let through, one a line, in the order of the list.",
  ...ofPages,
  answers: { 200: jsonLines("Page", examplePage) },
});

pageExportRoutes.openapi(asJsonLines, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const pages = await streamPages(deps, target, c.req.valid("query"), toJsonLine);
  return c.body(pages, 200, { "content-type": jsonLinesType });
});

const asCsv = route("get", "/api/targets/{id}/pages.csv", tag, {
  summary: "Export a site's pages as CSV",
  description:
    "Every page that the filters let through, in the order of the list. In front of texts that a spreadsheet would take for formulas stands an apostrophe.",
  ...ofPages,
  answers: { 200: csv("page", header + toCsv(examplePage)) },
});

pageExportRoutes.openapi(asCsv, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const pages = await streamPages(deps, target, c.req.valid("query"), toCsv, header);
  return c.body(pages, 200, csvHeaders(`target-${target.id}-pages.csv`));
});

/** The pages that a query asks for as text, after `start`. */
async function streamPages(
  deps: Deps,
  { id }: Pick<Target, "id">,
  query: z.output<typeof pageFilterFields>,
  toText: (page: PageAnswer) => string,
  start = "",
) {
  const filter = toPageFilter(query, deps.clock.now());
  const pages = walkPages(deps.db, id, filter, pagesAtOnce);
  return await streamText(
    deps,
    join(pages, (page) => toText(toPageAnswer(page)), { start }),
  );
}
