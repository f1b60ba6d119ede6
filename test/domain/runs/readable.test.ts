import { describe, expect, it } from "vitest";
import { readable } from "#domain/runs/readable.ts";
import type { Drop, Entry } from "#domain/runs/run.ts";

const hour = 492_336;
const hourMs = 3_600_000;
const begin = hour * hourMs;

const drop = (fields: Partial<Drop>): Entry => ({
  kind: "drop",
  drop: {
    targetId: 1,
    fate: "missed",
    count: 60,
    firstAt: begin,
    lastAt: begin + 59 * 60_000,
    ...fields,
  },
});

const read = (entries: readonly Entry[], hours = 1) => {
  const unreadable = new Set<string>();
  const found = [...readable(entries, { row: "a row", hour, hours }, unreadable)];
  return { found: found.length, unreadable: unreadable.size };
};

describe("readable entries", () => {
  it("are slots of their hours that ended without a run", () => {
    const ofSeconds = drop({ count: 3_600, lastAt: begin + hourMs - 1_000 });
    expect(read([drop({}), ofSeconds])).toEqual({ found: 2, unreadable: 0 });
  });

  it.each([
    ["more slots than an hour has seconds", { count: 2 ** 50 }],
    ["a last slot beyond the hour", { lastAt: begin + hourMs }],
    ["a slot of another hour", { firstAt: begin - 1_000 }],
  ])("end before an entry with %s", (_, fields) => {
    expect(read([drop({}), drop(fields)])).toEqual({ found: 1, unreadable: 1 });
  });

  it("end before a run outside of a day", () => {
    expect(read([drop({ firstAt: begin + 24 * hourMs })], 24).unreadable).toBe(1);
  });
});
