import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packEntries, unpackEntries } from "../../src/domain/block.ts";
import type { Failure } from "../../src/domain/failure.ts";
import { type Entry, hourMs, type Run } from "../../src/domain/run.ts";
import { aRun } from "../fixtures/runs.ts";

const hour = 500_000;
const start = hour * hourMs;

const failures: Failure[] = [
  { class: "status", status: 500, expected: "2xx" },
  { class: "timeout", phase: "body", limitMs: 10_000 },
  { class: "connect", host: "example.com", detail: "Network connection lost" },
];

const anyRun: fc.Arbitrary<Run> = fc.record({
  targetId: fc.integer({ min: 1, max: 5 }),
  dueAt: fc.integer({ min: start, max: start + hourMs - 1 }),
  startedAt: fc.constant(0),
  firstByteMs: fc.nat(100_000),
  bodyMs: fc.nat(100_000),
  attempts: fc.integer({ min: 1, max: 6 }),
  trigger: fc.constantFrom("schedule" as const, "manual" as const),
  late: fc.boolean(),
  notModified: fc.boolean(),
  status: fc.option(fc.integer({ min: 100, max: 599 })),
  bytes: fc.nat(),
  redirects: fc.nat(20),
  finalUrl: fc.option(fc.webUrl()),
  contentType: fc.option(fc.constantFrom("text/html", "application/json; charset=ütf-8")),
  contentHash: fc.option(fc.constantFrom("00".repeat(32), "ab".repeat(32))),
  failure: fc.option(fc.constantFrom(...failures)),
});

const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc
    .tuple(anyRun, fc.nat(10_000_000))
    .map(([run, lag]): Entry => ({ kind: "run", run: { ...run, startedAt: run.dueAt + lag } })),
  fc
    .record({
      targetId: fc.integer({ min: 1, max: 5 }),
      fate: fc.constantFrom("skipped" as const, "missed" as const),
      count: fc.integer({ min: 1, max: 720 }),
      firstAt: fc.integer({ min: start, max: start + hourMs / 2 }),
      lastAt: fc.integer({ min: start + hourMs / 2, max: start + hourMs - 1 }),
    })
    .map((drop): Entry => ({ kind: "drop", drop })),
);

const nothingBefore = () => undefined;

describe("a block", () => {
  it("gives back exactly what was packed into it", () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 60 }), (entries) => {
        expect([...unpackEntries(packEntries(entries, hour, nothingBefore), hour)]).toEqual(entries);
      }),
    );
  });

  it("gives back the same when it was appended to in pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyEntry, { maxLength: 20 }), { maxLength: 6 }), (rounds) => {
        const last = new Map<number, Run>();
        const pieces = rounds.map((entries) => {
          const packed = packEntries(entries, hour, (id) => last.get(id));
          for (const entry of entries) {
            if (entry.kind === "run" && entry.run.trigger === "schedule")
              last.set(entry.run.targetId, entry.run);
          }
          return [...packed];
        });
        expect([...unpackEntries(Uint8Array.from(pieces.flat()), hour)]).toEqual(rounds.flat());
      }),
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

  it("says so when bytes are cut short", () => {
    const bytes = packEntries(
      [{ kind: "run", run: aRun({ dueAt: start, startedAt: start }) }],
      hour,
      nothingBefore,
    );
    expect(() => [...unpackEntries(bytes.subarray(0, bytes.length - 1), hour)]).toThrow(RangeError);
  });
});
