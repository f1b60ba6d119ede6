// Lists the verdicts of Google's robots_test.cc (https://github.com/google/robotstxt),
// re-expressed as data: all 145 that it expects of one agent, one robots.txt and one URL,
// then those on paths, agents and directives.

export type RobotsCase = {
  about: string;
  robots: string;
  agent?: string;
  /** Paths of http://foo.bar, or whole URLs. */
  allowed?: readonly string[];
  disallowed?: readonly string[];
};

const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join("");
/** What FooBot is told. */
const rules = (...lines: string[]): string => text("user-agent: FooBot", ...lines);

const fooOnly = rules("disallow: /");
const twoGroups = text(
  "allow: /foo/bar/",
  "",
  "user-agent: FooBot",
  "disallow: /",
  "allow: /x/",
  "user-agent: BarBot",
  "disallow: /",
  "allow: /y/",
  "",
  "",
  "allow: /w/",
  "user-agent: BazBot",
  "",
  "user-agent: FooBot",
  "allow: /z/",
  "disallow: /",
);
const afterSitemap = text(
  "User-agent: BarBot",
  "Sitemap: https://foo.bar/sitemap",
  "User-agent: *",
  "Disallow: /",
);
const afterUnknown = text(
  "User-agent: FooBot",
  "Invalid-Unknown-Line: unknown",
  "User-agent: *",
  "Disallow: /",
);
const tokenAndMore = text(
  "User-Agent: *",
  "Disallow: /",
  "User-Agent: Foo Bar",
  "Allow: /x/",
  "Disallow: /",
);
const foreign = text(
  "user-agent: FooBot",
  "allow: /",
  "user-agent: BarBot",
  "disallow: /",
  "user-agent: BazBot",
  "disallow: /",
);
const openToAll = text("user-agent: *", "allow: /", "user-agent: FooBot", "disallow: /");

const groups: RobotsCase[] = [
  { about: "nothing", robots: "", allowed: [""] },
  { about: "nothing, for nobody", robots: "", agent: "", allowed: [""] },
  { about: "an agent without a name", robots: fooOnly, agent: "", allowed: [""] },
  { about: "a URL without a path", robots: fooOnly, disallowed: [""] },
  { about: "colons", robots: fooOnly, disallowed: ["/x/y"] },
  { about: "unknown names", robots: text("foo: FooBot", "bar: /"), allowed: ["/x/y"] },
  {
    about: "forgotten colons",
    robots: text("user-agent FooBot", "disallow /"),
    disallowed: ["/x/y"],
  },
  {
    about: "an agent with two groups, and rules before the first group",
    robots: twoGroups,
    allowed: ["/x/b", "/z/d"],
    disallowed: ["/y/c", "/foo/bar/"],
  },
  {
    about: "a group with empty lines",
    robots: twoGroups,
    agent: "BarBot",
    allowed: ["/y/c", "/w/a"],
    disallowed: ["/z/d", "/foo/bar/"],
  },
  {
    about: "agents listed with an empty line between them",
    robots: twoGroups,
    agent: "BazBot",
    allowed: ["/z/d"],
    disallowed: ["/foo/bar/"],
  },
  {
    about: "a sitemap among the agents, for others",
    robots: afterSitemap,
    disallowed: ["/"],
  },
  {
    about: "a sitemap among the agents, for the first",
    robots: afterSitemap,
    agent: "BarBot",
    disallowed: ["/"],
  },
  {
    about: "an unknown line among the agents, for the first",
    robots: afterUnknown,
    disallowed: ["/"],
  },
  {
    about: "an unknown line among the agents, for others",
    robots: afterUnknown,
    agent: "BarBot",
    disallowed: ["/"],
  },
  ...[
    text("USER-AGENT: FooBot", "ALLOW: /x/", "DISALLOW: /"),
    text("user-agent: FooBot", "allow: /x/", "disallow: /"),
    text("uSeR-aGeNt: FooBot", "AlLoW: /x/", "dIsAlLoW: /"),
  ].map((robots) => ({
    about: "names in any case",
    robots,
    allowed: ["/x/y"],
    disallowed: ["/a/b"],
  })),
  ...["FOO BAR", "foo bar", "FoO bAr"].flatMap((named) =>
    ["Foo", "foo"].map((agent) => ({
      about: `the agent ${agent} called ${named}`,
      robots: text(`User-Agent: ${named}`, "Allow: /x/", "Disallow: /"),
      agent,
      allowed: ["/x/y"],
      disallowed: ["/a/b"],
    })),
  ),
  {
    about: "words after an agent's name",
    robots: tokenAndMore,
    agent: "Foo",
    allowed: ["/x/y"],
  },
  {
    about: "an agent that is no token",
    robots: tokenAndMore,
    agent: "Foo Bar",
    disallowed: ["/x/y"],
  },
  { about: "nothing, for an agent with a name", robots: "", allowed: ["/x/y"] },
  {
    about: "a group of its own beside that of all",
    robots: openToAll,
    disallowed: ["/x/y"],
  },
  {
    about: "only the group of all",
    robots: openToAll,
    agent: "BarBot",
    allowed: ["/x/y"],
  },
  { about: "only groups of others", robots: foreign, agent: "QuxBot", allowed: ["/x/y"] },
  {
    about: "a group of its own that is silent where that of all is not",
    robots: text("User-agent: *", "Disallow: /x/", "User-agent: FooBot", "Disallow: /y/"),
    allowed: ["/x/page"],
    disallowed: ["/y/page"],
  },
];

