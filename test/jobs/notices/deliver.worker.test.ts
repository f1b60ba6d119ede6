// Tests what channels are told of what happened: once, in order, and nothing in vain.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { happen, manyIncidents } from "#test/fixtures/notices/incidents.ts";
import {
  addChannel,
  createReceivers,
  type Receivers,
} from "#test/fixtures/notices/told-hosts.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const second = 1_000;
const minute = 60_000;
const hour = 60 * minute;

async function build(
  options: Parameters<typeof createWorld>[0] = {},
): Promise<{ world: World; receivers: Receivers }> {
  const receivers = createReceivers();
  const world = await createWorld({ now: start, site: receivers.site, ...options });
  receivers.clock.now = world.now;
  return { world, receivers };
}

/** Ticks now and then only: quiet hours need not all be lived through. */
async function tickEvery(world: World, stepMs: number, until: number): Promise<void> {
  while (world.now() < until) {
    world.startTick();
    await world.advanceTo(Math.min(until, world.now() + stepMs));
  }
}

/** What came at a host: when, in seconds since the start, and what it told. */
async function told({ got }: Receivers, host?: string) {
  const all = await got();
  return all
    .filter((one) => host === undefined || one.host === `${host}.example.com`)
    .map(({ at, items }) => [Math.floor((at - start) / second), ...items]);
}

const notices = async () =>
  (
    await DB.prepare(
      "SELECT id, channel_id, state, attempts, answer FROM notices ORDER BY created_at, id",
    ).all<{
      id: string;
      channel_id: number;
      state: string;
      attempts: number;
      answer: string;
    }>()
  ).results;

