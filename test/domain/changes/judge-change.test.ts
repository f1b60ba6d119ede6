import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excerptCharacters, excerptLines } from "#domain/changes/change.ts";
import { type Content, judgeChange } from "#domain/changes/judge-change.ts";
import { referencesOf } from "#domain/changes/references.ts";
import type { Turn } from "#domain/changes/take-sight.ts";
import type { ReadValues } from "#domain/conditions/read-value.ts";
import {
  type ChangeRule,
  type NumberRule,
  usualChanges,
} from "#domain/targets/change-rule.ts";

const turn: Turn = {
  kind: "candidate",
  at: 0,
  confirmedAt: 45_000,
  from: "a",
  to: "b",
  references: {},
};

const textOf = (text: string): Content => ({ text, values: {} });

const judge = (from: string, to: string, rule: Partial<ChangeRule> = {}) =>
  judgeChange({ ...usualChanges, ...rule }, turn, textOf(from), textOf(to));

/** A content with a line before its numbers, as steps with names give it. */
const priced = (title: string, numbers: Record<string, number>): Content => ({
  text: [title, ...Object.entries(numbers).map(([name, n]) => `${name}: ${n}`)].join(
    "\n",
  ),
  values: Object.fromEntries(
    Object.entries(numbers).map(([name, number]) => [name, { type: "number", number }]),
  ) as ReadValues,
});

describe("without bounds", () => {
  it.each([
    ["a line more", "a\nb", "a\nb\nc"],
    ["a line less", "a\nb", "a"],
    ["another line", "a\nb", "a\nc"],
    ["lines in another order", "a\nb", "b\na"],
    ["a blank line more", "a\nb", "a\n\nb"],
    ["a space more", "a b", "a  b"],
  ])("%s counts", (_, from, to) => {
    expect(judge(from, to)).toMatchObject({ kind: "changed", facts: { why: null } });
  });

  it("a line break at the end alone is no line that differs", () => {
    const { kind, facts } = judge("a\nb", "a\nb\n");
    expect(kind).toBe("minor");
    expect(facts.why).toBe("No line differs.");
  });
});

describe("least", () => {
  const long = `${"x".repeat(80)} price 100\n${"y ".repeat(50)}`;
  const other = long.replace("100", "109");

  it.each<[ChangeRule["least"], string]>([
    [{ characters: 3, percent: null }, "changed"],
    [{ characters: 4, percent: null }, "minor"],
    // 3 of 191 characters are 1.57 %.
    [{ characters: null, percent: 1.5 }, "changed"],
    [{ characters: null, percent: 1.6 }, "minor"],
    [{ characters: 4, percent: 1.5 }, "changed"],
    [{ characters: 3, percent: 50 }, "changed"],
    [{ characters: 4, percent: 50 }, "minor"],
  ])("%j makes 3 characters of 191 %s", (least, kind) => {
    expect(long).toHaveLength(191);
    expect(judge(long, other, { least }).kind).toBe(kind);
  });

  it("counts lines that were added and removed by all their characters", () => {
    const least = { characters: 10, percent: null };
    expect(judge("a", "a\n123456789", { least }).kind).toBe("minor");
    expect(judge("a", "a\n1234567890", { least }).kind).toBe("changed");
    expect(judge("1234567890\na", "a", { least }).kind).toBe("changed");
  });

  it("says how much differs", () => {
    const least = { characters: 100, percent: 10 };
    expect(judge(long, other, { least }).facts.why).toBe(
      "It differs by 3 characters (1.6 %), less than the rule asks for.",
    );
  });

  it("takes the percent of the longer text", () => {
    const least = { characters: null, percent: 50 };
    expect(judge("12345678\n1", "12345678", { least }).kind).toBe("minor");
    expect(judge("1\n12345678", "1", { least }).kind).toBe("changed");
  });
});

describe("only", () => {
  const added = ["a\nb", "a\nb\nc"] as const;
  const removed = ["a\nb\nc", "a\nb"] as const;
  const replaced = ["a\nb\nc", "a\nX\nc"] as const;
  const both = ["a\nb\nc", "a\nX\nY\nc"] as const;

  it.each<[string, readonly [string, string], ChangeRule["only"], string]>([
    ["an added line", added, ["added"], "changed"],
    ["an added line", added, ["removed"], "minor"],
    ["an added line", added, ["replaced"], "minor"],
    ["a removed line", removed, ["removed"], "changed"],
    ["a removed line", removed, ["added", "replaced"], "minor"],
    ["a replaced line", replaced, ["replaced"], "changed"],
    ["a replaced line", replaced, ["added", "removed"], "minor"],
    ["a replaced line and one more", both, ["added"], "changed"],
    ["a replaced line and one more", both, ["replaced"], "changed"],
    ["a replaced line and one more", both, ["removed"], "minor"],
  ])("%s, %j, under %j is %s", (_, [from, to], only, kind) => {
    expect(judge(from, to, { only }).kind).toBe(kind);
  });

  it("says which lines were left out", () => {
    const { facts } = judge(both[0], both[1], { only: ["removed"] });
    expect(facts.why).toBe(
      "Lines were only added and replaced, which the rule leaves out.",
    );
  });

  it("counts the characters of these lines alone", () => {
    const rule: Partial<ChangeRule> = {
      only: ["added"],
      least: { characters: 5, percent: null },
    };
    expect(judge("1234567890\nb", "b\n1234", rule).kind).toBe("minor");
    expect(judge("1234567890\nb", "b\n12345", rule).kind).toBe("changed");
  });
});

