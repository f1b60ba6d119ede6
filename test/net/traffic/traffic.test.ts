import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTraffic } from "#net/traffic/traffic.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import { createVirtualClock, type VirtualClock } from "#test/fixtures/virtual-clock.ts";

const FOREVER = Number.POSITIVE_INFINITY;

type Started = { name: string; at: number };

/** A traffic whose tasks note when they start and take `durationMs`. */
function setUp(overrides: { connections?: number; hostGapMs?: number } = {}) {
  const clock = createVirtualClock(1000);
  const traffic = createTraffic({ clock, connections: 6, hostGapMs: 0, ...overrides });
  const started: Started[] = [];
  const send = (name: string, host: string, startBy = FOREVER, durationMs = 10) =>
    traffic.run(host, startBy, () => {
      started.push({ name, at: clock.now() });
      return waitFor(clock, durationMs).then(() => name);
    });
  return { clock, traffic, started, send };
}

const waitFor = (clock: VirtualClock, ms: number) =>
  new Promise<void>((resolve) => void clock.after(ms, resolve));

describe("connections", () => {
  it("are taken in the order of arrival", async () => {
    const { clock, started, send } = setUp({ connections: 2 });
    const results = Promise.all(
      ["a", "b", "c", "d", "e"].map((name) => send(name, name)),
    );
    await clock.runAll();
    expect(started).toEqual([
      { name: "a", at: 1000 },
      { name: "b", at: 1000 },
      { name: "c", at: 1010 },
      { name: "d", at: 1010 },
      { name: "e", at: 1020 },
    ]);
    expect(await results).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("are no more than a later limit, which never raises their number", async () => {
    const { clock, traffic, started, send } = setUp({ connections: 2 });
    traffic.limit(1);
    traffic.limit(5);
    for (const name of ["a", "b", "c"]) void send(name, name);
    await clock.runAll();
    expect(started.map(({ at }) => at)).toEqual([1000, 1010, 1020]);
  });

  it("are not taken by a task that waits for its host", async () => {
    const { clock, started, send } = setUp({ connections: 1, hostGapMs: 100 });
    void send("a1", "a");
    void send("a2", "a");
    void send("b1", "b");
    await clock.runAll();
    expect(started).toEqual([
      { name: "a1", at: 1000 },
      { name: "b1", at: 1010 },
      { name: "a2", at: 1100 },
    ]);
  });

  it("are freed by a task that fails, and only its caller hears of it", async () => {
    const { clock, traffic, send } = setUp({ connections: 1 });
    const rejecting = traffic.run("a", FOREVER, () => Promise.reject(new Error("no")));
    const throwing = traffic.run("a", FOREVER, () => {
      throw new Error("never");
    });
    const fine = send("fine", "a");
    const outcomes = Promise.allSettled([rejecting, throwing, fine]);
    await clock.runAll();
    expect(await outcomes).toMatchObject([
      { reason: new Error("no") },
      { reason: new Error("never") },
      { value: "fine" },
    ]);
  });

  it("may be asked for by a task that is running", async () => {
    const { clock, traffic, send } = setUp({ connections: 1 });
    let inner: Promise<string | null> | undefined;
    const outer = traffic.run("a", FOREVER, async () => {
      inner = send("inner", "a");
    });
    await clock.runAll();
    await outer;
    expect(await inner).toBe("inner");
  });
});

describe("a host's gap", () => {
  it("lies between the starts of its tasks, however short they are", async () => {
    const { clock, started, send } = setUp({ hostGapMs: 100 });
    for (const name of ["a1", "a2", "a3"]) void send(name, "a", FOREVER, 1);
    await clock.runAll();
    expect(started.map(({ at }) => at)).toEqual([1000, 1100, 1200]);
  });

  it("is kept if timers come early", async () => {
    const { clock, started, send } = setUp({ hostGapMs: 100 });
    const after = clock.after;
    clock.after = (ms, wake) => after(ms > 50 ? ms - 3 : ms, wake);
    for (const name of ["a1", "a2"]) void send(name, "a");
    await clock.runAll();
    expect(started.map(({ at }) => at)).toEqual([1000, 1100]);
  });

  it("is kept after the line has been empty", async () => {
    const { clock, started, send } = setUp({ hostGapMs: 100 });
    void send("a1", "a");
    await clock.advanceBy(60);
    void send("a2", "a");
    await clock.runAll();
    expect(started.map(({ at }) => at)).toEqual([1000, 1100]);
  });
});

describe("a hold", () => {
  it("keeps a host's tasks back until it ends, and no others", async () => {
    const { clock, traffic, started, send } = setUp();
    traffic.hold("a", 1500);
    void send("a1", "a");
    void send("b1", "b");
    await clock.runAll();
    expect(started).toEqual([
      { name: "b1", at: 1000 },
      { name: "a1", at: 1500 },
    ]);
  });

  it("also keeps back tasks that were waiting before it", async () => {
    const { clock, traffic, started, send } = setUp({ connections: 1 });
    void send("b1", "b");
    void send("a1", "a");
    traffic.hold("a", 1500);
    await clock.runAll();
    expect(started.at(-1)).toEqual({ name: "a1", at: 1500 });
  });

  it("is told until it ends", async () => {
    const { clock, traffic } = setUp();
    expect(traffic.heldUntil("a")).toBe(0);
    traffic.hold("a", 1500);
    expect(traffic.heldUntil("a")).toBe(1500);
    expect(traffic.heldUntil("b")).toBe(0);
    await clock.advanceTo(1500);
    expect(traffic.heldUntil("a")).toBe(0);
  });

  it("can be prolonged, not shortened", async () => {
    const { clock, traffic, started, send } = setUp();
    traffic.hold("a", 1500);
    traffic.hold("a", 1200);
    expect(traffic.heldUntil("a")).toBe(1500);
    void send("a1", "a");
    traffic.hold("a", 1700);
    await clock.runAll();
    expect(started).toEqual([{ name: "a1", at: 1700 }]);
  });
});

describe("a task that cannot start in time resolves to null, never runs,", () => {
  /** Lets microtasks pass, but no time. */
  async function resolvesNow(
    clock: VirtualClock,
    result: Promise<unknown>,
  ): Promise<unknown> {
    const pending = Symbol("pending");
    await clock.advanceBy(0);
    return Promise.race([result, Promise.resolve(pending)]).then((value) =>
      value === pending ? "pending" : value,
    );
  }

  it("at once if its time has passed already", async () => {
    const { clock, send, started } = setUp();
    expect(await resolvesNow(clock, send("a1", "a", 999))).toBe(null);
    expect(started).toEqual([]);
  });

  it("at once if a hold ends too late, whichever came first", async () => {
    const { clock, traffic, send } = setUp({ connections: 1 });
    void send("b1", "b");
    const before = send("a1", "a", 1400);
    traffic.hold("a", 1500);
    const after = send("a2", "a", 1400);
    expect(await resolvesNow(clock, before)).toBe(null);
    expect(await resolvesNow(clock, after)).toBe(null);
  });

  it("at once if too many of its host are ahead of it", async () => {
    const { clock, send } = setUp({ hostGapMs: 100 });
    const results = ["a1", "a2", "a3", "a4"].map((name) => send(name, "a", 1250));
    // Starts at 1000, 1100, 1200; the fourth could not before 1300.
    expect(await resolvesNow(clock, results[3] as Promise<unknown>)).toBe(null);
    await clock.runAll();
    expect(await Promise.all(results)).toEqual(["a1", "a2", "a3", null]);
  });

  it("but not while one ahead of it may give up and let it pass", async () => {
    const { clock, send } = setUp({ connections: 1, hostGapMs: 100 });
    void send("b1", "b", FOREVER, 20);
    const ahead = send("a1", "a", 1010);
    const behind = send("a2", "a", 1050); // Not before 1100 if a1 starts, but it cannot: b1 takes until 1020.
    await clock.runAll();
    expect(await Promise.all([ahead, behind])).toEqual([null, "a2"]);
  });

  it("at the end of its time if connections stay busy", async () => {
    const { clock, send, started } = setUp({ connections: 1 });
    void send("a1", "a", FOREVER, 1000);
    const result = send("b1", "b", 1400);
    await clock.advanceTo(1399);
    expect(await resolvesNow(clock, result)).toBe("pending");
    await clock.advanceTo(1400);
    expect(await resolvesNow(clock, result)).toBe(null);
    expect(started).toHaveLength(1);
  });

  it("and lets those behind it pass", async () => {
    const { clock, send } = setUp({ connections: 1 });
    void send("a1", "a", FOREVER, 500);
    const late = send("a2", "a", 1400);
    const behind = send("a3", "a", 1600);
    await clock.runAll();
    expect(await Promise.all([late, behind])).toEqual([null, "a3"]);
  });

  it("even if timers come late", async () => {
    const { clock, send, started } = setUp({ connections: 1 });
    const after = clock.after;
    clock.after = (ms, wake) => after(ms === 400 ? 600 : ms, wake);
    void send("a1", "a", FOREVER, 500);
    const result = send("b1", "b", 1400); // A connection is free from 1500 on; the alarm rings at 1600.
    await clock.runAll();
    expect(await result).toBe(null);
    expect(started).toHaveLength(1);
  });

  it("but one that can start exactly in time does", async () => {
    const { clock, traffic, send, started } = setUp();
    traffic.hold("a", 1500);
    void send("a1", "a", 1500);
    await clock.runAll();
    expect(started).toEqual([{ name: "a1", at: 1500 }]);
  });
});

it("the traffic control leaves no timer behind once no task waits", async () => {
  const { clock, traffic, send } = setUp({ connections: 1, hostGapMs: 100 });
  const first = send("a1", "a", 9000);
  const second = send("a2", "a", 9000);
  await clock.advanceTo(1200);
  await Promise.all([first, second]);
  traffic.hold("b", 7000);
  const held = send("b1", "b", 8000);
  traffic.hold("b", 9000);
  expect(await held).toBe(null);
  expect(clock.pending()).toBe(0);
});

it("the traffic control serves 1,000 tasks of 40 hosts with few timers and calls", async () => {
  const { clock, started, send } = setUp({ hostGapMs: 1 });
  let timers = 0;
  const after = clock.after;
  clock.after = (ms, wake) => {
    timers += 1;
    return after(ms, wake);
  };
  for (let i = 0; i < 1000; i += 1) void send(`${i}`, `host-${i % 40}`, 100_000);
  await clock.runAll();
  expect(started.map(({ name }) => Number(name))).toEqual(
    Array.from({ length: 1000 }, (_, i) => i),
  );
  // One for each task's own duration, and the alarm is not set anew for every start.
  expect(timers).toBeLessThan(1100);
});

// Arrivals, durations, gaps and holds are even and `startBy` is odd, so that no two
// events of different kinds that matter to each other fall on one instant, where either
// order would be right. Nor do two holds come at one instant.
const even = (max: number) => fc.nat({ max: max / 2 }).map((n) => n * 2);
const scenario = fc.record({
  connections: fc.integer({ min: 1, max: 4 }),
  hostGapMs: even(40),
  tasks: fc.array(
    fc.record({
      at: even(100),
      host: fc.constantFrom("a", "b", "c"),
      patienceMs: even(200).map((n) => n + 1),
      durationMs: even(60),
      fails: fc.boolean(),
    }),
    { maxLength: 30 },
  ),
  holds: fc.uniqueArray(
    fc.record({ at: even(100), host: fc.constantFrom("a", "b"), ms: even(120) }),
    {
      maxLength: 4,
      selector: ({ at }) => at,
    },
  ),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;
type Task = Scenario["tasks"][number];

/** What became of each task: when it started, or null. */
type Fates = (number | null)[];

async function observe({
  connections,
  hostGapMs,
  tasks,
  holds,
}: Scenario): Promise<Fates> {
  const clock = createVirtualClock(0);
  const traffic = createTraffic({ clock, connections, hostGapMs });
  const fates: Fates = tasks.map(() => null);
  const results: Promise<string | null>[] = [];
  for (const { at, host, ms } of holds)
    clock.after(at, () => traffic.hold(host, at + ms));
  for (const [index, { at, host, patienceMs, durationMs, fails }] of tasks.entries()) {
    clock.after(at, () => {
      const result = traffic.run(host, at + patienceMs, async () => {
        fates[index] = clock.now();
        await waitFor(clock, durationMs);
        if (fails) throw new Error("failed");
        return "done";
      });
      results[index] = result.catch((error: Error) => error.message);
    });
  }
  await clock.runAll();
  const expected = tasks.map(({ fails }, index) =>
    fates[index] === null ? null : fails ? "failed" : "done",
  );
  expect(await Promise.all(results)).toEqual(expected);
  expect(clock.pending()).toBe(0);
  return fates;
}

/**
 * The same rules, said as slowly and plainly as possible: at every millisecond, every
 * task is looked at.
 */
function predict({ connections, hostGapMs, tasks, holds }: Scenario): Fates {
  const fates: Fates = tasks.map(() => null);
  const arrivals = [...tasks.entries()].sort(([i, a], [j, b]) => a.at - b.at || i - j);
  const lastStarts = new Map<string, number>();
  for (let now = 0; now <= 301; now += 1) {
    const isRunning = ({ durationMs }: Task, index: number) => {
      const start = fates[index] ?? null;
      return start !== null && now < start + durationMs;
    };
    const isShut = (host: string) =>
      now < (lastStarts.get(host) ?? Number.NEGATIVE_INFINITY) + hostGapMs ||
      holds.some(
        (hold) => hold.host === host && hold.at <= now && now < hold.at + hold.ms,
      );
    const queued = new Set<string>();
    for (const [index, { at, host, patienceMs }] of arrivals) {
      if (at > now || at + patienceMs < now || fates[index] !== null || queued.has(host))
        continue;
      if (isShut(host) || tasks.filter(isRunning).length >= connections) {
        queued.add(host);
        continue;
      }
      fates[index] = now;
      lastStarts.set(host, now);
    }
  }
  return fates;
}

it("the traffic control starts each task exactly when a simple model does, or settles it as null", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      expect(await observe(given)).toEqual(predict(given));
    }),
    { numRuns: scenarios(500) },
  );
});
