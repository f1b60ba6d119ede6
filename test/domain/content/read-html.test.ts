import { describe, expect, it } from "vitest";
import { readHtml } from "#domain/content/read-html.ts";
import { imagesOf, linksOf } from "#test/fixtures/content/html-links.ts";

const read = (html: string) => readHtml(html, { images: false });

describe("the title", () => {
  it.each([
    ["<title>Plain</title>", "Plain"],
    ["<TITLE lang=en>\n Two\t \r\n lines \f</TITLE >", "Two lines"],
    ["<title>a &amp; b &copy &notit; &#x26; &#8364;</title>", "a & b © ¬it; & €"],
    [
      "<title>1 < 2 <b>bold</b> <!-- no comment --></title>",
      "1 < 2 <b>bold</b> <!-- no comment -->",
    ],
    ["<title>Unclosed <a href=/trap>", "Unclosed <a href=/trap>"],
    ["<title>First</title><title>Second</title>", "First"],
    ["<title/>Not self-closing</title>", "Not self-closing"],
    ["<body><p><title>Late</title>", "Late"],
    ["<title>nu\0l</title>", "nu\ufffdl"],
    ["<title>\u00a0no-break\u3000</title>", "\u00a0no-break\u3000"],
    ["<svg><title>Icon</title></svg><title>Page</title>", "Page"],
    ["<svg><title/></svg><title>Page</title>", "Page"],
    ["<template><title>Part</title></template><title>Page</title>", "Page"],
    [
      "<script>'<title>Script</title>'</script><!--<title>No</title>--><title>Page</title>",
      "Page",
    ],
  ])("of %j is %j", (html, title) => {
    expect(read(html).title).toBe(title);
  });

  it.each([
    "",
    "<p>none</p>",
    "<title></title>",
    "<title> \n </title><title>Second</title>",
    "<title",
  ])("of %j is null", (html) => {
    expect(read(html).title).toBeNull();
  });

  it("is cut after 300 characters, within no surrogate pair and not after a space", () => {
    expect(read(`<title>${"t".repeat(1_000_000)}</title>`).title).toBe("t".repeat(300));
    expect(read(`<title>${" t ".repeat(400)}</title>`).title).toBe(
      "t ".repeat(150).trim(),
    );
    expect(read(`<title>${"t".repeat(299)}😀</title>`).title).toBe("t".repeat(299));
    expect(read(`<title>${"t".repeat(298)} 😀</title>`).title).toBe("t".repeat(298));
    expect(read(`<title>${"t".repeat(298)}😀</title>`).title).toBe(
      `${"t".repeat(298)}😀`,
    );
    expect(read(`<title>${" ".repeat(1_000_000)}&lt;</title>`).title).toBe("<");
  });
});

describe("a link is taken as written", () => {
  it.each([
    ["<a href=/4>u</a><a HREF='/5'>s</a><A\nhref\n=\n\"/6\"\n>n</A>", ["/4", "/5", "/6"]],
    ['<a href="/?a=1&amp;b=2"><a href=/?c=1&amp;d=2>', ["/?a=1&b=2", "/?c=1&d=2"]],
    // A reference without semicolon is none before "=" or a letter, in attributes.
    ['<a href="/?a=1&copy=2&lt;&copyx">', ["/?a=1&copy=2<&copyx"]],
    ['<a href=\'/?q="x"&amp;r="&amp"\'>', ['/?q="x"&r="&"']],
    ["<a href=/&#x2F;&#50;&#0;&#xD800;&#x110000;>", ["//2\ufffd\ufffd\ufffd"]],
    ['<a href="/a&"><a href="/b&amp"><a href="&">', ["/a&", "/b&", "&"]],
    ['<a href=" \t\n/12 x\n\f\r">', ["/12 x"]],
    ["<a href=''><a href><a href=\"#f\"><a href=?q=1>", ["", "", "#f", "?q=1"]],
    ["<a href=/1 href=/2 HREF=/3>", ["/1"]],
    ["<a title='>' data-href=/trap xhref=/trap href=/1>", ["/1"]],
    ["<a/href=/1/><a\thref=/2/ >", ["/1/", "/2/"]],
    ["<a name=x>", []],
    ['<a href="/1\0">', ["/1\ufffd"]],
    ["<area href=/1><map><area shape=rect href=/2 /></map>", ["/1", "/2"]],
    ["<a href=/2>in<a href=/3>nested", ["/2", "/3"]],
    ["<div><p>one<p>two<b>bold<i>both</b>it</i><a href=/1>", ["/1"]],
    ["<a href=/1", []],
    ["<a href='/1>x</a><a href=/2>", []],
    ["<a href='/1\"><a href='/2'>", ['/1"><a href=']],
    ["< a href=/1><a\u00a0href=/2></a href=/3><1 href=/4>", []],
    ["<iframe src=/1></iframe><frameset><frame src=/2></frameset>", ["/1", "/2"]],
    ["<iframe src><frame src=' '>", []],
    ["<svg><a href=/1><text>x</text></a></svg>", ["/1"]],
    [
      "<noscript><a href=/1></noscript><select><option><a href=/2></select>",
      ["/1", "/2"],
    ],
  ])("in %j", (html, links) => {
    expect(linksOf(html)).toEqual(links);
  });

  it("with any scheme", () => {
    const schemes = [
      "javascript:alert(1)",
      "mailto:a@b.c",
      "data:text/html,x",
      "http://[::1",
      "http://exa mple/",
    ];
    expect(linksOf(schemes.map((href) => `<a href="${href}">x</a>`).join(""))).toEqual(
      schemes,
    );
  });
});

