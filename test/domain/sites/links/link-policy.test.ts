import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { createLinkJudge, createLinkPolicy } from "#domain/sites/links/link-policy.ts";
import type { Refusal } from "#domain/sites/links/refusal.ts";
import { type CrawlSpec, usualCrawl } from "#domain/targets/crawl-spec.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const start = "https://example.com/";
const anywhere: Partial<CrawlSpec> = { scope: "any" };

/** The URL to visit, or the refusal. */
function resolve(href: string, base = start, spec: Partial<CrawlSpec> = {}): string {
  const result = createLinkPolicy({ ...usualCrawl, ...spec }, start).resolve(href, base);
  return typeof result === "string" ? result : result.refusal;
}

describe("an href is completed by the page's base URL", () => {
  const base = "https://example.com/a/b/c.html?q=1#f";
  it.each([
    ["d.html", "https://example.com/a/b/d.html"],
    ["./d.html", "https://example.com/a/b/d.html"],
    ["../d.html", "https://example.com/a/d.html"],
    [".././../d.html", "https://example.com/d.html"],
    ["../../../../d.html", "https://example.com/d.html"], // above the root is the root
    ["..", "https://example.com/a/"],
    ["..//d", "https://example.com/a//d"],
    ["../?x", "https://example.com/a/?x"],
    ["../https://other.example/", "https://example.com/a/https://other.example/"],
    ["%2e%2E/d.html", "https://example.com/a/d.html"],
    ["/d.html", "https://example.com/d.html"],
    ["/", "https://example.com/"],
    ["/../d.html", "https://example.com/d.html"],
    ["//example.com/d", "https://example.com/d"],
    ["", "https://example.com/a/b/c.html?q=1"],
    ["#g", "https://example.com/a/b/c.html?q=1"],
    ["?", "https://example.com/a/b/c.html"],
    ["?r=2", "https://example.com/a/b/c.html?r=2"],
    ["d.html#g", "https://example.com/a/b/d.html"],
    ["d #g", "https://example.com/a/b/d%20"], // the space is not the end
    ["d ", "https://example.com/a/b/d"],
    [" \t\n/p \n", "https://example.com/p"],
    ["/p\na\tg\re", "https://example.com/page"],
    ["\\d\\e", "https://example.com/d/e"],
    ["d\\..\\e", "https://example.com/a/b/e"],
    ["/d e", "https://example.com/d%20e"],
    ["/d%20e", "https://example.com/d%20e"],
    ["/%7ed", "https://example.com/%7ed"],
    ["/d%zz", "https://example.com/d%zz"],
    ["/bücher", "https://example.com/b%C3%BCcher"],
    ["https:d.html", "https://example.com/a/b/d.html"],
    ["HTTPS:/d.html", "https://example.com/d.html"],
    ["HTTPS://EXAMPLE.com:443/D", "https://example.com/D"],
    ["https:\\\\example.com\\d", "https://example.com/d"],
    ["d?time=10:30", "https://example.com/a/b/d?time=10:30"],
    ["wiki/Talk:Page", "https://example.com/a/b/wiki/Talk:Page"],
    ["./Talk:Page", "https://example.com/a/b/Talk:Page"],
    ["d;jsessionid=1?phpsessid=2", "https://example.com/a/b/d"],
  ])("%j", (href, expected) => {
    expect(resolve(href, base)).toBe(expected);
  });

  it.each([
    ["d", "https://example.com", "https://example.com/d"],
    ["d", "https://example.com/a//b", "https://example.com/a//d"],
    ["../d", "https://example.com/a//b", "https://example.com/a/d"],
    ["d", " HTTPS://Example.com:443/x/../a/b ", "https://example.com/a/d"],
    ["d", "https://example.com/a?b=/c/", "https://example.com/d"],
  ])("%j on %j", (href, base, expected) => {
    expect(resolve(href, base)).toBe(expected);
  });

  it.each([
    ["http://MÜNCHEN.example/", "http://xn--mnchen-3ya.example/"],
    ["http://[0::0:1]:80/", "http://[::1]/"],
    ["http://0x7f000001/", "http://127.0.0.1/"],
    ["//other.example/a", "https://other.example/a"],
    ["/\\other.example/a", "https://other.example/a"],
    ["/\t/other.example/a", "https://other.example/a"],
    ["\\\\other.example/a", "https://other.example/a"],
    ["http:d", "http://d/"], // of another scheme than the base
    ["http:/d", "http://d/"],
    ["http:///d", "http://d/"],
  ])("%j may leave the host", (href, expected) => {
    expect(resolve(href, "https://example.com/a/b", anywhere)).toBe(expected);
  });
});

