import fc from "fast-check";
import { expect, it } from "vitest";
import {
  createEntryQueue,
  dropEntries,
  peekEntries,
  pushEntry,
} from "#domain/sites/frontier/entry-queue.ts";
import type { QueueEntry } from "#domain/sites/frontier/queue-encoding.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";

const anyEntry: fc.Arbitrary<QueueEntry> = fc.record({
  id: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  depth: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  kind: fc.constantFrom("page", "list"),
  hops: fc.integer({ min: 0, max: 31 }),
  attempts: fc.integer({ min: 0, max: 60_000_000 }),
});

const anyStep = fc.record({
  push: fc.array(anyEntry, { maxLength: 3 }),
  times: fc.integer({ min: 1, max: 900 }),
  drop: fc.integer({ min: 0, max: 2_500 }),
});

it("a queue gives its entries in their order, whatever is pushed and dropped", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 6 }), (steps) => {
      const queue = createEntryQueue();
      let expected: QueueEntry[] = [];
      for (const { push, times, drop } of steps) {
        for (let i = 0; i < times; i++)
          for (const entry of push) {
            pushEntry(queue, entry);
            expected.push(entry);
          }
        dropEntries(queue, drop);
        expected = expected.slice(drop);
        expect(queue.length).toBe(expected.length);
        expect(peekEntries(queue, 0, 5)).toEqual(expected.slice(0, 5));
        expect(peekEntries(queue, 1_020, 9)).toEqual(expected.slice(1_020, 1_029));
        expect(queue.blocks.length).toBeLessThanOrEqual(expected.length / 1_024 + 2);
      }
    }),
    { numRuns: scenarios(50) },
  );
});
