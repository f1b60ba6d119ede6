// Tests what a step with a selector gives, and what taking elements off leaves.
import { describe, expect, it } from "vitest";
import { applySteps } from "#domain/readings/apply-steps.ts";
import type { Steps, StepsByKind } from "#domain/readings/step.ts";
import { answerOf } from "#test/fixtures/readings/answers.ts";

const page = `<!doctype html><html><head><base href="/shop/"></head><body>
<main><h1 class="Name big">Chair &amp; table</h1>
<ul><li data-id="7"><a href="a?x=1&amp;y=2">One</a><li><a href="#two">Two</a>
<li><a name="three">Three</a></ul>
<script type="application/json">{"price": 12}</script>
<p hidden>Not <b>shown</b></p>
<img src="../chair.png" alt="">
<div id="nest">outer <div>inner</div></div></main></body></html>`;

const read = (steps: Steps, text = page, contentType?: string) => {
  const result = applySteps(steps, answerOf(text, contentType ? { contentType } : {}));
  return result.ok ? result.reading.text : `(${result.unread.problem})`;
};

describe("a step with a selector", () => {
  it.each<[StepsByKind["css"], string]>([
    [{ css: "h1" }, "Chair & table"],
    [{ css: "H1.Name" }, "Chair & table"],
    [{ css: "li" }, "One"],
    [{ css: "li", all: true }, "One\nTwo\nThree"],
    [{ css: "li:nth-child(2), [data-id='7'] > a", all: true }, "One\nTwo"],
    [{ css: "li:last-child" }, "Three"],
    [{ css: "li:has([name])" }, "Three"],
    [{ css: "h1 ~ ul a:not([href^='#'])", all: true }, "One\nThree"],
    [{ css: "a:contains('Tw')" }, "Two"],
    [{ css: "p[hidden]" }, "Not shown"],
    [{ css: "main div", all: true }, "outer\ninner"],
    [{ css: "script" }, '{"price": 12}'],
    [{ css: "a", attribute: "href" }, "https://shop.example/shop/a?x=1&y=2"],
    [
      { css: "a", all: true, attribute: "HREF" },
      "https://shop.example/shop/a?x=1&y=2\nhttps://shop.example/shop/#two",
    ],
    [{ css: "img", attribute: "src" }, "https://shop.example/chair.png"],
    [{ css: "li", attribute: "data-id" }, "7"],
    [{ css: "a[name]", attribute: "href" }, '(found elements without "href")'],
    [{ css: "h1", give: "html" }, '<h1 class="Name big">Chair &amp; table</h1>'],
    [
      { css: "#nest, #nest div", all: true, give: "html" },
      '<div id="nest">outer <div>inner</div></div>',
    ],
    [{ css: "h1", give: "text" }, "Chair & table"],
    [{ css: "h2" }, "(found nothing)"],
    [{ css: ":hover" }, "(found nothing)"],
    [{ css: "img" }, "(gave an empty text)"],
  ])("%j gives %j", (step, text) => {
    expect(read([step])).toBe(text);
  });

  it("looks inside what the step before chose, not at it", () => {
    expect(read([{ css: "div" }, { css: "div" }])).toBe("inner");
    expect(read([{ css: "ul" }, { css: "main a", all: true }])).toBe("One\nTwo\nThree");
    expect(read([{ css: "h1" }, { css: "h1" }])).toBe("(found nothing)");
  });

  it("finds elements in a text that is HTML", () => {
    const json = JSON.stringify({ body: "<p>One <b>two</b></p>" });
    const steps: Steps = [{ json: "$.body" }, { css: "b" }];
    expect(read(steps, json, "application/json")).toBe("two");
  });

  it("reads XML as XML", () => {
    const xml = "<?xml version='1.0'?><Feed><link>a</link><Item/><Item>b</Item></Feed>";
    expect(read([{ css: "feed > link" }], xml, "application/xml")).toBe("a");
    expect(read([{ css: "Item", all: true }], xml, "text/xml")).toBe("b");
    expect(read([{ css: "link ~ item" }], xml, "text/xml")).toBe("(gave an empty text)");
    expect(read([{ text: true }], xml, "image/svg+xml")).toBe("a\nb");
  });

  it("does not look into templates", () => {
    const html = "<template><b>no</b></template><b>yes</b>";
    expect(read([{ css: "b", all: true }], html)).toBe("yes");
    expect(read([{ css: "template" }, { css: "b" }], html)).toBe("no");
  });

  it("finds no property that objects have by themselves", () => {
    for (const css of [
      "[constructor]",
      "[__proto__]",
      "[tostring^=f]",
      "a:not(b)[valueof]",
    ])
      expect(read([{ css }]), css).toBe("(found nothing)");
    expect(read([{ css: "a", attribute: "constructor" }])).toContain("without");
  });
});

describe("taking elements off", () => {
  it("leaves the text of the rest", () => {
    const steps: Steps = [{ remove: ["ul", "#nest > div", "h1"] }];
    expect(read(steps)).toBe("outer");
  });

  it("takes off chosen elements themselves", () => {
    const steps: Steps = [{ css: "li", all: true }, { remove: ["li:has([name])"] }];
    expect(read(steps)).toBe("One\nTwo");
  });

  it("keeps the order of what stands beside the elements", () => {
    const html = "<p>a</p><i>b</i>c<i>d</i><p>e</p><i>f</i>";
    const steps: Steps = [{ remove: ["i"] }, { css: "p + p" }];
    expect(read(steps, html)).toBe("e");
  });

  it("takes them off the source of the page, too", () => {
    const html = "<p>one 1</p><p class=ad>two 2</p>";
    const steps: Steps = [
      { remove: [".ad"], name: "left" },
      { regex: "\\d", all: true },
    ];
    expect(read(steps, html)).toBe("1\nleft: one 1");
  });

  it("fails nothing where no such element is there", () => {
    expect(read([{ remove: [".ad", ".cookie"] }, { css: "h1" }])).toBe("Chair & table");
  });
});
