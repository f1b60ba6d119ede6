import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keptAfter } from "#domain/storage/retention.ts";
import {
  describeStorage,
  fullAtOf,
  growthOf,
  judgeStorage,
  levels,
  type Size,
  type Storage,
} from "#domain/storage/storage-level.ts";

const dayMs = 86_400_000;
const now = Date.parse("2026-03-02T10:17:00Z");
const kept = { runsMs: 30 * dayMs, hoursMs: 400 * dayMs, failuresMs: 400 * dayMs };
const megabyte = 1_000_000;
const limitBytes = 500 * megabyte;

/** A size a day, the last one now. */
const sizes = (...bytes: number[]): Size[] =>
  bytes.map((size, i) => ({ at: now - (bytes.length - 1 - i) * dayMs, bytes: size }));

/** What is thought of a database with these sizes, in megabytes, day by day up to now. */
const judge = (...megabytes: number[]): Storage => judgeAfter(0, ...megabytes);

/** The same of one whose history is kept shorter by some steps. */
function judgeAfter(steps: number, ...megabytes: number[]): Storage {
  const all = sizes(...megabytes.map((size) => size * megabyte));
  return judgeStorage(
    {
      bytes: all.at(-1)?.bytes ?? 0,
      before: all.slice(0, -1),
      ...{ contents: null, contentsBefore: [], overdueHours: null },
      shortening: { steps, since: null },
    },
    { limitBytes, kept, now },
  );
}

describe("growth", () => {
  test.each<[string, number[], number]>([
    ["of a straight line is its slope", [10, 12, 14, 16], 2],
    ["of sizes that never change is none", [7, 7, 7, 7], 0],
    ["of a shrinking database is negative", [9, 6, 3], -3],
    // Least squares over days -1, 0, 1: (-1 * 0 + 0 * 9 + 1 * 3) / (1 + 0 + 1).
    ["of scattered sizes is that of the line that fits best", [0, 9, 3], 1.5],
    // A day's jump in ten days: sum of (i - 4.5) * y over sum of (i - 4.5)^2, 22.5 / 82.5
    // per unit of 10.
    [
      "is not carried away by the last size",
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 10],
      (4.5 * 10) / 82.5,
    ],
  ])("%s", (_, bytes, bytesPerDay) => {
    const growth = growthOf(sizes(...bytes));
    expect(growth?.bytesPerDay).toBeCloseTo(bytesPerDay, 9);
    expect(growth?.days).toBe(bytes.length - 1);
  });

  test.each<[string, Size[]]>([
    ["no size", []],
    ["one size", sizes(5)],
    [
      "two sizes, however far apart",
      [now, now + 9 * dayMs].map((at) => ({ at, bytes: at })),
    ],
    ["sizes of one instant", [now, now, now].map((at, i) => ({ at, bytes: i }))],
    [
      "sizes of a day and a half",
      [0, 0.5, 1.5].map((days) => ({ at: now + days * dayMs, bytes: days })),
    ],
  ])("is unknown from %s", (_, known) => {
    expect(growthOf(known)).toBeNull();
  });

  const anySizes = fc.uniqueArray(
    fc.record({
      at: fc.integer({ min: 0, max: 30 * 24 }),
      bytes: fc.integer({ min: 0, max: 1e10 }),
    }),
    { selector: ({ at }) => at, minLength: 3, maxLength: 31, size: "max" },
  );
  const inTime = (hours: readonly Size[]) =>
    hours.map(({ at, bytes }) => ({ at: now + at * 3_600_000, bytes }));

  test("does not depend on the order of the sizes, on when they were taken, or on what was there before", () => {
    fc.assert(
      fc.property(anySizes, fc.integer({ min: 0, max: 1e9 }), (hours, more) => {
        const known = inTime(hours);
        const growth = growthOf(known);
        const moved = known
          .map(({ at, bytes }) => ({ at: at + 12_345_678, bytes: bytes + more }))
          .reverse();
        const other = growthOf(moved);
        expect(other?.days).toBe(growth?.days);
        if (growth !== null)
          expect(other?.bytesPerDay).toBeCloseTo(growth.bytesPerDay, -1);
      }),
    );
  });

  test("lies between the slowest and the fastest stretch", () => {
    fc.assert(
      fc.property(anySizes, (hours) => {
        const known = inTime(hours).sort((a, b) => a.at - b.at);
        const growth = growthOf(known);
        const slopes = known.slice(1).map(({ at, bytes }, i) => {
          const before = known[i] as Size;
          return ((bytes - before.bytes) / (at - before.at)) * dayMs;
        });
        if (growth === null) return;
        expect(growth.bytesPerDay).toBeLessThanOrEqual(Math.max(...slopes) + 1);
        expect(growth.bytesPerDay).toBeGreaterThanOrEqual(Math.min(...slopes) - 1);
      }),
    );
  });
});

describe("the limit comes", () => {
  test.each([
    [
      "when what is left has been used up",
      400,
      { bytesPerDay: 20 * megabyte, days: 30 },
      5,
    ],
    ["now, when it is passed", 501, null, 0],
    ["never, when nothing grows", 499, { bytesPerDay: 0, days: 30 }, null],
    ["never, when the database shrinks", 499, { bytesPerDay: -1, days: 30 }, null],
    ["nobody knows when, while too little is known", 499, null, null],
    ["in ten years less a day", 500 - 3_649, { bytesPerDay: megabyte, days: 30 }, 3_649],
    [
      "out of sight, when it takes longer than ten years",
      500 - 3_651,
      { bytesPerDay: megabyte, days: 30 },
      null,
    ],
  ])("%s", (_, megabytes, growth, days) => {
    const expected = days === null ? null : now + days * dayMs;
    expect(fullAtOf(megabytes * megabyte, limitBytes, growth, now)).toBe(expected);
  });
});

