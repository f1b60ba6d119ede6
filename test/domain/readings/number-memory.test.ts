import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type NumberHistory,
  packNumbers,
  takeNumbers,
  unpackNumbers,
} from "#domain/readings/number-memory.ts";

const read = (numbers: Record<string, number>, startedAt = 1_000) => ({
  reading: { hash: "ab".repeat(16), numbers },
  startedAt,
});
const unread = { reading: null, startedAt: 1_000 };

type Told = ReturnType<typeof read> | typeof unread;

const afterRuns = (...runs: readonly Told[]): NumberHistory | undefined =>
  runs.reduce<NumberHistory | undefined>(
    (history, run) => takeNumbers(history, 3, run),
    undefined,
  );

describe("the memory of numbers", () => {
  it("knows the lowest, the highest and the last number with their instants", () => {
    const history = afterRuns(
      read({ price: 20 }, 1_000),
      read({ price: -5.5 }, 2_000),
      read({ price: 31 }, 3_000),
      read({ price: -5.5 }, 4_000),
      read({ price: 12 }, 5_000),
    );
    expect(history?.byName).toEqual({
      price: {
        count: 5,
        sum: 52,
        lowest: -5.5,
        lowestAt: 2_000,
        highest: 31,
        highestAt: 3_000,
        last: 12,
        lastAt: 5_000,
      },
    });
  });

  it("is not there for a target that reads nothing", () => {
    expect(afterRuns(unread)).toBeUndefined();
    expect(afterRuns(read({}))).toBeUndefined();
  });

  it("stays over a run that could not be read", () => {
    const history = afterRuns(read({ price: 1 }));
    expect(takeNumbers(history, 3, unread)).toBe(history);
  });

  it("begins anew with other steps", () => {
    const history = afterRuns(read({ price: 1 }), read({ price: 9 }));
    expect(takeNumbers(history, 4, read({ price: 5 }))?.byName.price).toMatchObject({
      count: 1,
      lowest: 5,
      highest: 5,
    });
    const emptied = takeNumbers(history, 4, unread) as NumberHistory;
    expect(packNumbers(emptied)).toBeNull();
  });

  it("forgets a name that is not read any more", () => {
    const history = afterRuns(read({ price: 1, stock: 4 }), read({ stock: 5 }));
    expect(Object.keys(history?.byName ?? {})).toEqual(["stock"]);
  });

  it("keeps the last number when a run of before is told late, but not when the clock was ahead", () => {
    const day = 86_400_000;
    expect(afterRuns(read({ n: 1 }, day), read({ n: 2 }, 0))?.byName.n).toMatchObject({
      last: 1,
      lowest: 1,
      highest: 2,
    });
    expect(afterRuns(read({ n: 1 }, 9 * day), read({ n: 2 }, 0))?.byName.n).toMatchObject(
      {
        last: 2,
      },
    );
  });

  it("keeps eight names, also such as objects have of themselves", () => {
    const numbers = Object.fromEntries(
      ["constructor", ..."abcdefghij"].map((name, i) => [name, i]),
    );
    const history = afterRuns(read(numbers), read(numbers)) as NumberHistory;
    expect(Object.keys(history.byName)).toEqual(["constructor", ..."abcdefg"]);
    expect(history.byName.constructor).toMatchObject({ count: 2, sum: 0 });
  });

  it("stays finite, whatever is read", () => {
    const history = afterRuns(
      read({ n: Number.MAX_VALUE }),
      read({ n: Number.MAX_VALUE }),
    );
    expect(JSON.parse(JSON.stringify(packNumbers(history as NumberHistory)))).toEqual(
      packNumbers(history as NumberHistory),
    );
  });

  it("is what a plain count of all numbers is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1 }),
        (all) => {
          const { n } =
            afterRuns(...all.map((value, i) => read({ n: value }, i)))?.byName ?? {};
          const [lowest, highest] = [Math.min(...all), Math.max(...all)];
          expect(n).toEqual({
            count: all.length,
            sum: all.reduce((sum, value) => sum + value, 0),
            lowest,
            lowestAt: all.indexOf(lowest),
            highest,
            highestAt: all.indexOf(highest),
            last: all.at(-1),
            lastAt: all.length - 1,
          });
        },
      ),
    );
  });

  it("comes back from JSON as it was", () => {
    const numbers = fc.dictionary(
      fc.constantFrom("price", "stock", "constructor"),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1 }), (all) => {
        const history = afterRuns(...all.map((one, i) => read(one, i))) as NumberHistory;
        const packed = JSON.parse(JSON.stringify(packNumbers(history)));
        expect(unpackNumbers(packed)).toEqual(history);
      }),
    );
  });

  it("is packed by position", () => {
    expect(
      packNumbers(
        afterRuns(read({ price: 2.5 }), read({ price: 4 }, 2_000)) as NumberHistory,
      ),
    ).toEqual([3, ["price", 2, 6.5, 2.5, 1_000, 4, 2_000, 4, 2_000]]);
  });
});
