// Tests what a page or a header tells robots.
import { describe, expect, it } from "vitest";
import { readRobotsHeader } from "#domain/content/meta-robots.ts";
import { readHtml } from "#domain/content/read-html.ts";

const read = (html: string) => readHtml(html, { images: false });

const allowed = { noindex: false, nofollow: false };

const none = { noindex: true, nofollow: true };

describe("what robots are told by", () => {
  it.each([
    ["<meta name=robots content='noindex, nofollow'>", none],
    ["<meta name=ROBOTS content=' NONE '>", none],
    ["<META content=noindex name=Robots>", { noindex: true, nofollow: false }],
    ["<meta name=junkai content=,nofollow,>", { noindex: false, nofollow: true }],
    [
      "<meta name=robots content=index><meta name=junkai content=noindex><meta name=robots content=nofollow>",
      none,
    ],
    [
      "<meta name=robots content='none'><meta name=robots content='all, index, follow'>",
      none,
    ],
    [
      "<meta name=robots content='max-image-preview: none, unavailable_after: 1 Jan'>",
      allowed,
    ],
    [
      "<meta name=googlebot content=none><meta property=robots content=none><meta name=robots>",
      allowed,
    ],
    [
      "<!-- <meta name=robots content=none> --><template><meta name=robots content=none></template>",
      allowed,
    ],
    ["", allowed],
  ])("the page %s", (html, robots) => {
    expect(read(html).robots).toEqual(robots);
  });

  it.each([
    ["noindex", { noindex: true, nofollow: false }],
    ["NoIndex, nofollow", none],
    ["none", none],
    ["all", allowed],
    ["", allowed],
    ["googlebot: nofollow", allowed],
    ["junkai: none", none],
    ["Junkai:noindex,nofollow", none],
    ["*: none", none],
    ["noindex, googlebot: nofollow", { noindex: true, nofollow: false }],
    ["googlebot: noindex, nofollow", allowed],
    ["googlebot: nofollow, junkai : noindex", { noindex: true, nofollow: false }],
    ["junkai: noindex, other bot: nofollow", { noindex: true, nofollow: false }],
    [
      "unavailable_after: Sunday, 06-Nov-94 08:49:37 GMT, noindex",
      { noindex: true, nofollow: false },
    ],
    [
      "max-snippet: 5, Max-Image-Preview: none, nofollow",
      { noindex: false, nofollow: true },
    ],
    ["max-image-preview: none", allowed],
  ])("the header %j", (value, directives) => {
    expect(readRobotsHeader(value)).toEqual(directives);
  });
});
