// Tests how a page becomes elements: those that no tag ends, drawings, depth, and any text.
import { type ChildNode, isTag, isText, type ParentNode } from "domhandler";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText } from "#domain/content/html-text.ts";
import { buildDocument, mostNodes } from "#domain/readings/dom/build-document.ts";
import { mostDepth } from "#domain/readings/dom/open-elements.ts";
import { decodeTextOf } from "#domain/readings/dom/references.ts";
import { writeHtml } from "#domain/readings/dom/write-html.ts";

const build = (html: string) => writeHtml(buildDocument(html).children);

describe("the elements of a page", () => {
  it.each([
    ["<p>a<p>b<ul><li>c<li>d</ul>", "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>"],
    ["<li>a<ul><li>b</ul><li>c", "<li>a<ul><li>b</li></ul></li><li>c</li>"],
    ["<li><b>a<li>c", "<li><b>a</b></li><li>c</li>"],
    ["<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"],
    ["<tr><td>a<td>b<tr><th>c", "<tr><td>a</td><td>b</td></tr><tr><th>c</th></tr>"],
    [
      "<table><tbody><tr><td>a<table><tr><td>b</table>c<tfoot><tr><td>d</table>e",
      "<table><tbody><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table>c</td></tr></tbody>" +
        "<tfoot><tr><td>d</td></tr></tfoot></table>e",
    ],
    [
      "<table id=a><tr id=b><td>c<tr><td>d</table>",
      '<table id="a"><tbody><tr id="b"><td>c</td></tr><tr><td>d</td></tr></tbody></table>',
    ],
    ["<div><td></div>a</td></div>b", "<div><td>a</td></div>b"],
    ["<h1>a<h2>b</h2>", "<h1>a</h1><h2>b</h2>"],
    [
      "<select><option>a<option>b</select>",
      "<select><option>a</option><option>b</option></select>",
    ],
    ["<a href=1>a<a href=2>b</a>c", '<a href="1">a</a><a href="2">b</a>c'],
    ["<div/>a<br/>b</br>c", "<div>a<br>b<br>c</div>"],
    ["<img src=a><image src=b>", '<img src="a"><img src="b">'],
    ["a</div></p></span>b", "ab"],
    [
      "<html><body a=1>b<body c=2>d</body></html>e",
      '<html><body a="1">bde</body></html>',
    ],
    ["<head><title>a</title><body>b", "<head><title>a</title></head><body>b</body>"],
    ["<svg><path d=1 /><g/>a</svg>b", '<svg><path d="1"/><g/>a</svg>b'],
    ["<svg><g><p>a</p>b", "<svg><g/></svg><p>a</p>b"],
    ["<svg><title><i>a</i></title></svg>", "<svg><title><i>a</i></title></svg>"],
    [
      "<svg><foreignObject><p>a</svg>b",
      "<svg><foreignObject><p>a</p></foreignObject></svg>b",
    ],
    ["<div><svg></div><div/>a", "<div><svg/></div><div>a</div>"],
    ["<textarea><b>a</textarea>b", "<textarea>&lt;b&gt;a</textarea>b"],
    ["<script>a<b>c</script>d", "<script>a<b>c</script>d"],
    ['<a B="1" b=2 c>', '<a b="1" c></a>'],
    ["<a b='&amp;&lt;&auml;&#x41;&copy=1&copy'>", '<a b="&amp;<äA&amp;copy=1©"></a>'],
    ["a &amp; b &auml; &AMP d &unknown; &", "a &amp; b ä &amp; d &amp;unknown; &amp;"],
    ["<!doctype html><!-- a --><?b?>c", "c"],
    ["<p>a", "<p>a</p>"],
  ])("of %s are %s", (html, elements) => {
    expect(build(html).replaceAll("&#xe4;", "ä")).toBe(elements);
  });

  it("of XML end where tags end them, and have texts of CDATA", () => {
    const xml = "<?xml version='1.0'?><r><P>a<P/>b</P><link>c</link><![CDATA[<d>]]></r>";
    expect(writeHtml(buildDocument(xml, { isXml: true }).children)).toBe(
      "<r><p>a<p></p>b</p><link>c&lt;d&gt;</r>",
    );
  });

  it("are never deeper than functions that call themselves can follow", () => {
    const page = buildDocument(`${"<div>".repeat(100_000)}a${"</div>".repeat(99_999)}b`);
    // And the document around them, and the text in the innermost one.
    expect(depthOf(page)).toBe(1 + mostDepth + 1);
    expect(textIn(page)).toBe("ab");
    // The last tag but one leaves the outermost element open.
    expect(page.children).toHaveLength(1);
    expect(buildDocument("<div>".repeat(100_000)).nodeCount).toBe(100_000);
  });

  it("hide scripts that are deeper than that", () => {
    const page = buildDocument(`${"<b>".repeat(300)}a<script>b</script>c`);
    expect(textIn(page)).toBe("ac");
  });

  it("are no more than are held", () => {
    const page = buildDocument("<b></b>".repeat(mostNodes + 10));
    expect(page.isTooLarge).toBe(true);
    expect(page.children).toHaveLength(mostNodes);
    expect(buildDocument("<b></b>".repeat(mostNodes)).isTooLarge).toBe(false);
  });
});

const tag = fc.constantFrom(
  ..."a b p div li ul td tr table tbody svg title foreignobject math script template".split(
    " ",
  ),
);
const piece = fc.oneof(
  tag.map((name) => `<${name}>`),
  tag.map((name) => `</${name}>`),
  tag.map((name) => `<${name} a='1'/>`),
  fc.constantFrom(
    "text",
    " ",
    "<",
    "&amp;",
    "&",
    "<!--",
    "-->",
    "\0",
    "<![CDATA[",
    "]]>",
  ),
);

describe("any text", () => {
  it("becomes elements that are linked with each other, all with their parent", () => {
    const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(texts, fc.boolean(), (html, isXml) => {
        const page = buildDocument(html, { isXml });
        let count = 0;
        const check = (parent: ParentNode): void => {
          for (const [i, child] of parent.children.entries()) {
            count++;
            expect(child.parent).toBe(parent);
            expect(child.prev).toBe(parent.children[i - 1] ?? null);
            expect(child.next).toBe(parent.children[i + 1] ?? null);
            if (isTag(child)) check(child);
          }
        };
        check(page);
        expect(count).toBe(page.nodeCount);
      }),
    );
  });

  it("is decoded as browsers decode it", () => {
    const reference = fc.constantFrom(
      "&amp;",
      "&lt;",
      "&nbsp;",
      "&#39;",
      "&eacute;",
      "&amp",
      "&",
      "x",
    );
    const texts = fc.array(reference, { maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, (text) => {
        expect(decodeTextOf(text)).toBe(decodeText(text));
      }),
    );
  });
});

const depthOf = (node: ParentNode | ChildNode): number =>
  "children" in node
    ? 1 + node.children.reduce((most, child) => Math.max(most, depthOf(child)), 0)
    : 1;

const textIn = (node: ParentNode | ChildNode): string => {
  if (isText(node as ChildNode)) return (node as { data: string } & ChildNode).data;
  return "children" in node ? node.children.map(textIn).join("") : "";
};
