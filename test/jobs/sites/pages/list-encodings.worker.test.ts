// Tests that lists of links are decoded as they declare it, and that one bad line of a
// list in text is one bad line.

import { expect, it } from "vitest";
import { askedFor, crawlSite } from "#test/fixtures/sites/crawls.ts";
import { origin, type Page, serve, text } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const map = (declaration: string) =>
  `${declaration}<urlset><url><loc>${origin}/\u043f</loc></url></urlset>`;
const cyrillic = (content: string) =>
  Uint8Array.from(content, (character) =>
    character === "\u043f" ? 0xef : character.charCodeAt(0),
  );
const utf16 = (content: string) =>
  new Uint8Array(Uint16Array.from(content, (unit) => unit.charCodeAt(0)).buffer);

it.each<[string, Page]>([
  [
    "its Content-Type",
    { body: cyrillic(map("")), headers: { "content-type": "text/xml; charset=cp1251" } },
  ],
  [
    "its XML declaration",
    { body: cyrillic(map('<?xml version="1.0" encoding="windows-1251"?>')) },
  ],
  ["its byte order mark, in UTF-16", { body: utf16(map("\ufeff")) }],
  ["its first characters, in UTF-16", { body: utf16(map('<?xml version="1.0"?>')) }],
])("a sitemap is decoded by %s", async (_, page) => {
  const robots = text(`Sitemap: ${origin}/map`);
  const site = serve({ "/": {}, "/robots.txt": robots, "/map": page, "/%D0%BF": {} });
  const world = await createWorld({ site });
  await crawlSite(world, { delay: "0s" });
  expect(askedFor(world)).toContain("/%D0%BF");
});

it("a bad line of a sitemap in text is counted, and the others are read", async () => {
  const lines = [`${origin}/1`, "/relative", `${origin}/2`, "and more"];
  const site = serve({
    "/": {},
    "/robots.txt": text(`Sitemap: ${origin}/map`),
    "/map": text(lines.join("\n")),
    "/1": { title: "1" },
    "/2": { title: "2" },
  });
  const world = await createWorld({ site });
  const { crawl } = await crawlSite(world, { delay: "0s" });
  expect(askedFor(world)).toEqual(expect.arrayContaining(["/1", "/2"]));
  expect(crawl).toMatchObject({ state: "completed", refused: { invalid: 2 } });
});