describe("an href is refused", () => {
  it.each<[Refusal, string]>([
    ["invalid", "http://[::1"],
    ["invalid", "http://exa mple/"],
    ["invalid", "http://"],
    ["invalid", "//"],
    ["invalid", "http://h:99999/"],
    ["invalid", "http://1.2.3.4.5/"],
    ["invalid", "http://a%00b/"],
    ["invalid", "foo://[::1"],
    ["scheme", "javascript:void(0)"],
    ["scheme", "JavaScript:void('#x')"],
    ["scheme", "java\nscript:void(0)"],
    ["scheme", "mailto:someone@example.com"],
    ["scheme", "tel:+491234"],
    ["scheme", "ftp://example.com/"],
    ["scheme", "file:///etc/passwd"],
    ["scheme", "blob:https://example.com/1"],
    ["scheme", "ws://example.com/"],
    ["scheme", "Talk:Page"],
    ["address", "https://user:pass@example.com/"],
    ["address", "https://user@example.com/"],
    ["address", "https://:pass@other.example/"], // before scope
    ["scope", "http://example.com/"],
    ["scope", "https://www.example.com/x/x/x"], // before repeating-path
    ["scope", "//other.example/"],
    ["excluded", "/private/x/x/x"], // before repeating-path
    ["excluded", "/a?print=1"],
    ["repeating-path", "/x/x/x"],
    ["repeating-path", "/x;jsessionid=1/x;jsessionid=2/x"],
  ])("as %s: %j", (refusal, href) => {
    const exclude = ["/private/*", "/*?print=*"];
    expect(resolve(href, "https://example.com/a", { exclude })).toBe(refusal);
  });

  it.each([
    "https://example.com/@user/a@b?c=@", // an @ is not always a user's name
    "https://example.com/example.com/example.com", // the host is no segment of the path
    "https://example.com/a/a",
  ])("not %s", (href) => {
    expect(resolve(href)).toBe(href);
  });

  it("because no include pattern matches it", () => {
    const include = ["/docs/*"];
    expect(resolve("/docs/a", start, { include })).toBe("https://example.com/docs/a");
    expect(resolve("/blog/a", start, { include })).toBe("excluded");
  });

  it.each<[Refusal, string, string]>([
    ["address", "d", "https://user:pass@example.com/a"],
    ["scheme", "#g", "mailto:a@example.com"],
    ["invalid", "d", "mailto:a@example.com"],
    ["invalid", "https://example.com/", "not a URL"],
    ["scheme", "d", "file:///a/b"],
  ])("as %s, because of its base: %j on %j", (refusal, href, base) => {
    expect(resolve(href, base)).toBe(refusal);
  });

  it("only from 2,001 characters on, the fragment not counted", () => {
    const longest = `https://example.com/${"x".repeat(1_980)}`;
    expect(resolve(`${longest}#${"y".repeat(3_000)}`)).toBe(longest);
    expect(resolve(`${longest}x`)).toBe("too-long");
    expect(resolve(`/${"ü".repeat(400)}`)).toBe("too-long"); // 6 characters each, percent-encoded
    expect(resolve(`/${"a/../".repeat(1_000)}b`)).toBe("https://example.com/b");
    expect(resolve(`//other.example/${"x".repeat(2_000)}`)).toBe("too-long"); // before scope
    expect(resolve(`data:text/plain,${"x".repeat(3_000)}`)).toBe("scheme"); // after scheme
  });

  it("unless it is the start URL, in any spelling", () => {
    const spec = { ...usualCrawl, include: ["/docs/*"], exclude: ["/*"] };
    const policy = createLinkPolicy(spec, "https://Example.com/x/x/x?#top");
    expect(policy.resolve("x?", "https://example.com/x/x/")).toBe(
      "https://example.com/x/x/x",
    );
    expect(policy.resolve("y", "https://example.com/x/x/")).toEqual({
      refusal: "excluded",
    });
  });

  it("with one frozen value for all", () => {
    const policy = createLinkPolicy(usualCrawl, start);
    const refused = policy.resolve("mailto:a", start);
    expect(policy.resolve("tel:1", start)).toBe(refused);
    expect(Object.isFrozen(refused)).toBe(true);
  });
});

