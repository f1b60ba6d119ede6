import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type ContentWatch,
  packWatch,
  unpackWatch,
} from "#domain/changes/content-watch.ts";

const instant = fc.integer({ min: 0, max: Date.parse("9999-12-31T00:00:00Z") });
const hash = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => bytes.toHex());
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0);
const references = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/), number, {
  maxKeys: 8,
  noNullPrototype: true,
});
const anyWatch: fc.Arbitrary<ContentWatch> = fc.record({
  revision: fc.nat(),
  takenAt: instant,
  recent: fc.array(fc.record({ hash, base: hash }), { minLength: 1, maxLength: 20 }),
  pending: fc.option(fc.record({ hash, since: instant, lookAt: instant, references })),
  unsettled: fc.nat(3),
  lookAt: fc.option(instant),
  isLearning: fc.boolean(),
});

it("a watch is read as it was packed", () => {
  fc.assert(
    fc.property(anyWatch, (watch) => {
      expect(unpackWatch(JSON.parse(JSON.stringify(packWatch(watch))))).toEqual(watch);
    }),
  );
});

const a = "aa".repeat(16);
const b = "bb".repeat(16);
const c = "cc".repeat(16);
const at = 1_772_323_200_000;
const quiet: ContentWatch = {
  revision: 3,
  takenAt: at,
  recent: [{ hash: a, base: a }],
  pending: null,
  unsettled: 0,
  lookAt: null,
  isLearning: false,
};

it.each<[string, ContentWatch, string]>([
  ["at rest", quiet, `[3,1772323200000,["${a}"],0,0,null]`],
  [
    "that learns",
    { ...quiet, isLearning: true, lookAt: at + 60_500 },
    `[3,1772323200000,["${a}"],0,1,60500]`,
  ],
  [
    "that waits for a content",
    {
      ...quiet,
      recent: [
        { hash: b, base: a },
        { hash: a, base: a },
      ],
      pending: { hash: c, since: at, lookAt: at + 45_500, references: { price: 9.5 } },
      unsettled: 2,
      lookAt: at + 45_500,
    },
    `[3,1772323200000,[["${b}","${a}"],"${a}"],2,0,45500,["${c}",0,45500,{"price":9.5}]]`,
  ],
])("the stored form of a watch %s stays as it is", (_, watch, stored) => {
  expect(JSON.stringify(packWatch(watch))).toBe(stored);
  expect(unpackWatch(JSON.parse(stored))).toEqual(watch);
});
