// Tests how the benchmark reads what it is asked for, and what it says of repetitions.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArguments } from "#bench/comparing/arguments.ts";
import { hashRepeatedly, machineSpeed } from "#bench/comparing/machine-speed.ts";
import {
  differenceInWords,
  ratioOf,
  spreadInWords,
  spreadOf,
} from "#bench/comparing/spread.ts";

describe("the arguments of the benchmark", () => {
  const names = ["checks", "ping-rates", "rows", "day"];
  const usual = names.slice(0, 3);
  const read = (...args: string[]) =>
    readArguments(args, names, names.slice(0, 2), ["day"]);

  it.each([
    [[], { do: "measure", parts: usual }],
    [["day"], { do: "measure", parts: ["day"] }],
    [["rows", "checks"], { do: "measure", parts: ["checks", "rows"] }],
    [["compare", "v1"], { do: "compare", revision: "v1", parts: names.slice(0, 2) }],
    [["compare", "v1", "checks"], { do: "compare", revision: "v1", parts: ["checks"] }],
  ])("%j are understood", (args, asked) => {
    expect(read(...args)).toEqual(asked);
  });

  it.each([
    [["row"], /no part called "row": checks, ping-rates, rows, day/],
    [["compare"], /which revision/],
    [["compare", "v1", "rows"], /"rows" is no part that can be compared: checks, ping-/],
  ])("%j are refused with what would do", (args, why) => {
    expect(read(...args)).toEqual({ do: "refuse", why: expect.stringMatching(why) });
  });
});

describe("the spread of repetitions", () => {
  it("is the median with the least and the most", () => {
    expect(spreadOf([3, 1, 9, 2, 4])).toEqual({ median: 3, least: 1, most: 9 });
  });

  it("is said with the figure's digits and unit", () => {
    const spread = { median: 2500.4, least: 900, most: 3000 };
    expect(spreadInWords(spread, 0, "checks/s")).toBe("2,500 (900 to 3,000) checks/s");
    expect(spreadInWords({ median: 0.5, least: 0.456, most: 1 }, 2)).toBe(
      "0.50 (0.46 to 1.00)",
    );
  });

  it("is unknown where one value is", () => {
    expect(spreadInWords(spreadOf([1, Number.NaN, 2]), 2, "ms")).toBe("unknown");
    expect(differenceInWords(ratioOf([1, Number.NaN], [1, 1]), "more")).toBe("unknown");
  });
});

describe("the difference of two revisions", () => {
  it("is taken pair by pair, so that what befalls both leaves it alone", () => {
    expect(ratioOf([110, 55, 220], [100, 50, 200])).toEqual({
      median: 1.1,
      least: 1.1,
      most: 1.1,
    });
  });

  it.each([
    [[1.02, 1.05, 1.1], "more", "5.0 % more: beyond the spread, better"],
    [[1.02, 1.05, 1.1], "less", "5.0 % more: beyond the spread, worse"],
    [[0.9, 0.95, 0.99], "less", "5.0 % less: beyond the spread, better"],
    [[0.9, 0.95, 0.99], "more", "5.0 % less: beyond the spread, worse"],
    [[0.9, 0.95, 0.99], null, "5.0 % less: beyond the spread"],
    [[0.99, 1.3, 1.4], "more", "no more than the spread"],
    [[0.8, 1.2, 1], "more", "no more than the spread"],
    [[1, 1, 1], "more", "no more than the spread"],
  ] as const)("of the ratios %j, wanted %s, is said: %s", (ratios, better, words) => {
    expect(differenceInWords(spreadOf(ratios), better)).toBe(words);
  });

  it("is none beyond the spread where the pairs do not agree which is more", () => {
    const pair = fc.tuple(
      fc.double({ min: 1, max: 9, noNaN: true }),
      fc.double({ min: 1, max: 9, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 9 }), (pairs) => {
        const [here, there] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const agree =
          pairs.every(([a, b]) => a / b > 1) || pairs.every(([a, b]) => a / b < 1);
        const words = differenceInWords(ratioOf(here, there), "more");
        expect(words.includes("beyond the spread")).toBe(agree);
      }),
    );
  });
});

describe("the machine's own speed", () => {
  it("is of a calculation that always comes to the same", () => {
    expect(hashRepeatedly(2)).toBe(
      "b7bac04449e139c37530edc77ed238aedcc6ba067beb945ad2ee061373eac90e",
    );
  });

  it("is told by the clock that it is given: 3,000 buffers in 20 ms", () => {
    const clock = [0, 20];
    expect(machineSpeed(() => clock.shift() ?? 0)).toBe(150_000);
  });
});
