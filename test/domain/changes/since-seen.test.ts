// Tests how changes since somebody looked are counted.
import { expect, it } from "vitest";
import type { Change, ChangeKind } from "#domain/changes/change.ts";
import { countSince } from "#domain/changes/since-seen.ts";
import { factsOf } from "#test/fixtures/changes/facts.ts";

/** Changes to contents of these names, the newest first, confirmed at these instants. */
const changesTo = (
  ...told: [to: string, confirmedAt: number, kind?: ChangeKind][]
): Change[] =>
  told.map(([to, confirmedAt, kind = "changed"]) => ({
    targetId: 1,
    at: confirmedAt - 1,
    kind,
    confirmedAt,
    from: "x",
    to,
    facts: factsOf(),
  }));

it.each([
  ["none since the newest", changesTo(["b", 20], ["a", 10]), "b", 25, 0, true],
  ["those after the marked one", changesTo(["c", 30], ["b", 20]), "b", 25, 1, true],
  [
    "those that an open page did not show",
    changesTo(["c", 20], ["b", 10]),
    "b",
    25,
    1,
    true,
  ],
  [
    "those there and back",
    changesTo(["a", 40, "reverted"], ["b", 30], ["a", 10]),
    "a",
    15,
    2,
    true,
  ],
  [
    "by time where it was pruned",
    changesTo(["d", 40], ["c", 30], ["b", 20]),
    "a",
    25,
    2,
    true,
  ],
  ["at least so many", changesTo(["d", 40], ["c", 30]), "a", 25, 2, false],
  [
    "without what is not told",
    changesTo(["d", 40, "minor"], ["c", 30, "learned"], ["b", 10]),
    "b",
    15,
    0,
    true,
  ],
  ["nothing of nothing", [], "a", 25, 0, false],
] as const)("counts %s", (_, changes, hash, seenAt, count, isWhole) => {
  expect(countSince(changes, { hash, seenAt })).toEqual({ count, isWhole });
});
