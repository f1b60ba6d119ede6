import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packLink, packLinks, unpackLinks } from "#domain/sites/page-links.ts";

const anyIds = fc.array(fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffffffff })));

describe("packed links", () => {
  it("give back the ids they were made of, in their order", () => {
    fc.assert(
      fc.property(anyIds, (ids) => {
        expect(unpackLinks(packLinks(ids))).toEqual(ids);
      }),
    );
  });

  it("give back their ids from the middle of a larger buffer too, as stores return them", () => {
    const stored = new Uint8Array([9, 9, 9, ...packLinks([1, 70_000])]).subarray(3);
    expect(unpackLinks(stored)).toEqual([1, 70_000]);
  });

  it("are four bytes each, the most significant first, so that a search for the bytes of an id finds it", () => {
    expect([...packLinks([1, 0x01020304])].slice(0, -1)).toEqual([
      0, 0, 0, 1, 1, 2, 3, 4,
    ]);
    fc.assert(
      fc.property(anyIds, fc.nat(300), (ids, wanted) => {
        const isFound = packLinks(ids).toHex().includes(packLink(wanted).toHex());
        // Across two neighbours it may be found where it is not, never the other way
        // round.
        expect(isFound || !ids.includes(wanted)).toBe(true);
      }),
    );
  });

  // Bytes as databases hold them: neither literal may ever change.
  const unversioned = "0000000000011170";
  const version1 = `${unversioned}01`;

  it("of today end with version 1, and of no links there are no bytes", () => {
    expect(packLinks([0, 70_000]).toHex()).toBe(version1);
    expect(packLinks([])).toHaveLength(0);
  });

  it("are read with a version and without one, and the first of them by themselves", () => {
    for (const hex of [unversioned, version1])
      expect(unpackLinks(Uint8Array.fromHex(hex))).toEqual([0, 70_000]);
    expect(unpackLinks(Uint8Array.fromHex(version1.slice(0, 8)))).toEqual([0]);
  });

  it("of a version that is not known are refused", () => {
    const bytes = Uint8Array.fromHex(`${unversioned}02`);
    expect(() => unpackLinks(bytes)).toThrow("bytes of version 2");
  });
});
