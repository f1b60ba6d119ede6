// Checks how shards that are due are put into messages.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toMessages } from "#domain/rounds/queue/round-messages.ts";

const due = (id: number, dueAt: number, part = {}) => ({
  id,
  dueAt,
  lost: 0,
  isTried: 0 as const,
  ...part,
});

describe("shards that are due", () => {
  it("are four in a message, those due now at once", () => {
    const shards = [1, 2, 3, 4, 5].map((id) => due(id, id));
    expect(toMessages(shards, 100)).toEqual([
      { shards: [1, 2, 3, 4], delayS: 0 },
      { shards: [5], delayS: 0 },
    ]);
  });

  it("wait in the queue until they are nearly due, by steps of five seconds", () => {
    const shards = [due(1, 4_999), due(2, 5_000), due(3, 9_999), due(4, 31_000)];
    expect(toMessages(shards, 0)).toEqual([
      { shards: [1], delayS: 0 },
      { shards: [2, 3], delayS: 5 },
      { shards: [4], delayS: 30 },
    ]);
  });

  it("are alone when their rounds were lost again and again", () => {
    const shards = [
      due(1, 0),
      due(2, 0, { lost: 9 }),
      due(3, 0, { isTried: 1 }),
      due(4, 0),
    ];
    expect(toMessages(shards, 0).map((message) => message.shards)).toEqual([
      [1, 4],
      [2],
      [3],
    ]);
  });

  it("are each in one message, which comes neither late nor five seconds early", () => {
    const shard = fc.record({
      dueAt: fc.integer({ min: -60_000, max: 60_000 }),
      lost: fc.integer({ min: 0, max: 3 }),
      isTried: fc.constantFrom<0 | 1>(0, 1),
    });
    fc.assert(
      fc.property(fc.array(shard), (parts) => {
        const shards = parts.map((part, id) => ({ ...part, id }));
        const messages = toMessages(shards, 0);
        const ids = messages.flatMap((message) => message.shards);
        expect(ids.toSorted((a, b) => a - b)).toEqual(shards.map(({ id }) => id));
        for (const message of messages)
          for (const id of message.shards) {
            const waitMs = Math.max(0, shards[id]?.dueAt ?? 0);
            expect(waitMs - message.delayS * 1_000).toBeGreaterThanOrEqual(0);
            expect(waitMs - message.delayS * 1_000).toBeLessThan(5_000);
          }
      }),
    );
  });
});