const precedence: RobotsCase[] = [
  {
    about: "paths in the same case",
    robots: rules("disallow: /x/"),
    disallowed: ["/x/y"],
  },
  { about: "paths in another case", robots: rules("disallow: /X/"), allowed: ["/x/y"] },
  {
    about: "the longer disallow",
    robots: rules("disallow: /x/page.html", "allow: /x/"),
    disallowed: ["/x/page.html"],
  },
  {
    about: "the longer allow",
    robots: rules("allow: /x/page.html", "disallow: /x/"),
    allowed: ["/x/page.html"],
    disallowed: ["/x/"],
  },
  {
    about: "two empty values",
    robots: rules("disallow: ", "allow: "),
    allowed: ["/x/page.html"],
  },
  {
    about: "equals",
    robots: rules("disallow: /", "allow: /"),
    allowed: ["/x/page.html"],
  },
  {
    about: "a slash more",
    robots: rules("disallow: /x", "allow: /x/"),
    allowed: ["/x/"],
    disallowed: ["/x"],
  },
  {
    about: "long equals",
    robots: rules("disallow: /x/page.html", "allow: /x/page.html"),
    allowed: ["/x/page.html"],
  },
  {
    about: "a longer pattern with a wildcard",
    robots: rules("allow: /page", "disallow: /*.html"),
    allowed: ["/page"],
    disallowed: ["/page.html"],
  },
  {
    about: "a shorter pattern with a wildcard",
    robots: rules("allow: /x/page.", "disallow: /*.html"),
    allowed: ["/x/page.html"],
    disallowed: ["/x/y.html"],
  },
  {
    about: "the documentation's allow of a prefix",
    robots: rules("allow: /p", "disallow: /"),
    allowed: ["http://example.com/page"],
  },
  {
    about: "the documentation's equals",
    robots: rules("allow: /folder", "disallow: /folder"),
    allowed: ["http://example.com/folder/page"],
  },
  {
    about: "the documentation's wildcard",
    robots: rules("allow: /page", "disallow: /*.htm"),
    disallowed: ["http://example.com/page.htm"],
  },
  {
    about: "the documentation's allow of the front page",
    robots: rules("allow: /$", "disallow: /"),
    allowed: ["http://example.com/"],
    disallowed: ["http://example.com/page.html"],
  },
];

