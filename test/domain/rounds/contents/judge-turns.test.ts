import { describe, expect, it } from "vitest";
import { createAllowance } from "#domain/allowance.ts";
import type { ContentWatch } from "#domain/changes/content-watch.ts";
import type { Turn } from "#domain/changes/take-sight.ts";
import { type FindContent, judgeTurns } from "#domain/rounds/contents/judge-turns.ts";
import { usualChanges } from "#domain/targets/change-rule.ts";

const target = { id: 1, changes: usualChanges };

const watchOf = (recent: ContentWatch["recent"]): ContentWatch => ({
  revision: 1,
  takenAt: 0,
  recent,
  pending: null,
  unsettled: 0,
  lookAt: null,
  isLearning: false,
});

const candidate = (from: string, to: string, at = 0): Turn => ({
  kind: "candidate",
  at,
  confirmedAt: at,
  from,
  to,
  references: {},
});

const texts =
  (kept: Record<string, string>, missing: "lost" | "later" = "lost"): FindContent =>
  (hash) =>
    hash in kept ? { text: kept[hash] ?? "", values: {} } : missing;

const judged = (
  unjudged: readonly Turn[],
  contentOf: FindContent,
  room = createAllowance(1_000),
) => {
  const contents = watchOf([
    { hash: "c", base: "a" },
    { hash: "b", base: "a" },
    { hash: "a", base: "a" },
  ]);
  const { state, news } = judgeTurns({ target, contentOf, room }, { unjudged, contents });
  return { state, changes: news.map(({ change }) => change) };
};

const both = [candidate("a", "b", 1), candidate("a", "c", 2)];

describe("contents that settled", () => {
  it("are each compared with the last one that counts, though two waited", () => {
    const { state, changes } = judged(both, texts({ a: "1", b: "2", c: "3" }));
    expect(changes.map(({ from, to, kind }) => [from, to, kind])).toEqual([
      ["a", "b", "changed"],
      ["b", "c", "changed"],
    ]);
    expect(state.unjudged).toBeUndefined();
    expect(state.contents?.recent.map(({ base }) => base)).toEqual(["c", "b", "a"]);
  });

  it("wait in their order while a text is still to be read", () => {
    const { state, changes } = judged(both, texts({ a: "1", c: "3" }, "later"));
    expect(changes).toEqual([]);
    expect(state.unjudged).toEqual(both);
  });

  it("wait when they are longer than the round still compares, but for the first", () => {
    const long = "x".repeat(900);
    const { state, changes } = judged(both, texts({ a: "1", b: long, c: long }));
    expect(changes).toHaveLength(1);
    expect(state.unjudged).toHaveLength(1);
  });

  it("count as replaced whole where the text of before is lost", () => {
    const { changes } = judged(both, texts({ b: "2", c: "3" }));
    expect(changes[0]).toMatchObject({ kind: "changed", facts: { isWhole: true } });
    expect(changes[1]).toMatchObject({ kind: "changed", facts: { isWhole: false } });
  });

  it("count as replaced whole, the oldest first, where more wait than rounds compare", () => {
    const many = Array.from({ length: 11 }, (_, at) => candidate("a", "b", at));
    const { state, changes } = judged(many, texts({}, "later"));
    expect(changes.map(({ at }) => at)).toEqual([0, 1, 2]);
    expect(changes.every(({ facts }) => facts.isWhole)).toBe(true);
    expect(state.unjudged).toHaveLength(8);
  });
});