it("applies the query policy", () => {
  expect(resolve("/a?utm_source=x&page=2", start, { query: ["page"] })).toBe(
    "https://example.com/a?page=2",
  );
  expect(resolve("?page=2", "https://example.com/a", { query: "drop" })).toBe(
    "https://example.com/a",
  );
});

describe("remembering verdicts on links", () => {
  const names = [
    "a",
    "b.html",
    "x/x/x/",
    "private",
    "é",
    "\u{1f600}",
    "\ud800",
    "%2e",
    "%zz",
    "host.example",
  ];
  const marks = [
    "/",
    "//",
    "/",
    "\\",
    ".",
    "..",
    "../",
    "./",
    "?",
    "#",
    ":",
    "@",
    ";",
    "&",
    "=",
    "[",
    "]",
  ];
  const blanks = ["\t", "\n", " ", "\u0000"];
  const starts = [
    "http:",
    "https://",
    "HTTPS://",
    "http:/",
    "javascript:",
    "mailto:",
    "1:",
    "file:",
    "ws://",
  ];
  const tails = [
    ";jsessionid=1",
    "?sid=2",
    ":443",
    "127.0.0.1",
    "[::1]",
    "example.com",
    "#top",
    "?page=2",
  ];
  const anyText = fc
    .array(fc.constantFrom(...names, ...marks, ...blanks, ...starts, ...tails), {
      maxLength: 8,
    })
    .map((parts) => parts.join(""));
  const anyBase = fc.oneof(
    fc.constantFrom(
      start,
      "http://example.com/a/b/c?d#e",
      "https://u:p@example.com:8443/a//b/",
      "data:,x",
    ),
    anyText.map((text) => `https://example.com/${text}`),
    anyText,
  );
  const specs: CrawlSpec[] = [
    { ...usualCrawl, scope: "any" },
    { ...usualCrawl, scope: "site", exclude: ["/private*"], query: ["page"] },
  ];

  it("changes no answer, whatever has been asked before", () => {
    for (const spec of specs) {
      const policy = createLinkPolicy(spec, start);
      const judge = createLinkJudge(spec, start);
      fc.assert(
        fc.property(fc.array(anyText, { minLength: 1 }), anyBase, (hrefs, base) => {
          for (const href of [...hrefs, ...hrefs]) {
            expect(policy.resolve(href, base)).toEqual(judge(URL.parse(href, base)));
          }
        }),
        { numRuns: scenarios(1_000) },
      );
    }
  });

  /** How many URLs are parsed while something is done. */
  function countParses(act: () => void): number {
    const parse = vi.spyOn(URL, "parse");
    act();
    const { length } = parse.mock.calls;
    parse.mockRestore();
    return length;
  }

  it("spares parsing a link again from another page, in another spelling", () => {
    const { resolve } = createLinkPolicy(usualCrawl, start);
    resolve("/p/00/00012.html", "https://example.com/p/01/1.html");
    const parses = countParses(() => {
      expect(resolve("../00/00012.html", "https://example.com/p/02/2.html")).toBe(
        "https://example.com/p/00/00012.html",
      );
      resolve("/p/00/00012.html#s2", "https://example.com/p/02/2.html");
      resolve("00012.html", "https://example.com/p/00/3.html");
      resolve("https://example.com/p/00/00012.html", "https://example.com/p/00/3.html");
    });
    expect(parses).toBe(2); // the two bases that were not the last one
  });

  it("ends for what has not been asked for long, so that memory stays bounded", () => {
    const { resolve } = createLinkPolicy(usualCrawl, start);
    const ask = (href: string) => countParses(() => resolve(href, start));
    ask("/forgotten");
    let parses = 0;
    for (let i = 0; i < 40_000; i++) {
      resolve(`/some/page/of/a/large/site-${i}.html`, start);
      if (i % 1_000 === 0) parses += ask("/kept");
    }
    expect(parses).toBe(1);
    expect(ask("/forgotten")).toBe(1);
  });

  it("is not for hrefs longer than a URL may be", () => {
    const { resolve } = createLinkPolicy(usualCrawl, start);
    const ask = () => countParses(() => resolve(`/${"x".repeat(2_000)}`, start));
    ask();
    expect(ask()).toBe(1);
  });
});
