// Tests HTML that is hostile or drawn at random.
import fc from "fast-check";
import { Parser } from "htmlparser2";
import { describe, expect, it } from "vitest";
import { readRobotsHeader } from "#domain/content/meta-robots.ts";
import { readHtml } from "#domain/content/read-html.ts";
import { imagesOf, linksOf } from "#test/fixtures/content/html-links.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const read = (html: string) => readHtml(html, { images: false });

const none = { noindex: true, nofollow: true };

describe("a hostile page is read in time", () => {
  it.each([
    ["20,000 nested elements", `${"<div>".repeat(20_000)}<a href=/14>`],
    [
      "elements closed that were not opened",
      `${"<b>".repeat(200_000)}${"</i>".repeat(200_000)}<a href=/14>`,
    ],
    [
      "nested drawings",
      `${"<svg><desc>".repeat(100_000)}${"</math>".repeat(100_000)}</svg><a href=/14>`,
    ],
    ["an attribute of 2 MB", `<a data-x="${"y".repeat(2_000_000)}" href=/14>`],
    ["2 MB of space in a link", `<a href="${" ".repeat(2_000_000)}/14">`],
    ["a million attributes", `<a ${"x=1 ".repeat(1_000_000)} href=/14>`],
    ["a million lesser signs", `${"<".repeat(1_000_000)}<a href=/14>`],
    ["a million references", `<title>${"&amp;".repeat(1_000_000)}</title><a href=/14>`],
  ])("with %s", (_, html) => {
    expect(linksOf(html)).toEqual(["/14"]);
  });

  it("with 50,000 links, all of which it gives", () => {
    const hrefs = Array.from({ length: 50_000 }, (_, n) => `/q?n=${n}`);
    expect(linksOf(hrefs.map((href) => `<a href="${href}">x</a>`).join(""))).toEqual(
      hrefs,
    );
  });

  it.each([
    ["anchors", "<a href=/>", ""],
    ["feeds", "<link rel=alternate type=application/atom+xml href=/>", ""],
    ["images of one set", ",/ ", "<img srcset='"],
  ])(
    "with 300,000 %s, of which it holds 200,000 and counts the others",
    (_, one, start) => {
      const { links, feeds, skipped } = readHtml(`${start}${one.repeat(300_000)}'>`, {
        images: true,
      });
      expect(links.length + feeds.length).toBe(200_000);
      expect(skipped).toBe(100_000);
    },
  );

  it("with a million words in an attribute, of which the first thousand characters count", () => {
    const words = (separator: string) => `x${separator}`.repeat(1_000_000);
    const { robots, links } = read(
      `<meta name=robots content="nofollow,${words(",")}noindex"><a rel="${words(" ")}nofollow" href=/>`,
    );
    expect(robots).toEqual({ nofollow: true, noindex: false });
    expect(links).toEqual([{ href: "/", nofollow: false }]);
  });

  it("with space inside values that end in none", () => {
    const space = " ".repeat(500_000);
    expect(
      linksOf(`<a href="x${space}y"><meta http-equiv=refresh content="1${space}z">`),
    ).toEqual([`x${space}y`, "z"]);
    expect(readRobotsHeader(`a${space}b, none`)).toEqual(none);
    expect(imagesOf(`<img srcset="x${space}y${",".repeat(500_000)}">`)).toEqual(["x"]);
  });
});

describe("reading any markup", () => {
  const pick = (pieces: string) => fc.constantFrom(...pieces.split("|"));
  const anyNames =
    "a|a|A|area|base|link|meta|img|iframe|svg|math|mi|title|template|script|textarea|p";
  const anyAttributes = fc.array(
    pick(
      " href=/1| href='/2'| HREF = \"/3\"|/href=/4?a=1&amp;b=2&copy=3| href=' /5\n'| href| href='/6\"|=| x='>' | src=/s|" +
        ` rel=nofollow| rel="canonical alternate"| srcset="/a 1x,/b"| http-equiv=refresh content='0;/r'| name=robots`,
    ),
    { maxLength: 3, size: "max" },
  );
  const anyTag = fc
    .tuple(pick("<|<|<|</"), pick(anyNames), anyAttributes, pick(">|>|>|/>| >|"))
    .map(([open, name, attributes, close]) => open + name + attributes.join("") + close);
  const anyDebris = pick(
    "<|>|</|<!|<!--|-->|--|-|&|&amp;|&lt|&#6|'|\"|=|text| |\n|\0|é|😀|\ud800|<?|]]>|<![CDATA[",
  );
  const anySoup = fc
    .array(fc.oneof({ weight: 3, arbitrary: anyTag }, anyDebris), {
      maxLength: 30,
      size: "max",
    })
    .map((pieces) => pieces.join(""));

  it("gives the same links with and without images, but for the images", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), anySoup), (html) => {
        const { links, ...rest } = read(html);
        const withImages = readHtml(html, { images: true });
        expect(withImages).toMatchObject(rest);
        expect(withImages.links).toEqual(expect.arrayContaining(links));
        for (const { href } of links)
          expect(href).not.toMatch(/^[\t\n\f\r ]|[\t\n\f\r ]$|\0/);
      }),
      { numRuns: scenarios(2_000) },
    );
  });

  it("finds the anchors that htmlparser2's parser finds", () => {
    // Its parser does not know a script in a comment in a script, which browsers do
    // (html.spec.whatwg.org: script data double escaped state).
    const isEscapedTwice = /<script.*<!--.*<script/is;
    const onlyAnchors = anySoup
      .filter((html) => !isEscapedTwice.test(html))
      .map((html) =>
        html.replaceAll(
          /(?<=<\/?)(base|area|link|meta|iframe|svg|math|template)|\0/g,
          "a",
        ),
      );
    fc.assert(
      fc.property(onlyAnchors, (html) => {
        const hrefs: string[] = [];
        const parser = new Parser({
          onopentag(name, { href }) {
            if (name === "a" && href !== undefined)
              hrefs.push(href.replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, ""));
          },
        });
        parser.end(html);
        expect(linksOf(html)).toEqual(hrefs);
      }),
      { numRuns: scenarios(2_000) },
    );
  });
});
