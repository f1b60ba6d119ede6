// Tests that the ledger adds up whatever happens: every slot ends once, in one way.

import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { type Event, happen } from "#test/fixtures/rounds/events.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T10:00:00Z");
const minute = 60_000;

/** What a test's target is like, and how slow its host is at each instant. */
type Plan = {
  schedule: Record<string, unknown>;
  retries: number;
  /** Latencies in ms, used one after another and over again. */
  latencies: number[];
  /** Answers with 500 where true. */
  failures: boolean[];
};

const anySchedule = fc.record({
  timing: fc.oneof(
    fc.integer({ min: 5, max: 200 }).map((seconds) => ({ every: `${seconds}s` })),
    fc.constantFrom(
      { cron: "* * * * *" },
      { cron: "*/20 * * * * *" },
      { cron: "*/3 * * * *", zone: "Asia/Kolkata" },
    ),
  ),
  overlap: fc.constantFrom("buffer-one", "keep-latest", "buffer-all", "skip"),
  catchUpWindow: fc.constantFrom("0s", "30s", "2m", "1h"),
  grace: fc.constantFrom("0s", "10s", "1m"),
});

const anyPlan: fc.Arbitrary<Plan> = fc.record({
  schedule: anySchedule.map(({ timing, ...rest }) => ({ ...timing, ...rest })),
  retries: fc.integer({ min: 0, max: 1 }),
  latencies: fc.array(fc.constantFrom(5, 300, 3_000, 9_000, 30_000), {
    minLength: 1,
    maxLength: 4,
  }),
  failures: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
});

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Event>({ kind: "tick" }) },
  fc
    .integer({ min: 0, max: 20_000 })
    .map((apartMs): Event => ({ kind: "twoTicks", apartMs })),
  fc.record({
    kind: fc.constant("dyingTick" as const),
    at: fc.integer({ min: 1, max: 60 }),
    after: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("stallingTick" as const),
    at: fc.integer({ min: 1, max: 40 }),
    stallMs: fc.integer({ min: 10_000, max: 400_000 }),
  }),
  fc
    .record({ at: fc.integer({ min: 1, max: 30 }), fails: fc.boolean() })
    .map(
      ({ at, fails }): Event =>
        fails
          ? { kind: "faultyTick", at, fails: true }
          : { kind: "faultyTick", at, answerLost: true },
    ),
  fc.integer({ min: 1, max: 90 }).map((minutes): Event => ({ kind: "outage", minutes })),
);

async function settledWorld(plans: readonly Plan[]): Promise<World> {
  const served = new Map<string, number>();
  const world = await createWorld({
    now: start,
    site: (url) => {
      const plan = plans[Number(url.pathname.slice(1))];
      const count = served.get(url.pathname) ?? 0;
      served.set(url.pathname, count + 1);
      return {
        afterMs: plan?.latencies[count % plan.latencies.length] ?? 0,
        status: plan?.failures[count % plan.failures.length] ? 500 : 200,
      };
    },
  });
  for (const [i, { schedule, retries }] of plans.entries()) {
    const document = {
      url: `https://site.example.com/${i}`,
      schedule,
      request: { timeout: "20s", retries },
    };
    expect((await world.call("POST", "/api/targets", document)).status).toBe(201);
  }
  return world;
}

/** Audits every target and checks that no run that was there before has gone. */
async function auditAll(
  world: World,
  ids: readonly number[],
  before: Map<number, Set<number>>,
) {
  for (const id of ids) {
    const { slots, ran, late, skipped, missed, runs } = await auditTarget(
      id,
      world.now(),
    );
    expect(ran + late + skipped + missed).toBe(slots);
    for (const dueAt of before.get(id) ?? []) expect(runs).toContain(dueAt);
    before.set(id, runs);
  }
}

describe("the ledger", () => {
  it("adds up whatever happens: slots = ran + late + skipped + missed, nothing twice, nothing lost", async () => {
    await fc.assert(
      fc
        .asyncProperty(
          fc.array(anyPlan, { minLength: 1, maxLength: 4 }),
          fc.array(anyEvent, { minLength: 1, maxLength: 8 }),
          async (plans, events) => {
            const world = await settledWorld(plans);
            const ids = plans.map((_, i) => i + 1);
            const seen = new Map<number, Set<number>>();
            for (const event of events) {
              await happen(world, event);
              await auditAll(world, ids, seen);
            }
            // Four quiet minutes let leases of the dead run out and everything come due
            // and be served.
            for (let i = 0; i < 5; i++) await happen(world, { kind: "tick" });
            await world.advanceTo(world.now() + 2 * minute);
            await auditAll(world, ids, seen);
            for (const [i, { schedule }] of plans.entries()) {
              const { openAt } = await auditTarget(i + 1, world.now());
              // Nothing is left behind: only a policy that keeps every slot may be as far
              // back as it may catch up.
              const behind = schedule.overlap === "buffer-all" ? 60 * minute : 0;
              expect(openAt).toBeGreaterThan(world.now() - behind - 4 * minute);
            }
          },
        )
        .beforeEach(emptyDatabase),
      { numRuns: scenarios(40) },
    );
  });
});

describe("an invocation that dies, or stands still until its lease is gone,", () => {
  const plans: Plan[] = [
    { schedule: { every: "20s" }, retries: 1, latencies: [200], failures: [false, true] },
    { schedule: { cron: "* * * * *" }, retries: 0, latencies: [900], failures: [false] },
  ];

  /** How many awaits a tick has when nothing goes wrong. */
  async function countAwaits(): Promise<number> {
    const world = await settledWorld(plans);
    const { awaits } = world.startTick();
    await world.advanceTo(start + 2 * minute);
    return awaits();
  }

  let awaits = 0;
  beforeEach(async () => {
    awaits = await countAwaits();
    expect(awaits).toBeGreaterThan(10);
  });

  it.each([{ after: false }, { after: true }, { stallMs: 150_000 }])(
    "at any of its awaits loses no slot and doubles none: %j",
    async (mishap) => {
      for (let at = 1; at <= awaits; at++) {
        await emptyDatabase();
        const world = await settledWorld(plans);
        const seen = new Map<number, Set<number>>();
        world.startTick({ at, ...mishap });
        await world.advanceTo(start + minute);
        await auditAll(world, [1, 2], seen);
        for (let i = 0; i < 4; i++) await happen(world, { kind: "tick" });
        await world.advanceTo(world.now() + 2 * minute);
        await auditAll(world, [1, 2], seen);
        const { slots } = await auditTarget(2, start + 4 * minute);
        // Minutes 10:00 to 10:04, each accounted for.
        expect(slots).toBe(5);
      }
    },
  );
});
