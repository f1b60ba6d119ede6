import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createByteWriter } from "#domain/bytes.ts";
import { type Entry, outcomeOf } from "#domain/runs/run.ts";
import { createTally } from "#domain/statistics/duration-tally.ts";
import {
  addSummary,
  createSummary,
  failedOf,
  runsOf,
  slotsIn,
  summarise,
} from "#domain/statistics/summary.ts";
import {
  briefOf,
  type PackedBrief,
  packHourSummary,
  packSummary,
  readBrief,
  unpackHourSummaries,
  unpackSummary,
} from "#domain/statistics/summary-encoding.ts";
import { entryIn, unconditioned, unread } from "#test/fixtures/history/any-entry.ts";
import { storedEntries } from "#test/fixtures/history/stored-entries.ts";

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
        expect(summary.degraded).toBe(
          runs.filter((run) => outcomeOf(run) === "degraded").length,
        );
        expect(slotsIn(summary)).toBe(
          scheduled.length + drops.reduce((sum, { count }) => sum + count, 0),
        );
        const timed = runs.filter(({ untimed }) => !untimed);
        const passed = timed.filter(({ failure }) => failure === null);
        expect(summary.duration.count).toBe(passed.length);
        expect(summary.failedDuration.count).toBe(timed.length - passed.length);
        expect(summary.firstByte.count).toBe(
          passed.filter(({ status }) => status !== null).length,
        );
        expect(summary.lag.count).toBe(
          scheduled.filter(({ untimed }) => !untimed).length,
        );
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

  it("takes no more bytes than before runs could be degraded, but a count of those", () => {
    const lengthOf = (count: number) => {
      const to = createByteWriter();
      if (count > 0) to.varint(count);
      return to.done().length;
    };
    fc.assert(
      fc.property(anyEntries, fc.nat(23), (all, hour) => {
        const entries = all.map(unread);
        const summary = summarise(entries);
        const before = summarise(entries.map(unconditioned));
        const more = lengthOf(summary.degraded);
        const packed = packSummary(before);
        expect(before).toEqual({ ...summary, degraded: 0 });
        expect(packed[0]).toBe(128 + 1);
        expect(packSummary(summary).length - packed.length).toBe(more);
        if (summary.degraded === 0) expect(packSummary(summary)).toEqual(packed);
        const ofHour = packHourSummary(hour, before);
        expect(ofHour[0]).toBe(128 + 1);
        if (summary.degraded === 0)
          expect(packHourSummary(hour, summary)).toEqual(ofHour);
      }),
    );
  });

  it("of some hours without and some with degraded runs adds up", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEntries, fc.boolean())), (hours) => {
        const parts = hours.map(([entries, isEarlier]) =>
          isEarlier ? entries.map(unconditioned) : entries,
        );
        const bytes = Uint8Array.from(
          parts.flatMap((entries, i) => [...packHourSummary(i % 24, summarise(entries))]),
        );
        const sum = createSummary();
        unpackHourSummaries(bytes, () => sum);
        expect(sum).toEqual(summarise(parts.flat()));
      }),
    );
  });

  it("that is empty is packed as no bytes, or as bytes that count 0", () => {
    expect(unpacked(new Uint8Array())).toEqual(createSummary());
    expect(unpacked(packSummary(createSummary()))).toEqual(createSummary());
  });
});

