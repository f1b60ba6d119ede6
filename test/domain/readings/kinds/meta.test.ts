// Tests what is read of what a page says of itself.
import { describe, expect, it } from "vitest";
import { meta } from "#domain/readings/kinds/meta.ts";
import type { StepsByKind } from "#domain/readings/step.ts";
import { pageOf, takeStep, told } from "#test/fixtures/readings/take-step.ts";

const page = `<html lang="en-GB"><head>
<title> Chairs
 &amp; tables </title>
<meta name="Description" content="All chairs">
<meta property="og:title" content="Chairs!">
<meta property="og:site_name" content="Shop">
<meta property="og:type" content="article">
<meta property="og:image" content="/a.png">
<meta name="author" content="">
<meta name="author" content="Ann">
<meta property="article:published_time" content="2026-03-01T10:00:00+01:00">
<meta name="date" content="2020-01-01">
<link rel="canonical" href="chairs"></head><svg><title>no</title></svg></html>`;

const read = (of: StepsByKind["meta"]["meta"], html = page) =>
  told(takeStep(meta, { meta: of }, pageOf(html)));

describe("what a page says of itself", () => {
  it("is read as far as it is there", () => {
    expect(read(true)).toBe(
      [
        "title: Chairs & tables",
        "description: All chairs",
        "canonical: https://shop.example/a/chairs",
        "site: Shop",
        "image: https://shop.example/a.png",
        "type: article",
        "author: Ann",
        "published: 2026-03-01T09:00:00.000Z",
        "language: en-GB",
      ].join("\n"),
    );
  });

  it("is the value itself where one field is asked for", () => {
    expect(takeStep(meta, { meta: ["published"] }, pageOf(page))).toEqual({
      kind: "value",
      value: { type: "date", at: Date.UTC(2026, 2, 1, 9) },
    });
    expect(read(["author", "site"])).toBe("author: Ann\nsite: Shop");
  });

  it("must be there where it is asked for by name", () => {
    expect(read(["title", "modified"])).toBe("(found no modified)");
    expect(read(true, "<p>a</p>")).toBe("(found nothing)");
  });

  it.each<[StepsByKind["meta"]["meta"], string, string]>([
    [["title"], '<svg><title>a</title></svg><meta property="og:title" content="b">', "b"],
    [["canonical"], '<meta property="og:url" content="/x">', "https://shop.example/x"],
    [
      ["modified"],
      '<meta itemprop="dateModified" content="2026-03-02">',
      "2026-03-02T00:00:00.000Z",
    ],
    [["modified"], '<meta name="last-modified" content="some day">', "some day"],
    [["language"], '<meta http-equiv="Content-Language" content="de">', "de"],
    [
      ["author", "published"],
      '<script type="application/ld+json">{"@graph": [{"author": [{"name": "Bo"}], "datePublished": "2026-03-02"}]}</script>',
      "author: Bo\npublished: 2026-03-02T00:00:00.000Z",
    ],
  ])("is found in other places: %j of %s", (fields, html, expected) => {
    expect(read(fields, html)).toBe(expected);
  });
});
