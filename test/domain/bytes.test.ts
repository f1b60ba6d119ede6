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

it("a whole number of either sign is read as it was written", () => {
  const half = 2 ** 52 - 1;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -half, max: half })), (values) => {
      const to = createByteWriter();
      for (const value of values) to.signed(value);
      const from = createByteReader(to.done());
      expect(values.map(() => from.signed())).toEqual(values);
      expect(from.atEnd()).toBe(true);
    }),
  );
});

it("a number that is negative, not whole or too large is refused, and nothing is written", () => {
  const odd = fc.oneof(
    fc.integer({ max: -1 }),
    fc.double().filter((value) => !Number.isInteger(value)),
    fc.constantFrom(2 ** 53, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN),
  );
  fc.assert(
    fc.property(odd, (value) => {
      const to = createByteWriter();
      expect(() => to.varint(value)).toThrow(RangeError);
      expect(to.done()).toHaveLength(0);
    }),
  );
});
