import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLinkListReader, type LinkList } from "#domain/content/read-link-list.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

function read(...chunks: string[]): LinkList {
  const reader = createLinkListReader();
  for (const chunk of chunks) reader.write(chunk);
  return reader.end();
}

const urlsOf = (...chunks: string[]) => read(...chunks).entries.map(({ url }) => url);

/** The kind and the URLs, as in "urlset /a /b". */
const summary = (text: string): string => [read(text).kind, ...urlsOf(text)].join(" ");

const xml = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe("a sitemap", () => {
  it("gives each URL and when it changed, as written", () => {
    const text = `\ufeff\n${xml}<!-- made by hand -->
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <url><loc> https://a.example/?x=1&amp;y=&#x32;&#39;&lt; </loc><lastmod>2026-01-02</lastmod></url>
        <url><lastmod/><changefreq>daily</changefreq><loc><![CDATA[https://a.example/?x=1&y=2]]></loc></url>
      </urlset>`;
    expect(read(text)).toEqual({
      kind: "urlset",
      entries: [
        { url: "https://a.example/?x=1&y=2'<", lastModified: "2026-01-02" },
        { url: "https://a.example/?x=1&y=2", lastModified: null },
      ],
      truncated: false,
      skipped: 0,
    });
  });

  it("may be an index of others", () => {
    const text = `${xml}<sitemapindex><sitemap><loc>/1.xml.gz</loc><lastmod>2026-01-01T00:00:00+00:00</lastmod>
      </sitemap><sitemap><loc>/2.xml</loc></sitemap><url><loc>/trap</loc></url></sitemapindex>`;
    expect(read(text)).toEqual({
      kind: "sitemapindex",
      entries: [
        { url: "/1.xml.gz", lastModified: "2026-01-01T00:00:00+00:00" },
        { url: "/2.xml", lastModified: null },
      ],
      truncated: false,
      skipped: 0,
    });
  });

  it.each([
    [
      "any prefix",
      "<s:urlset xmlns:s='x'><s:url><s:loc>/1</s:loc></s:url></s:urlset>",
      "urlset /1",
    ],
    ["any case", "<URLSET><Url><LOC>/1</LOC></Url></URLSET>", "urlset /1"],
    ["no entries", "<urlset/>", "urlset"],
    [
      "entries without a URL",
      "<urlset><url><loc> </loc></url><url/><url><loc/></url></urlset>",
      "urlset",
    ],
    [
      "several URLs in an entry",
      "<urlset><url><loc/><loc>/1</loc><loc>/2</loc></url></urlset>",
      "urlset /1",
    ],
    [
      "text after its end",
      "<urlset><url><loc>/1</loc></url></urlset><urlset><url><loc>/2</loc>",
      "urlset /1",
    ],
    ["an end too many", "<urlset><url></b><loc>/1</loc></url></x></urlset>", "urlset /1"],
    [
      "text that nobody closed",
      "<urlset><url><loc>/1</url><url><loc>/2</loc></url></urlset>",
      "urlset /1 /2",
    ],
    [
      "elements in a URL",
      "<urlset><url><loc>/1<b>/trap</b>/x</loc></url></urlset>",
      "urlset /1/x",
    ],
    [
      "an end too few",
      "<urlset><url><loc>/1</loc><b></url><url><loc>/2</loc></url></urlset>",
      "urlset /1 /2",
    ],
  ])("may have %s", (_, text, expected) => {
    expect(summary(text)).toBe(expected);
  });

  it("has only its own entries: no images, videos, translations or nested ones", () => {
    const text = `<urlset xmlns:image="i" xmlns:xhtml="h"><url><image:loc>/trap</image:loc><loc>/1</loc>
      <image:image><image:loc>/trap</image:loc></image:image><video:video><loc>/trap</loc></video:video>
      <xhtml:link rel="alternate" href="/trap"/></url><loc>/trap</loc><x><url><loc>/trap</loc></url></x>
      <x:url><loc>/trap</loc></x:url></urlset>`;
    expect(summary(text)).toBe("urlset /1");
  });

  it("that is cut off gives the entries that are complete", () => {
    const start = "<urlset><url><loc>/1</loc></url><url>";
    expect(summary(`${start}<loc>/2`)).toBe("urlset /1");
    expect(summary(`${start}<loc><![CDATA[/2`)).toBe("urlset /1");
    expect(summary(`${start}<loc>/2</lo`)).toBe("urlset /1");
    expect(summary(`${start}<loc>/2</loc><lastm`)).toBe("urlset /1 /2");
  });
});

