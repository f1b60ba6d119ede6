import { expect, it } from "vitest";
import {
  sitemapIndex,
  urlElement,
  urlsetEnd,
  urlsetStart,
} from "#domain/sites/sitemap-xml.ts";

it("a sitemap is a urlset of the sitemap protocol", () => {
  const xml =
    urlsetStart + urlElement({ url: "https://example.com/a", changedAt: 0 }) + urlsetEnd;
  expect(xml).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
      "<url><loc>https://example.com/a</loc><lastmod>1970-01-01T00:00:00.000Z</lastmod></url>\n" +
      "</urlset>\n",
  );
});

it.each([
  ["https://example.com/?a=1&b=2", "https://example.com/?a=1&amp;b=2"],
  ["https://example.com/it's", "https://example.com/it&apos;s"],
  ['https://example.com/?q="x"', "https://example.com/?q=&quot;x&quot;"],
  ["https://example.com/?q=<b>", "https://example.com/?q=&lt;b&gt;"],
  ["https://example.com/?q=&amp;", "https://example.com/?q=&amp;amp;"],
])("a sitemap escapes %s", (url, escaped) => {
  expect(urlElement({ url, changedAt: 0 })).toContain(`<loc>${escaped}</loc>`);
  expect(sitemapIndex([url])).toContain(`<loc>${escaped}</loc>`);
});

it("a sitemap index lists its parts in their order", () => {
  const xml = sitemapIndex([
    "https://api.example/s?part=1",
    "https://api.example/s?part=2",
  ]);
  expect(xml).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
      '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
      "<sitemap><loc>https://api.example/s?part=1</loc></sitemap>\n" +
      "<sitemap><loc>https://api.example/s?part=2</loc></sitemap>\n" +
      "</sitemapindex>\n",
  );
});
