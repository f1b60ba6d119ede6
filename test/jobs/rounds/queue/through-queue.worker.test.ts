// Tests rounds through a queue: ticks look and send, messages serve, and whatever becomes
// of messages the ledger adds up.
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { addCounts, type Counts } from "#domain/counts.ts";
import { type Audit, auditTarget } from "#test/fixtures/audit.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { historyOf } from "#test/fixtures/jobs/job-history.ts";
import { createQueuedWorld, type Delivery } from "#test/fixtures/rounds/queued-world.ts";
import { isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget, type Mishap, type World } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

const second = 1_000;
const every = (interval: string) => ({
  schedule: { every: interval, startAt: isoAt(0) },
});
/** What all runs of the job that makes rounds have counted. */
const toldOf = async (world: World) =>
  addedUp((await historyOf(world, "crawl")).map(({ counts }) => counts));

function addedUp(all: readonly Counts[]): Counts {
  const sum: Counts = {};
  for (const counts of all) addCounts(sum, counts);
  return sum;
}

const sumOf = (audits: readonly Audit[], fate: "ran" | "late" | "skipped" | "missed") =>
  audits.reduce((sum, audit) => sum + audit[fate], 0);

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

describe("a tick with a queue", () => {
  /** Rounds of a minute each, in a world whose ticks meet what is told. */
  const worldOf = async (
    options: Partial<Parameters<typeof createQueuedWorld>[0]> = {},
  ) => {
    const queued = await createQueuedWorld({ now: start, ...options });
    for (const i of [0, 1, 2])
      await addTarget(queued.world, { url: hostOf(i), ...every("1m") });
    return queued;
  };
  const tick = async (world: World, mishap?: Mishap) => {
    const invocation = world.startTick(mishap);
    await world.settle();
    return invocation;
  };

  it("tells what rounds of messages have come to since the tick before it", async () => {
    const { world, passUntil } = await worldOf();
    await passUntil(start + 3 * minute);
    const runs = await historyOf(world, "crawl");
    const round = { rounds: 1, ran: 3, fetches: 3 };
    const sent = { handedOver: 1, messages: 1 };
    expect(runs.map(({ counts }) => counts)).toEqual([
      sent,
      { ...sent, ...round },
      { ...sent, ...round },
    ]);
    await tick(world);
    const metrics = (await world.call("GET", "/admin/metrics.json")).body;
    expect(metrics).toMatchObject({ "slots/ran": 9, "rounds/recorded": 3 });
  });

  it("has shards count at no row more than a round writes, and tells it in its own row", async () => {
    const { world, served, passUntil } = await createQueuedWorld({ now: start });
    for (let i = 0; i < 40; i++)
      await addTarget(world, { url: hostOf(i), ...every("1m") });
    await passUntil(start + 4 * minute);
    expect(served.at(-1)).toMatchObject({ rowsWritten: 4 });
    const { meter } = await tick(world);
    expect(meter).toMatchObject({ statements: 3, rowsWritten: 1 });
    expect(await toldOf(world)).toMatchObject({ rounds: 4, ran: 160 });
  });

  it("sends three statements and writes a row when there is nothing to do", async () => {
    const { world } = await createQueuedWorld({ now: start });
    await tick(world);
    await world.advanceTo(start + minute);
    const { meter } = await tick(world);
    expect(meter).toMatchObject({ statements: 3, rowsWritten: 1 });
  });

  it("tells again what a tick was lost with", async () => {
    const { world, passUntil } = await worldOf();
    await passUntil(start + minute);
    // Its third trip records its run.
    await tick(world, { at: 3, after: false });
    expect(await historyOf(world, "crawl")).toHaveLength(1);
    await tick(world);
    expect(await toldOf(world)).toMatchObject({ rounds: 1, ran: 3 });
  });

  it("tells nothing twice, however many come at once and lose answers", async () => {
    const { world, passUntil } = await worldOf();
    await passUntil(start + minute);
    // They have looked, and their third trips record their runs after those of others.
    const mishaps: (Mishap | undefined)[] = [
      { at: 3, stallMs: 5 * second },
      { at: 3, answerLost: true },
      { at: 3, stallMs: 2 * second },
      { at: 3, fails: true },
      undefined,
    ];
    for (const mishap of mishaps) {
      world.startTick(mishap);
      await world.advanceTo(world.now() + 300);
    }
    await world.advanceTo(world.now() + 30 * second);
    await world.call("POST", "/api/jobs/crawl/run");
    const runs = await historyOf(world, "crawl");
    expect(runs).toHaveLength(7);
    expect(addedUp(runs.map(({ counts }) => counts))).toMatchObject({
      rounds: 1,
      ran: 3,
    });
  });

  it("is judged by what it tells", async () => {
    const { world, passUntil } = await worldOf({ site: () => ({ status: 500 }) });
    const expected = { conditions: ["count failed < 1"] };
    await world.call("PATCH", "/api/jobs/crawl", { expect: expected });
    await passUntil(start + 2 * minute);
    const runs = await historyOf(world, "crawl");
    expect(runs.map(({ outcome }) => outcome)).toEqual(["ok", "failed"]);
  });
});

describe("messages", () => {
  it("that come twice, late or not at all, and whose invocations and ticks die, lose and double no slot, nor what is told of them", async () => {
    const deathWithin = (awaits: number) =>
      fc.record({ at: fc.integer({ min: 1, max: awaits }), after: fc.boolean() });
    const death = fc.option(deathWithin(5), { nil: undefined });
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
          mishap: deathWithin(40),
        }),
      },
    );
    const fates = fc.array(fc.array(delivery, { maxLength: 3 }), {
      minLength: 40,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(fates, fc.array(death), async (drawn, deaths) => {
        await emptyDatabase();
        let number = 0;
        let isCalm = false;
        const { world, passUntil } = await createQueuedWorld({
          now: start,
          deliveriesOf: () =>
            isCalm ? [{ lateMs: 0 }] : (drawn[number++ % drawn.length] ?? []),
          mishapOf: (minute) => (isCalm ? undefined : deaths[minute % 6]),
        });
        const intervals = ["20s", "1m", "1m", "2m"];
        const ids: number[] = [];
        for (const [i, interval] of intervals.entries())
          ids.push(await addTarget(world, { url: hostOf(i), ...every(interval) }));
        await passUntil(start + 6 * minute);
        // Whatever was lost is found by the ticks that come after it.
        isCalm = true;
        await passUntil(start + 9 * minute);
        const audits: Audit[] = [];
        for (const id of ids) {
          const audit = await auditTarget(id, world.now());
          expect(audit.openAt).toBeGreaterThan(start + 7 * minute);
          expect(audit.ran + audit.late + audit.skipped + audit.missed).toBe(audit.slots);
          audits.push(audit);
        }
        // The next tick tells what rounds have come to since the one before it.
        world.startTick();
        await world.settle();
        const told = await toldOf(world);
        for (const fate of ["ran", "late", "skipped", "missed"] as const)
          expect(told[fate] ?? 0, fate).toBe(sumOf(audits, fate));
      }),
      { numRuns: 12 },
    );
  });
});