describe("a feed", () => {
  it("in RSS 2.0 links by its items' links, or else by their permanent ones", () => {
    const text = `${xml}<rss version="2.0"><channel><title>F</title><link>/home</link><atom:link href="/self"/>
      <item><title>1</title><link>/1</link><guid>https://a.example/guid</guid><pubDate>Fri, 02 Jan 2026</pubDate></item>
      <item><guid isPermaLink="true">https://a.example/2</guid><dc:date>2026-01-03</dc:date></item>
      <item><link/><guid>https://a.example/3</guid></item>
      <item><guid isPermaLink="false">https://a.example/trap</guid></item>
      <item><guid>4</guid><media:content><link>/trap</link></media:content><atom:link href="/trap"/></item>
      </channel></rss>`;
    expect(read(text)).toEqual({
      kind: "feed",
      entries: [
        { url: "/1", lastModified: "Fri, 02 Jan 2026" },
        { url: "https://a.example/2", lastModified: "2026-01-03" },
        { url: "https://a.example/3", lastModified: null },
      ],
      truncated: false,
      skipped: 0,
    });
  });

  it("in RSS 1.0 has its items beside the channel", () => {
    const text = `<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel rdf:about="/"><link>/home</link></channel>
      <item rdf:about="/x"><link>/1</link><dc:date>2026-01-01</dc:date></item></rdf:RDF>`;
    expect(read(text)).toEqual({
      kind: "feed",
      entries: [{ url: "/1", lastModified: "2026-01-01" }],
      truncated: false,
      skipped: 0,
    });
  });

  it("in Atom links by its entries' alternate links", () => {
    const text = `<feed xmlns="http://www.w3.org/2005/Atom"><link href="/home"/><updated>2026-02-01</updated>
      <entry><link rel="self" href="/trap"/><link rel="alternate" href=" /1?a=1&amp;b=2 "/><link href="/trap"/>
        <published>2026-01-01</published><updated>2026-01-02</updated><id>urn:1</id></entry>
      <entry><source><link href="/trap"/></source><content><a href="/trap"/></content><link rel="enclosure" href="/trap"/>
        <link href="/2"><x rel="self" href="/trap"/></link></entry>
      <entry><link rel="enclosure" href="/trap"/></entry></feed>`;
    const entries = [
      { url: "/1?a=1&b=2", lastModified: "2026-01-02" },
      { url: "/2", lastModified: null },
    ];
    expect(read(text)).toEqual({ kind: "feed", entries, truncated: false, skipped: 0 });
    const prefixed = text.replaceAll(/<(\/?)(?=\w)/g, "<$1atom:");
    expect(read(prefixed)).toEqual({
      kind: "feed",
      entries,
      truncated: false,
      skipped: 0,
    });
  });
});

describe("plain text", () => {
  it.each([
    [
      "https://a.example/1\nhttp://a.example/2",
      "text https://a.example/1 http://a.example/2",
    ],
    [
      "\ufeff \r\n HTTPS://a.example/1 \r\n\r\nhttps://a.example/2\r",
      "text HTTPS://a.example/1 https://a.example/2",
    ],
    [
      "https://a.example/1\n/2\nhttps://a.example/3",
      "text https://a.example/1 https://a.example/3",
    ],
    ["https://a.example/1\nSee you there.", "text https://a.example/1"],
    ["https://a.example/ is where to look", "unknown"],
    ["https://\nhttps://a.example/1", "text https://a.example/1"],
    ["ftp://a.example/1", "unknown"],
    ["https://a.example/1\nhttp://[::1", "text https://a.example/1"],
    ['{"url": "https://a.example/1"}', "unknown"],
    ["[\n{\n}\n]", "unknown"],
    ["", "unknown"],
    [" \n\t\r\n", "unknown"],
  ])("%j is %s", (text, expected) => {
    expect(summary(text)).toBe(expected);
  });
});

it("bad lines of plain text are counted, and lines without text are not", () => {
  const text = "no\nhttps://a.example/1\n\n /2 \nhttps://a.example/3\nno";
  expect(read(text)).toMatchObject({ kind: "text", invalid: 3 });
  expect(read("See you\nthere.")).not.toHaveProperty("invalid");
});

it.each([
  "<!DOCTYPE html><html><body><urlset><url><loc>/trap</loc></url></urlset>",
  "<html><a href=/trap>x</a></html>",
  "<opml><outline xmlUrl='/trap'/></opml>",
  "<x:y><item><link>/trap</link></item></x:y>",
  "<>/trap",
  "<",
])("other markup is unknown: %s", (text) => {
  expect(summary(text)).toBe("unknown");
});

