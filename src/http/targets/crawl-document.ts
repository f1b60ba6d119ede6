// How a site is to be crawled, as users write it, and the way to and from the domain's
// form.
import { z } from "@hono/zod-openapi";
import { parseUrlPattern } from "#domain/sites/links/url-pattern.ts";
import { type CrawlSpec, scopes, usualCrawl } from "#domain/targets/crawl-spec.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { durationField } from "#http/fields.ts";

const pattern = z
  .string()
  .min(1)
  .max(500)
  .refine(
    (text) => parseUrlPattern(text) !== null,
    'This is a URL pattern such as "https://example.com/docs/*" or "/docs/*".',
  )
  // One that backtracks could stop every crawl of the deployment.
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

export const CrawlDocument = z
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
      .default(usualCrawl.maxDepth)
      .openapi({ description: "Links away from the start." }),
    maxPages: z.int().min(1).max(1_000_000).default(usualCrawl.maxPages),
    contentTypes: z.array(mediaType).max(50).default([]).openapi({
      description:
        "Media types of the pages that are kept; all unless any are named. Others are read for their links.",
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

export function parseCrawl({
  delay,
  ...rest
}: z.output<typeof CrawlDocument>): CrawlSpec {
  return { ...rest, delayMs: delay };
}

export function toCrawlDocument({
  delayMs,
  ...rest
}: CrawlSpec): z.input<typeof CrawlDocument> {
  return {
    ...rest,
    include: [...rest.include],
    exclude: [...rest.exclude],
    contentTypes: [...rest.contentTypes],
    query: typeof rest.query === "string" ? rest.query : [...rest.query],
    delay: formatDuration(delayMs),
  };
}
