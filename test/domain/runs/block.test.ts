import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packEntries, unpackEntries } from "#domain/runs/encoding/block.ts";
import type { Run } from "#domain/runs/run.ts";
import { hourMs } from "#domain/time/instants.ts";
import { entryIn } from "#test/fixtures/history/any-entry.ts";
import {
  entriesOfVersion2,
  entriesOfVersion4,
  entriesOfVersion5,
  storedEntries,
  storedHour,
} from "#test/fixtures/history/stored-entries.ts";
import { aRun } from "#test/fixtures/runs.ts";

const hour = 500_000;
const start = hour * hourMs;
const anyEntry = entryIn(hour);

const nothingBefore = () => undefined;

it("a recheck is a run to which others are differences", () => {
  const first = aRun({ dueAt: start + 1, startedAt: start + 1, trigger: "recheck" });
  const second = aRun({ dueAt: start + 60_000, startedAt: start + 60_000 });
  const entries = [first, second].map((run) => ({ kind: "run" as const, run }));
  const packed = packEntries(entries, hour, () => undefined);
  expect([...unpackEntries(packed, hour)]).toEqual(entries);
  const apart = entries.map((one) => packEntries([one], hour, () => undefined).length);
  expect(packed.length).toBeLessThan(apart.reduce((sum, size) => sum + size) - 2);
});