describe("within its limits", () => {
  const entries = (count: number) =>
    Array.from(
      { length: count },
      (_, n) => `<url><loc>https://a.example/${n}</loc></url>`,
    ).join("");
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) => `https://a.example/${n}`).join("\n");

  it.each([
    ["a sitemap", (count: number) => `<urlset>${entries(count)}</urlset>`],
    ["text", lines],
  ])("%s gives 50,000 entries and says when there are more", (_, listOf) => {
    const whole = read(listOf(50_000));
    expect(whole.truncated).toBe(false);
    expect(whole.entries).toHaveLength(50_000);
    const more = read(listOf(50_002));
    expect(more.truncated).toBe(true);
    expect(more.entries).toEqual(whole.entries);
  });

  it("URLs of more than 2,048 characters are cut after the one that is too many", () => {
    const url = (length: number) => "https://a.example/".padEnd(length, "x");
    expect(urlsOf(`${url(2048)}\n${url(2049)}\n${url(9999)}\n${url(20)}`)).toEqual([
      url(2048),
      url(2049),
      url(2049),
      url(20),
    ]);
    const sitemap = [2048, 2049, 9999, 20]
      .map((length) => `<url><loc>${url(length)}</loc></url>`)
      .join("");
    expect(urlsOf(`<urlset>${sitemap}</urlset>`)).toEqual([
      url(2048),
      url(2049),
      url(2049),
      url(20),
    ]);
    const atom = [2048, 9999]
      .map((length) => `<entry><link href="${url(length)}"/></entry>`)
      .join("");
    expect(urlsOf(`<feed>${atom}</feed>`)).toEqual([url(2048), url(2049)]);
    const guids = [2048, 9999]
      .map((length) => `<item><guid>${url(length)}</guid></item>`)
      .join("");
    expect(urlsOf(`<rss><channel>${guids}</channel></rss>`)).toEqual([
      url(2048),
      url(2049),
    ]);
  });

  it("a date longer than any is none", () => {
    const text = `<urlset><url><loc>/1</loc><lastmod>${"9".repeat(65)}</lastmod></url></urlset>`;
    expect(read(text).entries).toEqual([{ url: "/1", lastModified: null }]);
  });

  it("entities that a document defines stay as they are written", () => {
    const lol = Array.from(
      { length: 9 },
      (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n};`.repeat(10)}">`,
    ).join("\n");
    const text = `${xml}<!DOCTYPE urlset [<!ENTITY lol0 "lol"><!ENTITY x SYSTEM "file:///etc/passwd">\n${lol}]>
      <urlset><url><loc>https://a.example/&lol9;&x;&copy;</loc></url></urlset>`;
    expect(summary(text)).toBe("urlset https://a.example/&lol9;&x;&copy;");
  });

  it("reading ends at a nesting deeper than any list has", () => {
    const start = "<urlset><url><loc>/1</loc></url>";
    expect(read(`${start}${"<a>".repeat(1_000_000)}`)).toMatchObject({
      truncated: true,
      entries: [{ url: "/1" }],
    });
    const shallow = `${start}<url><loc>/2</loc>${"<a>".repeat(90)}${"</b>".repeat(300_000)}</url></urlset>`;
    expect(summary(shallow)).toBe("urlset /1 /2");
  });

  it.each([
    "<urlset><!--",
    "<urlset><url a='",
    "<urlset><url><loc>",
    "<urlset><",
    "<urlset><![CDATA[",
    "http://a/",
    " ",
  ])("20 MB that go on like %j are read in time", (start) => {
    const chunk = "x&amp; ]-".repeat(1_000);
    expect(urlsOf(start, ...Array.from({ length: 2_000 }, () => chunk))).toEqual([]);
  });
});

