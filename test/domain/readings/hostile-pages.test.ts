// Tests that steps give an answer for whatever page an outsider writes, and no more text
// than the page has. Counts nodes and characters, not time.
import { describe, expect, it } from "vitest";
import { applySteps } from "#domain/readings/apply-steps.ts";
import { mostReadingCharacters } from "#domain/readings/reading.ts";
import type { Steps } from "#domain/readings/step.ts";
import { answerOf } from "#test/fixtures/readings/answers.ts";

const size = 50_000;
const fill = (piece: string, length = size): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

const pages: Readonly<Record<string, string>> = {
  "elements in elements": fill("<div>"),
  "end tags that end nothing": fill("</div>"),
  "end tags that a cell bounds": `<div><td>${fill("<b>", size / 2)}${fill("</div>", size / 2)}`,
  "tables in tables": fill("<table><tr><td>x"),
  cells: `<table><tr>${fill("<td>1")}`,
  "drawings in drawings": fill("<svg><foreignObject><title>"),
  "a tag with many attributes": `<a ${fill("a1=b c=d ")}>x</a>`,
  "a long attribute": `<a class="${fill("x ")}" style="${fill("; ")}" href="${fill("y")}">x</a>`,
  "character references": fill("&amp;&eacute;&x<b a=&eacute;>"),
  "links to a long base": `<base href="http://a/${fill("b", 1_900)}/">${fill("<a href=c>d</a>")}`,
  "white space": fill(" \n\t"),
  brackets: fill("<"),
  NUL: fill("\0"),
  "deep JSON": `<script type="application/ld+json">${fill("[")}</script>`,
  "JSON with many values": `<script type="application/ld+json">[${fill("1,")}1]</script>`,
  "many scripts": fill('<script type="application/ld+json">{"offers":1}</script>'),
  "offers in offers": fill("<b itemscope itemprop=offers><i itemprop=price>1"),
  "meta elements": fill("<meta name=a content=b>"),
};

const programs: Readonly<Record<string, Steps>> = {
  text: [{ text: true }],
  links: [{ text: true, links: true }],
  "all elements' text": [{ css: "*", all: true }],
  "all elements' HTML": [{ css: "*", all: true, give: "html" }],
  "all elements' links": [{ css: "*", all: true, attribute: "href" }],
  "a selector": [{ css: ".q > b + a:not(:has(c)):nth-child(2n)" }],
  "elements of elements": [
    { css: "*", all: true },
    { css: "*", all: true },
  ],
  "what is left": [{ css: "*", all: true }, { remove: ["b", ":nth-child(3)"] }],
  "what is left of the page": [{ remove: ["b", "div div"], name: "a" }, { lines: {} }],
  meta: [{ meta: true }],
  offers: [{ offers: true }],
};

describe.each(Object.keys(pages))("a page of %s", (page) => {
  it.each(Object.keys(programs))("has a reading, or none, of %s", (program) => {
    const html = pages[page] ?? "";
    const result = applySteps(programs[program] ?? [], answerOf(html));
    if (result.ok)
      expect(result.reading.text.length).toBeLessThanOrEqual(mostReadingCharacters);
    else expect(result.unread.problem).toMatch(/^(?:found|gave|left|makes|met|takes) /);
  });
});

describe("a hostile page", () => {
  it("gives each text once, however many elements around it are chosen", () => {
    const html = `${"<div>".repeat(250)}${fill("text ")}`;
    for (const give of [undefined, "text", "html"] as const) {
      const result = applySteps([{ css: "div", all: true, give }], answerOf(html));
      expect(result.ok && result.reading.text.length).toBeLessThan(size + 250 * 12);
    }
  });
});
