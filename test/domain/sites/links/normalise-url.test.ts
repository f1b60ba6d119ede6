import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normaliseUrl } from "#domain/sites/links/normalise-url.ts";
import type { CrawlSpec } from "#domain/targets/crawl-spec.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const normalise = (text: string, query: CrawlSpec["query"] = "keep") =>
  normaliseUrl(new URL(text), query);

describe("the URL Standard's spelling is used", () => {
  it.each([
    ["HTTP://Example.COM:80", "http://example.com/"],
    ["https://example.com:443/a", "https://example.com/a"],
    ["https://example.com:8443/a", "https://example.com:8443/a"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://example.com/a/./b/../c", "https://example.com/a/c"],
    ["https://example.com/ä b", "https://example.com/%C3%A4%20b"],
    ["https://example.com\\a\\b", "https://example.com/a/b"],
    ["http://[0:0::1]/", "http://[::1]/"],
    ["http://0x7f.1/", "http://127.0.0.1/"],
  ])("%s", (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });
});

describe("what does not name the page is dropped", () => {
  it.each([
    ["https://h.example/a#top", "https://h.example/a"],
    ["https://h.example/a#", "https://h.example/a"],
    ["https://h.example/a#?b=1", "https://h.example/a"],
    ["https://h.example/a?", "https://h.example/a"],
    ["https://h.example/a?#b", "https://h.example/a"],
    ["https://h.example/a?b=1#c?d", "https://h.example/a?b=1"],
  ])("%s", (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });
});

describe("what may mean something is kept", () => {
  it.each([
    "https://h.example/a/",
    "https://h.example//a//b",
    "https://h.example/A?B=c&b=C",
    "https://h.example/?b=1&a=2&b=1",
    "https://h.example/?a=%7e%7E+~&b=%zz",
    "https://h.example/?a&b=&&=c&",
    "https://h.example/?a=1?b=2",
    "https://h.example/a;v=1;w/b",
    "https://h.example/?inside=1&sidebar=2&usersid=3&my_session_id=4&q=sid&x;sid=5",
  ])("%s", (text) => {
    expect(normalise(text)).toBe(text);
  });
});

describe("a session in the path is removed", () => {
  it.each([
    ["https://h.example/a;jsessionid=1A2b.node1", "https://h.example/a"],
    ["https://h.example/a;JSESSIONID=1?b=2", "https://h.example/a?b=2"],
    ["https://h.example/a;jsessionid=1/b;jsessionid=2/c", "https://h.example/a/b/c"],
    ["https://h.example/a;v=1;jsessionid=2;w=3", "https://h.example/a;v=1;w=3"],
    ["https://h.example/;jsessionid=", "https://h.example/"],
    ["https://h.example/a/..;jsessionid=1/b", "https://h.example/b"], // "/a/../b" without it
    ["https://h.example/a/%2E;jsessionid=1", "https://h.example/a/"],
  ])("%s", (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it.each([
    "https://h;jsessionid=1.example/a",
    "https://h.example/a;jsessionids=1",
    "https://h.example/;b;c?d=;jsessionid=1",
  ])("but nothing else: %s", (text) => {
    expect(normalise(text)).toBe(text);
  });
});

describe("a session in the query is removed", () => {
  it.each(["PHPSESSID", "jsessionid", "ASPSESSIONIDAQBSDSRT", "CFID", "CFTOKEN"])(
    "%s",
    (name) => {
      expect(normalise(`https://h.example/?${name}=1`)).toBe("https://h.example/");
      expect(normalise(`https://h.example/?${name}`)).toBe("https://h.example/");
      expect(normalise(`https://h.example/?b=2&${name}=1&a=3`)).toBe(
        "https://h.example/?b=2&a=3",
      );
    },
  );

  it.each(["sid", "Sid", "sessionid", "session_id"])(
    "%s, where its value looks like one",
    (name) => {
      expect(normalise(`https://h.example/?a=3&${name}=0123456789abcdef`)).toBe(
        "https://h.example/?a=3",
      );
      const article = `https://h.example/?a=3&${name}=4711`;
      expect(normalise(article)).toBe(article);
    },
  );

  it("unless a list names it", () => {
    const text = "https://h.example/?phpsessid=1&sid=0123456789abcdef";
    expect(normalise(`${text}&b=2`, ["phpsessid", "sid"])).toBe(text);
  });
});

describe("the query policy", () => {
  const text = "https://h.example/a?b=%7e&page=2&B=3&page=4&gr%C3%B6%C3%9Fe=5&q+x=6&page";

  it("drops all", () => {
    expect(normalise(text, "drop")).toBe("https://h.example/a");
  });

  it.each<[string[], string]>([
    [["page", "b"], "b=%7e&page=2&page=4&page"], // in the URL's order, not the list's
    [["B"], "B=3"],
    [["größe", "q x"], "gr%C3%B6%C3%9Fe=5&q+x=6"], // named decoded, kept as they are
  ])("keeps only %j", (names, expected) => {
    expect(normalise(text, names)).toBe(`https://h.example/a?${expected}`);
  });

  it("knows a parameter whose name begins with a question mark", () => {
    expect(normalise("https://h.example/??%61=1&a=2", ["?a"])).toBe(
      "https://h.example/??%61=1",
    );
  });

  it("leaves no question mark behind when nothing is kept", () => {
    expect(normalise(text, ["none"])).toBe("https://h.example/a");
    expect(normalise(text, [])).toBe("https://h.example/a");
  });
});

describe("a normalised URL", () => {
  const parts = [
    "/",
    "//",
    ".",
    "..",
    "%2e",
    "a",
    "é",
    "%zz",
    "?",
    "&",
    "=",
    "#",
    ";",
    "@",
    ":",
    "\\",
    " ",
  ];
  const sessions = [
    ";jsessionid=1",
    ";JSESSIONID=",
    "sid=0123456789abcdef",
    "cfid",
    "phpsessid=x&",
    "+",
    "%73id=1",
    "?&",
  ];
  const anyUrl = fc
    .array(fc.constantFrom(...parts, ...sessions), { maxLength: 12 })
    .map((chosen) => URL.parse(`https://h${chosen.join("")}`))
    .filter((url) => url !== null);
  const anyPolicy = fc.constantFrom<CrawlSpec["query"]>(
    "keep",
    "drop",
    ["a", "+", "é"],
    [""],
  );

  it("stays the same when it is normalised again", () => {
    fc.assert(
      fc.property(anyUrl, anyPolicy, (url, query) => {
        const once = normaliseUrl(url, query);
        expect(normalise(once, query)).toBe(once);
        expect(new URL(once).href).toBe(once);
      }),
      { numRuns: scenarios(1_000) },
    );
  });

  it("has lost only its fragment when there is no session and no policy", () => {
    fc.assert(
      fc.property(
        anyUrl.filter(({ href }) => !/sid|cfid|jsession|phpsess|%73/i.test(href)),
        (url) => {
          const bare = new URL(url.href);
          bare.hash = "";
          expect(normaliseUrl(url, "keep")).toBe(bare.href.replace(/^([^?]*)\?$/, "$1"));
        },
      ),
    );
  });
});