describe("a link is not read from", () => {
  it.each([
    "<!-- <a href=/trap> -->",
    "<!-- > <a href=/trap> --!>",
    "<! <a href=/trap><? <a href=/trap></ <a href=/trap>",
    "<script>'<a href=/trap>'</script>",
    "<SCRIPT><!-- </style><a href=/trap></Script >",
    "<script/><a href=/trap></script>",
    // The double escaped state of https://html.spec.whatwg.org/#script-data-state
    "<script><!--<script>'<a href=/trap>'</script><a href=/trap>--></script>",
    "<script><!--<SCRIPT/></script ><a href=/trap></Script\n></script>",
    "<script>x<!--<script ><!-- </script></script x='<a href=/trap>'>",
    "<script><!--<script>--></script>",
    "<script><!--><script></script>",
    "<script><!---><script></script>",
    "<script><!--<scriptx></script>",
    "<script><!-- <script> -- > --!> </script> <a href=/trap> </script>",
    "<script/><!--<script></script><a href=/trap>--></script>",
    "<template><script><!--<script></script></template><a href=/trap>--></script></template>",
    "<style><a href=/trap></style>",
    "<textarea><a href=/trap></textarea>",
    "<title><a href=/trap></title>",
    "<xmp><a href=/trap></xmp><noembed><a href=/trap></noembed><noframes><a href=/trap></noframes>",
    "<iframe><a href=/trap></iframe>",
    "<template><a href=/trap><template><a href=/trap></template><a href=/trap></template>",
    "<TEMPLATE><base href=/trap><meta http-equiv=refresh content=0;/trap></TEMPLATE>",
    "<p title='<a href=/trap>'>",
  ])("%j, while what follows is", (html) => {
    expect(linksOf(`${html}<a href=/ok>`)).toEqual(["/ok"]);
  });

  it.each([
    "<!--",
    "<!-- --",
    "<script>",
    "<script><!--<script></script>",
    "<textarea>",
    "<title>",
    "<template>",
    "<plaintext></plaintext>",
    "<p x='",
  ])("%j, which does not end", (html) => {
    expect(linksOf(`${html} <a href=/trap>`)).toEqual([]);
  });
});

describe("SVG and MathML", () => {
  it.each([
    ["keep no raw text", "<svg><style/><script/><title/></svg><a href=/1>", ["/1"]],
    [
      "may hold HTML",
      "<svg><foreignObject><script><a href=/trap></script></foreignObject></svg><a href=/1>",
      ["/1"],
    ],
    [
      "may be nested",
      "<svg><desc><svg></svg><style><a href=/trap></style></desc></svg><a href=/1>",
      ["/1"],
    ],
    ["may close themselves", "<svg/><math/><style><a href=/trap></style>", []],
    [
      "end with HTML that cannot be in them",
      "<svg><path><p><style><a href=/trap></style>",
      [],
    ],
    [
      "end with the end of an element around them",
      "<div><svg><path></div><style><a href=/trap></style>",
      [],
    ],
    [
      "end with a template around them",
      "<template><math></template><style><a href=/trap></style>",
      [],
    ],
    [
      "have links alone of what links",
      "<svg><iframe src=/no></iframe><a href=/1></svg>",
      ["/1"],
    ],
  ])("%s", (_, html, links) => {
    expect(linksOf(html)).toEqual(links);
  });
});

describe("a link element", () => {
  it.each([
    ["<link rel=next href=/2><link rel='x PREV' href=/0>", ["/2", "/0"]],
    ["<link rel=alternate hreflang=de href=/de>", ["/de"]],
    ["<link rel=canonical href=/c>", ["/c"]],
    ["<link rel='canonical alternate' href=/c>", ["/c"]],
    [
      "<link rel=stylesheet href=/s><link rel='alternate stylesheet' href=/s><link rel=icon href=/i>",
      [],
    ],
    [
      "<link href=/1><link rel=nextone href=/1><link rel=next><link rel=next href=''>",
      [],
    ],
  ])("of %s links to %j", (html, links) => {
    expect(linksOf(html)).toEqual(links);
  });

  it("names feeds apart", () => {
    const html =
      "<link rel=alternate type='Application/RSS+XML; charset=utf-8' href=' /rss '>" +
      "<link rel='alternate home' type=application/atom+xml href=/atom?a&amp;b>" +
      "<link rel=alternate type=text/html href=/m><link type=application/rss+xml href=/trap>";
    expect(read(html)).toMatchObject({
      feeds: ["/rss", "/atom?a&b"],
      links: [{ href: "/m" }],
    });
  });

  it("names the canonical URL, the first that is one", () => {
    expect(
      read(
        "<link rel=canonical><link rel=Canonical href=' /c&amp;d '><link rel=canonical href=/e>",
      ).canonical,
    ).toBe("/c&d");
    expect(read("<link rel=next href=/n>").canonical).toBeNull();
  });
});

