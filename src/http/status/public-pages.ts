// Serves public status pages to everybody, with and without a token alike: as a page, as
// an Atom feed, as JSON. What is shown is kept for a minute, however many ask.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { etag } from "hono/etag";
import assetNames from "#asset-names";
import { type PublicPage, publicPageOf } from "#domain/status/public-page.ts";
import { pageLanguages, slugPattern } from "#domain/status/status-page.ts";
import { createKeeper } from "#http/kept-values.ts";
import {
  type App,
  type AppContext,
  json,
  newRouter,
  openRoute,
  text,
} from "#http/router.ts";
import { preferredLanguage } from "#http/screens/viewer.ts";
import { readPage } from "#store/status/read-page.ts";
import { findPage } from "#store/status/status-pages.ts";
import { PublicStatusPage } from "#ui/status/public-page.tsx";
import { statusFeed } from "#ui/status/status-feed.ts";
import type { Standpoint } from "#ui/words/format.ts";
import type { Language } from "#ui/words/words.ts";
import { noPage } from "./change-page.ts";
import { pathOf } from "./status-document.ts";
import { Summary, summaryOf } from "./summary.ts";

const ageS = 60;
/** Pages that one isolate keeps. */
const mostKept = 20;

type Ctx = Context<AppContext>;

const tag = "Status pages";

const request = {
  // A slug that none can have names no page: it is no other mistake.
  params: z.object({ slug: z.string().openapi({ example: "shop" }) }),
  query: z.object({
    in: z
      .string()
      .optional()
      .openapi({
        enum: [...pageLanguages],
        description: "The language, where the page does not fix it.",
      }),
  }),
};

const notModified = {
  304: { description: "It still has the ETag that If-None-Match names." },
};

const page = openRoute("get", "/status/{slug}", tag, {
  summary: "A public status page",
  description: "For everybody, without a token. It may be a minute old.",
  request,
  answers: { 200: text("The page.", "text/html"), ...notModified },
  problems: ["not-found"],
});

const feed = openRoute("get", "/status/{slug}/feed.atom", tag, {
  summary: "Incidents and maintenance of a status page, as an Atom feed",
  request,
  answers: { 200: text("The feed.", "application/atom+xml"), ...notModified },
  problems: ["not-found"],
});

const summary = openRoute("get", "/status/{slug}/summary.json", tag, {
  summary: "A status page as JSON, in the shape of Statuspage's summary.json",
  description:
    "Incidents are those that are open. Services that are not watched, or that nobody looked at lately, are left out of components: the shape has no word for them.",
  request,
  answers: { 200: json("The summary.", Summary), ...notModified },
  problems: ["not-found"],
});

/** Makes the routes of one app, which keeps what pages show for a minute. */
export function createPublicPages(): App {
  const routes = newRouter();
  const find = createFinder();
  routes.use("/status/*", etag());

  routes.openapi(page, async (c) => {
    const shown = await find(c, c.req.valid("param").slug);
    const viewer = standpointOf(c, shown);
    c.header("link", `<${assetNames.style}>; rel=preload; as=style`);
    setCacheHeaders(c, shown);
    const html = PublicStatusPage({ page: shown, viewer });
    return c.html(html as unknown as string, 200);
  });

  routes.openapi(feed, async (c) => {
    const shown = await find(c, c.req.valid("param").slug);
    const written = statusFeed(shown, addressOf(c, shown), standpointOf(c, shown));
    setCacheHeaders(c, shown);
    return c.body(written, 200, {
      "content-type": "application/atom+xml; charset=utf-8",
      "access-control-allow-origin": "*",
    });
  });

  routes.openapi(summary, async (c) => {
    const shown = await find(c, c.req.valid("param").slug);
    const viewer = standpointOf(c, shown);
    setCacheHeaders(c, shown);
    const content = summaryOf({ page: shown, address: addressOf(c, shown), viewer });
    return c.json(content, 200, { "access-control-allow-origin": "*" });
  });
  return routes;
}

/** Gives the function that finds a page. It throws a Problem when there is none. */
function createFinder(): (c: Ctx, slug: string) => Promise<PublicPage> {
  const keep = createKeeper<PublicPage>({
    room: "status",
    name: "pages",
    ageS,
    most: mostKept,
  });
  return async (c, slug) => {
    const { db, clock } = c.get("deps");
    const kept = slugPattern.test(slug) ? await findPage(db, slug) : null;
    if (kept === null) throw noPage(slug);
    // A page that was changed, or deleted and made anew, is another one.
    const key = `${slug}/${kept.createdAt}-${kept.revision}`;
    const now = clock.now();
    return await keep({ key, url: c.req.url, now }, async () =>
      publicPageOf(kept, await readPage(db, kept.page, now), now),
    );
  };
}

/** The language that the page fixes, or that was asked for, or that the browser prefers. */
function standpointOf(c: Ctx, { language, zone, at }: PublicPage): Standpoint {
  const asked = pageLanguages.find((one) => one === c.req.query("in"));
  const preferred = (): Language =>
    preferredLanguage(c.req.header("accept-language") ?? "");
  return { language: language ?? asked ?? preferred(), zone, now: at };
}

function setCacheHeaders(c: Ctx, { language, isIndexed }: PublicPage): void {
  c.header("cache-control", `public, max-age=${ageS}`);
  if (language === null) c.header("vary", "Accept-Language");
  if (!isIndexed) c.header("x-robots-tag", "noindex");
}

const addressOf = (c: Ctx, { slug }: PublicPage): string =>
  new URL(pathOf(slug), c.req.url).href;