describe("a block", () => {
  it("gives back exactly what was packed into it", () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 60 }), (entries) => {
        expect([
          ...unpackEntries(packEntries(entries, hour, nothingBefore), hour),
        ]).toEqual(entries);
      }),
    );
  });

  it("gives back the same when it was appended to in pieces", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyEntry, { maxLength: 20 }), { maxLength: 6 }),
        (rounds) => {
          const last = new Map<number, Run>();
          const pieces = rounds.map((entries) => {
            const packed = packEntries(entries, hour, (id) => last.get(id));
            for (const entry of entries) {
              if (entry.kind === "run" && entry.run.trigger !== "manual")
                last.set(entry.run.targetId, entry.run);
            }
            return [...packed];
          });
          expect([...unpackEntries(Uint8Array.from(pieces.flat()), hour)]).toEqual(
            rounds.flat(),
          );
        },
      ),
    );
  });

  it("takes at most 12 bytes for a run like the one before it", () => {
    const first = aRun({
      targetId: 1_000,
      dueAt: start,
      startedAt: start + 40,
      firstByteMs: 180,
      bodyMs: 20,
    });
    const second = { ...first, dueAt: start + 60_000, startedAt: start + 60_300 };
    const bytes = packEntries([{ kind: "run", run: second }], hour, () => first);
    // id 2, flags 1, due 1, lag 2, first byte 2, body 1
    expect(bytes.length).toBeLessThanOrEqual(12);
  });

  it("is refused when its bytes are cut short", () => {
    const bytes = packEntries(
      [{ kind: "run", run: aRun({ dueAt: start, startedAt: start }) }],
      hour,
      nothingBefore,
    );
    expect(() => [...unpackEntries(bytes.subarray(0, bytes.length - 1), hour)]).toThrow(
      RangeError,
    );
  });

  // Bytes as databases hold them: neither literal may ever change.
  const unversioned = [
    "076000280a0133c801a68f0109746578742f68746d6c20ababababababababab",
    "ababababababababababababababababababababababab070078ac020a0107b4",
    "01f001070a01032e05021368747470733a2f2f612e6578616d706c652f7820cd",
    "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd07",
    "0103e802f001ac026aa513410a0101b002ac02600a0098f2010141f703307b22",
    "636c617373223a22737461747573222c22737461747573223a3530332c226578",
    "706563746564223a22327878227dac02030189a40100",
  ].join("");
  const version1 = `8100${unversioned}`;
  const version2 = `8200${unversioned}`;
  const version3 = `8300${unversioned}`;
  const version4 = `8400${unversioned}`;
  const version5 = `8500${unversioned}`;

  it("of today is of version 5, which for such entries is like version 1", () => {
    const packed = packEntries(storedEntries, storedHour, nothingBefore);
    expect(packed.toHex()).toBe(version5);
  });

  it("holds each attempt of a run, and a start before the slot", () => {
    const body = [
      "07e00278030a0101c801",
      "079004f001280a010303cf0f000000a010ad02f70309a814",
    ].join("");
    const packed = packEntries(entriesOfVersion2, storedHour, nothingBefore);
    expect(packed.toHex()).toBe(`8500${body}`);
    for (const version of ["8300", "8400", "8500"]) {
      const bytes = Uint8Array.fromHex(version + body);
      expect([...unpackEntries(bytes, storedHour)]).toEqual(entriesOfVersion2);
    }
  });

  it("holds readings, each as a difference from the one before", () => {
    const body = [
      "076078000a018102c80102",
      "abababababababababababababababab",
      "0e7b227072696365223a31322e357d",
      "07a021d201000a01800201",
      "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
      "0720f001000a01800200",
    ].join("");
    const packed = packEntries(entriesOfVersion4, storedHour, nothingBefore);
    expect(packed.toHex()).toBe(`8500${body}`);
    for (const version of ["8400", "8500"]) {
      const bytes = Uint8Array.fromHex(version + body);
      expect([...unpackEntries(bytes, storedHour)]).toEqual(entriesOfVersion4);
    }
  });

  it("holds a run outside of slots, and one of which only the end was reported", () => {
    const body = [
      "07c00278e8070090bf0507a0c201f39309010000401b7b22636c617373223a22",
      "65786974222c22737461747573223a337d0720f001f40300e0d40340317b2263",
      "6c617373223a2274696d656f7574222c227068617365223a2272756e222c226c",
      "696d69744d73223a36303030307d",
    ].join("");
    const packed = packEntries(entriesOfVersion5, storedHour, nothingBefore);
    expect(packed.toHex()).toBe(`8500${body}`);
    expect([...unpackEntries(packed, storedHour)]).toEqual(entriesOfVersion5);
  });

  it("tells which run no round made: rounds' runs are differences from rounds' runs", () => {
    const first = aRun({ dueAt: start, startedAt: start, bytes: 5 });
    const aside = aRun({ dueAt: start + 1_000, startedAt: start + 1_000, bytes: 9 });
    const second = { ...first, dueAt: start + 2_000, startedAt: start + 2_000 };
    const pieces = [
      packEntries([{ kind: "run", run: first }], hour, nothingBefore),
      packEntries([{ kind: "run", run: aside }], hour, null),
      packEntries([{ kind: "run", run: second }], hour, () => first),
    ];
    const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
    expect([...unpackEntries(bytes, hour)]).toEqual(
      [first, aside, second].map((run) => ({ kind: "run", run })),
    );
  });

  it.each([
    ["not whole", { bodyMs: 0.5 }],
    ["negative", { firstByteMs: -1 }],
    ["no number", { bytes: Number.NaN }],
    ["infinite", { startedAt: Number.POSITIVE_INFINITY }],
    ["too large", { bodyMs: 2 ** 53 }],
  ])("takes no run with a number that is %s", (_, part) => {
    const run = aRun({ dueAt: start, startedAt: start, ...part });
    expect(() => packEntries([{ kind: "run", run }], hour, nothingBefore)).toThrow(
      RangeError,
    );
  });

  it.each([
    ["has no version", unversioned, 1],
    ["is of version 1", version1, 1],
    ["has no version and was then appended to", unversioned + version1, 2],
    ["is of version 1 and was then appended to by older code", version1 + unversioned, 2],
    ["is of version 2", version2, 1],
    ["is of version 3", version3, 1],
    ["is of version 4", version4, 1],
    ["is of version 5", version5, 1],
    ["is of version 1 and was then appended to", version1 + version3 + version4, 3],
    ["is of version 2 and was then appended to by older code", version2 + unversioned, 2],
  ])("that %s is read", (_, hex, times) => {
    const entries = [...unpackEntries(Uint8Array.fromHex(hex), storedHour)];
    expect(entries).toEqual(Array.from({ length: times }, () => storedEntries).flat());
  });

  it("of a version that is not known is refused", () => {
    const bytes = Uint8Array.fromHex(`8600${unversioned}`);
    expect(() => [...unpackEntries(bytes, storedHour)]).toThrow("bytes of version 6");
  });

  it("with a fate that is not known is refused", () => {
    const bytes = Uint8Array.fromHex("810007050103f001ac02");
    expect(() => [...unpackEntries(bytes, storedHour)]).toThrow("no fate");
  });
});