it("the base is the first base element that has an address", () => {
  expect(read("<base target=x><base href=' /p/00/ '><base href=/trap/>").base).toBe(
    "/p/00/",
  );
  expect(read("<base target=_blank>").base).toBeNull();
});

describe("rel=nofollow", () => {
  it.each([
    ["<a rel=nofollow href=/>", true],
    ["<a href=/ rel='noopener\tNoFollow'>", true],
    ["<area rel=nofollow href=/>", true],
    ["<link rel='next nofollow' href=/>", true],
    ["<a rel='ugc sponsored' href=/>", false],
    ["<a rel=xnofollow href=/>", false],
    ["<a rel href=/>", false],
    ["<a href=/>", false],
  ])("of %s is %j", (html, nofollow) => {
    expect(read(html).links).toEqual([{ href: "/", nofollow }]);
  });
});

describe("a refresh", () => {
  it.each([
    ["0; url=/18", "/18"],
    ["0;URL=/18", "/18"],
    [" 5.5 , Url = '/18' trailing", "/18"],
    ['0; url="/18', "/18"],
    ["0 /18", "/18"],
    ["0;/18", "/18"],
    ["0; '/18\"'", '/18"'],
    [".5;url=/18", "/18"],
    ["0; url.html", "url.html"],
    ["0; urgent", "urgent"],
    ["0; url '/x'", "url '/x'"],
    ["0;;/18", ";/18"],
    ["0; url= /1 8 \n", "/1 8"],
  ])("of %j leads to %j", (content, url) => {
    const escaped = content.replaceAll('"', "&quot;");
    expect(linksOf(`<meta http-equiv=Refresh content="${escaped}">`)).toEqual([url]);
  });

  it.each([
    "",
    "5",
    "5;",
    "0; url=",
    "0; url=''",
    "url=/18",
    "/18",
    "x;url=/18",
    "-1;url=/18",
    "0url=/18",
  ])("of %j leads nowhere", (content) => {
    expect(
      linksOf(
        `<meta http-equiv=refresh content="${content}"><meta name=refresh content=0;/trap>`,
      ),
    ).toEqual([]);
  });
});

const allowed = { noindex: false, nofollow: false };

describe("images", () => {
  it("count when they are asked for, in document order", () => {
    const html =
      '<img src="/i/a.png" srcset="/i/b.png 1x, /i/c,d.png 2x, data:image/png;base64,AAAA 3x">' +
      '<a href=/1><picture><source srcset=" /i/e.png 100w,/i/f.png 200w"></picture></a>' +
      "<input type=IMAGE src=/i/g.png><input type=text src=/trap><video poster=/i/h.png src=/trap></video>" +
      "<image src=/i/j.png><img src=''><video poster><source src=/trap>";
    expect(imagesOf(html)).toEqual([
      "/i/a.png",
      "/i/b.png",
      "/i/c,d.png",
      "data:image/png;base64,AAAA",
      "/1",
      "/i/e.png",
      "/i/f.png",
      "/i/g.png",
      "/i/h.png",
      "/i/j.png",
    ]);
    expect(linksOf(html)).toEqual(["/1"]);
  });

  it.each([
    ["", []],
    [" , ,, ", []],
    ["/a", ["/a"]],
    ["/a,", ["/a"]],
    [" ,,/a 1x,,/b", ["/a", "/b"]],
    ["/a, /b,/c /d,,,", ["/a", "/b,/c"]], // "/d,,," is a descriptor
    ["/a,,, /b", ["/a", "/b"]],
    ["/a 1x,/b 2x", ["/a", "/b"]],
    ["/a\n100w\t50h , \f/b", ["/a", "/b"]],
    ["/a calc(1, 2) 1x, /b", ["/a", "/b"]],
    ["/a calc(1, /b", ["/a"]],
    ["/a nonsense, /b 1x 2x", ["/a", "/b"]],
  ])("of srcset %j are %j", (srcset, urls) => {
    expect(imagesOf(`<img srcset="${srcset}">`)).toEqual(urls);
  });
});

describe("a malformed page", () => {
  it.each([
    "",
    "\x89PNG\r\n\x1a\n\0\x01\x02",
    "{}",
    "<",
    "<!",
    "</",
    "<a",
    "<a ",
    "<a href",
    "<a href=",
    "&",
    "\ufeff",
  ])("such as %j has no title, links or images", (html) => {
    const nothing = {
      title: null,
      base: null,
      canonical: null,
      robots: allowed,
      links: [],
      feeds: [],
    };
    expect(read(html)).toEqual(nothing);
  });
});
