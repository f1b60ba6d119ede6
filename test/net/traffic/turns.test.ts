import { describe, expect, it } from "vitest";
import { createTraffic } from "#net/traffic/traffic.ts";
import { createVirtualClock } from "#test/fixtures/virtual-clock.ts";

describe("turns to ask a host that was held", () => {
  function setUp() {
    const clock = createVirtualClock(1_000);
    const traffic = createTraffic({ clock, connections: 6, hostGapMs: 0 });
    const order: string[] = [];
    const ask = (name: string, host: string, servedAt: number) =>
      traffic.turn(host, servedAt).then(() => order.push(name));
    return { clock, traffic, order, ask };
  }

  it("go first to the one that was served the longest ago, of all that come at an instant", async () => {
    const { clock, traffic, order, ask } = setUp();
    traffic.hold("a", 2_000);
    clock.after(1_000, () => void ask("lately", "a", 900));
    clock.after(1_000, () => void ask("never", "a", 0));
    clock.after(1_000, () => void ask("earlier", "a", 500));
    await clock.runAll();
    expect(order).toEqual(["never", "earlier", "lately"]);
  });

  it("are not waited for at a host that was never held", async () => {
    const { clock, traffic, order, ask } = setUp();
    traffic.hold("a", 2_000);
    await Promise.all([ask("one", "b", 900), ask("other", "b", 0)]);
    expect(order).toEqual(["one", "other"]);
    expect(clock.now()).toBe(1_000);
  });
});

describe("a task that waits for no hold", () => {
  it("is given up when its host is held, while others wait", async () => {
    const clock = createVirtualClock(1_000);
    const traffic = createTraffic({ clock, connections: 6, hostGapMs: 500 });
    const run = (longestHoldMs?: number) =>
      traffic.run("a", 60_000, async () => clock.now(), longestHoldMs);
    const all = [run(), run(0), run(10_000), run()];
    traffic.hold("a", 8_000);
    const late = run(0);
    await clock.runAll();
    expect(await Promise.all(all)).toEqual([1_000, null, 8_000, 8_500]);
    expect(await late).toBeNull();
  });
});
