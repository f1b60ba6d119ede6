// Tests how rounds treat the hosts that they ask: attempts, gaps, how many requests at
// once, and waiting when a host wants it.

import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import {
  answering,
  fillShards,
  isoAt,
  minute,
  runsOf,
  type Sent,
  second,
  start,
  timesOf,
  watch,
} from "#test/fixtures/rounds/rounds.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

describe("a failed attempt", () => {
  const lost = () => new Error("Network connection lost.");
  const ok = { body: "well" };

  it.each([
    ["a lost connection", {}, [lost(), ok], [0, 1], "ok"],
    ["a 500", {}, [{ status: 500 }, ok], [0, 1.01], "ok"],
    [
      "a 503 that asks for 7 seconds",
      {},
      [{ status: 503, headers: { "retry-after": "7" } }, ok],
      [0, 7.01],
      "ok",
    ],
    ["lost connections", { retries: 3 }, [lost()], [0, 1, 3, 7], "failed"],
    ["a lost connection", { retries: 0 }, [lost(), ok], [0], "failed"],
    ["a lost connection", { method: "POST" }, [lost(), ok], [0], "failed"],
    ["a 404", {}, [{ status: 404 }, ok], [0], "failed"],
    ["a 429 without a time", {}, [{ status: 429 }, ok], [0], "failed"],
  ] as const)(
    "after %s with %j is followed by others within the round",
    async (_, request, answers, times, outcome) => {
      const { world, sent } = await watch({ site: answering(...answers) });
      const id = await addTarget(world, {
        request,
        schedule: { every: "1h" },
        alarm: { recheck: null },
      });
      await world.runUntil(start + minute);
      expect(sent.map(({ at }) => at)).toEqual(times);
      const runs = await runsOf(world, id);
      const trigger = times.length > 1 ? "retry" : "schedule";
      expect(runs).toMatchObject([
        { dueAt: isoAt(0), lagMs: 0, attempt: times.length, trigger, outcome },
      ]);
    },
  );
});

describe("a host that asks to be left alone", () => {
  const busy = { status: 503, headers: { "retry-after": "120" } };

  it("gets no request before the time is over, not for its other targets and not by later ticks", async () => {
    let count = 0;
    const { world, sent } = await watch({
      site: ({ host }) => (host === "busy.example.com" && count++ === 0 ? busy : {}),
    });
    const schedule = { every: "1m", startAt: isoAt(0) };
    const first = await addTarget(world, { url: "https://busy.example.com/a", schedule });
    const second = await addTarget(world, {
      url: "https://busy.example.com/b",
      schedule: { every: "20s", startAt: isoAt(5_000) },
    });
    const other = await addTarget(world, { schedule });
    await fillShards();
    const elsewhere = await addTarget(world, {
      url: "https://busy.example.com/c",
      schedule: { cron: "30 * * * * *" },
    });
    await world.runUntil(start + 4 * minute);
    const seen = sent
      .filter(({ host }) => host === "busy.example.com")
      .map(({ at }) => at);
    expect(seen.slice(0, 2)).toEqual([0, 120.01]);
    expect((await timesOf(world, other)).map(([, startedAt]) => startedAt)).toEqual([
      0, 60, 120, 180,
    ]);
    for (const id of [first, second, elsewhere]) {
      expect((await timesOf(world, id)).at(-1)?.[1]).toBeGreaterThanOrEqual(180);
      await auditTarget(id, world.now());
    }
  });

  it("does so also when it says until when", async () => {
    const until = new Date(start + 90 * second).toUTCString();
    const { world, sent } = await watch({
      site: answering({ status: 503, headers: { "retry-after": until } }, {}),
    });
    await addTarget(world, {
      schedule: { every: "10s", startAt: isoAt(0) },
      request: { retries: 0 },
    });
    await world.runUntil(start + 2 * minute);
    expect(sent.map(({ at }) => at)).toEqual([0, 90, 100, 110]);
  });
});

describe("requests", () => {
  /** How many were under way at most, if each took `ms`. */
  const atOnce = (sent: readonly Sent[], ms: number) =>
    Math.max(
      ...sent.map(
        ({ at }) =>
          sent.filter((one) => one.at <= at && at < one.at + ms / second).length,
      ),
    );

  it("are six at once at the most, over all shards", async () => {
    const { world, sent } = await watch({ site: () => ({ afterMs: 700 }) });
    for (let i = 0; i < 48; i++) {
      await addTarget(world, {
        url: `https://host${i}.example.com/`,
        schedule: { every: "1h" },
      });
    }
    await world.runUntil(start + minute);
    expect(sent).toHaveLength(48);
    expect(atOnce(sent, 700)).toBe(6);
    // 48 requests, six at a time: eight rows of 0.7 s.
    expect(sent.at(-1)?.at).toBeCloseTo(7 * 0.7, 5);
  });

  it("to one host keep the gap, those to others do not wait for it", async () => {
    const { world, sent } = await watch({ vars: { HOST_GAP_MS: "500" } });
    for (const host of ["a", "a", "b", "a", "a"]) {
      await addTarget(world, {
        url: `https://${host}.example.com/`,
        schedule: { every: "1h" },
      });
    }
    await world.runUntil(start + minute);
    const times = (host: string) =>
      sent.filter((one) => one.host === host).map(({ at }) => at);
    expect(times("a.example.com")).toEqual([0, 0.5, 1, 1.5]);
    expect(times("b.example.com")).toEqual([0]);
  });
});

describe("one page of a host that asks for half a minute of patience each time", () => {
  it("neither holds up the round's results nor keeps the host's other pages from their turn", async () => {
    const world = await createWorld({
      now: Date.parse("2026-03-02T10:00:00Z"),
      site: ({ pathname }) =>
        pathname === "/busy" ? { status: 503, headers: { "retry-after": "30" } } : {},
    });
    for (const page of ["before", "busy", "after"]) {
      const document = {
        url: `https://site.example.com/${page}`,
        schedule: { every: "30s" },
      };
      await world.call("POST", "/api/targets", document);
    }
    world.startTick();
    await world.advanceTo(world.now() + 5_000);
    expect((await world.call("GET", "/api/targets/1/runs")).body.items).toHaveLength(1);
    expect((await world.call("GET", "/api/targets/2/runs")).body.items).toMatchObject([
      { status: 503, attempt: 1 },
    ]);
    await world.advanceTo(Date.parse("2026-03-02T10:01:00Z"));
    await world.runUntil(Date.parse("2026-03-02T10:10:00Z"));
    for (const id of [1, 3]) {
      const { body } = await world.call("GET", `/api/targets/${id}/runs?outcome=ok`);
      expect(body.items.length).toBeGreaterThanOrEqual(5);
    }
  });
});
