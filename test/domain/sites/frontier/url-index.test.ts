import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addHash,
  appendHashes,
  createUrlIndex,
  findHash,
  hashesSince,
} from "#domain/sites/frontier/url-index.ts";

const half = fc.oneof(
  fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
  fc.nat(3),
  fc.nat(),
);
const anyHash = fc.tuple(half, half);

describe("an index of URLs", () => {
  it("gives each hash the id that a Map of them would, new ones the next", () => {
    fc.assert(
      fc.property(
        fc.array(anyHash, { maxLength: 200 }),
        fc.array(anyHash),
        (added, asked) => {
          const index = createUrlIndex();
          const ids = new Map<string, number>();
          for (const [hi, lo] of added) {
            const id = ids.get(`${hi} ${lo}`) ?? ids.size;
            ids.set(`${hi} ${lo}`, id);
            expect(addHash(index, hi, lo)).toBe(id);
          }
          expect(index.size).toBe(ids.size);
          for (const [hi, lo] of [...added, ...asked]) {
            expect(findHash(index, hi, lo)).toBe(ids.get(`${hi} ${lo}`) ?? -1);
          }
        },
      ),
    );
  });

  it("grows to 100,000, also when all belong into a few slots", () => {
    for (const spread of [1, 0x1000, 0x9e3779b1]) {
      const index = createUrlIndex();
      const count = spread === 0x1000 ? 3_000 : 100_000;
      const lowOf = (i: number) => Math.imul(i, spread) >>> 0;
      for (let i = 0; i < count; i++) addHash(index, i, lowOf(i));
      expect(index.size).toBe(count);
      let lost = 0;
      for (let i = 0; i < count; i++) if (findHash(index, i, lowOf(i)) !== i) lost++;
      expect(lost).toBe(0);
      expect(findHash(index, count, lowOf(count))).toBe(-1);
    }
  });

  it("is the same after its records went through a store, in pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyHash)), (rounds) => {
        const index = createUrlIndex();
        const copy = createUrlIndex();
        for (const round of rounds) {
          const from = index.size;
          for (const [hi, lo] of round) addHash(index, hi, lo);
          // Stores hand out bytes that begin anywhere in a larger buffer.
          const stored = new Uint8Array([0, 0, 0, ...hashesSince(index, from)]).subarray(
            3,
          );
          expect(stored.length).toBe(8 * (index.size - from));
          appendHashes(copy, stored);
        }
        expect(hashesSince(copy, 0)).toEqual(hashesSince(index, 0));
        for (const [hi, lo] of rounds.flat())
          expect(findHash(copy, hi, lo)).toBe(findHash(index, hi, lo));
      }),
    );
  });

  it("writes the low half first, little-endian", () => {
    const index = createUrlIndex();
    addHash(index, 1, 2);
    addHash(index, 0x01020304, 0xf0e0d0c0);
    expect([...hashesSince(index, 1)]).toEqual([0xc0, 0xd0, 0xe0, 0xf0, 4, 3, 2, 1]);
    expect(hashesSince(index, 2)).toEqual(new Uint8Array());
  });

  it("hands out bytes of its own", () => {
    const index = createUrlIndex();
    addHash(index, 1, 2);
    hashesSince(index, 0).fill(9);
    expect(findHash(index, 1, 2)).toBe(0);
  });

  it("takes records again without harm, and refuses half a one", () => {
    const index = createUrlIndex();
    for (let i = 0; i < 10; i++) addHash(index, i, i);
    appendHashes(index, hashesSince(index, 5));
    expect(index.size).toBe(10);
    expect(() => appendHashes(index, new Uint8Array(12))).toThrow(RangeError);
  });
});