const encoding: RobotsCase[] = [
  {
    about: "a URL within a URL",
    robots: text(
      "User-agent: FooBot",
      "Disallow: /",
      "Allow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par",
    ),
    allowed: ["/foo/bar?qux=taz&baz=http://foo.bar?tar&par"],
  },
  ...["ツ", "%E3%83%84"].map((written) => ({
    about: `${written}, and a URL that is not encoded`,
    robots: text("User-agent: FooBot", "Disallow: /", `Allow: /foo/bar/${written}`),
    allowed: ["/foo/bar/%E3%83%84"],
    disallowed: ["/foo/bar/ツ"],
  })),
  {
    about: "escapes without need",
    robots: text("User-agent: FooBot", "Disallow: /", "Allow: /foo/bar/%62%61%7A"),
    allowed: ["/foo/bar/%62%61%7A"],
    disallowed: ["/foo/bar/baz"],
  },
];

/** The table of RFC 9309 2.2.2: each way to write a path forbids all the others. */
const sameByRfc: RobotsCase[] = [
  ["/foo/bar?baz=quz"],
  ["/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar"],
  ["/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84"],
  ["/foo/bar/%62%61%7A", "/foo/bar/baz", "/foo/bar/%62a%7a"],
  ["/~joe/", "/%7Ejoe/", "/%7ejoe/"],
  ["/a%2Ab", "/a%2ab"],
].flatMap((paths) =>
  paths.map((written) => ({
    about: `${written}, which RFC 9309 takes for ${paths.join(" and ")}`,
    robots: text("User-agent: FooBot", `Disallow: ${written}`),
    disallowed: paths,
  })),
);

/** Where RFC 9309 and Google's matcher differ, both have to allow. */
const stricterOfBoth: RobotsCase[] = [
  {
    about: "an exception that only RFC 9309 sees",
    robots: text("User-agent: FooBot", "Disallow: /", "Allow: /~joe/"),
    allowed: ["/~joe/"],
    disallowed: ["/%7Ejoe/"],
  },
  {
    about: "an escaped slash, which is no slash in a path",
    robots: text("User-agent: FooBot", "Disallow: /a/b"),
    allowed: ["/a%2Fb"],
    disallowed: ["/a/b"],
  },
  {
    about: "escapes that stand for * and $",
    robots: text("User-agent: FooBot", "Disallow: /a%2Ab", "Disallow: /c%24"),
    allowed: ["/axb", "/c", "/cd"],
    disallowed: ["/a*b", "/a%2Ab", "/c$", "/c$d"],
  },
];

// Of a line, 8 × 2083 - 1 octets count: here the name, a colon, a space, "/x/", the
// letters and the slash behind them.
const longPath = (letter: string, name: string): string =>
  `/x/${letter.repeat(8 * 2083 - 1 - name.length - ": /x//".length)}`;
const cutDisallow = longPath("a", "disallow");
const [cutAllowA, cutAllowB] = ["a", "b"].map((letter) => longPath(letter, "allow")) as [
  string,
  string,
];

