// Serves the broken links of a site, as a list and as CSV.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { csvLine } from "#domain/csv.ts";
import { explainFailure } from "#domain/runs/failure.ts";
import type { BrokenLink } from "#domain/sites/listing/listed-page.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { encodeCursor, pageFields, pageOf } from "#http/page.ts";
import { csv, csvHeaders } from "#http/requests/csv-answer.ts";
import { json, newRouter, route } from "#http/router.ts";
import { join, streamText } from "#http/text-stream.ts";
import { type LinkPlace, walkBrokenLinks } from "#store/sites/broken-links.ts";

const tag = "Pages";

const exampleLink = {
  page: { id: 17, url: "https://example.com/about", title: "About us" },
  link: { id: 23, url: "https://example.com/team" },
  status: 404,
  failure: null,
};

const BrokenLinkAnswer = z
  .object({
    page: z.object({ id: z.int(), url: z.string(), title: z.string().nullable() }),
    link: z.object({ id: z.int(), url: z.string() }),
    status: z
      .int()
      .nullable()
      .openapi({ description: "400 or more; null when no answer came." }),
    failure: z
      .string()
      .nullable()
      .openapi({ description: "Why none came, in a sentence." }),
  })
  .openapi("BrokenLink", { example: exampleLink });

type BrokenLinkAnswer = z.infer<typeof BrokenLinkAnswer>;

const toAnswer = ({
  page,
  link: { id, url, status, failure },
}: BrokenLink): BrokenLinkAnswer => ({
  page,
  link: { id, url },
  status,
  failure: failure === null ? null : explainFailure(failure),
});

const header = csvLine([
  "pageId",
  "page",
  "pageTitle",
  "linkId",
  "link",
  "status",
  "failure",
]);
const toCsv = ({ page, link, status, failure }: BrokenLinkAnswer): string =>
  csvLine([page.id, page.url, page.title, link.id, link.url, status, failure]);

const description =
  "Every link from a page that can be read to one that cannot: a status of 400 or more, or no answer. Redirects and sitemaps count as pages that link.";

export const brokenLinksQuery = z.strictObject(
  pageFields(500, 100, z.tuple([z.int(), z.int()])),
);

export const brokenLinkRoutes = newRouter();

const list = route("get", "/api/targets/{id}/broken-links", tag, {
  summary: "A site's broken links, by linking page",
  description: `${description} An answer may have fewer than asked for though there are more: next tells.`,
  request: {
    params: idParam,
    query: brokenLinksQuery,
  },
  answers: { 200: json("One page.", pageOf(BrokenLinkAnswer)) },
  problems: ["not-found", "invalid"],
});

brokenLinkRoutes.openapi(list, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const { items, next } = await readBrokenLinks(deps, target.id, c.req.valid("query"));
  return c.json({ items: items.map(toAnswer), next }, 200);
});

/** One page of the list; `next` is the cursor of the next one. */
export async function readBrokenLinks(
  deps: Deps,
  targetId: number,
  { limit, cursor }: z.output<typeof brokenLinksQuery>,
): Promise<{ items: BrokenLink[]; next: string | null }> {
  const start = cursor === null ? first : { id: cursor[0], index: cursor[1] };
  const { found, next } = await readSome(deps, targetId, start, limit);
  return { items: found, next: next && encodeCursor([next.id, next.index]) };
}

const asCsv = route("get", "/api/targets/{id}/broken-links.csv", tag, {
  summary: "Export a site's broken links as CSV",
  description,
  request: { params: idParam },
  answers: { 200: csv("link", header + toCsv(exampleLink)) },
  problems: ["not-found", "invalid"],
});

brokenLinkRoutes.openapi(asCsv, async (c) => {
  const deps = c.get("deps");
  const { target } = await getTarget(deps, c.req.valid("param").id);
  const lines = join(walkLinks(deps, target.id), (link) => toCsv(toAnswer(link)), {
    start: header,
  });
  return c.body(
    await streamText(deps, lines),
    200,
    csvHeaders(`target-${target.id}-broken-links.csv`),
  );
});

const first: LinkPlace = { id: 0, index: -1 };

/**
 * How many portions of a site are read for one answer: each takes up to three statements,
 * and the free plan allows 50.
 */
const mostPortions = 15;

/** Reads at most `limit` links. `next` is where the next page begins; null at the end. */
async function readSome({ db }: Deps, targetId: number, start: LinkPlace, limit: number) {
  const found: BrokenLink[] = [];
  let next: LinkPlace | null = null;
  let portions = 0;
  for await (const portion of walkBrokenLinks(db, targetId, start)) {
    for (const link of portion.found) found.push(link);
    next = portion.next;
    portions += 1;
    if (found.length > limit || portions === mostPortions) break;
  }
  const last = found[limit - 1];
  if (found.length <= limit || last === undefined) return { found, next };
  return { found: found.slice(0, limit), next: { id: last.page.id, index: last.index } };
}

async function* walkLinks(
  { db }: Deps,
  targetId: number,
): AsyncGenerator<BrokenLink[], void> {
  for await (const { found } of walkBrokenLinks(db, targetId, first)) yield found;
}
