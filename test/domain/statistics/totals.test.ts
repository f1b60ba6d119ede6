import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry } from "#domain/runs/run.ts";
import {
  addTotals,
  countDrop,
  countRun,
  createTotals,
  durationBounds,
  fromCounts,
  readRecent,
  type Totals,
  toCounts,
} from "#domain/statistics/totals.ts";
import { packTotals, unpackTotals } from "#domain/statistics/totals-encoding.ts";
import { entryIn, unconditioned } from "#test/fixtures/history/any-entry.ts";
import { storedEntries } from "#test/fixtures/history/stored-entries.ts";
import { aRun } from "#test/fixtures/runs.ts";

const totalsOf = (entries: readonly Entry[]): Totals =>
  entries.reduce<Totals>(
    (sum, entry) =>
      entry.kind === "run" ? countRun(sum, entry.run) : countDrop(sum, entry.drop),
    createTotals(),
  );

const anyEntries = fc.array(entryIn(480_000), { maxLength: 80, size: "max" });
const anyTotals = anyEntries.map(totalsOf);

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

  it("take no more bytes than before runs could be degraded, where none was", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const totals = totalsOf(entries);
        const before = totalsOf(entries.map(unconditioned));
        expect(before).toEqual({ ...totals, degraded: 0 });
        const bytes = Uint8Array.fromBase64(packTotals(before));
        expect(bytes[0]).toBe(128 + 1);
        expect(toCounts(before)).not.toHaveProperty("degraded");
        const more = Uint8Array.fromBase64(packTotals(totals)).length - bytes.length;
        expect(more).toBe(totals.degraded > 0 ? 1 : 0);
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

  it("count a run of which only the end was reported, but no duration of it", () => {
    const untimed = aRun({ firstByteMs: 0, bodyMs: 0, untimed: true });
    const failed = { ...untimed, failure: { class: "exit", status: 3 } as const };
    const totals = [untimed, failed].reduce(countRun, createTotals());
    expect(totals.results).toEqual({ ok: 1, exit: 1 });
    expect(totals.durationMs).toBe(0);
    expect(totals.durations).toEqual(createTotals().durations);
    expect(readRecent(totals.recent)).toEqual([
      { ok: true, ms: null },
      { ok: false, ms: null },
    ]);
  });

  it("take a run of seven hours and a half for the longest that they tell apart", () => {
    const hours = (count: number) => aRun({ firstByteMs: 0, bodyMs: count * 3_600_000 });
    const { recent } = [hours(8), hours(300)].reduce(countRun, createTotals());
    const [first, second] = readRecent(recent);
    expect(first?.ms).toBeGreaterThan(7.4 * 3_600_000);
    expect(second).toEqual(first);
  });
});

describe("packed totals", () => {
  const totals = totalsOf(storedEntries);
  // Bytes as databases hold them: none of these literals may ever change.
  const unversioned =
    "03010301 09 040000000000000001 d19e0201c5f201 000400000000000000000001 2424242400";
  const version1 =
    "8100 04 03010301 09 040000000000000001 d19e0201c5f201" +
    " 0c 000400000000000000000001 2424242400";
  const base64Of = (hex: string) =>
    Uint8Array.fromHex(hex.replaceAll(" ", "")).toBase64();

  it("without degraded runs are of version 1", () => {
    expect(packTotals(totals)).toBe(base64Of(version1));
  });

  it("with degraded runs are of version 2, and have their number after the results", () => {
    const version2 =
      "8200 04 03010301 09 040000000000000001 03 d19e0201c5f201" +
      " 0c 000400000000000000000001 2424242400";
    const withDegraded = { ...totals, degraded: 3 };
    expect(packTotals(withDegraded)).toBe(base64Of(version2));
    expect(unpackTotals(base64Of(version2))).toEqual(withDegraded);
  });

  it.each([
    ["without a version", unversioned],
    ["of version 1", version1],
  ])("%s are read", (_, hex) => {
    expect(unpackTotals(base64Of(hex))).toEqual(totals);
  });

  it("written when there were fewer fates, results and buckets count 0 of the later ones", () => {
    const withTwoEach = "8100 02 0301 02 0400 d19e0201c5f201 02 0004 2424242400";
    expect(unpackTotals(base64Of(withTwoEach))).toEqual({
      ...totals,
      slots: { ran: 3, late: 1, skipped: 0, missed: 0 },
      results: { ok: 4 },
      durations: totals.durations.with(-1, 0),
    });
  });

  it("as a flat map that has no count of a later fate, result or bucket count 0 of it", () => {
    const counts = { "slots.ran": 3, "results.ok": 3, "durations.1": 3, durationMs: 33 };
    const { slots, results, durations } = fromCounts(counts, "");
    expect(slots).toEqual({ ran: 3, late: 0, skipped: 0, missed: 0 });
    expect(results).toEqual({ ok: 3 });
    expect(durations).toEqual(createTotals().durations.with(1, 3));
  });

  it("keep the buckets of a flat map in the order in which buckets came", () => {
    const counts = toCounts(countRun(createTotals(), aRun({ firstByteMs: 40_000 })));
    expect(counts["durations.11"]).toBe(1);
  });
});
