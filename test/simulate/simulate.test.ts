// Tests the simulator's known cases, with figures that are not those measured last.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepsUp, loadsOf } from "#simulate/bounds.ts";
import { findFit } from "#simulate/fit.ts";
import { type Scenario, usualAssumptions } from "#simulate/model/scenario.ts";
import { simulate } from "#simulate/model/simulate.ts";
import { lagOf } from "#simulate/model/tally.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { theMeasured } from "./measured.ts";

const simulated = (part: Partial<Scenario> = {}, assumed = {}) =>
  simulate(
    {
      ...{ plan: "paid", targets: 1_000, latencyMs: 400, isQueued: false },
      ...{ minutes: 4, seed: 1 },
      ...part,
      // Every host takes the same time, and nothing else takes any.
      assumptions: { ...usualAssumptions, ...atOnce, ...assumed },
    },
    theMeasured,
  );

const atOnce = {
  ...{ databaseTripMs: 0, databaseWriteMs: 0, databaseSlowness: 0 },
  ...{ tickLateMs: 0, sendMs: 0, deliveryMs: 0, spread: 0 },
};

describe("a simulated invocation that makes all rounds", () => {
  it("has six connections: the last of 40 runs begins after six others of 400 ms", () => {
    const { tally, slots } = simulated({ targets: 40 });
    expect(tally).toMatchObject({ ran: slots, late: 0, missed: 0, longestLagMs: 2_400 });
  });

  it("begins 900 runs a minute at 400 ms, and those that the one before left", () => {
    // 6 / 0.4 s. What waits when a minute ends begins beside those of the next one.
    const { tally } = simulated({ targets: 5_000 });
    expect(tally.ran / 4).toBeGreaterThanOrEqual(900);
    expect(tally.ran / 4).toBeLessThan(900 * 1.3);
    expect(tally.late).toBeGreaterThan(0);
  });

  it("makes 45 requests on the free plan", () => {
    expect(simulated({ targets: 80, plan: "free" }).tally.ran).toBe(4 * 45);
  });
});

describe("a simulated queue", () => {
  it("has a message for four shards, each of which takes six connections", () => {
    // 25 shards; 160 runs of a message take 27 turns of 400 ms.
    const { tally, slots } = simulated({ isQueued: true });
    expect(tally).toMatchObject({ ran: slots, messages: 4 * 7, mostServing: 7 });
    expect(tally.longestLagMs).toBe(26 * 400);
  });

  it("has a message come again whose runs could not all begin", () => {
    // Of 160 runs of 2 s each, 60 begin within 20 s.
    const { tally, slots } = simulated({ isQueued: true, latencyMs: 2_000 });
    expect(tally.messages).toBeGreaterThan(2 * 4 * 7);
    expect(tally.ran).toBeGreaterThan(0.98 * slots);
  });

  it("serves one message after another where it has one invocation at once", () => {
    const { tally } = simulated({ isQueued: true }, { consumers: 1 });
    // As one invocation without a queue.
    expect(tally).toMatchObject({ mostServing: 1 });
    expect(tally.ran / 4).toBeLessThanOrEqual(900);
  });

  it("is sent no more than 5,000 shards a minute", () => {
    const targets = 201_000;
    const many = { isQueued: true, targets, minutes: 1 };
    const { handedOver } = simulated(many, { consumers: 1 }).tally;
    // Some of them are still held.
    expect(handedOver).toBeGreaterThan(4_990);
    expect(handedOver).toBeLessThanOrEqual(5_000);
  });
});

describe("a simulated database", () => {
  it("does one call after another: 25 records of 3 s do not fit into a minute", () => {
    const slow = { ...theMeasured.database.record, ms: 3_000 };
    const measured = {
      ...theMeasured,
      database: { ...theMeasured.database, record: slow },
    };
    const scenario: Scenario = {
      ...{ plan: "paid", targets: 1_000, latencyMs: 100, isQueued: true },
      ...{ minutes: 4, seed: 1 },
      assumptions: { ...usualAssumptions, ...atOnce, databaseSlowness: 1 },
    };
    const { tally, use, slots } = simulate(scenario, measured);
    expect(use.longestWaitMs).toBeGreaterThan(3_000);
    expect(tally.ran).toBeLessThan(slots);
  });

  it("writes a row for each claim, three for each record and one for each tick", () => {
    const { use, tally } = simulated({ isQueued: true });
    expect(tally.rounds).toBe(4 * 25);
    expect(use.rowsWritten).toBe(4 * (25 + 3 * 25 + 1));
  });
});

describe("a simulation", () => {
  const lags = (seed: number) => {
    const { tally } = simulated({ seed }, { spread: 0.5 });
    return [lagOf(tally, 0.5), tally.longestLagMs];
  };

  it("is the same for the same seed, and another one for another", () => {
    expect(lags(1)).toEqual(lags(1));
    expect(lags(1)).not.toEqual(lags(2));
  });

  it("runs each slot once where hosts are fast, and never more than there are", () => {
    const scenario = fc.record({
      targets: fc.integer({ min: 1, max: 400 }),
      latencyMs: fc.integer({ min: 1, max: 3_000 }),
      isQueued: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(scenario, (one) => {
        const { tally, slots } = simulated({ ...one, minutes: 2 }, { spread: 0.5 });
        // Those of the minute before may be left.
        expect(tally.ran + tally.missed).toBeLessThanOrEqual(slots + one.targets);
        if (one.latencyMs < 400) expect(tally.ran).toBe(slots);
      }),
      { numRuns: scenarios(90) },
    );
  });
});

describe("what binds a deployment", () => {
  const scenario: Scenario = {
    ...{ plan: "paid", targets: 1_000, latencyMs: 2_000, isQueued: true },
    ...{ minutes: 3, seed: 1 },
    assumptions: { ...usualAssumptions, consumers: 3 },
  };

  it("is the invocations of a queue where hosts are slow: more queues let all run", () => {
    // 1,000 runs of 2 s take 5.6 times six connections.
    const whole = simulate(scenario, theMeasured);
    const [first] = loadsOf(whole, theMeasured);
    expect(first?.bound).toBe("consumers");
    expect(first?.share).toBeCloseTo((1_000 * 2) / 6 / 60 / 3, 1);
    expect(keepsUp(whole)).toBe(false);
    const { groups, queuesOfGroup, simulated } = findFit(whole, theMeasured);
    expect([groups, queuesOfGroup]).toEqual([1, 3]);
    expect(keepsUp(simulated)).toBe(true);
  });

  it("is the database where it is slow: several let all run", () => {
    const assumptions = { ...usualAssumptions, databaseWriteMs: 2_000 };
    const whole = simulate({ ...scenario, latencyMs: 100, assumptions }, theMeasured);
    expect(loadsOf(whole, theMeasured)[0]?.bound).toBe("database thread");
    const { groups, simulated } = findFit(whole, theMeasured);
    expect(groups).toBeGreaterThan(1);
    expect(simulated.scenario.targets).toBe(Math.ceil(1_000 / groups));
    expect(keepsUp(simulated)).toBe(true);
  });
});
