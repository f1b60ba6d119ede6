// Describes the pages of a site as the API answers them.
import { z } from "@hono/zod-openapi";
import type { ListedPage } from "#domain/sites/listing/listed-page.ts";
import { isCut } from "#domain/sites/site-page.ts";
import { FailureAnswer, toFailureAnswer } from "#http/failure-answer.ts";
import { instant, isoOf, isoOrNull } from "#http/fields.ts";
import { pageOf } from "#http/page.ts";

export const examplePage = {
  id: 17,
  url: "https://example.com/about",
  status: 200,
  failure: null,
  contentType: "text/html; charset=utf-8",
  contentHash: "3587cb776ce0e4e8237f215800b7dffba0f25865cb84550e87ea8bbac838c423",
  bytes: 1256,
  title: "About us",
  redirectsTo: null,
  canonical: null,
  noindex: false,
  depth: 1,
  links: 24,
  refused: { scope: 3 },
  foundAt: "2026-01-30T09:00:02.116Z",
  changedAt: "2026-01-31T09:00:04.730Z",
  goneAt: null,
  unseenAt: null,
  cut: false,
};

export const PageAnswer = z
  .object({
    id: z.int().openapi({ description: "Its number on the site, from 0 on." }),
    url: z.string(),
    status: z
      .int()
      .nullable()
      .openapi({ description: "The HTTP status; null when no answer came." }),
    failure: FailureAnswer,
    contentType: z.string().nullable(),
    contentHash: z
      .string()
      .nullable()
      .openapi({ description: "SHA-256 of the last whole content." }),
    bytes: z.int().openapi({ description: "Of that content, decoded." }),
    title: z.string().nullable(),
    redirectsTo: z.string().nullable(),
    canonical: z
      .string()
      .nullable()
      .openapi({ description: "The canonical URL it names, when that is another one." }),
    noindex: z
      .boolean()
      .openapi({ description: "It asks search engines to leave it out." }),
    depth: z.int().openapi({ description: "Links away from the start." }),
    links: z.int().openapi({ description: "How many pages it links to." }),
    refused: z.record(z.string(), z.int()).openapi({
      description: "Its links that are not followed, by why, in a crawl's words.",
    }),
    foundAt: instant,
    changedAt: instant.openapi({
      description: "When status, content or redirect last changed.",
    }),
    goneAt: instant.nullable().openapi({
      description: "Since when it is not there: 404, 410, or no longer linked.",
    }),
    unseenAt: instant.nullable().openapi({
      description:
        "Since when crawls have not come to it, though it may still be there: it may stand behind what they left out. Null while it is seen, and when it is gone.",
    }),
    cut: z.boolean().openapi({
      description: "It is larger than maxBodyBytes, and only its first part was read.",
    }),
  })
  .openapi("Page", { example: examplePage });

export type PageAnswer = z.infer<typeof PageAnswer>;

export function toPageAnswer(page: ListedPage): PageAnswer {
  const { id, url, status, failure, contentType, contentHash, bytes, title } = page;
  const {
    location,
    canonical,
    noindex,
    depth,
    links,
    refused,
    foundAt,
    changedAt,
    goneAt,
  } = page;
  return {
    id,
    url,
    status,
    failure: failure === null ? null : toFailureAnswer(failure),
    contentType,
    contentHash,
    bytes,
    title,
    redirectsTo: location,
    canonical,
    noindex,
    depth,
    links,
    refused,
    foundAt: isoOf(foundAt),
    changedAt: isoOf(changedAt),
    goneAt: isoOrNull(goneAt),
    unseenAt: isoOrNull(page.unseenAt),
    cut: isCut(page),
  };
}

const LinkingPage = z.object({
  id: z.int(),
  url: z.string(),
  title: z.string().nullable(),
});

export const LinkingPages = pageOf(LinkingPage).openapi("LinkingPages", {
  example: {
    items: [{ id: 0, url: "https://example.com/", title: "Example" }],
    next: null,
  },
});

export const PageDetail = PageAnswer.extend({
  inLinks: LinkingPages.openapi({
    description:
      "Pages that link to it, of the site's first 1,000 pages and 100 at most; next is for in-links.",
  }),
  outLinks: z
    .array(
      z.object({
        id: z
          .int()
          .nullable()
          .openapi({ description: "Null when it was never fetched." }),
        url: z.string(),
        status: z.int().nullable(),
        title: z.string().nullable(),
      }),
    )
    .openapi({ description: "The first 100 pages it links to." }),
  redirectChain: z
    .array(
      z.object({
        url: z.string(),
        status: z.int().nullable(),
        pageId: z
          .int()
          .nullable()
          .openapi({ description: "Null when it was never fetched." }),
        loop: z
          .boolean()
          .openapi({ description: "It was there before: the redirects go in a circle." }),
      }),
    )
    .openapi({
      description:
        "Where its redirect leads, hop by hop, at most 20; empty when it does not redirect.",
    }),
}).openapi("PageDetail", {
  example: {
    ...examplePage,
    inLinks: {
      items: [{ id: 0, url: "https://example.com/", title: "Example" }],
      next: null,
    },
    outLinks: [{ id: 0, url: "https://example.com/", status: 200, title: "Example" }],
    redirectChain: [],
  },
});
