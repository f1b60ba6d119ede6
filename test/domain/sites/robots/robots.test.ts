import { describe, expect, it } from "vitest";
import { isAllowed, parseRobots } from "#domain/sites/robots/robots.ts";
import { pathOf } from "#domain/sites/robots/robots-pattern.ts";
import { allows, parse } from "#test/fixtures/sites/robots-verdicts.ts";
import {
  agentCases,
  byteOrderMarkCases,
  escapeCases,
  lineEndCases,
  pathCases,
  type RobotsCase,
  sitemapCases,
  stricterCases,
  verdictCases,
} from "./robots-cases.ts";

const lines = (...all: string[]): string => all.join("\n");

const verdictsOf = (cases: readonly RobotsCase[]) =>
  cases.flatMap(({ allowed = [], disallowed = [], agent = "FooBot", ...rest }) => [
    ...allowed.map((url) => ({ ...rest, agent, url, verdict: true })),
    ...disallowed.map((url) => ({ ...rest, agent, url, verdict: false })),
  ]);

describe("the stricter verdict of RFC 9309 and Google is reached", () => {
  it.each(verdictsOf(stricterCases).map((each) => [each.about, each.url, each] as const))(
    "on %s: %s",
    (_about, url, { robots, agent, verdict }) => {
      expect(isAllowed(parse(robots, agent), `http://foo.bar${url}`)).toBe(verdict);
    },
  );
});

describe("Google's verdict is reached", () => {
  const verdicts = verdictsOf(verdictCases);
  const shown = (url: string) => (url.length > 60 ? `${url.slice(0, 60)}…` : url);

  it("in all 145 cases", () => {
    expect(verdicts).toHaveLength(145);
  });

  it.each(verdicts.map((each) => [each.about, shown(each.url), each] as const))(
    "on %s: %s",
    (_about, _shown, { robots, agent, url, verdict }) => {
      expect(
        isAllowed(
          parse(robots, agent),
          url.startsWith("/") ? `http://foo.bar${url}` : url,
        ),
      ).toBe(verdict);
    },
  );

  it.each(pathCases)("on the path of %j: %s", (url, path) => {
    expect(pathOf(url)).toBe(path);
  });

  it.each(escapeCases)("on the escapes of %s: %s", (value, escaped) => {
    const [rule] = parse(lines("user-agent: *", `disallow: ${value}`)).rules;
    expect(rule?.pattern.head).toBe(escaped);
  });

  it.each(agentCases)("on whether a group can name %j: %s", (agent, canBeNamed) => {
    expect(allows(lines(`user-agent: ${agent}`, "disallow: /"), "/", agent)).toBe(
      !canBeNamed,
    );
  });

  it.each(lineEndCases)("on lines that end in %s", (_about, robots) => {
    expect(parse(robots, "foo").rules).toMatchObject([
      { allow: true, pattern: { head: "/some/path" } },
    ]);
    expect(parse(robots, "bar").rules).toMatchObject([
      { allow: false, pattern: { head: "/" } },
    ]);
  });

  it.each(byteOrderMarkCases)("on %s", (_about, octets, known) => {
    const bytes = Uint8Array.from(octets, (octet) => octet.charCodeAt(0));
    // With either line unknown there is no rule for foo.
    expect(parseRobots(bytes, "foo").rules).toHaveLength(known === 2 ? 1 : 0);
  });

  it.each(sitemapCases)("on a sitemap %s", (_about, robots) => {
    expect(parse(robots).sitemaps).toEqual(["http://foo.bar/sitemap.xml"]);
  });
});

