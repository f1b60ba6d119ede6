import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addTotals,
  countDrop,
  countRun,
  createTotals,
  durationBounds,
  fromCounts,
  packTotals,
  readRecent,
  type Totals,
  toCounts,
  unpackTotals,
} from "#domain/statistics/totals.ts";
import { entryIn } from "#test/fixtures/any-entry.ts";
import { aRun } from "#test/fixtures/runs.ts";

const anyTotals = fc
  .array(entryIn(480_000), { maxLength: 80, size: "max" })
  .map((entries) =>
    entries.reduce<Totals>(
      (sum, entry) =>
        entry.kind === "run" ? countRun(sum, entry.run) : countDrop(sum, entry.drop),
      createTotals(),
    ),
  );

describe("a target's totals", () => {
  it("come back from their packed form, and from a flat map", () => {
    fc.assert(
      fc.property(anyTotals, (totals) => {
        expect(unpackTotals(packTotals(totals))).toEqual(totals);
        const { recent, ...counted } = totals;
        expect(fromCounts(toCounts(counted), recent)).toEqual(totals);
      }),
    );
  });

  it("add up by name, flat or not", () => {
    fc.assert(
      fc.property(anyTotals, anyTotals, (a, b) => {
        const flat: Record<string, number> = { ...toCounts(a) };
        for (const [name, count] of Object.entries(toCounts(b)))
          flat[name] = (flat[name] ?? 0) + count;
        expect(addTotals(a, b)).toEqual(fromCounts(flat, a.recent));
      }),
    );
  });

  it("count a run in the first bucket whose bound it does not exceed", () => {
    for (const [i, bound] of durationBounds.entries()) {
      const { durations } = countRun(
        createTotals(),
        aRun({ firstByteMs: bound * 1_000, bodyMs: 0 }),
      );
      expect(durations.indexOf(1)).toBe(i);
    }
    expect(countRun(createTotals(), aRun({ firstByteMs: 30_001 })).durations.at(-1)).toBe(
      1,
    );
  });

  it("remember the last 60 runs: which failed, and how long the others took, within 4 %", () => {
    const runs = Array.from({ length: 80 }, (_, i) =>
      aRun({
        firstByteMs: 1 + i * i * 7,
        bodyMs: 0,
        failure: i % 9 === 0 ? { class: "dns", host: "x" } : null,
      }),
    );
    const recent = readRecent(runs.reduce(countRun, createTotals()).recent);
    expect(recent.map(({ ok }) => ok)).toEqual(
      runs.slice(20).map(({ failure }) => failure === null),
    );
    for (const [i, { ok, ms }] of recent.entries()) {
      const exact = runs[20 + i]?.firstByteMs ?? 0;
      if (ok)
        expect(Math.abs((ms ?? 0) - exact)).toBeLessThanOrEqual(
          Math.max(1, exact * 0.04),
        );
      else expect(ms).toBeNull();
    }
  });
});
