import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packEntries, unpackEntries } from "#domain/runs/block.ts";
import type { Run } from "#domain/runs/run.ts";
import { hourMs } from "#domain/time/instants.ts";
import { entryIn } from "#test/fixtures/any-entry.ts";
import { aRun } from "#test/fixtures/runs.ts";

const hour = 500_000;
const start = hour * hourMs;
const anyEntry = entryIn(hour);

const nothingBefore = () => undefined;

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
              if (entry.kind === "run" && entry.run.trigger === "schedule")
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

  it("says so when bytes are cut short", () => {
    const bytes = packEntries(
      [{ kind: "run", run: aRun({ dueAt: start, startedAt: start }) }],
      hour,
      nothingBefore,
    );
    expect(() => [...unpackEntries(bytes.subarray(0, bytes.length - 1), hour)]).toThrow(
      RangeError,
    );
  });
});
