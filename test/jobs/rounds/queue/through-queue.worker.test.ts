// Tests rounds through a queue: ticks look and send, messages serve, and whatever becomes
// of messages the ledger adds up.
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { createQueuedWorld, type Delivery } from "#test/fixtures/rounds/queued-world.ts";
import { isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

const second = 1_000;
const every = (interval: string) => ({
  schedule: { every: interval, startAt: isoAt(0) },
});
const hostOf = (number: number) => `https://h${number}.example.com/`;

describe("with a queue for rounds", () => {
  it("a tick looks and sends; the message's invocation makes the rounds", async () => {
    const { world, sent, passUntil } = await createQueuedWorld({
      now: start,
      deliveriesOf: () => [{ lateMs: 3 * second }],
    });
    const id = await addTarget(world, every("1m"));
    const tick = world.startTick();
    await world.settle();
    expect(sent).toMatchObject([{ body: { shards: [1] }, delaySeconds: 0 }]);
    expect(world.requests).toEqual([]);
    await tick.ended;
    expect(tick.meter.statements).toBeLessThanOrEqual(4);
    await passUntil(start + 5 * minute);
    const audit = await auditTarget(id, start + 4 * minute);
    expect(audit).toMatchObject({ slots: 5, ran: 5 });
    expect(world.requests).toHaveLength(5);
  });

  it("a shard that is due again before the next tick is sent again", async () => {
    const { world, sent, passUntil } = await createQueuedWorld({ now: start });
    const id = await addTarget(world, every("20s"));
    await passUntil(start + 3 * minute);
    const audit = await auditTarget(id, start + 3 * minute - 1);
    expect(audit).toMatchObject({ slots: 9, ran: 9 });
    expect(sent.length).toBeLessThanOrEqual(12);
  });

  it("what comes due later in the minute waits in the queue", async () => {
    const { world, sent, passUntil } = await createQueuedWorld({ now: start });
    await addTarget(world, {
      schedule: { every: "1m", startAt: isoAt(-minute + 42_000) },
    });
    await passUntil(start + minute);
    // A new target's shard is looked at once to find its slots.
    expect(sent).toMatchObject([{ delaySeconds: 0 }, { delaySeconds: 40 }]);
    expect(world.sent.map(({ at }) => at - start)).toEqual([42_000]);
  });

  it("a queue that is away leaves the rounds to the tick", async () => {
    const { world, sent, passUntil } = await createQueuedWorld({
      now: start,
      isThere: () => false,
    });
    const id = await addTarget(world, every("1m"));
    await passUntil(start + 3 * minute);
    expect(sent).toEqual([]);
    expect(await auditTarget(id, start + 2 * minute)).toMatchObject({ slots: 3, ran: 3 });
    expect(world.logs).toContainEqual(
      expect.objectContaining({ event: "rounds-not-handed-over" }),
    );
  });

  it("what a change calls for does not wait for the queue", async () => {
    const { world, sent } = await createQueuedWorld({ now: start, afterAnswers: true });
    await addTarget(world, every("1m"));
    await world.advanceTo(start + 2 * second);
    expect(world.requests).toHaveLength(1);
    expect(sent).toEqual([]);
  });
});

describe("messages", () => {
  it("that come twice, late or not at all, and whose invocations die, lose and double no slot", async () => {
    const delivery = fc.oneof(
      { weight: 6, arbitrary: fc.constant<Delivery>({ lateMs: 0 }) },
      {
        weight: 2,
        arbitrary: fc.record({ lateMs: fc.integer({ min: 0, max: 90_000 }) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          lateMs: fc.integer({ min: 0, max: 20_000 }),
          mishap: fc.record({ at: fc.integer({ min: 1, max: 40 }), after: fc.boolean() }),
        }),
      },
    );
    const fates = fc.array(fc.array(delivery, { maxLength: 3 }), {
      minLength: 40,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(fates, async (drawn) => {
        await emptyDatabase();
        let number = 0;
        let isCalm = false;
        const { world, passUntil } = await createQueuedWorld({
          now: start,
          deliveriesOf: () =>
            isCalm ? [{ lateMs: 0 }] : (drawn[number++ % drawn.length] ?? []),
        });
        const intervals = ["20s", "1m", "1m", "2m"];
        const ids: number[] = [];
        for (const [i, interval] of intervals.entries())
          ids.push(await addTarget(world, { url: hostOf(i), ...every(interval) }));
        await passUntil(start + 6 * minute);
        // Whatever was lost is found by the ticks that come after it.
        isCalm = true;
        await passUntil(start + 9 * minute);
        for (const id of ids) {
          const audit = await auditTarget(id, world.now());
          expect(audit.openAt).toBeGreaterThan(start + 7 * minute);
          expect(audit.ran + audit.late + audit.skipped + audit.missed).toBe(audit.slots);
        }
      }),
      { numRuns: 12 },
    );
  });
});