const specialCharacters: RobotsCase[] = [
  {
    about: "* in the middle",
    robots: text("User-agent: FooBot", "Disallow: /foo/bar/quz", "Allow: /foo/*/qux"),
    allowed: ["/foo/quz", "/foo//quz", "/foo/bax/quz"],
    disallowed: ["/foo/bar/quz"],
  },
  {
    about: "$ at the end",
    robots: text("User-agent: FooBot", "Disallow: /foo/bar$", "Allow: /foo/bar/qux"),
    allowed: ["/foo/bar/qux", "/foo/bar/", "/foo/bar/baz"],
    disallowed: ["/foo/bar"],
  },
  {
    about: "# before and behind a rule",
    robots: text(
      "User-agent: FooBot",
      "# Disallow: /",
      "Disallow: /foo/quz#qux",
      "Allow: /",
    ),
    allowed: ["/foo/bar"],
    disallowed: ["/foo/quz"],
  },
  {
    about: "an index page",
    robots: text("User-Agent: *", "Allow: /allowed-slash/index.html", "Disallow: /"),
    agent: "foobot",
    allowed: ["http://foo.com/allowed-slash/", "http://foo.com/allowed-slash/index.html"],
    disallowed: ["http://foo.com/allowed-slash/index.htm", "http://foo.com/anyother-url"],
  },
  {
    about: "a line that is cut",
    robots: rules(`disallow: ${cutDisallow}/qux`),
    allowed: ["/fux"],
    disallowed: [`${cutDisallow}/fux`],
  },
  {
    about: "two lines that are cut",
    robots: rules("disallow: /", `allow: ${cutAllowA}/qux`, `allow: ${cutAllowB}/qux`),
    allowed: [`${cutAllowA}/qux`, `${cutAllowB}/fux`],
    disallowed: ["/"],
  },
];

const documentation: RobotsCase[] = [
  {
    about: "/fish",
    robots: rules("disallow: /", "allow: /fish"),
    allowed: [
      "/fish",
      "/fish.html",
      "/fish/salmon.html",
      "/fishheads",
      "/fishheads/yummy.html",
      "/fish.html?id=anything",
    ],
    disallowed: ["/bar", "/Fish.asp", "/catfish", "/?id=fish"],
  },
  {
    about: "/fish*",
    robots: rules("disallow: /", "allow: /fish*"),
    allowed: [
      "/fish",
      "/fish.html",
      "/fish/salmon.html",
      "/fishheads",
      "/fishheads/yummy.html",
      "/fish.html?id=anything",
    ],
    disallowed: ["/bar", "/Fish.bar", "/catfish", "/?id=fish"],
  },
  {
    about: "/fish/",
    robots: rules("disallow: /", "allow: /fish/"),
    allowed: [
      "/fish/",
      "/fish/salmon",
      "/fish/?salmon",
      "/fish/salmon.html",
      "/fish/?id=anything",
    ],
    disallowed: ["/bar", "/fish", "/fish.html", "/Fish/Salmon.html"],
  },
  {
    about: "/*.php",
    robots: rules("disallow: /", "allow: /*.php"),
    allowed: [
      "/filename.php",
      "/folder/filename.php",
      "/folder/filename.php?parameters",
      "http://foo.bar//folder/any.php.file.html",
      "/filename.php/",
      "/index?f=filename.php/",
    ],
    disallowed: ["/bar", "/php/", "/index?php", "/windows.PHP"],
  },
  {
    about: "/*.php$",
    robots: rules("disallow: /", "allow: /*.php$"),
    allowed: ["/filename.php", "/folder/filename.php"],
    disallowed: [
      "/bar",
      "/filename.php?parameters",
      "/filename.php/",
      "/filename.php5",
      "/php/",
      "/filename?php",
      "/aaaphpaaa",
      "http://foo.bar//windows.PHP",
    ],
  },
  {
    about: "/fish*.php",
    robots: rules("disallow: /", "allow: /fish*.php"),
    allowed: ["/fish.php", "/fishheads/catfish.php?parameters"],
    disallowed: ["/bar", "/Fish.PHP"],
  },
];

/** Where RFC 9309 and Google's matcher read escapes differently. */
export const stricterCases: readonly RobotsCase[] = [...sameByRfc, ...stricterOfBoth];

export const verdictCases: readonly RobotsCase[] = [
  ...groups,
  ...precedence,
  ...encoding,
  ...specialCharacters,
  ...documentation,
];

