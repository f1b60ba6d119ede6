import fc from "fast-check";
import { expect, it } from "vitest";
import { createByteReader, createByteWriter } from "#domain/bytes.ts";

it("a number is never read as a version, whatever follows the number", () => {
  const number = fc.maxSafeNat();
  fc.assert(
    fc.property(number, fc.array(fc.nat(255)), (value, rest) => {
      const to = createByteWriter();
      to.varint(value);
      to.raw(Uint8Array.from(rest));
      const from = createByteReader(to.done());
      expect(from.version(127)).toBe(0);
      expect(from.varint()).toBe(value);
    }),
  );
});

it("a version is read as it was written, and one later than the latest is refused", () => {
  for (const version of [1, 2, 127]) {
    const to = createByteWriter();
    to.version(version);
    expect(to.done()).toHaveLength(2);
    expect(createByteReader(to.done()).version(127)).toBe(version);
    expect(() => createByteReader(to.done()).version(version - 1)).toThrow(RangeError);
  }
});