describe("reading any text", () => {
  const pieces = [
    "<urlset>|</urlset>|<url>|</url>|<loc>|</loc>|<loc/>|<lastmod>|</lastmod>|<sitemapindex>|<sitemap>|</sitemap>",
    "<rss>|<channel>|<item>|</item>|<link>|</link>|<guid|isPermaLink='true'|>|</guid>|<feed>|<entry>|</entry>",
    "<link rel='alternate' |href='/1'|/>|<rdf:RDF>|</rdf:RDF>|s:|<s:url>|<!--|-->|<![CDATA[|]]>|<?|?>|<!DOCTYPE x [|]>",
    "<!ENTITY a 'b'>|&a;|&amp;|&#38;|&#x26;|&|<|/|'|\"|=| |\n|\r|\t|\0|é|😀|\ufeff|https://a.example/1|2026-01-01|x",
  ].flatMap((line) => line.split("|"));
  const anySoup = fc
    .array(fc.constantFrom(...pieces), { maxLength: 40, size: "max" })
    .map((parts) => parts.join(""));
  const anyRoot = fc.constantFrom(
    "",
    "<urlset>",
    "<urlset><url><loc>",
    "<rss><channel><item>",
    "<feed><entry>",
    "http://a/\n",
  );
  const anyText = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(anyRoot, anySoup).map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  );

  it("gives a list that keeps its promises", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { kind, entries } = read(text);
        if (kind === "unknown") expect(entries).toEqual([]);
        for (const { url } of entries) expect(url).toMatch(/^\S(.*\S)?$/s);
      }),
      { numRuns: scenarios(2_000) },
    );
  });

  it("gives the same however it is cut into chunks", () => {
    const anyValue = fc
      .array(
        fc.constantFrom(
          "/",
          "a",
          " ",
          "\n",
          "&amp;",
          "&#x1f600;",
          "&",
          "<![CDATA[ & ]]>",
          "<!-- -->",
          "é",
        ),
        { maxLength: 20, size: "max" },
      )
      .map((parts) => parts.join(""));
    const anySitemap = fc
      .array(fc.tuple(anyValue, anyValue), { maxLength: 4, size: "max" })
      .map((pairs) =>
        pairs.map(
          ([loc, date]) => `<url><loc>${loc}</loc><lastmod>${date}</lastmod></url>`,
        ),
      )
      .map((entries) => `<urlset>${entries.join("\n")}</urlset>`);
    const anyAtom = fc
      .array(anyValue, { maxLength: 4, size: "max" })
      .map(
        (hrefs) =>
          `<feed>${hrefs.map((href) => `<entry><link href="${href}"/></entry>`).join("")}</feed>`,
      );
    const anyCuts = fc.oneof(
      fc.array(fc.nat(400), { maxLength: 12, size: "max" }),
      fc.constant("everywhere" as const),
    );
    fc.assert(
      fc.property(fc.oneof(anyText, anySitemap, anyAtom), anyCuts, (text, cuts) => {
        const at =
          cuts === "everywhere"
            ? Array.from(text, (_, n) => n)
            : cuts.toSorted((a, b) => a - b);
        const chunks = [0, ...at].map((from, n) =>
          text.slice(from, at[n] ?? text.length),
        );
        expect(chunks.join("")).toBe(text);
        expect(read(...chunks)).toEqual(read(text));
      }),
      { numRuns: scenarios(5_000) },
    );
  });
});

describe("what a list makes the reader hold", () => {
  const entry = (path: string) => `<url><loc>https://a.example/${path}</loc></url>`;
  const million = "x".repeat(1_000_000);
  const parts = (text: string) =>
    Array.from({ length: Math.ceil(text.length / 65_536) }, (_, i) =>
      text.slice(i * 65_536, (i + 1) * 65_536),
    );
  const readParts = (text: string) => {
    const reader = createLinkListReader();
    for (const part of parts(text)) reader.write(part);
    return reader.end();
  };

  it.each([
    ["a comment", `<!--${million}${million}-->`],
    ["a name", `<${million}${million}>`],
    ["an attribute's value", `<a b="${million}${million}"/>`],
    ["a CDATA section", `<![CDATA[${million}${million}]]>`],
    ["a declaration", `<?x ${million}${million}?>`],
  ])("ends at %s of two million characters", (_, piece) => {
    const list = readParts(`<urlset>${entry("1")}${piece}${entry("2")}</urlset>`);
    expect(list.truncated).toBe(true);
    expect(list.entries.map(({ url }) => url)).toEqual(["https://a.example/1"]);
  });

  it("does not end at long text, which is not held", () => {
    const text = `<urlset>${entry("1")}<x>${million.repeat(3)}</x>${entry("2")}</urlset>`;
    expect(readParts(text)).toMatchObject({ truncated: false, entries: [{}, {}] });
  });

  it("is nine million bytes of entries at most; the others are counted", () => {
    const long = (i: number) => entry(`${i}/${"x".repeat(1_900)}`);
    const all = Array.from({ length: 6_000 }, (_, i) => long(i));
    const list = readParts(`<urlset>${all.join("")}</urlset>`);
    expect(list.entries.length + list.skipped).toBe(6_000);
    const chars = list.entries.reduce((sum, { url }) => sum + url.length, 0);
    expect(chars).toBeGreaterThan(8_500_000);
    expect(chars).toBeLessThan(9_000_000);
  });
});