describe("a packed summary", () => {
  const summary = summarise(storedEntries);
  // Bytes as databases hold them: none of these literals may ever change.
  const sums = "d19e0201";
  const sketches = [
    "042c0b0017040199f20199f20100e41104280a00150404db0200ac02000e42dc",
    "03",
  ].join("");
  const unversioned = `03010301 02 0004 0801 ${sums} ${sketches}`;
  const version1 = `04 03010301 09 040000000000000001 ${sums} ${sketches}`;
  const bytesOf = (hex: string) => Uint8Array.fromHex(hex.replaceAll(" ", ""));

  it("with degraded runs is of version 2, and has their number after the results", () => {
    const slow = {
      condition: "duration < 1s",
      actual: "2s",
      outcome: "degraded",
    } as const;
    const degraded = storedEntries.map(
      (entry): Entry =>
        entry.kind === "run" && entry.run.targetId === 7
          ? { kind: "run", run: { ...entry.run, conditions: [slow] } }
          : entry,
    );
    const version2 = `04 03010301 09 040000000000000001 03 ${sums} ${sketches}`;
    expect(packSummary(summarise(degraded))).toEqual(bytesOf(`8200 ${version2}`));
    expect(packHourSummary(8, summarise(degraded))).toEqual(
      bytesOf(`8200 08 35 ${version2}`),
    );
    expect(unpacked(bytesOf(`8200 ${version2}`))).toEqual({ ...summary, degraded: 3 });
  });

  it("without degraded runs is of version 1", () => {
    expect(packSummary(summary)).toEqual(bytesOf(`8100 ${version1}`));
    expect(packHourSummary(8, summary)).toEqual(bytesOf(`8100 08 34 ${version1}`));
  });

  it.each([
    ["without a version", unversioned],
    ["of version 1", `8100 ${version1}`],
  ])("%s is read", (_, hex) => {
    expect(unpacked(bytesOf(hex))).toEqual(summary);
  });

  it("may stand among others of a day, with and without a version", () => {
    const day = `08 2e ${unversioned} 8100 09 34 ${version1} 0a 2e ${unversioned}`;
    const hours = Array.from({ length: 24 }, createSummary);
    unpackHourSummaries(bytesOf(day), (hour) => hours[hour] ?? null);
    const isSame = hours.map((hour) => runsOf(hour) > 0);
    expect(isSame.flatMap((is, hour) => (is ? [hour] : []))).toEqual([8, 9, 10]);
    for (const hour of [8, 9, 10]) expect(hours[hour]).toEqual(summary);
  });

  it("written when there were fewer fates and results counts 0 of the later ones", () => {
    const withTwoFatesAndResults = `8100 02 0301 02 0400 ${sums} ${sketches}`;
    expect(unpacked(bytesOf(withTwoFatesAndResults))).toEqual({
      ...summary,
      slots: { ran: 3, late: 1, skipped: 0, missed: 0 },
      results: { ok: 4 },
    });
  });

  it("with more fates than there are is refused", () => {
    const withFive = `8100 05 0301030101 ${sums} ${sketches}`;
    expect(() => unpacked(bytesOf(withFive))).toThrow(RangeError);
  });

  it("of a later version is refused", () => {
    expect(() => unpacked(bytesOf(`8400 ${version1}`))).toThrow(RangeError);
  });

  it("with numbers is of version 3, and has them at its end", () => {
    const read = (targetId: number, price: number) => ({
      hash: "ab".repeat(16),
      numbers: targetId === 7 ? { price, stock: 3 } : {},
    });
    const priced = storedEntries.map(
      (entry, i): Entry =>
        entry.kind === "run"
          ? {
              kind: "run",
              run: { ...entry.run, reading: read(entry.run.targetId, 19.99 + i) },
            }
          : entry,
    );
    const packed = packSummary(summarise(priced));
    const version3 = `04 03010301 09 040000000000000001 00 ${sums} ${sketches}`;
    const numbers = [
      "02 057072696365 06a8a0a5c3ca339fa907 029e1f 02ae22 029e1f 02ae22",
      "0080e5b7caea01 c04403029e1f 100302e620 100302ae22",
      "0573746f636b 07a8a0a5c3ca339fa907 0006",
    ].join("");
    expect(packed.toHex()).toEqual(`8300 ${version3} ${numbers}`.replaceAll(" ", ""));
    expect(unpacked(packed)).toEqual(summarise(priced));
    expect({ ...unpacked(packed), numbers: new Map() }).toEqual(summary);
  });

  it("with numbers is read in brief as one without them", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const brief = (of: readonly Entry[]) => {
          const tallies = [createTally(), createTally()] as const;
          const packed = briefOf(packSummary(summarise(of))) as PackedBrief;
          return { heat: readBrief(packed, tallies), tallies };
        };
        expect(brief(entries)).toEqual(brief(entries.map(unread)));
      }),
    );
  });
});