describe("what happened", () => {
  it("is told to every enabled channel after half a minute, within the tick, and ends so", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    await addChannel(world, "team");
    await addChannel(world, "off", { enabled: false });
    await happen({ id: "1-a", what: "opened", at: start });
    await world.runUntil(start + 10 * minute);
    await happen({ id: "1-a", what: "closed", at: start + 10 * minute });
    await world.runUntil(start + 20 * minute);
    for (const host of ["ops", "team"])
      expect(await told(receivers, host)).toEqual([
        [30, "1-a firing"],
        [630, "1-a resolved"],
      ]);
    expect(await told(receivers, "off")).toEqual([]);
    expect((await notices()).map(({ state, attempts }) => [state, attempts])).toEqual(
      Array.from({ length: 4 }, () => ["sent", 1]),
    );
  });

  it("is told nobody when it is over within half a minute", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    await happen({ id: "1-a", what: "opened", at: start });
    world.startTick();
    await world.advanceTo(start + 20 * second);
    await happen({ id: "1-a", what: "closed", at: start + 20 * second });
    await world.runUntil(start + 2 * hour);
    expect(await told(receivers)).toEqual([]);
    expect(await notices()).toEqual([]);
  });

  it("is told together: 500 targets that are down are at most three messages a channel", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    const all = manyIncidents(500, "opened", start);
    await happen(...all.slice(0, 200));
    world.startTick();
    await world.advanceTo(start + 10 * second);
    await happen(...all.slice(200, 350));
    await world.advanceTo(start + 45 * second);
    await happen(...all.slice(350));
    await world.runUntil(start + 2 * hour);
    const got = await receivers.got();
    expect(got.length).toBeLessThanOrEqual(3);
    expect(got.map(({ items, more }) => items.length + more).at(-1)).toBe(500);
    const { results } = await DB.prepare("SELECT count(*) AS n FROM notice_events").all();
    expect(results).toEqual([{ n: 500 }]);
  });

  it("stays small with 10,000 incidents at once, which end with one message", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    for (const what of ["opened", "closed"] as const) {
      for (let i = 0; i < 10_000; i += 1_000)
        await happen(...manyIncidents(10_000, what, world.now()).slice(i, i + 1_000));
      await world.runUntil(world.now() + hour);
    }
    const got = await receivers.got();
    expect(got.map(({ items, more }) => items.length + more)).toEqual([10_000, 500]);
    const { results } = await DB.prepare(
      "SELECT max(length(state)) AS state FROM notice_groups",
    ).all<{ state: number }>();
    expect(results[0]?.state).toBeLessThan(100_000);
  });

  it("is told again while it goes on, until somebody acknowledges it", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    await happen({ id: "1-a", what: "opened", at: start });
    await tickEvery(world, 5 * minute, start + 5 * hour);
    await DB.prepare("UPDATE incidents SET acknowledged_at = 1").run();
    await tickEvery(world, 10 * minute, start + 20 * hour);
    expect(await told(receivers)).toEqual([
      [30, "1-a firing"],
      [4 * 3_600 + 30, "1-a firing"],
    ]);
  });

  it("is told as over where it was told as open, wherever the routes lead by then", async () => {
    const { world, receivers } = await build();
    const ops = await addChannel(world, "ops");
    const team = await addChannel(world, "team");
    await world.call("PUT", "/api/routes", { channels: [ops] });
    await happen({ id: "1-a", what: "opened", at: start });
    await world.runUntil(start + 2 * minute);
    await world.call("PUT", "/api/routes", {
      channels: [team],
      routes: [{ match: ['severity="down"'] }],
    });
    await happen({ id: "1-a", what: "closed", at: world.now() });
    await world.runUntil(start + hour);
    expect((await told(receivers, "ops")).map(([, what]) => what)).toEqual([
      "1-a firing",
      "1-a resolved",
    ]);
    expect(await told(receivers, "team")).toEqual([]);
  });

  it("goes by what it is about, and is silenced by it, from its beginning to its end", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    await addChannel(world, "team");
    await world.call("PUT", "/api/routes", {
      channels: ["team"],
      routes: [{ match: ['event="incident"'], channels: ["ops"] }],
    });
    await happen({ id: "1-a", what: "opened", at: start });
    await DB.prepare(`
      INSERT INTO events (id, kind, at, labels, facts)
      SELECT 'job.j.1.failed', 'job-failed', at, json_set(labels, '$.kind', 'job'),
        '{"job":"j","problem":"p","dueAt":1,"since":1}' FROM events`).run();
    await world.runUntil(start + minute);
    await happen({ id: "1-a", what: "closed", at: start + minute });
    await world.runUntil(start + 10 * minute);
    expect(await told(receivers, "ops")).toEqual([
      [30, "1-a firing"],
      [330, "1-a resolved"],
    ]);
    expect(await told(receivers, "team")).toEqual([[30, "job.j firing"]]);
    const silence = { match: ['event="incident"'], for: "1h" };
    await world.call("POST", "/api/silences", silence);
    await happen({ id: "2-b", what: "opened", at: world.now() });
    await world.runUntil(start + 20 * minute);
    expect((await told(receivers, "ops")).length).toBe(2);
  });

  it("is not told of a target while one that it depends on has an open incident", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    await DB.batch([
      DB.prepare(
        "INSERT INTO shards (id, size, due_at) VALUES (1, 40, 8640000000000000)",
      ),
      ...["router", "shop"].map((key, i) =>
        DB.prepare(`INSERT INTO targets (id, kind, key, url, host, name, tags, enabled, status,
          status_since, shard_id, anchor_at, schedule, request, expect, request_revision, revision,
          created_at, updated_at, alarm)
          VALUES (?, 'page', ?, '', '', '', '[]', 0, 'paused', 0, 1, 0, '{}', '{}', '{}', 1, 1, 0, 0, ?)`).bind(
          i + 1,
          key,
          key === "shop" ? '{"dependsOn":["router"]}' : "{}",
        ),
      ),
    ]);
    await happen({ id: "2-b", what: "opened", at: start, targetId: 2 });
    await happen({ id: "1-a", what: "opened", at: start, targetId: 1 });
    await world.runUntil(start + 4 * minute);
    expect(await told(receivers)).toEqual([[30, "1-a firing"]]);
    await happen({ id: "1-a", what: "closed", at: world.now(), targetId: 1 });
    await world.runUntil(start + 30 * minute);
    expect((await told(receivers)).slice(1)).toEqual([
      [330, "2-b firing", "1-a resolved"],
    ]);
  });
});

