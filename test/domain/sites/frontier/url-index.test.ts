import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addHash,
  appendHashes,
  appendPlaced,
  countIndexed,
  createUrlIndex,
  findHash,
  hashesSince,
  isFree,
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

  it("gives free numbers first, the lowest first, and finds all that it was given", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(63), { maxLength: 64 }),
        fc.nat(200),
        (offsets, more) => {
          const index = createUrlIndex();
          addHash(index, 1, 1);
          appendPlaced(
            index,
            64,
            offsets.map((offset) => ({ offset, hi: 2, lo: offset })),
          );
          expect([index.size, countIndexed(index)]).toEqual([65, 1 + offsets.length]);
          const taken = new Set(offsets.map((offset) => offset + 1));
          const free = Array.from({ length: 64 }, (_, i) => i + 1).filter(
            (id) => !taken.has(id),
          );
          for (let i = 0; i < more; i++)
            expect(addHash(index, 3, i)).toBe(
              free[i] ?? Math.max(65, 65 + i - free.length),
            );
          for (let i = 0; i < more; i++)
            expect(findHash(index, 3, i)).toBe(
              free[i] ?? Math.max(65, 65 + i - free.length),
            );
          for (const offset of offsets)
            expect(findHash(index, 2, offset)).toBe(offset + 1);
          expect(free.filter((id) => isFree(index, id))).toEqual(free.slice(more));
        },
      ),
    );
  });

  it("may grow while rows with free numbers are loaded", () => {
    const index = createUrlIndex();
    for (let row = 0; row < 20; row++)
      appendPlaced(index, 256, [{ offset: row, hi: row, lo: 7 }]);
    expect([index.size, countIndexed(index)]).toEqual([20 * 256, 20]);
    for (let row = 0; row < 20; row++)
      expect(findHash(index, row, 7)).toBe(row * 256 + row);
    expect(findHash(index, 0, 0)).toBe(-1);
  });
});