/** URLs and what patterns are matched against: 19 verdicts. */
export const pathCases: readonly (readonly [url: string, path: string])[] = [
  ["", "/"],
  ["http://www.example.com", "/"],
  ["http://www.example.com/", "/"],
  ["http://www.example.com/a", "/a"],
  ["http://www.example.com/a/", "/a/"],
  ["http://www.example.com/a/b?c=http://d.e/", "/a/b?c=http://d.e/"],
  ["http://www.example.com/a/b?c=d&e=f#fragment", "/a/b?c=d&e=f"],
  ["example.com", "/"],
  ["example.com/", "/"],
  ["example.com/a", "/a"],
  ["example.com/a/", "/a/"],
  ["example.com/a/b?c=d&e=f#fragment", "/a/b?c=d&e=f"],
  ["a", "/"],
  ["a/", "/"],
  ["/a", "/a"],
  ["a/b", "/b"],
  ["example.com?a", "/?a"],
  ["example.com/a;b#c", "/a;b"],
  ["//a/b/c", "/b/c"],
];

/** Values of rules and how they are escaped: 4 verdicts. */
export const escapeCases: readonly (readonly [value: string, escaped: string])[] = [
  ["http://www.example.com", "http://www.example.com"],
  ["/a/b/c", "/a/b/c"],
  ["á", "%C3%A1"],
  ["%aa", "%AA"],
];

/**
 * Whether a group can name such an agent: 11 verdicts, as two of them are asked for
 * twice.
 */
export const agentCases: readonly (readonly [agent: string, canBeNamed: boolean])[] = [
  ["Foobot", true],
  ["Foobot-Bar", true],
  ["Foo_Bar", true],
  ["", false],
  ["ツ", false],
  ["Foobot*", false],
  [" Foobot ", false],
  ["Foobot/2.1", false],
  ["Foobot Bar", false],
];

/**
 * The same six lines, with their ends written differently: that each has four directives
 * makes 5 verdicts.
 */
export const lineEndCases: readonly (readonly [about: string, robots: string])[] = [
  ["LF", "User-Agent: foo\nAllow: /some/path\nUser-Agent: bar\n\n\nDisallow: /\n"],
  [
    "CR LF",
    "User-Agent: foo\r\nAllow: /some/path\r\nUser-Agent: bar\r\n\r\n\r\nDisallow: /\r\n",
  ],
  ["CR", "User-Agent: foo\rAllow: /some/path\rUser-Agent: bar\r\r\rDisallow: /\r"],
  [
    "LF, except after the last line",
    "User-Agent: foo\nAllow: /some/path\nUser-Agent: bar\n\n\nDisallow: /",
  ],
  [
    "LF and CR LF",
    "User-Agent: foo\nAllow: /some/path\r\nUser-Agent: bar\n\r\n\nDisallow: /",
  ],
];

/**
 * A character is an octet here. How many directives are known, and how many lines are
 * not: 10 verdicts.
 */
export const byteOrderMarkCases: readonly (readonly [
  about: string,
  octets: string,
  known: number,
])[] = [
  ["a byte order mark", "\xEF\xBB\xBFUser-Agent: foo\nAllow: /AnyValue\n", 2],
  ["two thirds of one", "\xEF\xBBUser-Agent: foo\nAllow: /AnyValue\n", 2],
  ["a third of one", "\xEFUser-Agent: foo\nAllow: /AnyValue\n", 2],
  ["a broken one", "\xEF\x11\xBFUser-Agent: foo\nAllow: /AnyValue\n", 1],
  ["one in the middle", "User-Agent: foo\n\xEF\xBB\xBFAllow: /AnyValue\n", 1],
];

/** Where a sitemap may stand: 2 verdicts. */
export const sitemapCases: readonly (readonly [about: string, robots: string])[] = [
  [
    "at the end",
    text(
      "User-Agent: foo",
      "Allow: /some/path",
      "User-Agent: bar",
      "",
      "",
      "Sitemap: http://foo.bar/sitemap.xml",
    ),
  ],
  [
    "at the start",
    text(
      "Sitemap: http://foo.bar/sitemap.xml",
      "User-Agent: foo",
      "Allow: /some/path",
      "User-Agent: bar",
      "",
      "",
    ),
  ],
];
