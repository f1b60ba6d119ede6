// Describes how a site is crawled.
import { z } from "@hono/zod-openapi";
import { parseUrlPattern } from "#domain/sites/links/url-pattern.ts";
import {
  type CrawlSpec,
  deepestChain,
  scopes,
  usualCrawl,
} from "#domain/targets/crawl-spec.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { durationField } from "#http/fields.ts";
import { invalidField } from "#http/problem.ts";
import { part } from "./part.ts";

const pattern = z
  .string()
  .min(1)
  .max(500)
  .refine(
    (text) => parseUrlPattern(text) !== null,
    'This is a URL pattern such as "https://example.com/docs/*" or "/docs/*".',
  )
  // A regular expression that backtracks could stop every crawl of the deployment.
  .refine(
    (text) => !parseUrlPattern(text)?.hasRegExpGroups,
    "Regular expressions in patterns are not taken.",
  );
const patterns = z.array(pattern).max(50).default([]);

const mediaType = z
  .string()
  .regex(
    /^[\w.+-]+\/([\w.+-]+|\*)$/,
    'This is a media type such as "text/html" or "image/*".',
  )
  .transform((type) => type.toLowerCase());

const CrawlDocument = z
  .strictObject({
    scope: z.enum(scopes).default(usualCrawl.scope).openapi({
      description:
        "Whose links are followed: the same origin (scheme, host and port), host, site (registrable domain), or any.",
    }),
    include: patterns.openapi({
      description: "URL patterns of which a URL must match one, if there are any.",
      example: ["/docs/*"],
    }),
    exclude: patterns.openapi({
      description: "URL patterns of which a URL must match none.",
    }),
    maxDepth: z
      .int()
      .min(0)
      .max(10_000)
      .nullable()
      .default(usualCrawl.maxDepth)
      .openapi({
        description: `Links away from the start. Null sets no limit: then only a chain of more than ${deepestChain.toLocaleString("en")} links ends there.`,
      }),
    maxPages: z.int().min(1).max(1_000_000).default(usualCrawl.maxPages),
    contentTypes: z.array(mediaType).max(50).default([]).openapi({
      description:
        "Media types of the pages that are kept; an empty list keeps all pages. Pages of other types are only read for their links.",
    }),
    query: z
      .union([z.enum(["keep", "drop"]), z.array(z.string().min(1).max(100)).max(100)])
      .default("keep")
      .openapi({
        description:
          "What becomes of query strings. A list names the parameters that are kept.",
      }),
    maxQueryVariants: z
      .int()
      .min(0)
      .max(1_000_000)
      .default(usualCrawl.maxQueryVariants)
      .openapi({
        description:
          "Distinct query strings that one path may have: calendars have endless ones.",
      }),
    images: z
      .boolean()
      .default(usualCrawl.images)
      .openapi({ description: "Whether images count as links." }),
    sitemaps: z
      .boolean()
      .default(usualCrawl.sitemaps)
      .openapi({ description: "Whether sitemaps are read." }),
    feeds: z
      .boolean()
      .default(usualCrawl.feeds)
      .openapi({ description: "Whether RSS and Atom feeds are read for links." }),
    robots: z.boolean().default(usualCrawl.robots).openapi({
      description:
        "Whether robots.txt, robots meta tags, X-Robots-Tag and rel=nofollow are honoured. Only for sites of your own.",
    }),
    delay: durationField(0, 60_000)
      .default(usualCrawl.delayMs)
      .openapi({
        description:
          "Between two requests to one host, at least. 0s only for sites of your own.",
        default: formatDuration(usualCrawl.delayMs),
        example: formatDuration(usualCrawl.delayMs),
      }),
  })
  .openapi("Crawling", { description: "How a site is crawled; only for kind site." });

export const crawlPart = part({
  schema: CrawlDocument.optional(),
  parse(crawl, { kind, method }) {
    if (kind === "site") {
      if (method !== "GET")
        throw invalidField("json", ["request", "method"], "A site is read with GET.");
      return parseCrawl(crawl ?? CrawlDocument.parse({}));
    }
    if (crawl === undefined) return null;
    const detail = "Only a site is crawled: this goes with kind site.";
    throw invalidField("json", ["crawl"], detail);
  },
  write: (crawl: CrawlSpec | null) => (crawl === null ? undefined : writeCrawl(crawl)),
});

function parseCrawl({ delay, ...rest }: z.output<typeof CrawlDocument>): CrawlSpec {
  return { ...rest, delayMs: delay };
}

function writeCrawl({ delayMs, ...rest }: CrawlSpec): z.input<typeof CrawlDocument> {
  return {
    ...rest,
    include: [...rest.include],
    exclude: [...rest.exclude],
    contentTypes: [...rest.contentTypes],
    query: typeof rest.query === "string" ? rest.query : [...rest.query],
    delay: formatDuration(delayMs),
  };
}
