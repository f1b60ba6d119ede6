import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  packQueue,
  type QueueEntry,
  unpackQueue,
} from "#domain/sites/frontier/queue-encoding.ts";
import { anEntry } from "#test/fixtures/sites/crawl-parts.ts";

/** Numbers up to what a varint holds; hops up to one below their base. */
const anyEntry: fc.Arbitrary<QueueEntry> = fc.record({
  id: fc.oneof(fc.nat(300), fc.nat(), fc.constantFrom(127, 128, 16_383, 16_384, 2 ** 32)),
  depth: fc.nat(10_000),
  kind: fc.constantFrom("page", "list"),
  hops: fc.nat(31),
  attempts: fc.nat(40),
});
const entries = fc.array(anyEntry, { maxLength: 60 });

describe("a packed queue", () => {
  it("gives back the entries it was made of", () => {
    fc.assert(
      fc.property(entries, (queue) => {
        expect(unpackQueue(packQueue(queue))).toEqual(queue);
      }),
    );
  });

  it("can be appended to as bytes: a row of the store grows by what is new", () => {
    fc.assert(
      fc.property(entries, entries, (older, newer) => {
        const bytes = new Uint8Array([...packQueue(older), ...packQueue(newer)]);
        expect(unpackQueue(bytes)).toEqual([...older, ...newer]);
      }),
    );
  });

  it("takes two bytes, three for each of the first 128 pages, and five for the hundred-thousandth", () => {
    expect(packQueue([anEntry({ id: 127, depth: 9 })])).toHaveLength(2 + 3);
    expect(packQueue([anEntry({ id: 100_000, depth: 9 })])).toHaveLength(2 + 5);
  });

  // Bytes as databases hold them: neither literal may ever change.
  const unversioned = "000000ac0202c301";
  const version1 = `8100${unversioned}`;
  const stored: QueueEntry[] = [
    { id: 0, depth: 0, kind: "page", hops: 0, attempts: 0 },
    { id: 300, depth: 2, kind: "list", hops: 1, attempts: 3 },
  ];

  it("of today is of version 1", () => {
    expect(packQueue(stored).toHex()).toBe(version1);
  });

  it("is read with a version, without one, and when pieces of both kinds are mixed", () => {
    for (const hex of [unversioned, version1])
      expect(unpackQueue(Uint8Array.fromHex(hex))).toEqual(stored);
    const mixed = Uint8Array.fromHex(unversioned + version1 + unversioned);
    expect(unpackQueue(mixed)).toEqual([...stored, ...stored, ...stored]);
  });

  it("is refused when it ends inside an entry", () => {
    const bytes = packQueue([anEntry({ id: 1_000 })]);
    expect(() => unpackQueue(bytes.subarray(0, -1))).toThrow(RangeError);
  });
});