describe("the level", () => {
  test.each<[Storage["level"], string, Storage]>([
    ["ok", "while there is room and nobody knows how it grows", judge(399)],
    ["warning", "from 80 % on", judge(400)],
    ["warning", "still with 94.9 %", judge(474.5)],
    ["critical", "from 95 % on", judge(475)],
    ["critical", "beyond the limit", judge(600)],
    // 10 a day: 310 are left for 31 days, 300 for 30.
    ["ok", "when it would be full in 31 days", judge(160, 170, 180, 190)],
    ["warning", "when it would be full in 30 days", judge(170, 180, 190, 200)],
  ])("is %s %s", (level, _, storage) => {
    expect(storage.level).toBe(level);
  });

  test("does not fall as more is used", () => {
    const anyMegabytes = fc.double({ min: 0, max: 600, noNaN: true });
    fc.assert(
      fc.property(anyMegabytes, anyMegabytes, (a, b) => {
        const [less, more] = [judge(Math.min(a, b)), judge(Math.max(a, b))];
        expect(levels.indexOf(more.level)).toBeGreaterThanOrEqual(
          levels.indexOf(less.level),
        );
      }),
    );
  });
});

test.each<[string, Storage]>([
  [
    "The database has 200.0 kB of 500.0 MB (0.0 %). Too little is known yet to say how it grows.",
    judge(0.2),
  ],
  [
    "The database has 200.0 MB of 500.0 MB (40.0 %). It has grown by 10.0 MB a day in the last 3 days: it would be full in 30 days. Within 23 days, from 425.0 MB on, it keeps history shorter, so that it settles there.",
    judge(170, 180, 190, 200),
  ],
  [
    "The database has 5.0 MB of 500.0 MB (1.0 %). It has grown by 100.0 kB a day in the last 3 days: years are left.",
    judge(4.7, 4.8, 4.9, 5),
  ],
  [
    "The database has 5.0 MB of 500.0 MB (1.0 %). It has not grown in the last 2 days.",
    judge(5, 5, 5),
  ],
  [
    "The database has 424.6 MB of 500.0 MB (84.9 %). It has not grown in the last 2 days. To make room it keeps runs for 26d6h instead of 30d and statistics of hours for 400d. It settles at 425.0 MB at most.",
    judgeAfter(1, 425, 424.8, 424.6),
  ],
  [
    "The database has 500.0 MB of 500.0 MB (100.0 %). It is full. To make room it keeps runs for 2d instead of 30d and statistics of hours for 2d instead of 400d. It cannot keep them shorter: run fewer targets, or less often.",
    judgeAfter(61, 500),
  ],
])("%s", (sentence, storage) => {
  expect(describeStorage(storage, now)).toBe(sentence);
});

test("contents are told apart, and how they grow once that is known", () => {
  const contents = { contents: 9, bytes: 40 * megabyte, bucketBytes: 5, at: now };
  const judgeWith = (...earlier: number[]) => {
    const contentsBefore = sizes(...earlier.map((size) => size * megabyte), 0);
    const known = { bytes: 100 * megabyte, before: [], contents, overdueHours: null };
    const shortening = { steps: 0, since: null };
    return judgeStorage(
      { ...known, shortening, contentsBefore: contentsBefore.slice(0, -1) },
      { limitBytes, kept, now },
    );
  };
  expect(judgeWith().contents).toEqual({ ...contents, growth: null });
  expect(describeStorage(judgeWith(), now)).toContain("Contents have 40.0 MB of it.");
  const growing = judgeWith(34, 36, 38);
  expect(growing.contents?.growth?.bytesPerDay).toBeCloseTo(2 * megabyte, 3);
  expect(describeStorage(growing, now)).toContain(
    "Contents have 40.0 MB of it, and grow by 2.0 MB a day.",
  );
});

test("deleting is behind when runs were due for more than a day", () => {
  const shortening = { steps: 0, since: null };
  const known = { bytes: 5, before: [], contents: null, contentsBefore: [], shortening };
  const describe = (overdueHours: number | null) =>
    describeStorage(
      judgeStorage({ ...known, overdueHours }, { limitBytes, kept, now }),
      now,
    );
  for (const hours of [null, 0, 24]) expect(describe(hours)).not.toContain("behind");
  expect(describe(36)).toContain(
    "Deleting is behind: the oldest runs have been due for 1d12h.",
  );
});

describe("that history is kept shorter", () => {
  test("is foreseen for when 85 % are reached, and only before it begins", () => {
    // 10 a day from 400 of 500 on: 425 in two and a half days.
    const { adapts, shortened } = judge(370, 380, 390, 400);
    expect(adapts).toMatchObject({ fromBytes: 425 * megabyte, steps: 0, since: null });
    expect(adapts.beginsAt).toBeCloseTo(now + 2.5 * dayMs, -3);
    expect(shortened).toBeNull();
    expect(judge(400).adapts.beginsAt).toBeNull();
    const later = judgeAfter(2, 400, 410, 420, 430);
    expect(later.adapts.beginsAt).toBeNull();
    expect(later.shortened).toEqual(keptAfter(2, kept));
  });

  test("comes to an end when all is at its least", () => {
    expect(judgeAfter(0, 400).adapts.isShortest).toBe(false);
    expect(judgeAfter(60, 430).adapts.isShortest).toBe(false);
    expect(judgeAfter(61, 430).adapts.isShortest).toBe(true);
  });
});
