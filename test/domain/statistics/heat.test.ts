import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type HeatCounts,
  packHeat,
  sumHeat,
  unpackHeat,
} from "#domain/statistics/heat.ts";

const counts = [
  [7, { ok: 60, degraded: 0, failed: 0, missed: 0 }],
  [300, { ok: 57, degraded: 0, failed: 2, missed: 1 }],
] as const;
const degraded = [
  [7, { ok: 60, degraded: 12, failed: 0, missed: 0 }],
  [300, { ok: 57, degraded: 0, failed: 2, missed: 1 }],
  [301, { ok: 57, degraded: 1, failed: 2, missed: 1 }],
] as const;
// Bytes as databases hold them: none of these literals may ever change.
const unversioned = "0778ac02730201";
const version1 = `8100${unversioned}`;
const version2 = "820007f1010cac02e6010201ad02e701020101";

const read = (hex: string) => [...unpackHeat(Uint8Array.fromHex(hex))];

describe("packed heat", () => {
  it("without degraded runs is of version 1, and none is no bytes", () => {
    expect(packHeat(counts).toHex()).toBe(version1);
    expect(packHeat([])).toHaveLength(0);
  });

  it("with degraded runs is of version 2", () => {
    expect(packHeat(degraded).toHex()).toBe(version2);
    expect(read(version2)).toEqual(degraded);
  });

  it("is read with a version, without one, and of pieces of all kinds", () => {
    for (const hex of [unversioned, version1]) expect(read(hex)).toEqual(counts);
    const mixed = Uint8Array.fromHex(unversioned + version1 + version2 + version1);
    const sums = sumHeat(unpackHeat(mixed));
    expect(sums.get(7)).toEqual({ ok: 240, degraded: 12, failed: 0, missed: 0 });
    expect(sums.get(300)).toEqual({ ok: 228, degraded: 0, failed: 8, missed: 4 });
    expect(sums.get(301)).toEqual({ ok: 57, degraded: 1, failed: 2, missed: 1 });
  });

  it("of a later version is refused", () => {
    expect(() => read(`8300${unversioned}`)).toThrow(RangeError);
  });

  const anyCounts: fc.Arbitrary<HeatCounts> = fc
    .record({
      ok: fc.nat(100_000),
      share: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(100)),
      failed: fc.oneof(fc.constant(0), fc.nat(2_000)),
      missed: fc.oneof(fc.constant(0), fc.nat(2_000)),
    })
    .map(({ share, ...rest }) => ({
      ...rest,
      degraded: Math.floor((rest.ok * share) / 100),
    }));
  const anyPiece = fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), anyCounts));

  it("gives back all counts of pieces that follow one another", () => {
    fc.assert(
      fc.property(fc.array(anyPiece), (pieces) => {
        const bytes = Uint8Array.from(pieces.flatMap((piece) => [...packHeat(piece)]));
        expect([...unpackHeat(bytes)]).toEqual(pieces.flat());
      }),
    );
  });

  it("of a piece without degraded runs has the bytes that it had before there were any", () => {
    fc.assert(
      fc.property(anyPiece, (piece) => {
        const without = piece.map(([id, own]) => [id, { ...own, degraded: 0 }] as const);
        const bytes = packHeat(without);
        if (piece.length > 0) expect(bytes[0]).toBe(128 + 1);
        const isSame = piece.every(([, own]) => own.degraded === 0);
        expect(packHeat(piece).toHex() === bytes.toHex()).toBe(isSame);
      }),
    );
  });
});