describe("a line counts", () => {
  it.each([
    "user-agent: junkai",
    "useragent: junkai",
    "user agent: junkai",
    "User-Agents: junkai",
    "user-agent junkai # the crawler",
    "\t user-agent \t:\t junkai \t",
    "user-agent: Junkai/1.0 (+https://example.com)",
    "user-agent: *",
    "user-agent: * and all others",
  ])("%j, as for the agent", (line) => {
    expect(allows(lines(line, "disallow: /"), "/")).toBe(false);
  });

  it.each([
    "user agent junkai",
    "user_agent: junkai",
    "agent: junkai",
    "# user-agent: junkai",
    "user-agent: junkaibot",
    "user-agent: junk",
    "user-agent: *junkai",
    "user-agent:",
  ])("%j, not as for the agent", (line) => {
    expect(allows(lines(line, "disallow: /"), "/")).toBe(true);
  });

  it.each([
    "disallow: /x",
    "dissallow: /x",
    "dissalow: /x",
    "disalow: /x",
    "diasllow: /x",
    "disallaw: /x",
    "Disallowed: /x",
    "disallow\t/x",
  ])("%j, as a rule", (line) => {
    expect(allows(lines("user-agent: *", line), "/x")).toBe(false);
  });

  it.each([
    "disallow::/x",
    "disallow: x",
    "dis allow: /x",
    "disallow /x /y",
    "disallow",
    ": /x",
    "#disallow: /x",
  ])("%j, not as a rule", (line) => {
    expect(allows(lines("user-agent: *", line), "/x")).toBe(true);
  });

  it("up to a NUL, as a string in C", () => {
    expect(allows("user-agent: *\ndisallow: /x\0/y", "/x/z")).toBe(false);
  });

  it("whatever comes before it in the file", () => {
    const page =
      '<!DOCTYPE html>\r\n<html lang="en">\r\n<style>a:hover { color: red }</style>\r\n';
    expect(allows(`${page}user-agent: *\r\ndisallow: /x\r\n`, "/x")).toBe(false);
    expect(parse(page)).toEqual({ rules: [], crawlDelayMs: null, sitemaps: [] });
  });

  it("as far as its first 16,663 octets go", () => {
    const rule = `disallow: /${"x".repeat(16_663 - "disallow: /".length)}`;
    const robots = lines("user-agent: *", `${rule}yz`);
    expect(allows(robots, rule.slice("disallow: ".length))).toBe(false);
    expect(allows(robots, rule.slice("disallow: ".length, -1))).toBe(true);
  });

  it("if it stands within the first 500 KiB", () => {
    const rule = "user-agent: *\ndisallow: /x";
    const behind = (length: number) => `${"#".repeat(length - 1)}\n${rule}`;
    expect(allows(behind(512_000 - rule.length), "/x")).toBe(false);
    expect(allows(behind(512_000), "/x")).toBe(true);
  });
});

describe("a rule", () => {
  it.each([
    ["/caf%c3%a9", "/caf%C3%A9"],
    ["/caf%C3%A9", "/caf%c3%a9"],
    ["/café", "/caf%c3%a9"],
    ["/à", "/%C3%A0"],
    ["/a%2fb", "/a%2Fb"],
    ["/$x", "/$x"],
    ["/*$x", "/a$x"],
    ["/a*$", "/abc"],
    ["*", "/"],
    ["*b", "/ab"],
    ["/a**b", "/ab"],
    ["/*ab$", "/abab"],
    ["/?q=", "?q=1"],
  ])("%s matches %s", (value, path) => {
    expect(allows(lines("user-agent: *", `disallow: ${value}`), path)).toBe(false);
  });

  it.each([
    ["/a%2fb", "/a/b"],
    ["/a/b", "/a%2Fb"],
    ["/A", "/a"],
    ["/a$", "/a?b"],
    ["/ab*b$", "/ab"],
    ["$", "/"],
    ["a", "/a"],
    ["", "/"],
  ])("%s does not match %s", (value, path) => {
    expect(allows(lines("user-agent: *", `disallow: ${value}`), path)).toBe(true);
  });

  it("keeps octets that are no UTF-8", () => {
    const bytes = Uint8Array.from("user-agent: *\ndisallow: /caf\xE9", (octet) =>
      octet.charCodeAt(0),
    );
    expect(isAllowed(parseRobots(bytes, "junkai"), "https://example.com/caf%E9")).toBe(
      false,
    );
  });

  it("concerns no other part of a URL than path and query", () => {
    const robots = lines("user-agent: *", "disallow: /*x");
    for (const url of [
      "https://x.example:8443/",
      "https://x:x@example.com/",
      "https://example.com/#/x",
    ]) {
      expect(isAllowed(parse(robots), url)).toBe(true);
    }
    expect(isAllowed(parse(robots), "https://example.com:8443/?x")).toBe(false);
  });

  it("never forbids robots.txt", () => {
    const robots = lines("user-agent: *", "disallow: /");
    expect(allows(robots, "/robots.txt")).toBe(true);
    expect(allows(robots, "/robots.txt.gz")).toBe(false);
    expect(allows(robots, "/a/robots.txt")).toBe(false);
  });

  it("for an index page allows its directory, but forbids only itself", () => {
    expect(allows(lines("user-agent: *", "disallow: /", "allow: /index.htm"), "/")).toBe(
      true,
    );
    expect(allows(lines("user-agent: *", "disallow: /a/index.html"), "/a/")).toBe(true);
  });
});

