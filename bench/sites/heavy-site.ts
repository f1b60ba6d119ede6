// Serves a site of heavy answers on loopback, as a process of its own. `heavy-site.ts
// list` has a sitemap of 50 MB; `heavy-site.ts pages` has pages of 10 MB. Prints the
// site's address.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const kind = process.argv[2];
const listBytes = 52_000_000;
const pageBytes = 10_400_000;
const pages = 36;

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const bodies = new Map<string, () => string>([
  ["/robots.txt", () => (kind === "list" ? `Sitemap: ${address()}/sitemap.xml` : "")],
  ["/sitemap.xml", sitemap],
  ["/", () => Array.from({ length: pages }, (_, i) => `<a href="/${i}">x</a>`).join("")],
]);

/** 50,000 entries, each with a caption that nobody reads. */
function sitemap(): string {
  const entry = (i: number) =>
    `<url><loc>${address()}/products/a-product-with-a-long-name/${i}</loc><caption>`.padEnd(
      listBytes / 50_000 - 16,
      "word ",
    );
  const entries = Array.from({ length: 50_000 }, (_, i) => `${entry(i)}</caption></url>`);
  return `<urlset>${entries.join("")}</urlset>`;
}

/** A page of 10 MB: text, and links that no other page has. */
const page = (path: string): string =>
  Array.from({ length: 2_000 }, (_, i) => `<a href="${path}/${i}">${i}</a>`)
    .join("")
    .padEnd(pageBytes, "<p>Some text. ");

const made = new Map<string, Buffer>();

const server = createServer((request, response) => {
  const path = request.url ?? "/";
  const isPage = kind === "pages" && /^\/\d+$/.test(path);
  const make = bodies.get(path) ?? (isPage ? () => page(path) : null);
  if (make === null) {
    response.writeHead(404).end();
    return;
  }
  const body = made.get(path) ?? Buffer.from(make());
  if (!isPage) made.set(path, body);
  const type = path.endsWith(".xml") ? "application/xml" : "text/html";
  // Without a length, as most pages come.
  response.writeHead(200, {
    "content-type": path === "/robots.txt" ? "text/plain" : type,
  });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => console.log(address()));
