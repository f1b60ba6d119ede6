// Serves the site of the crawl benchmarks on loopback, as a process of its own:
// `linked-site.ts [pages] [--sitemap]`. Prints the site's address. Serves at /-/answers
// how many pages it answered, by status.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createPages, fewestPages, pageAt, pathOf } from "./linked-pages.ts";

const count = Number(process.argv[2] ?? 5_000);
const withSitemap = process.argv.includes("--sitemap");
if (!Number.isInteger(count) || count < fewestPages)
  throw new Error(`the first argument is a number of pages, ${fewestPages} or more`);

/**
 * A site of up to so many pages, 40 MB, is made at the start. The pages of a larger site
 * are made when they are asked for.
 */
const mostKept = 5_000;
/** The sitemap protocol's limit for one file (sitemaps.org/protocol.html). */
const mostInSitemap = 50_000;
const lastModified = "Sun, 01 Mar 2026 12:00:00 GMT";

const makePage = createPages(count);
const kept =
  count <= mostKept ? Array.from({ length: count }, (_, page) => makePage(page)) : [];
const answers: Record<number, number> = {};

const server = createServer((request, response) => {
  const path = request.url ?? "/";
  const page = pageAt(path, count);
  if (page !== null) return answerPage(page, request, response);
  if (path === "/robots.txt") return answer(response, "text/plain", robots());
  if (path === "/sitemap.xml" && withSitemap)
    return answer(response, "application/xml", sitemap());
  if (path === "/-/answers")
    return answer(response, "application/json", JSON.stringify(answers));
  response.writeHead(404, { "content-type": "text/plain", "content-length": 0 }).end();
});
server.keepAliveTimeout = 60_000;

function answerPage(
  page: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const etag = `"page-${page}"`;
  const known = isKnown(request, etag);
  const status = known ? 304 : 200;
  answers[status] = (answers[status] ?? 0) + 1;
  if (known) {
    response.writeHead(304, { etag, "last-modified": lastModified }).end();
    return;
  }
  const body = kept[page] ?? makePage(page);
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "content-length": body.length,
    etag,
    "last-modified": lastModified,
  });
  response.end(body);
}

/**
 * Whether the client has the current page (RFC 9110 section 13.2.2): If-Modified-Since
 * counts only without If-None-Match, which compares weakly.
 */
function isKnown({ headers }: IncomingMessage, etag: string): boolean {
  const tags = headers["if-none-match"];
  if (tags !== undefined)
    return tags.split(",").some((tag) => ["*", etag, `W/${etag}`].includes(tag.trim()));
  return Date.parse(headers["if-modified-since"] ?? "") >= Date.parse(lastModified);
}

function answer(response: ServerResponse, type: string, body: string): void {
  response
    .writeHead(200, { "content-type": type, "content-length": Buffer.byteLength(body) })
    .end(body);
}

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const robots = (): string =>
  [
    "User-agent: *",
    "Disallow: /private/",
    "Allow: /private/open$",
    "Disallow: /*?session=",
    "Crawl-delay: 0",
    "",
    "User-agent: unwelcome",
    "Disallow: /",
    ...(withSitemap ? ["", `Sitemap: ${address()}/sitemap.xml`] : []),
    "",
  ].join("\n");

function sitemap(): string {
  const pages = Array.from({ length: Math.min(count, mostInSitemap) }, (_, page) => page);
  const urls = pages.map((page) => `<url><loc>${address()}${pathOf(page)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join("\n")}</urlset>
`;
}

server.listen(0, "127.0.0.1", () => console.log(address()));
