import { describe, expect, it } from "vitest";
import { packEntries, unpackEntries } from "#domain/runs/encoding/block.ts";
import { packHour } from "#domain/runs/encoding/sealed-hour.ts";
import type { Entry, Run } from "#domain/runs/run.ts";
import { aRun } from "#test/fixtures/runs.ts";

const told = (ms: number) =>
  [
    { condition: "duration < 1s", actual: `${ms}ms`, outcome: "degraded" },
    { condition: "body lacks x", actual: null, outcome: "ok" },
  ] as const;
const minutely = (conditions: (i: number) => Run["conditions"]): Entry[] =>
  Array.from({ length: 60 }, (_, i) => ({
    kind: "run",
    run: aRun({ dueAt: i * 60_000, startedAt: i * 60_000, conditions: conditions(i) }),
  }));

describe("the conditions of a run", () => {
  // Bytes as databases hold them: this literal may never change.
  const storedBody = [
    "016000000a018101c801021d0d6475726174696f6e203c20317305313230",
    "6d73040c626f6479206c61636b732078012078000a018001021905313231",
    "6d7300",
  ].join("");
  const stored = `8500${storedBody}`;

  it("are stored as a difference from those of the run before", () => {
    const entries = minutely((i) => told(120 + i)).slice(0, 2);
    const packed = packEntries(entries, 0, () => undefined);
    expect([...unpackEntries(packed, 0)]).toEqual(entries);
    expect(packed.toHex()).toBe(stored);
    for (const version of ["8300", "8400", "8500"]) {
      const bytes = Uint8Array.fromHex(version + storedBody);
      expect([...unpackEntries(bytes, 0)]).toEqual(entries);
    }
  });

  it("take no byte where a target has none", () => {
    const without = minutely(() => []).slice(1, 2);
    // Its target, flags, slot, lag, first byte and body.
    expect(packEntries(without, 0, () => aRun()).length).toBe(2 + 6);
  });

  it("take ten bytes a run where one of them tells another duration each time", () => {
    const bare = packHour(
      minutely(() => []),
      0,
    ).length;
    const full = packHour(
      minutely((i) => told(100 + i)),
      0,
    ).length;
    // 2 which field, 1 how many, 1 and 1 how each turned out, 1 + 5 the text "160ms".
    expect(full - bare).toBeLessThan(60 * 11 + 50);
  });
});
