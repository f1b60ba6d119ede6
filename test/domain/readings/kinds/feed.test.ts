// Holds what the step `feed` gives of feeds.
import fc from "fast-check";
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith";
import { expect, it } from "vitest";
import { feed } from "#domain/readings/kinds/feed.ts";
import { feedFields } from "#domain/readings/step.ts";
import { pageOf, takeStep, told } from "#test/fixtures/readings/take-step.ts";

const rss = `<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>News</title><link>https://example.com/</link>
<item><media:group><media:title>No</media:title></media:group>
<title><![CDATA[First & <b>best</b>]]></title><link>https://example.com/1</link>
<guid>a1</guid><pubDate>Sun, 29 Nov 2026 00:13:26 GMT</pubDate><dc:creator>Ann</dc:creator>
<description>&lt;p&gt;Some&amp;nbsp;text&lt;/p&gt;</description></item>
<item><title>Second</title><guid>https://example.com/2</guid></item>
</channel></rss>`;

const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title type="html">First &amp;amp; &lt;b&gt;best&lt;/b&gt;</title>
<link rel="self" href="https://example.com/self"/><link href="https://example.com/1"/>
<id>a1</id><updated>2026-11-30T00:00:00Z</updated><published>2026-11-29T00:13:26Z</published>
<author><name>Ann</name><email>ann@example.com</email></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Some text</p></div></content></entry>
<entry><title>Second</title><link href="https://example.com/2"/></entry></feed>`;

const json = JSON.stringify({
  version: "https://jsonfeed.org/version/1.1",
  items: [
    {
      id: "a1",
      title: "First & best",
      url: "https://example.com/1",
      date_published: "2026-11-29T00:13:26Z",
      authors: [{ name: "Ann" }],
      content_html: "<p>Some text</p>",
    },
    { title: "Second", external_url: "https://example.com/2" },
  ],
});

it.each([
  ["RSS", rss],
  ["Atom", atom],
  ["JSON Feed", json],
])("%s gives titles and addresses of its entries in their order", (_what, text) => {
  expect(told(takeStep(feed, { feed: true }, pageOf(text)))).toBe(
    "First & best\nhttps://example.com/1\n\nSecond\nhttps://example.com/2",
  );
});

it.each([
  ["RSS", rss],
  ["Atom", atom],
  ["JSON Feed", json],
])("%s gives all fields of an entry", (_what, text) => {
  const step = { feed: { entries: 1, fields: feedFields } };
  expect(told(takeStep(feed, step, text)).split("\n")).toEqual([
    "First & best",
    "https://example.com/1",
    "2026-11-29T00:13:26.000Z",
    "Ann",
    expect.stringMatching(/^Some\stext$/),
    "a1",
  ]);
});

it("a single field takes a line for each entry", () => {
  expect(told(takeStep(feed, { feed: { fields: ["title"] } }, rss))).toBe(
    "First & best\nSecond",
  );
});

it("an address with what looks like a character by its name stays as it is", () => {
  const link = '<link href="http://a.test/?x=1&amp;gt=2"/>';
  const atom = `<feed><entry><title>x</title>${link}</entry></feed>`;
  expect(told(takeStep(feed, { feed: { fields: ["link"] } }, atom))).toBe(
    "http://a.test/?x=1&gt=2",
  );
});

type Entry = { title: string; url: string; at: number };

/** Feeds as another program writes them (feedsmith). */
const writers: Readonly<Record<string, (entries: readonly Entry[]) => unknown>> = {
  RSS: (entries) =>
    generateRssFeed({
      title: "News",
      description: "",
      items: entries.map(({ title, url, at }) => ({
        title,
        link: url,
        pubDate: new Date(at),
      })),
    }),
  Atom: (entries) =>
    generateAtomFeed({
      id: "news",
      title: { value: "News" },
      updated: new Date(0),
      entries: entries.map(({ title, url, at }) => ({
        id: url,
        title: { value: title },
        links: [{ href: url }],
        updated: new Date(at),
      })),
    }),
  "JSON Feed": (entries) =>
    JSON.stringify(
      generateJsonFeed({
        title: "News",
        items: entries.map(({ title, url, at }) => ({
          id: url,
          title,
          url,
          content_text: title,
          date_published: new Date(at),
        })),
      }),
    ),
};

const entries = fc.array(
  fc.record({
    title: fc
      .string({ unit: fc.constantFrom(..."ab é日>\"'&/=".split("")), minLength: 1 })
      // A title may be HTML; what looks like a character by its name is one.
      .map((text) => `x${text.replace(/&/g, "& ").replace(/\s+/g, " ").trim()}`),
    url: fc.webUrl({ withQueryParameters: true }),
    at: fc.integer({ min: 1_000, max: 4_000_000_000 }).map((seconds) => seconds * 1_000),
  }),
  { minLength: 1, maxLength: 10 },
);

it.each(Object.entries(writers))(
  "%s of another program is read whole",
  (_what, write) => {
    const step = { feed: { fields: ["title", "link", "date"] as const } };
    fc.assert(
      fc.property(entries, (all) => {
        expect(told(takeStep(feed, step, String(write(all))))).toBe(
          all
            .map(({ title, url, at }) =>
              [title, url, new Date(at).toISOString()].join("\n"),
            )
            .join("\n\n"),
        );
      }),
    );
  },
);

const ofItem = (item: string) => `<rss><channel><item>${item}</item></channel></rss>`;
const many = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length));

it.each([
  ["open elements", ofItem(many("<a>"))],
  ["open items", ofItem(many("<item><title>"))],
  ["open comments", ofItem(many("<!--"))],
  ["open sections", ofItem(many("<![CDATA["))],
  ["attributes", ofItem(`<a ${many("b='c' ")}/>`)],
  ["signs that open", ofItem(many("<"))],
  ["open elements in a title", ofItem(`<title>${many("&lt;b&gt;")}`)],
  [
    "definitions",
    `<!DOCTYPE a [${many("<!ENTITY b '&b;&b;'>")}]>${ofItem("<title>&b;")}`,
  ],
  ["lists in lists", `{"version":"https://jsonfeed.org/version/1","items":${many("[")}`],
])("a feed with a million characters of %s does not make it throw", (_what, text) => {
  const step = { feed: { entries: 500, fields: feedFields } };
  expect(() => takeStep(feed, step, text)).not.toThrow();
});

it("a feed gives as many entries as are asked for, each cut to its limit", () => {
  const text = ofItem(`<title>${"x".repeat(50_000)}</title>`).replace(
    "</item>",
    `</item>${"<item><title>b</title></item>".repeat(10)}`,
  );
  const [first, ...others] = told(
    takeStep(feed, { feed: { entries: 3, fields: ["title"] } }, text),
  ).split("\n");
  expect(first).toHaveLength(20_000);
  expect(others).toEqual(["b", "b"]);
});

it.each([
  ["HTML", "<html><body>x</body></html>", "(is given no feed)"],
  ["other JSON", '{"items":[{}]}', "(is given no feed)"],
  ["a feed without entries", "<rss><channel/></rss>", "(found nothing)"],
  ["nothing", "", "(is given no feed)"],
])("%s gives no entries", (_what, text, given) => {
  expect(told(takeStep(feed, { feed: true }, text))).toBe(given);
});
