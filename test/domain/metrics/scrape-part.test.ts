// Tests how parts of a scrape are read, and which there are.
import fc from "fast-check";
import { expect, it } from "vitest";
import { mostParts, readPart, refusePart } from "#domain/metrics/scrape-part.ts";

it("a part is read as it is written, and there is each of up to 1,000 parts", () => {
  const anyPart = fc
    .integer({ min: 1, max: mostParts })
    .chain((of) => fc.record({ index: fc.nat(of - 1), of: fc.constant(of) }));
  fc.assert(
    fc.property(anyPart, (part) => {
      expect(readPart(`${part.index}/${part.of}`)).toEqual(part);
      expect(refusePart(part)).toBeNull();
    }),
  );
});

it("there is no part beyond the last, of none or of more than 1,000", () => {
  const beyond = fc.nat(9_999).chain((of) =>
    fc.record({
      index: fc.integer({ min: of > mostParts ? 0 : of, max: 99_999 }),
      of: fc.constant(of),
    }),
  );
  fc.assert(
    fc.property(beyond, (part) => {
      expect(refusePart(part)).not.toBeNull();
    }),
  );
});
