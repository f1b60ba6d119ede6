// What the rounds do: when targets are run, what hosts get to see of it, and what it
// costs.
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { hourOf } from "#domain/time/instants.ts";
import { createMeter, openDb } from "#store/db.ts";
import { readEntries } from "#store/runs/history.ts";
import { findTarget } from "#store/targets/targets.ts";
import { auditTarget } from "#test/fixtures/audit.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { type Answer, createWorld, type Site, type World } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const second = 1_000;
const minute = 60 * second;
const { DB } = env as unknown as { DB: D1Database };

/** Seconds since the start. */
const seconds = (instant: string) => (Date.parse(instant) - start) / second;
const isoAt = (ms: number) => new Date(start + ms).toISOString();

type Sent = { host: string; path: string; at: number; headers: Headers };

/** A world that writes down when each request came. */
async function watch({
  site = () => ({}),
  ...rest
}: Parameters<typeof createWorld>[0] = {}) {
  const sent: Sent[] = [];
  const watched: Site = (url, request) => {
    const at = (world.now() - start) / second;
    sent.push({ host: url.host, path: url.pathname, at, headers: request.headers });
    return site(url, request);
  };
  const world: World = await createWorld({ now: start, ...rest, site: watched });
  return { world, sent };
}

/** A host that gives these answers one after another, the last one over and over. */
function answering(...answers: (Answer | Error)[]): Site {
  let count = 0;
  return () => answers[Math.min(count++, answers.length - 1)] ?? {};
}

async function add(
  world: World,
  document: Record<string, unknown> = {},
): Promise<number> {
  const { status, body } = await world.call("POST", "/api/targets", {
    url: "https://site.example.com/",
    ...document,
  });
  expect(status).toBe(201);
  return body.id;
}

/** A target's runs, the oldest first. */
async function runsOf(world: World, id: number) {
  const { body } = await world.call("GET", `/api/targets/${id}/runs?limit=500`);
  return body.items.reverse() as {
    dueAt: string;
    startedAt: string;
    [field: string]: unknown;
  }[];
}

/** When a target's runs were due and when they started, in seconds since the start. */
const timesOf = async (world: World, id: number) =>
  (await runsOf(world, id)).map(({ dueAt, startedAt }) => [
    seconds(dueAt),
    seconds(startedAt),
  ]);

/** Fills the shards there are: the next target gets another one. */
const fillShards = () => DB.prepare("UPDATE shards SET size = 40").run();

describe("an interval", () => {
  it("is first due at once and from then on at a phase of its own that never moves", async () => {
    const { world } = await watch({ now: start + 20 * second });
    const ids: number[] = [];
    for (let i = 0; i < 5; i++)
      ids.push(await add(world, { schedule: { every: "10m" } }));
    await world.advanceTo(start + minute);
    await world.runUntil(start + 31 * minute);
    await world.call("PATCH", `/api/targets/${ids[0]}`, { name: "Renamed" });
    await world.advanceTo(start + 55 * minute);
    await world.runUntil(start + 90 * minute);
    const phases = new Set<number>();
    for (const id of ids) {
      const [first, ...others] = await timesOf(world, id);
      expect(first).toEqual([20, 60]);
      const phase = new Set(others.map(([dueAt = 0]) => dueAt % 600));
      expect(phase.size).toBe(1);
      for (const one of phase) phases.add(one);
      expect(others.length).toBeGreaterThanOrEqual(5);
    }
    expect(phases.size).toBeGreaterThan(1);
  });

  it.each([
    [{ every: "5s" }, 12],
    [{ every: "6s" }, 10],
    [{ every: "20s" }, 3],
    [{ every: "30s" }, 2],
    [{ cron: "*/10 * * * * *" }, 6],
    [{ cron: "7,37 * * * * *" }, 2],
  ])(
    "of %j is served at its own instants, %i times in each minute",
    async (schedule, count) => {
      const { world, sent } = await watch();
      const id = await add(world, { schedule });
      await world.runUntil(start + 3 * minute);
      const times = await timesOf(world, id);
      expect(times.map(([dueAt]) => dueAt)).toEqual(
        times.map(([, startedAt]) => startedAt),
      );
      expect(sent.map(({ at }) => at)).toEqual(times.map(([dueAt]) => dueAt));
      const inSecondMinute = times.filter(([dueAt = 0]) => dueAt >= 60 && dueAt < 120);
      expect(inSecondMinute).toHaveLength(count);
    },
  );

  it.each(["the same shard", "another shard"])(
    "of seconds keeps to its instants while a host of %s is slow",
    async (place) => {
      const { world } = await watch({
        site: ({ host }) => ({ afterMs: host === "slow.example.com" ? 40 * second : 10 }),
      });
      const schedule = { every: "1m", startAt: isoAt(0) };
      const slow = await add(world, {
        url: "https://slow.example.com/",
        request: { timeout: "50s" },
        schedule,
      });
      if (place === "another shard") await fillShards();
      const quick = await add(world, { schedule: { every: "5s", startAt: isoAt(0) } });
      await world.runUntil(start + 2 * minute);
      expect(await timesOf(world, slow)).toEqual([
        [0, 0],
        [60, 60],
      ]);
      expect(await timesOf(world, quick)).toEqual(
        Array.from({ length: 24 }, (_, i) => [i * 5, i * 5]),
      );
    },
  );
});

