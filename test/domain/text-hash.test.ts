import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashText } from "#domain/text-hash.ts";

const hex = (half: number) => half.toString(16).padStart(8, "0");

describe("the hash of a URL", () => {
  // The first half as the reference implementation of MurmurHash3_x86_32 gives it for the
  // UTF-16LE bytes.
  it.each([
    ["", "00000000", "00000000"],
    ["a", "6f49d11a", "0b4c79b5"],
    ["ab", "165860ca", "e3a89296"],
    ["abc", "42b016c3", "e5552b1e"],
    ["http://127.0.0.1:18080/p/00/00012.html", "d797c2eb", "fe90f0dc"],
    ["https://example.com/", "54333dfa", "e22a7593"],
    ["https://example.com/a?b=c&d=%C3%A9", "2041191e", "5a96e663"],
  ])("of %j never changes, since stored indexes hold it", (text, hi, lo) => {
    const hash = hashText(text);
    expect([hex(hash.hi), hex(hash.lo)]).toEqual([hi, lo]);
  });

  it("depends on the text alone, not on how the string came to be", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), fc.nat(60), (url, at) => {
        const pieced = url.slice(0, at) + url.slice(at);
        expect(hashText(pieced)).toEqual(hashText(url));
        expect(hashText(`x${url}`.slice(1))).toEqual(hashText(url));
      }),
    );
  });

  it("differs for 200,000 URLs that are much alike", () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i++) {
      for (const url of [
        `https://example.com/p/${i}`,
        `https://example.com/p/${i >> 8}/?page=${i & 255}`,
      ]) {
        const { hi, lo } = hashText(url);
        seen.add(hex(hi) + hex(lo));
      }
    }
    expect(seen.size).toBe(200_000);
  });

  it("is spread evenly in the low bits of either half", () => {
    const count = 65_536;
    const buckets = { hi: new Uint32Array(256), lo: new Uint32Array(256) };
    for (let i = 0; i < count; i++) {
      const { hi, lo } = hashText(`https://example.com/p/${i}.html`);
      for (const [half, at] of [["hi", hi & 255] as const, ["lo", lo & 255] as const]) {
        buckets[half][at] = (buckets[half][at] ?? 0) + 1;
      }
    }
    for (const held of Object.values(buckets)) {
      // Chi-squared with 255 degrees of freedom exceeds 340 in about one of 3,000 fair
      // draws; these never change.
      const expected = count / 256;
      const deviation = held.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      expect(deviation).toBeLessThan(340);
    }
  });

  it("differs in half of its bits when one character differs", () => {
    const countBits = (word: number) => word.toString(2).replaceAll("0", "").length;
    const url = "https://example.com/some/page-0.html";
    const was = hashText(url);
    let turned = 0;
    for (let at = 0; at < url.length; at++) {
      const { hi, lo } = hashText(`${url.slice(0, at)}_${url.slice(at + 1)}`);
      turned += countBits((hi ^ was.hi) >>> 0) + countBits((lo ^ was.lo) >>> 0);
    }
    expect(turned / url.length).toBeGreaterThan(30);
    expect(turned / url.length).toBeLessThan(34);
  });
});