describe("a channel that does not take a notice", () => {
  it("is sent the same notice again, later and later, in order, until it takes it", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    receivers.answers.set("ops.example.com", (n) => ({ status: n <= 3 ? 503 : 200 }));
    await happen({ id: "1-a", what: "opened", at: start });
    await world.runUntil(start + 2 * minute);
    await happen({ id: "1-a", what: "closed", at: world.now() });
    await world.runUntil(start + hour);
    const got = await receivers.got();
    expect(got.map(({ items }) => items[0])).toEqual([
      ...Array.from({ length: 4 }, () => "1-a firing"),
      "1-a resolved",
    ]);
    expect(new Set(got.map(({ id }) => id)).size).toBe(2);
    expect((await notices()).map(({ attempts }) => attempts)).toEqual([4, 1]);
  });

  it("gets no other notice either before the time that it asks for", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    await world.call("PUT", "/api/routes", { groupBy: ["target"] });
    receivers.answers.set("ops.example.com", (n) =>
      n === 1 ? { status: 429, headers: { "retry-after": "600" } } : {},
    );
    await happen({ id: "1-a", what: "opened", at: start });
    await world.runUntil(start + minute);
    await happen({ id: "2-b", what: "opened", at: world.now() });
    await world.runUntil(start + hour);
    const times = (await told(receivers)).map(([at]) => Number(at));
    expect(times).toHaveLength(3);
    expect(times[0]).toBe(30);
    for (const at of times.slice(1)) expect(at).toBeGreaterThanOrEqual(630);
  });

  it("gets nothing more when it refuses: the notice is dead, seen, and can be sent again", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    receivers.answers.set("ops.example.com", (n) =>
      n === 1 ? { status: 404, body: "no such hook" } : {},
    );
    await happen({ id: "1-a", what: "opened", at: start });
    await world.runUntil(start + hour);
    expect(await told(receivers)).toHaveLength(1);
    const { body: list } = await world.call("GET", "/api/notices?state=dead");
    expect(list.items).toMatchObject([
      { state: "dead", attempts: 1, lastAnswer: { outcome: "refused", status: 404 } },
    ]);
    expect((await world.call("GET", "/health")).body).toMatchObject({ deadNotices: 1 });
    const { body: metrics } = await world.call("GET", "/metrics");
    expect(metrics).toContain("junkai_notices_dead 1\n");
    expect(metrics).toContain("junkai_notices_waiting 0\n");
    expect(metrics).toContain('junkai_notices_total{outcome="dead"} 1\n');
    const { id } = list.items[0];
    expect((await world.call("POST", `/api/notices/${id}/resend`)).status).toBe(202);
    await world.runUntil(start + 2 * hour);
    const got = await receivers.got();
    expect(got.map((one) => one.id)).toEqual([id, id]);
    expect((await notices()).map(({ state }) => state)).toEqual(["sent"]);
  });

  it("holds no other one up while it hangs", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "slow");
    await addChannel(world, "ops");
    receivers.answers.set("slow.example.com", () => ({ afterMs: 100 * hour }));
    await happen({ id: "1-a", what: "opened", at: start });
    await world.runUntil(start + minute);
    expect(await told(receivers, "ops")).toEqual([[30, "1-a firing"]]);
    expect(await told(receivers, "slow")).toHaveLength(2);
    expect((await notices()).map(({ state }) => state).sort()).toEqual([
      "sent",
      "waiting",
    ]);
  });

  it("is given up after a day", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    await world.call("PUT", "/api/routes", { repeat: null });
    receivers.answers.set("ops.example.com", () => ({ status: 500 }));
    await happen({ id: "1-a", what: "opened", at: start });
    await tickEvery(world, 10 * minute, start + 30 * hour);
    expect((await notices()).map(({ state }) => state)).toEqual(["dead"]);
    expect((await receivers.got()).length).toBeGreaterThan(8);
    expect((await receivers.got()).length).toBeLessThan(16);
  });

  it("that is turned off or deleted gets nothing of what waits for it, which is seen", async () => {
    const { world, receivers } = await build();
    await addChannel(world, "ops");
    const gone = await addChannel(world, "gone");
    for (const name of ["ops", "gone"])
      receivers.answers.set(`${name}.example.com`, () => ({ status: 500 }));
    await happen({ id: "1-a", what: "opened", at: start });
    await world.runUntil(start + minute);
    await world.call("PATCH", "/api/channels/1", { enabled: false });
    await world.call("DELETE", `/api/channels/${gone}`);
    const before = (await receivers.got()).length;
    await world.runUntil(start + hour);
    expect(await receivers.got()).toHaveLength(before);
    expect(
      (await notices()).map(({ state, answer }) => [state, JSON.parse(answer).why]),
    ).toEqual([
      ["dead", "The channel is turned off."],
      ["dead", "The channel is deleted."],
    ]);
  });
});

describe("a tick", () => {
  it("spends nothing on notices while nothing is due", async () => {
    const { world } = await build();
    await addChannel(world, "ops");
    const idle = world.startTick();
    await world.advanceTo(start + minute);
    await happen({ id: "1-a", what: "opened", at: world.now() });
    await world.runUntil(world.now() + 10 * minute);
    const quiet = world.startTick();
    await world.advanceTo(world.now() + minute);
    // The job's own row is read once it is there.
    expect({ ...quiet.meter, rowsRead: 0 }).toEqual({ ...idle.meter, rowsRead: 0 });
  });
});