describe("slots that come while a run goes on", () => {
  // Every 5 s, and each answer takes 15: three slots come during each run, the last as it
  // ends.
  it.each([
    [
      "buffer-one",
      [
        [0, 0],
        [5, 15],
        [20, 30],
        [35, 45],
      ],
      [10, 15, 25, 30, 40, 45, 55],
    ],
    [
      "keep-latest",
      [
        [0, 0],
        [15, 15],
        [30, 30],
        [45, 45],
      ],
      [5, 10, 20, 25, 35, 40, 50, 55],
    ],
    [
      "buffer-all",
      [
        [0, 0],
        [5, 15],
        [10, 30],
        [15, 45],
      ],
      [],
    ],
    [
      "skip",
      [
        [0, 0],
        [20, 20],
        [40, 40],
      ],
      [5, 10, 15, 25, 30, 35, 45, 50, 55],
    ],
  ])("are kept or skipped as %s says", async (overlap, times, skipped) => {
    const { world } = await watch({ site: () => ({ afterMs: 15 * second }) });
    const schedule = { every: "5s", startAt: isoAt(0), overlap };
    const id = await add(world, { schedule, request: { timeout: "30s" } });
    await world.runUntil(start + 3 * minute);
    const started = await timesOf(world, id);
    expect(started.filter(([, startedAt = 0]) => startedAt < 60)).toEqual(times);
    const drops = await dropsOf(id);
    expect(drops.map(({ fate }) => fate)).not.toContain("missed");
    const slots = drops.flatMap(({ count, firstAt }) =>
      Array.from({ length: count }, (_, i) => (firstAt - start) / second + i * 5),
    );
    expect(slots.filter((slot) => slot < 60)).toEqual(skipped);
    await auditTarget(id, world.now());
  });
});

async function dropsOf(id: number) {
  const db = openDb(DB, createMeter());
  const known = await findTarget(db, id);
  if (known === null) throw new Error(`no target ${id}`);
  const entries = await readEntries(db, known.target, hourOf(start), hourOf(start) + 24);
  return entries.flatMap((entry) => (entry.kind === "drop" ? [entry.drop] : []));
}

describe("a run that starts later than its slot", () => {
  it.each([
    [10 * second, "ran"],
    [10 * second + 1, "late"],
  ])("by %i ms with a grace of 10 s counts as %s", async (delay, fate) => {
    const { world } = await watch();
    const schedule = { every: "1m", startAt: isoAt(minute), grace: "10s" };
    const id = await add(world, { schedule });
    await world.advanceTo(start + minute + delay);
    await world.runUntil(start + 2 * minute);
    expect(await runsOf(world, id)).toMatchObject([
      { dueAt: isoAt(minute), lagMs: delay, fate },
    ]);
  });

  it("finds what came in an outage missed, except for the one slot it may catch up with", async () => {
    const { world } = await watch();
    const schedule = { every: "1m", startAt: isoAt(0), catchUpWindow: "5m" };
    const id = await add(world, { schedule });
    await world.runUntil(start + 2 * minute);
    await world.advanceTo(start + 30 * minute);
    await world.runUntil(start + 35 * minute);
    // 2..24 are older than the window; of 25..30 the first one waited and the others came on top of it.
    expect(await auditTarget(id, world.now() - 1)).toMatchObject({
      slots: 35,
      ran: 6,
      late: 1,
      missed: 28,
    });
    expect((await timesOf(world, id)).slice(2)).toEqual([
      [25 * 60, 30 * 60],
      ...[31, 32, 33, 34].map((minutes) => [minutes * 60, minutes * 60]),
    ]);
  });
});

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
      const id = await add(world, { request, schedule: { every: "1h" } });
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
    const first = await add(world, { url: "https://busy.example.com/a", schedule });
    const second = await add(world, {
      url: "https://busy.example.com/b",
      schedule: { every: "20s", startAt: isoAt(5_000) },
    });
    const other = await add(world, { schedule });
    await fillShards();
    const elsewhere = await add(world, {
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
    await add(world, {
      schedule: { every: "10s", startAt: isoAt(0) },
      request: { retries: 0 },
    });
    await world.runUntil(start + 2 * minute);
    expect(sent.map(({ at }) => at)).toEqual([0, 90, 100, 110]);
  });
});

