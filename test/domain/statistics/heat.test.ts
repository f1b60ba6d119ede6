import { expect, it } from "vitest";
import { packHeat, sumHeat, unpackHeat } from "#domain/statistics/heat.ts";

const counts = [
  [7, { ok: 60, failed: 0, missed: 0 }],
  [300, { ok: 57, failed: 2, missed: 1 }],
] as const;
// Bytes as databases hold them: neither literal may ever change.
const unversioned = "0778ac02730201";
const version1 = `8100${unversioned}`;

it("heat is packed as version 1, and none as no bytes", () => {
  expect(packHeat(counts).toHex()).toBe(version1);
  expect(packHeat([])).toHaveLength(0);
});

it("heat is read with a version, without one, and of pieces of both kinds", () => {
  for (const hex of [unversioned, version1])
    expect([...unpackHeat(Uint8Array.fromHex(hex))]).toEqual(counts);
  const mixed = Uint8Array.fromHex(unversioned + version1 + unversioned);
  expect(sumHeat(unpackHeat(mixed)).get(300)).toEqual({ ok: 171, failed: 6, missed: 3 });
});
