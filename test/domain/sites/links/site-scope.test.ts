import { describe, expect, it } from "vitest";
import { createScope, laneOf } from "#domain/sites/links/site-scope.ts";
import { createUrlFilter, parseUrlPattern } from "#domain/sites/links/url-pattern.ts";
import { type Scope, scopes } from "#domain/targets/crawl-spec.ts";

/** The scopes in which a crawl that starts at one URL may visit the other. */
const reaches = (startUrl: string, url: string): Scope[] =>
  scopes.filter((scope) => createScope({ scope }, startUrl)(new URL(url)));

describe("a URL is in scope", () => {
  const start = "https://www.example.co.uk/docs/";
  it.each<[string, string, Scope[]]>([
    [start, start, ["origin", "host", "site", "any"]],
    [start, "https://www.example.co.uk/", ["origin", "host", "site", "any"]],
    [start, "https://www.example.co.uk:443/", ["origin", "host", "site", "any"]],
    [start, "http://www.example.co.uk/", ["host", "site", "any"]],
    [start, "https://www.example.co.uk:8443/", ["host", "site", "any"]],
    [start, "https://example.co.uk/", ["site", "any"]],
    [start, "https://a.b.example.co.uk./", ["site", "any"]],
    [start, "https://other.co.uk/", ["any"]],
    [start, "https://www.example.co.uk.evil.example/", ["any"]],
    [start, "https://notexample.co.uk/", ["any"]],
    ["https://alice.github.io/", "https://docs.alice.github.io/", ["site", "any"]],
    ["https://alice.github.io/", "https://bob.github.io/", ["any"]],
    ["https://github.io/", "https://bob.github.io/", ["any"]],
    ["https://bücher.example/", "https://www.xn--bcher-kva.example/", ["site", "any"]],
    ["http://127.0.0.1:8080/", "http://127.0.0.1:9090/", ["host", "site", "any"]],
    ["http://127.0.0.1:8080/", "http://127.0.0.2:8080/", ["any"]],
    ["http://10.0.0.1/", "http://1.10.0.0.1.example/", ["any"]],
    ["http://[::1]/", "http://[0:0::1]:81/", ["host", "site", "any"]],
    ["http://[::1]/", "http://[::2]/", ["any"]],
    ["http://localhost:8787/", "http://localhost/", ["host", "site", "any"]],
    ["http://localhost/", "http://other.localhost/", ["any"]],
    ["http://intranet/", "http://intranet/a", ["origin", "host", "site", "any"]],
    ["http://intranet/", "http://wiki/", ["any"]],
  ])("%s to %s: %j", (startUrl, url, expected) => {
    expect(reaches(startUrl, url)).toEqual(expected);
  });
});

describe("the lane of a crawl", () => {
  it.each([
    ["https://www.example.co.uk/", "example.co.uk"],
    ["http://a.b.example.co.uk:8080/", "example.co.uk"],
    ["https://docs.alice.github.io/", "alice.github.io"],
    ["http://127.0.0.1:8080/", "127.0.0.1"],
    ["http://[::1]:8080/", "[::1]"],
    ["http://localhost:8787/", "localhost"],
    ["http://localhost.:8787/", "localhost"],
    ["https://co.uk/", "co.uk"],
  ])("%s is %s, whatever its scope within the site", (startUrl, lane) => {
    for (const scope of ["origin", "host", "site"] as const)
      expect(laneOf({ scope }, startUrl)).toBe(lane);
  });

  it("is every lane when it may go anywhere", () => {
    expect(laneOf({ scope: "any" }, "https://example.com/")).toBe("*");
  });
});

describe("a pattern", () => {
  it.each<[string, string[], string[]]>([
    [
      "https://example.com/docs/*",
      [
        "https://example.com/docs/",
        "https://example.com/docs/a/b?c=d",
        "https://example.com:443/docs/a",
      ],
      [
        "https://example.com/docs",
        "http://example.com/docs/",
        "https://example.com:8443/docs/",
      ],
    ],
    ["https://*.example.com/*", ["https://a.example.com/"], ["https://example.com/"]],
    [
      "http{s}?://example.com:*/a",
      ["http://example.com/a", "https://example.com:1/a?b"],
      ["http://h/a"],
    ],
    [
      "/docs/*",
      [
        "https://example.com/docs/",
        "http://other.example:8080/docs/a?b=c",
        "http://[::1]/docs/a",
      ],
      [
        "https://example.com/docs",
        "https://example.com/a/docs/",
        "https://example.com/Docs/",
      ],
    ],
    ["/docs{/*}?", ["https://h/docs", "https://h/docs/a"], ["https://h/docsets"]],
    ["/:year(\\d+)/*", ["https://h/2024/a"], ["https://h/about/a"]],
    ["/bücher/*", ["https://h/b%C3%BCcher/1"], ["https://h/bucher/1"]],
    [
      "/*.pdf",
      ["https://h/a/b.pdf", "https://h/b.pdf?v=1"],
      ["https://h/b.PDF", "https://h/?b.pdf"],
    ],
    [
      "/search?*",
      ["https://h/search?q=1", "https://h/search"],
      ["https://h/search/?q=1"],
    ],
    [
      "/*?*page=*",
      ["https://h/a?page=2", "https://h/?a=b&page=2"],
      ["https://h/page=2", "https://h/a"],
    ],
    ["/a\\?b=*", ["https://h/a?b=1"], ["https://h/a"]],
  ])("%s lets through %j and not %j", (text, matching, others) => {
    const isWanted = createUrlFilter({ include: [text], exclude: [] });
    expect(matching.filter(isWanted)).toEqual(matching);
    expect(others.filter(isWanted)).toEqual([]);
  });

  it.each([
    "",
    "*",
    "docs/*",
    "example.com/*",
    "?a=1",
    "/(",
    "/:a/:a",
    "https://[",
    "/x(a?b)",
  ])("that cannot be read is null: %j", (text) => {
    expect(parseUrlPattern(text)).toBeNull();
    expect(() => createUrlFilter({ include: [], exclude: [text] })).toThrow(TypeError);
  });
});

describe("include and exclude", () => {
  const isWanted = createUrlFilter({
    include: ["/docs/*", "/blog/*"],
    exclude: ["/*/private/*", "/*?*=*"],
  });
  it.each([
    ["https://h/docs/a", true],
    ["https://h/blog/a", true],
    ["https://h/shop/a", false],
    ["https://h/docs/private/a", false],
    ["https://h/docs/a?b=c", false],
  ])("%s: %s", (url, expected) => {
    expect(isWanted(url)).toBe(expected);
  });

  it("let everything through when there are none", () => {
    expect(createUrlFilter({ include: [], exclude: [] })("https://h/")).toBe(true);
  });
});
