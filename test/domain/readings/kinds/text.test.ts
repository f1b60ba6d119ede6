// Tests the text that a person reads of a page.
import { describe, expect, it } from "vitest";
import { text } from "#domain/readings/kinds/text.ts";
import { createPage } from "#domain/readings/page.ts";
import { answerOf } from "#test/fixtures/readings/answers.ts";
import { takeStep, told } from "#test/fixtures/readings/take-step.ts";

const read = (html: string, contentType: string | null = "text/html") =>
  told(takeStep(text, { text: true }, createPage(answerOf(html, { contentType }))));

const readLinks = (html: string) =>
  told(takeStep(text, { text: true, links: true }, createPage(answerOf(html))));

describe("the readable text", () => {
  it.each<[string, string, string]>([
    [
      "has a line for each block",
      "<h1>A</h1><p>b</p><div>c<div>d</div>e</div>",
      "A\nb\nc\nd\ne",
    ],
    ["keeps inline elements on a line", "<p>a <b>b</b><i>c</i>\n d</p>", "a bc d"],
    ["collapses white space", "<p>\n a&nbsp;\t b\u3000c </p>", "a b c"],
    ["breaks where a line ends", "a<br>b<br/><br>c", "a\nb\nc"],
    ["drops what nobody sees in words", "ex&shy;am\u200bple", "example"],
    [
      "has an item of a list on each line",
      "<ul><li>a<li>b<ul><li>c</ul></ul>",
      "a\nb\nc",
    ],
    [
      "has a row of a table on each line",
      "<table><tr><th>a<th>b<tr><td>1<td><p>2</p></table>x",
      "a\tb\n1\t2\nx",
    ],
    ["keeps the place of empty cells", "<table><tr><td>1<td><td>3</table>", "1\t\t3"],
    [
      "breaks in a cell between its blocks",
      "<table><tr><td><p>1</p><p>2</p><td>3</table>",
      "1\n2\t3",
    ],
    [
      "reads tables in tables",
      "<table><tr><td>a<table><tr><td>b<td>c</table><td>d<tr><td>e</table>",
      "a\nb\tc\td\ne",
    ],
    [
      "passes over what is hidden",
      "a<script>b</script><style>c</style><noscript>d</noscript><template>e</template>" +
        "<p hidden>f</p><p style='color: red; DISPLAY : none'>g</p><dialog>h</dialog>" +
        "<p style='visibility:hidden'>i</p><title>j</title><iframe>k</iframe>l",
      "al",
    ],
    ["reads dialogs that are open", "<dialog open>a</dialog>", "a"],
    [
      "keeps lines and indents of what is written so",
      "<pre>a\n  b  c\n\n<b>d</b> e</pre>",
      "a\n  b  c\nd e",
    ],
    ["reads choices", "<select><option>a<option>b</select>c", "a\nb\nc"],
    [
      "reads drawings without their titles",
      "<svg><title>a</title><text>b</text></svg>",
      "b",
    ],
    ["passes over comments", "a<!-- b -->c<![CDATA[d]]>", "ac"],
    ["knows character references", "1 &lt; 2 &amp;&amp; &#x41;&euro;", "1 < 2 && A€"],
    ["reads text after the end of the body", "<body>a</body></html>b", "ab"],
    ["ends paragraphs that no tag ends", "<p>a<p>b<div>c</div>d", "a\nb\nc\nd"],
    [
      "ends no block for a tag that is in a cell",
      "<div>a<table><tr><td>b</div>c</table>d</div>e",
      "a\nbc\nd\ne",
    ],
    ["replaces NUL", "a\0b", "a\ufffdb"],
  ])("%s", (_, html, expected) => {
    expect(read(html)).toBe(expected);
  });

  it("finds nothing in a page without text", () => {
    expect(read("<p> </p><script>a</script>")).toBe("(found nothing)");
    expect(read("")).toBe("(found nothing)");
  });

  it("has links on demand, against the page's base", () => {
    const html =
      "<base href='/b/'><p><a href='x'>One</a>, <a>two</a> <a href=' http://c/ '>3</a>";
    expect(readLinks(html)).toBe("One (https://shop.example/b/x), two 3 (http://c/)");
    expect(read(html)).toBe("One, two 3");
  });

  it.each([
    ["text/plain", "a < b\n\n <p>c</p>"],
    ["application/json", '{"a": "<p>b</p>"}'],
    [null, "plain <words>"],
    ["application/octet-stream", "a\n b"],
  ])("of %s is the text itself", (contentType, body) => {
    expect(read(body, contentType)).toBe(body);
  });

  it.each([
    [null, "<!doctype html><p>a</p>"],
    [null, "  <p>a"],
    ["application/xhtml+xml", "<html><p>a</p></html>"],
    ["application/xml; charset=utf-8", "<x>a</x>"],
  ])("of %s that is %j is read from its elements", (contentType, body) => {
    expect(read(body, contentType)).toBe("a");
  });

  it("of a value that is HTML is read from its elements", () => {
    expect(told(takeStep(text, { text: true }, "<p>a</p><p>b"))).toBe("a\nb");
    expect(told(takeStep(text, { text: true }, "a < b"))).toBe("a < b");
  });
});