describe("numbers", () => {
  const rule = (price: Partial<NumberRule>): ChangeRule => ({
    ...usualChanges,
    numbers: { price: { by: null, percent: null, against: "last", ...price } },
  });
  const move = (
    price: Partial<NumberRule>,
    from: number,
    to: number,
    references: Turn["references"] = {},
  ) =>
    judgeChange(
      rule(price),
      { ...turn, references },
      priced("Shoes", { price: from }),
      priced("Shoes", { price: to }),
    ).kind;

  it.each<[Partial<NumberRule>, number, number, string]>([
    [{ by: 5 }, 100, 104.99, "minor"],
    [{ by: 5 }, 100, 105, "changed"],
    [{ by: 5 }, 100, 95, "changed"],
    [{ by: 0.3 }, 0.1, 0.4, "changed"],
    [{ by: 0.1 }, 0.3, 0.2, "changed"],
    [{ percent: 5 }, 200, 209, "minor"],
    [{ percent: 5 }, 200, 210, "changed"],
    [{ percent: 5 }, -200, -190, "changed"],
    [{ percent: 5 }, 0, 0.1, "changed"],
    [{ by: 50, percent: 5 }, 200, 210, "changed"],
    [{ by: 5, percent: 50 }, 200, 205, "changed"],
    [{ by: 50, percent: 50 }, 200, 205, "minor"],
  ])("under %j from %d to %d is %s", (price, from, to, kind) => {
    expect(move(price, from, to)).toBe(kind);
  });

  it.each<[Partial<NumberRule>, number, string]>([
    [{ by: 1, against: "lowest" }, 79, "changed"],
    [{ by: 1, against: "lowest" }, 79.5, "minor"],
    [{ by: 1, against: "lowest" }, 300, "minor"],
    [{ percent: 10, against: "lowest" }, 72, "changed"],
    [{ percent: 10, against: "lowest" }, 73, "minor"],
    [{ by: 10, against: "average" }, 90, "changed"],
    [{ by: 10, against: "average" }, 110, "changed"],
    [{ by: 10, against: "average" }, 109, "minor"],
  ])("under %j, of 80 at least and 100 on average, %d is %s", (price, to, kind) => {
    const memory = { count: 3, sum: 300, lowest: 80, lowestAt: 0, highest: 120 };
    const memories = { price: { ...memory, highestAt: 0, last: 100, lastAt: 0 } };
    const references = referencesOf(rule(price), memories);
    expect(move(price, 100, to, references)).toBe(kind);
  });

  it("are compared with the last one while nothing is remembered", () => {
    expect(referencesOf(rule({ by: 1, against: "lowest" }), {})).toEqual({});
    expect(move({ by: 1, against: "lowest" }, 100, 99)).toBe("changed");
    expect(move({ by: 1, against: "average" }, 100, 100.5)).toBe("minor");
  });

  const judgeBeside = (from: Content, to: Content, others: Partial<ChangeRule> = {}) =>
    judgeChange({ ...rule({ by: 5 }), ...others }, turn, from, to);

  it("that moved too little are no lines that differ", () => {
    const { kind, facts } = judgeBeside(
      priced("Shoes", { price: 100 }),
      priced("Shoes", { price: 101 }),
    );
    expect(kind).toBe("minor");
    expect(facts.why).toBe("No number moved as far as the rule asks for.");
    expect(facts.numbers).toEqual({ price: { from: 100, to: 101 } });
    expect(facts.added).toEqual(["price: 101"]);
  });

  it("the rest counts by the other rules", () => {
    const from = priced("Shoes", { price: 100 });
    const to = priced("Boots", { price: 101 });
    expect(judgeBeside(from, to).kind).toBe("changed");
    expect(judgeBeside(from, to, { only: ["added"] }).kind).toBe("minor");
  });

  it("without a rule of their own are lines like others", () => {
    const from = priced("Shoes", { price: 100, stock: 3 });
    const to = priced("Shoes", { price: 100, stock: 2 });
    expect(judgeBeside(from, to).kind).toBe("changed");
  });

  it("a line of the page that reads like a number is compared", () => {
    const from = priced("price: 100", { price: 100 });
    const to = priced("price: 101", { price: 101 });
    expect(judgeBeside(from, to).kind).toBe("changed");
  });

  it("that come or go count", () => {
    const none: Content = {
      text: "Shoes\nprice: sold out",
      values: { price: { type: "text", text: "sold out" } },
    };
    const { kind, facts } = judgeBeside(priced("Shoes", { price: 100 }), none);
    expect(kind).toBe("changed");
    expect(facts.numbers).toEqual({ price: { from: 100, to: null } });
    expect(judgeBeside(none, priced("Shoes", { price: 100 })).kind).toBe("changed");
  });

  it("named like a property of every object are none that is known", () => {
    const numbers = { constructor: { by: 1, percent: null, against: "lowest" } } as const;
    const named: ChangeRule = { ...usualChanges, numbers };
    expect(referencesOf(named, {})).toEqual({});
    expect(judgeChange(named, turn, textOf("a"), textOf("b")).kind).toBe("changed");
  });
});