describe("a page that has not changed", () => {
  const tagged = { headers: { etag: '"v1"', "content-type": "text/html" }, body: "page" };
  const unchanged = { status: 304, headers: { etag: '"v1"' } };
  const everyMinute = { schedule: { every: "1m", startAt: isoAt(0) } };
  const conditionsOf = (sent: readonly Sent[]) =>
    sent.map(({ headers }) => [
      headers.get("if-none-match"),
      headers.get("if-modified-since"),
    ]);

  it("is asked for by its ETag and answered with 304: a success with the content that was known", async () => {
    const { world, sent } = await watch({ site: answering(tagged, unchanged) });
    const id = await add(world, everyMinute);
    await world.runUntil(start + 3 * minute);
    expect(conditionsOf(sent)).toEqual([
      [null, null],
      ['"v1"', null],
      ['"v1"', null],
    ]);
    const [first, second, third] = await runsOf(world, id);
    expect(first).toMatchObject({
      status: 200,
      outcome: "ok",
      notModified: false,
      bytes: 4,
    });
    const known = { contentHash: first?.contentHash, contentType: "text/html" };
    expect(known.contentHash).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toMatchObject({
      status: 304,
      outcome: "ok",
      notModified: true,
      bytes: 0,
      ...known,
    });
    expect(third).toMatchObject(known);
  });

  it("is asked for by its date when it has no ETag, and by what it last offered", async () => {
    const dated = { headers: { "last-modified": "Mon, 02 Mar 2026 00:00:00 GMT" } };
    const { world, sent } = await watch({ site: answering(dated, tagged, {}) });
    await add(world, everyMinute);
    await world.runUntil(start + 4 * minute);
    expect(conditionsOf(sent)).toEqual([
      [null, null],
      [null, "Mon, 02 Mar 2026 00:00:00 GMT"],
      ['"v1"', null],
      [null, null],
    ]);
  });

  it.each([
    [{ url: "https://site.example.com/other" }, null],
    [{ request: { headers: { accept: "text/plain" } } }, null],
    [{ name: "Renamed", tags: ["a"] }, '"v1"'],
  ])("is asked for after a change of %j with the tag %s", async (patch, tag) => {
    const { world, sent } = await watch({ site: answering(tagged, tagged, tagged) });
    const id = await add(world, everyMinute);
    await world.runUntil(start + minute);
    expect((await world.call("PATCH", `/api/targets/${id}`, patch)).status).toBe(200);
    await world.runUntil(start + 2 * minute);
    expect(conditionsOf(sent).slice(1)[0]).toEqual([tag, null]);
    expect(sent).toHaveLength(2);
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
      await add(world, {
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
      await add(world, {
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

describe("a target's status", () => {
  const good = {};
  const bad = { status: 404 };
  const statusOf = async (world: World, id: number) => {
    const { body } = await world.call("GET", `/api/targets/${id}`);
    return [body.status, seconds(body.statusSince), body.lastRun?.outcome ?? null];
  };

  it("is that of its last run, since the run that turned it", async () => {
    const { world } = await watch({ site: answering(good, good, bad, bad, good) });
    const id = await add(world, { schedule: { every: "1m", startAt: isoAt(0) } });
    expect(await statusOf(world, id)).toEqual(["new", 0, null]);
    const seen: unknown[] = [];
    for (let minutes = 1; minutes <= 5; minutes++) {
      await world.runUntil(start + minutes * minute);
      seen.push(await statusOf(world, id));
    }
    expect(seen).toEqual([
      ["up", 0, "ok"],
      ["up", 0, "ok"],
      ["down", 120, "failed"],
      ["down", 120, "failed"],
      ["up", 240, "ok"],
    ]);
  });

  it.each([
    [
      [good, bad, bad, bad, bad],
      ["down", 5, "failed"],
    ],
    [
      [good, good, bad, good, good],
      ["up", 15, "ok"],
    ],
    [
      [bad, bad, good, bad, bad],
      ["down", 15, "failed"],
    ],
  ])(
    "turns at the run that turned it, also when others follow in the same round: %j",
    async (answers, status) => {
      const { world } = await watch({ site: answering(...answers) });
      const id = await add(world, {
        schedule: { every: "5s", startAt: isoAt(0), expiresAt: isoAt(25_000) },
      });
      await world.runUntil(start + minute);
      expect(await runsOf(world, id)).toHaveLength(5);
      expect(await statusOf(world, id)).toEqual(status);
    },
  );

  it("tells of the last failure only", async () => {
    const timeout = { afterMs: 20 * second };
    const { world } = await watch({ site: answering(timeout, bad) });
    const id = await add(world, {
      schedule: { every: "1m", startAt: isoAt(0) },
      request: { timeout: "5s" },
    });
    await world.runUntil(start + minute);
    expect(
      (await world.call("GET", `/api/targets/${id}`)).body.lastRun.failure.class,
    ).toBe("timeout");
    await world.runUntil(start + 2 * minute);
    const { body } = await world.call("GET", `/api/targets/${id}`);
    expect(body.lastRun.failure.evidence).toEqual({ status: 404, expected: "2xx" });
    expect(body.lastRun).toEqual((await runsOf(world, id)).at(-1));
  });
});

describe("a target with a broken stored schedule", () => {
  it("ends neither the round nor the tick, and does not spoil answers", async () => {
    const { world, sent } = await watch();
    const schedule = { cron: "* * * * *", zone: "Europe/Berlin" };
    const before = await add(world, { url: "https://a.example.com/", schedule });
    const broken = await add(world, { url: "https://b.example.com/", schedule });
    const after = await add(world, { url: "https://c.example.com/", schedule });
    const zone = "$.timing.zone";
    await DB.prepare(
      "UPDATE targets SET schedule = json_set(schedule, ?, 'Mars/Olympus') WHERE id = ?",
    )
      .bind(zone, broken)
      .run();
    await world.runUntil(start + 2 * minute);
    expect(sent.map(({ host, at }) => [host, at])).toEqual([
      ["a.example.com", 0],
      ["c.example.com", 0],
      ["a.example.com", 60],
      ["c.example.com", 60],
    ]);
    expect(await runsOf(world, before)).toHaveLength(2);
    expect(await runsOf(world, after)).toHaveLength(2);
    expect(world.logs).toContainEqual(
      expect.objectContaining({ event: "target-broken", target: broken }),
    );
    expect((await world.call("GET", `/api/targets/${broken}`)).body.nextDueAt).toBeNull();
    expect(
      (await world.call("GET", `/api/targets/${broken}/upcoming`)).body.items,
    ).toEqual([]);

    await world.call("PATCH", `/api/targets/${broken}`, { schedule: { every: "1m" } });
    await world.runUntil(start + 3 * minute);
    expect(await runsOf(world, broken)).toHaveLength(1);
  });
});

describe("a change while the round is under way", () => {
  const slow: Site = ({ host }) => ({
    afterMs: host === "slow.example.com" ? 3 * second : 10,
  });
  const lost = (world: World) =>
    world.logs.filter(({ lost, problem }) => lost || problem);

  /** Starts a tick and stops in the middle of its first run. */
  async function inFlight(schedule: object) {
    const { world, sent } = await watch({ site: slow });
    const id = await add(world, { url: "https://slow.example.com/", schedule });
    const other = await add(world, { schedule: { every: "1m", startAt: isoAt(0) } });
    world.startTick();
    await world.advanceTo(start + second);
    expect(sent).toHaveLength(2);
    return { world, sent, id, other };
  }

  const sentTo = (sent: readonly Sent[], host: string) =>
    sent.filter((one) => one.host === host).map(({ at }) => at);

  it("deletes a target for good, and the others are recorded", async () => {
    const { world, sent, id, other } = await inFlight({ every: "1m", startAt: isoAt(0) });
    expect((await world.call("DELETE", `/api/targets/${id}`)).status).toBe(204);
    await world.advanceTo(start + minute);
    await world.runUntil(start + 3 * minute);
    expect(sentTo(sent, "slow.example.com")).toEqual([0]);
    expect((await world.call("GET", `/api/targets/${id}`)).status).toBe(404);
    expect((await timesOf(world, other)).map(([dueAt]) => dueAt)).toEqual([0, 60, 120]);
    expect(lost(world)).toEqual([]);
    const { state } = (await DB.prepare("SELECT state FROM shards").first()) as {
      state: string;
    };
    expect(Object.keys(JSON.parse(state))).toEqual([`${other}`]);
  });

  it("pauses a target, and the run it was in is kept", async () => {
    const { world, sent, id, other } = await inFlight({ every: "1m", startAt: isoAt(0) });
    await world.call("POST", `/api/targets/${id}/pause`);
    await world.advanceTo(start + minute);
    await world.runUntil(start + 3 * minute);
    expect(sentTo(sent, "slow.example.com")).toEqual([0]);
    expect((await world.call("GET", `/api/targets/${id}`)).body).toMatchObject({
      status: "paused",
      statusSince: isoAt(second),
      nextDueAt: null,
    });
    expect(await timesOf(world, id)).toEqual([[0, 0]]);
    expect(await runsOf(world, other)).toHaveLength(3);
    expect(lost(world)).toEqual([]);
  });

  it.each([
    [{ every: "1h" }, { every: "30s" }],
    [{ every: "1h" }, { cron: "*/10 * * * * *" }],
    [{ every: "5s" }, { every: "1h" }],
    [{ every: "5s" }, { every: "6s" }],
  ])(
    "of %j to %j makes the target due right after, and the ledger adds up",
    async (before, after) => {
      const { world, id } = await inFlight(before);
      const patched = await world.call("PATCH", `/api/targets/${id}`, {
        schedule: after,
      });
      expect(patched.status).toBe(200);
      await world.advanceTo(start + minute);
      const [first, ...others] = await timesOf(world, id);
      expect(first).toEqual([0, 0]);
      expect(others.length).toBeGreaterThan(0);
      await world.runUntil(start + 3 * minute);
      const { slots, ran } = await auditTarget(id, world.now());
      expect(slots).toBeGreaterThan(0);
      expect(ran).toBeGreaterThan(0);
    },
  );

  it("adds a target that is due in the same tick", async () => {
    const { world } = await inFlight({ every: "1m", startAt: isoAt(0) });
    const id = await add(world, { schedule: { every: "1h" } });
    await world.advanceTo(start + minute);
    expect(await timesOf(world, id)).toEqual([[1, expect.any(Number)]]);
  });
});

describe("two ticks at once", () => {
  it.each([0, 1, 7_300, 30_000])("%i ms apart run no slot twice", async (apart) => {
    const { world, sent } = await watch({ site: () => ({ afterMs: 900 }) });
    const ids: number[] = [];
    for (const every of ["5s", "20s", "1m"]) {
      ids.push(await add(world, { schedule: { every, startAt: isoAt(0) } }));
      if (every === "20s") await fillShards();
    }
    const ticks = [world.startTick()];
    await world.advanceTo(start + apart);
    ticks.push(world.startTick());
    await world.advanceTo(start + minute);
    await Promise.all(ticks.map(({ ended }) => ended));
    expect(sent).toHaveLength(12 + 3 + 1);
    for (const id of ids) {
      expect(
        (await timesOf(world, id)).every(([dueAt, startedAt]) => dueAt === startedAt),
      ).toBe(true);
    }
    expect(await runsOf(world, ids[0] as number)).toHaveLength(12);
  });
});

describe("a trigger that comes a little before its minute", () => {
  it("serves that minute's slots at their instants", async () => {
    const world = await createWorld({ now: Date.parse("2026-03-02T09:59:59.900Z") });
    await world.call("POST", "/api/targets", {
      url: "https://site.example.com/",
      schedule: { cron: "* * * * *" },
    });
    world.startTick(undefined, Date.parse("2026-03-02T10:00:00Z"));
    await world.advanceTo(Date.parse("2026-03-02T10:00:59Z"));
    const { body } = await world.call("GET", "/api/targets/1/runs");
    expect(body.items).toMatchObject([{ dueAt: "2026-03-02T10:00:00.000Z", lagMs: 0 }]);
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

describe("an expired target", () => {
  it("is never due again", async () => {
    const { world, sent } = await watch();
    const schedule = { every: "1m", startAt: isoAt(0), expiresAt: isoAt(2 * minute) };
    const id = await add(world, { schedule });
    await world.runUntil(start + 10 * minute);
    expect(sent.map(({ at }) => at)).toEqual([0, 60]);
    expect((await world.call("GET", `/api/targets/${id}`)).body.nextDueAt).toBeNull();
  });
});

describe("pausing the job crawl", () => {
  it("stops all rounds; resuming goes on with them", async () => {
    const { world, sent } = await watch();
    const id = await add(world, { schedule: { every: "1m", startAt: isoAt(0) } });
    await world.runUntil(start + minute);
    expect((await world.call("POST", "/api/jobs/crawl/pause")).status).toBe(200);
    await world.runUntil(start + 4 * minute);
    expect(sent).toHaveLength(1);
    expect((await world.call("POST", "/api/jobs/crawl/resume")).status).toBe(200);
    await world.runUntil(start + 6 * minute);
    // The slot of minute 1 waited; those of 2, 3 and 4 came on top of it.
    expect(await timesOf(world, id)).toEqual([
      [0, 0],
      [60, 240],
      [300, 300],
    ]);
    await auditTarget(id, world.now() - 1);
  });
});

describe("on the free plan", () => {
  const free = { vars: { PLAN: "free" } };

  /** One minute with a tick; what it cost. */
  async function tickOnce(world: World) {
    const before = world.requests.length;
    const { ended, meter } = world.startTick();
    await world.advanceTo(world.now() - (world.now() % minute) + minute);
    await ended;
    return { requests: world.requests.length - before, statements: meter.statements };
  }

  it("a tick makes at most 45 requests, and what it leaves is served first by the next", async () => {
    const { world } = await watch(free);
    const ids: number[] = [];
    for (let i = 0; i < 60; i++) {
      ids.push(
        await add(world, {
          url: `https://host${i}.example.com/`,
          schedule: { every: "1m" },
        }),
      );
    }
    const ran = async () => {
      const runs = await Promise.all(ids.map((id) => runsOf(world, id)));
      return runs.filter((own) => own.length > 0).length;
    };
    const first = await tickOnce(world);
    expect(first.requests).toBe(45);
    expect(first.statements).toBeLessThanOrEqual(50);
    expect(await ran()).toBe(45);
    expect((await tickOnce(world)).requests).toBe(45);
    expect(await ran()).toBe(60);
    for (let i = 0; i < 4; i++) {
      const { requests, statements } = await tickOnce(world);
      expect(requests).toBe(45);
      expect(statements).toBeLessThanOrEqual(50);
    }
    for (const id of ids) await auditTarget(id, world.now() - 1);
  });

  it("requests count with their redirects and retries", async () => {
    const { world } = await watch({
      ...free,
      site: ({ pathname }) =>
        pathname === "/"
          ? { status: 302, headers: { location: "/on" } }
          : { status: 500 },
    });
    for (let i = 0; i < 20; i++) {
      await add(world, {
        url: `https://host${i}.example.com/`,
        schedule: { every: "1h" },
      });
    }
    // 20 times 2 for the first attempts; what is left goes into second ones, and those
    // without end at the first.
    expect((await tickOnce(world)).requests).toBe(45);
    const { body } = await world.call("GET", "/api/targets?status=down&limit=200");
    expect(body.items).toHaveLength(20);
    expect(world.logs.filter(({ problem }) => problem)).toEqual([]);
  });

  it("a tick takes at most 50 statements, also with seconds to serve, hours to seal and much to catch up with", async () => {
    const { world } = await watch(free);
    for (let i = 0; i < 16; i++) {
      await fillShards();
      await add(world, { schedule: { every: i < 3 ? "5s" : "1m", startAt: isoAt(0) } });
    }
    for (let i = 0; i < 5; i++)
      expect((await tickOnce(world)).statements).toBeLessThanOrEqual(50);
    await world.advanceTo(start + 65 * minute);
    for (let i = 0; i < 30; i++)
      expect((await tickOnce(world)).statements).toBeLessThanOrEqual(50);
    expect(world.logs.filter(({ problem }) => problem)).toEqual([]);
    const { results } = await DB.prepare("SELECT 1 FROM blocks WHERE hour = ?")
      .bind(hourOf(start))
      .all();
    expect(results).toEqual([]);
  });
});

describe("what a tick costs", () => {
  /** Adds targets that are not due for years, forty to a shard. */
  async function addIdle(world: World, count: number): Promise<void> {
    const id = await add(world, {
      schedule: { every: "1h", startAt: "2036-01-01T00:00:00Z" },
    });
    await world.runUntil(start + minute);
    const numbers =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1 - 1)";
    await DB.prepare(
      `${numbers} INSERT INTO targets (kind, url, host, name, tags, enabled, status, status_since, shard_id, anchor_at,
        schedule, request, expect, request_revision, revision, created_at, updated_at)
      SELECT kind, url || i, host, name || i, tags, enabled, status, status_since, 1 + i / 40, anchor_at,
        schedule, request, expect, 1, 1, created_at, updated_at FROM targets, n WHERE id = ?2`,
    )
      .bind(count, id)
      .run();
    await DB.prepare(
      "INSERT INTO shards (size, due_at) SELECT count(*), (SELECT due_at FROM shards) FROM targets WHERE shard_id > 1 GROUP BY shard_id",
    ).run();
  }

  async function costOf(world: World) {
    const { ended, meter } = world.startTick();
    await world.advanceTo(world.now() + 30 * second);
    await ended;
    return meter;
  }

  it("is three statements and a row written when nothing is due, however many targets there are", async () => {
    const costs: unknown[] = [];
    for (const count of [10, 1_000]) {
      await emptyDatabase();
      const { world } = await watch();
      await addIdle(world, count);
      expect((await world.call("GET", "/api/targets?limit=1")).body.items).toHaveLength(
        1,
      );
      const { n } = (await DB.prepare("SELECT count(*) AS n FROM targets").first()) as {
        n: number;
      };
      expect(n).toBe(count);
      await world.advanceTo(start + 2 * minute);
      const { statements, rowsRead, rowsWritten } = await costOf(world);
      expect(statements).toBeLessThanOrEqual(3);
      expect(rowsWritten).toBe(1);
      costs.push(rowsRead);
    }
    expect(costs[0]).toBe(costs[1]);
  });

  it("is four rows written for a quiet round of 40 targets, beside the tick's own", async () => {
    const { world, sent } = await watch({
      site: () => ({ headers: { etag: '"v1"' }, body: "page" }),
    });
    for (let i = 0; i < 40; i++) {
      await add(world, {
        url: `https://host${i}.example.com/`,
        schedule: { every: "1m", startAt: isoAt(0) },
      });
    }
    await world.runUntil(start + 2 * minute);
    const { rowsWritten } = await costOf(world);
    expect(sent).toHaveLength(120);
    expect(rowsWritten).toBeLessThanOrEqual(4 + 1);
  });
});

describe("a target of every few seconds", () => {
  it("is served at each slot, also where a slow neighbour's run goes on into the next tick's minute", async () => {
    const start = Date.parse("2026-03-02T00:00:00Z");
    const world = await createWorld({
      now: start,
      site: ({ hostname }) => ({ afterMs: hostname.startsWith("slow") ? 4_000 : 10 }),
    });
    for (const [host, every, seconds] of [
      ["quick", "5s", 4],
      ["slow", "1m", 58],
    ] as const) {
      const schedule = {
        every,
        startAt: new Date(start + seconds * 1_000).toISOString(),
      };
      await world.call("POST", "/api/targets", {
        url: `https://${host}.example.com/`,
        schedule,
      });
    }
    await world.runUntil(start + 10 * 60_000);
    await world.advanceTo(start + 11 * 60_000);
    const { body } = await world.call("GET", "/api/targets/1/ledger");
    expect(body).toMatchObject({ late: 0, skipped: 0, missed: 0 });
    expect(body.ran).toBeGreaterThanOrEqual(119);
  });
});