describe("a group", () => {
  it.each([
    ["junkai", "*"],
    ["*", "junkai"],
  ])("of %s and %s is the agent's own", (first, second) => {
    const robots = lines(`user-agent: ${first}`, `user-agent: ${second}`, "disallow: /x");
    const more = lines(robots, "user-agent: *", "disallow: /y");
    expect([allows(more, "/x"), allows(more, "/y")]).toEqual([false, true]);
    expect([allows(more, "/x", "other"), allows(more, "/y", "other")]).toEqual([
      false,
      false,
    ]);
  });

  it("of the agent's own that says nothing still stands for that of all", () => {
    const robots = lines("user-agent: *", "disallow: /", "user-agent: junkai");
    expect(allows(robots, "/")).toBe(true);
    expect(allows(lines(robots, "disallow:"), "/")).toBe(true);
  });
});

describe("a crawl delay", () => {
  it.each([
    ["crawl-delay: 10", 10_000],
    ["Crawl-Delay: 0.5", 500],
    ["crawl-delay: .25", 250],
    ["crawldelay: 2", 2_000],
    ["crawl delay: 2", 2_000],
    ["crawl-delay 2", 2_000],
    ["crawl-delay: 1.0005 # a bit more than a second", 1_001],
    ["crawl-delay: 5 s", 5_000],
    ["crawl-delay: 0", 0],
    ["crawl-delay:", null],
    ["crawl-delay: -1", null],
    ["crawl-delay: soon", null],
    ["crawl-delay: Infinity", null],
    [`crawl-delay: ${"9".repeat(400)}`, null],
  ])("is read from %j", (line, delay) => {
    expect(parse(lines("user-agent: *", line)).crawlDelayMs).toBe(delay);
  });

  const manyDelays = lines(
    "crawl-delay: 1",
    "user-agent: msnbot",
    "crawl-delay: 120",
    "user-agent: Slurp",
    "user-agent: Teoma",
    "crawl-delay: 5",
    "user-agent: *",
    "disallow: /x",
    "user-agent: junkai",
    "crawl-delay: soon",
    "crawl-delay: 2",
    "crawl-delay: 3",
  );

  it.each([
    ["msnbot", 120_000],
    ["Slurp", 5_000],
    ["Teoma", 5_000],
    ["junkai", 2_000],
    ["somebody", null],
  ])("is the first that comes after the agent's name: %s", (agent, delay) => {
    expect(parse(manyDelays, agent).crawlDelayMs).toBe(delay);
  });

  it("is not taken from the group of all by an agent that has its own", () => {
    const robots = lines(
      "user-agent: *",
      "crawl-delay: 9",
      "disallow: /x",
      "user-agent: junkai",
      "allow: /",
    );
    expect(parse(robots).crawlDelayMs).toBeNull();
    expect(parse(robots, "other").crawlDelayMs).toBe(9_000);
  });

  it("does not end a list of agents", () => {
    expect(
      allows(
        lines("user-agent: *", "crawl-delay: 9", "user-agent: bad", "disallow: /"),
        "/",
      ),
    ).toBe(false);
  });
});

it("robots.txt gives the sitemaps of all groups in order", () => {
  const robots = lines(
    "Sitemap:   https://example.com/a.xml  ",
    "user-agent: other",
    "disallow: /",
    "site-map: https://example.com/%e9/b.xml?x=1#fragment",
    "SITEMAPS: /c.xml",
    "sitemap:",
    "sitemap: https://example.com/地図.xml",
  );
  expect(parse(robots).sitemaps).toEqual([
    "https://example.com/a.xml",
    "https://example.com/%e9/b.xml?x=1",
    "/c.xml",
    "https://example.com/%E5%9C%B0%E5%9B%B3.xml",
  ]);
});

it("reads the host of a sitemap in any script as the URL class does", () => {
  const [sitemap = ""] = parse("sitemap: https://例え.jp/").sitemaps;
  expect(new URL(sitemap).href).toBe(new URL("https://例え.jp/").href);
});