describe("facts", () => {
  it("tell what was added and removed", () => {
    expect(judge("a\nbb\nc", "a\nxyz\nc\nd").facts).toEqual({
      addedLines: 2,
      removedLines: 1,
      addedCharacters: 4,
      removedCharacters: 2,
      characters: 9,
      added: ["xyz", "d"],
      removed: ["bb"],
      numbers: {},
      isWhole: false,
      why: null,
    });
  });

  it("of the first content are all its lines", () => {
    const first: Turn = { ...turn, kind: "first", from: null };
    const { kind, facts } = judgeChange(usualChanges, first, null, textOf("a\nb"));
    expect(kind).toBe("first");
    expect(facts).toMatchObject({ addedLines: 2, removedLines: 0, isWhole: false });
  });

  it.each(["reverted", "learned"] as const)("of what is %s tell no judgement", (kind) => {
    const only = { ...usualChanges, only: ["removed" as const] };
    const judged = judgeChange(only, { ...turn, kind }, textOf("a"), textOf("a\nb"));
    expect(judged).toMatchObject({ kind, facts: { addedLines: 1, why: null } });
  });

  it("a content whose predecessor is not known any more counts as a whole", () => {
    const rule: ChangeRule = { ...usualChanges, only: ["removed"] };
    const { kind, facts } = judgeChange(rule, turn, null, textOf("a\nb"));
    expect(kind).toBe("changed");
    expect(facts).toMatchObject({ isWhole: true, addedLines: 2, removedLines: 0 });
  });

  it("contents that differ too much count as a whole", () => {
    const many = Array.from({ length: 4_000 }, (_, i) => `line ${i}`);
    const rule: Partial<ChangeRule> = { only: ["removed"] };
    const { kind, facts } = judge(many.join("\n"), many.toReversed().join("\n"), rule);
    expect(kind).toBe("changed");
    expect(facts).toMatchObject({ isWhole: true, addedLines: 4_000, why: null });
  });

  it("quote the first lines that say something", () => {
    const lines = Array.from({ length: 30 }, (_, i) => `line ${i}`);
    const { facts } = judge("a", ["a", "", " ", ...lines].join("\n"));
    expect(facts.added).toEqual(lines.slice(0, excerptLines));
    expect(facts.addedLines).toBe(32);
  });

  it("cut a long line, and quote it where it differs", () => {
    const start = "same ".repeat(200);
    const { facts } = judge(`${start}old ${"x".repeat(500)}`, `${start}new`);
    expect(facts.added).toEqual([`…${start.slice(-60)}new`]);
    expect(facts.removed[0]).toMatch(/^….*same old x+…$/);
    expect(facts.removed[0]).toHaveLength(excerptCharacters);
  });

  it("cut no character in two", () => {
    const start = "👍".repeat(400);
    for (const lead of ["", "x"]) {
      const { facts } = judge(`${lead}${start}a`, `${lead}${start}b`);
      expect(facts.added[0]?.isWellFormed()).toBe(true);
      expect(facts.added[0]).toMatch(/^…(👍)+b$/u);
    }
  });

  const anyText = fc
    .array(fc.constantFrom("a", "b", "c", "", "long line", "price: 1"), { maxLength: 12 })
    .map((lines) => lines.join("\n"));

  it("agree with the texts", () => {
    fc.assert(
      fc.property(anyText, anyText, (from, to) => {
        const { facts } = judge(from, to);
        const linesIn = (text: string) => {
          const lines = text.split("\n");
          return lines.at(-1) === "" ? lines.length - 1 : lines.length;
        };
        const endsIn = (text: string) => (text.endsWith("\n") ? 1 : 0);
        expect(facts.addedLines - facts.removedLines).toBe(linesIn(to) - linesIn(from));
        // Each line but the last one of a text has a line break beside its characters.
        const breaks = linesIn(to) - linesIn(from) + endsIn(to) - endsIn(from);
        const lasts = (linesIn(from) > 0 ? 1 : 0) - (linesIn(to) > 0 ? 1 : 0);
        expect(facts.addedCharacters - facts.removedCharacters).toBe(
          to.length - from.length - breaks - lasts,
        );
        expect(facts.characters).toBe(to.length);
        for (const line of facts.added) expect(to.split("\n")).toContain(line);
        for (const line of facts.removed) expect(from.split("\n")).toContain(line);
      }),
    );
  });
});
