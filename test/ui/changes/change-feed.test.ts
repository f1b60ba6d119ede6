// Tests feeds of changes with a parser of feeds: whatever a page says, they stay feeds.
import fc from "fast-check";
import { parseAtomFeed, parseJsonFeed } from "feedsmith";
import { describe, expect, it } from "vitest";
import type { ChangeFacts } from "#domain/changes/change.ts";
import { type Feed, feedFormats } from "#ui/changes/feeds/change-feed.ts";
import type { FedChange } from "#ui/changes/feeds/feed-entry.ts";

const at = Date.parse("2026-03-02T09:00:00Z");

const facts: ChangeFacts = {
  addedLines: 3,
  removedLines: 1,
  addedCharacters: 20,
  removedCharacters: 5,
  characters: 90,
  added: ["New <b>line</b> & more"],
  removed: ["Old"],
  numbers: {},
  isWhole: false,
  why: null,
};

const change: FedChange = {
  targetId: 12,
  targetName: "Shop",
  at,
  kind: "changed",
  confirmedAt: at + 45_000,
  from: "a".repeat(32),
  to: "b".repeat(32),
  facts,
};

const feed: Feed = {
  scope: { kind: "target", id: 12 },
  targetName: "Shop",
  changes: [change],
  language: "en",
  url: "https://junkai.example.com/feeds/key.mac/changes.atom",
};

const atomOf = (given: Partial<Feed> = {}) =>
  parseAtomFeed(feedFormats.atom.write({ ...feed, ...given }));
const jsonOf = (given: Partial<Feed> = {}) =>
  parseJsonFeed(feedFormats.json.write({ ...feed, ...given }));

const withFacts = (given: Partial<ChangeFacts>) => ({
  changes: [{ ...change, facts: { ...facts, ...given } }],
});

describe("a feed of changes", () => {
  it("is an Atom feed", () => {
    expect(atomOf()).toEqual({
      id: "tag:junkai.example.com,2026:changes/target/12",
      xml: { lang: "en" },
      title: { value: "Changes of Shop" },
      updated: "2026-03-02T09:00:45.000Z",
      authors: [{ name: "junkai" }],
      links: [
        { rel: "self", type: "application/atom+xml", href: feed.url },
        {
          rel: "alternate",
          type: "text/html",
          href: "https://junkai.example.com/targets/12/changes",
        },
      ],
      entries: [
        {
          id: `tag:junkai.example.com,2026-03-02:changes/12/${at}`,
          title: { value: "Shop: 3 lines added, 1 removed" },
          published: "2026-03-02T09:00:00.000Z",
          updated: "2026-03-02T09:00:45.000Z",
          links: [
            {
              rel: "alternate",
              type: "text/html",
              href: `https://junkai.example.com/targets/12/diff?from=${"a".repeat(32)}&to=${"b".repeat(32)}`,
            },
          ],
          categories: [{ term: "changed" }],
          content: {
            type: "html",
            value:
              "<p>Added</p><ul><li>New &lt;b&gt;line&lt;/b&gt; &amp; more</li></ul><p>and 2 more</p>\n<p>Removed</p><ul><li>Old</li></ul>",
          },
        },
      ],
    });
  });

  it("is a JSON Feed that says the same", () => {
    const [item] = jsonOf().items ?? [];
    expect(jsonOf()).toMatchObject({
      title: "Changes of Shop",
      home_page_url: "https://junkai.example.com/targets/12/changes",
      feed_url: feed.url,
      language: "en",
    });
    expect(item).toMatchObject({
      id: `tag:junkai.example.com,2026-03-02:changes/12/${at}`,
      title: "Shop: 3 lines added, 1 removed",
      content_text: "Added\n- New <b>line</b> & more\nand 2 more\nRemoved\n- Old",
      date_published: "2026-03-02T09:00:00.000Z",
      tags: ["changed"],
    });
  });

  it("tells numbers in the title, and that a whole was replaced", () => {
    const numbers = { price: { from: 10, to: 12 }, stock: { from: 3, to: null } };
    const [entry] = atomOf(withFacts({ numbers, isWhole: true })).entries ?? [];
    expect(entry?.title?.value).toBe("Shop: price: 10 → 12, stock: 3 → none");
    expect(entry?.content?.value).toContain("<p>price: 10 → 12</p>");
    expect(entry?.content?.value).toContain("the whole counts as replaced");
  });

  it.each([
    ["en", { kind: "all" }, "Changes of all targets", "/changes"],
    ["ja", { kind: "tag", tag: "a b" }, "タグ「a b」の対象の変更", "/changes?tag=a+b"],
  ] as const)("in %s of %j is called %s", (language, scope, title, page) => {
    const { title: told, links } = atomOf({ language, scope, targetName: null });
    expect(told?.value).toBe(title);
    expect(links?.[1]?.href).toBe(`https://junkai.example.com${page}`);
  });

  it("without a change is a feed too", () => {
    const empty = { changes: [] };
    expect(atomOf(empty)).toMatchObject({ updated: "1970-01-01T00:00:00.000Z" });
    expect(jsonOf(empty)).toMatchObject({ title: "Changes of Shop" });
  });

  it("stays a feed, and its lines stay text, whatever the pages say", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (line, name) => {
        const given = { ...facts, added: [line], addedLines: 1 };
        const changes = [{ ...change, targetName: name, facts: given }];
        const [entry] = atomOf({ changes }).entries ?? [];
        const html = entry?.content?.value ?? "";
        expect(html.match(/<(?!\/?(?:p|ul|li)>)/)).toBeNull();
        expect(entry?.id).toBe(`tag:junkai.example.com,2026-03-02:changes/12/${at}`);
        expect(jsonOf({ changes }).items).toHaveLength(1);
      }),
    );
  });
});
