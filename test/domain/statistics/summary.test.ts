import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Entry } from "#domain/runs/run.ts";
import {
  addSummary,
  createSummary,
  failedOf,
  okOf,
  packHourSummary,
  packSummary,
  runsOf,
  slotsIn,
  summarise,
  unpackHourSummaries,
  unpackSummary,
} from "#domain/statistics/summary.ts";
import { entryIn } from "#test/fixtures/any-entry.ts";

const anyEntries = fc.array(entryIn(480_000), { maxLength: 60, size: "max" });

const unpacked = (bytes: Uint8Array) => {
  const summary = createSummary();
  unpackSummary(bytes, summary);
  return summary;
};

describe("a summary", () => {
  it("counts every slot and every run once", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const runs = entries.flatMap((entry) =>
          entry.kind === "run" ? [entry.run] : [],
        );
        const drops = entries.flatMap((entry) =>
          entry.kind === "drop" ? [entry.drop] : [],
        );
        const summary = summarise(entries);
        const scheduled = runs.filter(({ trigger }) => trigger === "schedule");
        expect(runsOf(summary)).toBe(runs.length);
        expect(failedOf(summary)).toBe(
          runs.filter(({ failure }) => failure !== null).length,
        );
        expect(slotsIn(summary)).toBe(
          scheduled.length + drops.reduce((sum, { count }) => sum + count, 0),
        );
        expect(summary.duration.count).toBe(okOf(summary));
        expect(summary.lag.count).toBe(scheduled.length);
        expect(summary.bytes).toBe(runs.reduce((sum, { bytes }) => sum + bytes, 0));
        expect(summary.changes).toBe(runs.filter(({ changed }) => changed).length);
      }),
    );
  });

  it("of parts, in any order, packed or not, is that of the whole", () => {
    fc.assert(
      fc.property(
        fc.array(anyEntries, { maxLength: 5 }),
        fc.boolean(),
        (parts, backwards) => {
          const whole = summarise(parts.flat());
          const sum = createSummary();
          for (const part of backwards ? parts.toReversed() : parts) {
            addSummary(sum, unpacked(packSummary(summarise(part))));
          }
          expect(sum).toEqual(whole);
        },
      ),
    );
  });

  it("is found again among a day's hours, which may come in pieces", () => {
    const hours = fc.array(fc.tuple(fc.nat(23), anyEntries), { maxLength: 8 });
    fc.assert(
      fc.property(hours, fc.nat(23), (pieces, wanted) => {
        const bytes = Uint8Array.from(
          pieces.flatMap(([hour, entries]) => [
            ...packHourSummary(hour, summarise(entries)),
          ]),
        );
        const found = createSummary();
        unpackHourSummaries(bytes, (hour) => (hour === wanted ? found : null));
        const own = pieces
          .filter(([hour]) => hour === wanted)
          .flatMap(([, entries]): Entry[] => entries);
        expect(found).toEqual(summarise(own));
      }),
    );
  });

  it("of nothing is packed as nothing, or as what counts nothing", () => {
    expect(unpacked(new Uint8Array())).toEqual(createSummary());
    expect(unpacked(packSummary(createSummary()))).toEqual(createSummary());
  });
});
