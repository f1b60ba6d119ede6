import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEntities } from "#test/fixtures/content/html.ts";
import { type BadgeColor, badge, badgeColors } from "#ui/badges/badge.ts";
import { availabilityValue, latencyValue, statusValue } from "#ui/badges/badge-values.ts";

const text = fc.string({ unit: "binary", maxLength: 40 });
const colors = Object.keys(badgeColors) as BadgeColor[];
const widthOf = (svg: string): number => Number(/ width="(\d+)"/.exec(svg)?.[1]);

type Node = { name: string; attributes: Record<string, string>; text: string };

/**
 * The elements of a document in which every character is where XML 1.0 allows it; throws
 * for any other.
 */
function parseXml(document: string): Node[] {
  if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(document))
    throw new Error("bad character");
  const token =
    /<([a-z]+)((?: [a-zA-Z-]+="(?:[^"<&]|&(?:amp|lt|gt|quot|#39);)*")*)(\/?)>|<\/([a-z]+)>|((?:[^<&]|&(?:amp|lt|gt|quot|#39);)+)/guy;
  const nodes: Node[] = [];
  const open: Node[] = [];
  let end = 0;
  for (const [
    whole,
    name,
    attributes = "",
    closed,
    closing,
    content,
  ] of document.matchAll(token)) {
    end += whole.length;
    if (content !== undefined) {
      const parent = open.at(-1);
      if (parent) parent.text += decodeEntities(content);
      else if (content.trim() !== "") throw new Error("text outside");
    } else if (closing !== undefined) {
      if (open.pop()?.name !== closing) throw new Error(`unexpected </${closing}>`);
    } else {
      const pairs = [...attributes.matchAll(/([a-zA-Z-]+)="([^"]*)"/g)];
      const node = {
        name: name as string,
        attributes: Object.fromEntries(
          pairs.map(([, key, value]) => [key, decodeEntities(value as string)]),
        ),
        text: "",
      };
      nodes.push(node);
      if (!closed) open.push(node);
    }
  }
  if (end !== document.length || open.length > 0) throw new Error("no whole document");
  return nodes;
}

describe("a badge", () => {
  it("is well-formed and says its texts in three ways, whatever they are", () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom(...colors), (label, value, color) => {
        const nodes = parseXml(badge({ label, value, color }));
        const [svg, title] = nodes;
        const [left, right] = nodes
          .filter(({ name }) => name === "text")
          .map((node) => node.text);
        expect(svg?.attributes).toMatchObject({
          role: "img",
          height: "20",
          "aria-label": `${left}: ${right}`,
        });
        expect(title).toMatchObject({ name: "title", text: `${left}: ${right}` });
      }),
    );
  });

  it("shows text as it is, but for what XML cannot hold", () => {
    const texts = (label: string, value: string) =>
      parseXml(badge({ label, value, color: "blue" })).flatMap((node) =>
        node.name === "text" ? [node.text] : [],
      );
    expect(texts(`<script>"a" & 'b'</script>`, "99.9%")).toEqual([
      `<script>"a" & 'b'</script>`,
      "99.9%",
    ]);
    expect(texts("a\u0000b\tc\nd\u001b\u0085", "\ud800x\udc00\ufffe\uffff")).toEqual([
      "abcd",
      "x",
    ]);
    expect(texts("日本 é 🦊", "&amp;")).toEqual(["日本 é 🦊", "&amp;"]);
  });

  it("is as wide as its texts in Verdana and grows with each letter", () => {
    const wide = (label: string, value = "") =>
      widthOf(badge({ label, value, color: "green" }));
    // Twenty of padding; i is 562 of 2,048 parts of 11 px, W 2,025.
    expect(wide("")).toBe(20);
    expect(wide("i".repeat(10))).toBe(20 + 31);
    expect(wide("", "W".repeat(10))).toBe(20 + 109);
    expect(wide("é")).toBe(wide("e"));
    expect(wide("e\u0301")).toBe(wide("e"));
    expect(wide("漢")).toBe(20 + 11);
    fc.assert(
      fc.property(
        text,
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 3 }),
        (label, more) => {
          expect(wide(label + more)).toBeGreaterThan(wide(label));
        },
      ),
    );
  });

  it.each(colors)("can be read on %s", (color) => {
    const channel = (hex: string) => {
      const share = Number.parseInt(hex, 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    const [, r = "", g = "", b = ""] = /^#(..)(..)(..)$/.exec(badgeColors[color]) ?? [];
    const luminance = 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
    expect(1.05 / (luminance + 0.05)).toBeGreaterThan(4.5);
  });
});

describe("the figure on a badge", () => {
  it.each([
    ["new", "no data", "grey"],
    ["up", "up", "green"],
    ["down", "down", "red"],
    ["paused", "paused", "grey"],
  ] as const)("of a target that is %s", (status, value, color) => {
    expect(statusValue(status)).toEqual({ value, color });
  });

  it.each([
    [0, 0, "no data", "grey"],
    [1, 1, "100%", "green"],
    [43_199, 43_200, "99.99%", "green"],
    [9_999_999, 10_000_000, "99.99%", "green"],
    [999, 1_000, "99.9%", "green"],
    [99, 100, "99%", "green"],
    [98_999, 100_000, "98.99%", "orange"],
    [95, 100, "95%", "orange"],
    [94_999, 100_000, "94.99%", "red"],
    [2, 3, "66.66%", "red"],
    [0, 9, "0%", "red"],
  ] as const)("of %i runs that were ok of %i", (ok, runs, value, color) => {
    expect(availabilityValue(ok, runs)).toEqual({ value, color });
  });

  it("of availability is never rounded up", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (ok, failed) => {
        fc.pre(ok + failed > 0);
        const percent = Number.parseFloat(availabilityValue(ok, ok + failed).value);
        expect(percent * (ok + failed)).toBeLessThanOrEqual(100 * ok * (1 + 1e-12));
        expect(percent === 100).toBe(failed === 0);
      }),
    );
  });

  it.each([
    [null, "no data", "grey"],
    [0, "0 ms", "blue"],
    [182.5, "183 ms", "blue"],
    [999.6, "1 s", "blue"],
    [1_239, "1.24 s", "blue"],
    [59_990, "60 s", "blue"],
    [60_000, "1m", "blue"],
    [7_384_600, "2h3m5s", "blue"],
  ] as const)("of a latency of %d ms", (ms, value, color) => {
    expect(latencyValue(ms)).toEqual({ value, color });
  });
});
