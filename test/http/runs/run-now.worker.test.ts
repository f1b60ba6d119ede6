// Tests running a target at once over the API.
import { describe, expect, it } from "vitest";
import { listed } from "#test/fixtures/rounds/run-history.ts";
import { hour, isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { type Answer, addTarget, createWorld } from "#test/fixtures/world.ts";

const everyMinute = { every: "1m", startAt: isoAt(0) };

describe("a run now", () => {
  it("answers the run and where it is, and is recorded once", async () => {
    const world = await createWorld({ now: start, site: () => ({ body: "page" }) });
    const id = await addTarget(world, { schedule: everyMinute });
    await world.runUntil(start + minute);
    await world.advanceTo(start + 80 * second);
    const { status, headers, body } = await world.call("POST", `/api/targets/${id}/run`);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      trigger: "manual",
      outcome: "ok",
      fate: "ran",
      attempt: 1,
    });
    expect((await world.call("GET", headers.get("location") as string)).body).toEqual(
      body,
    );
    expect(
      (await listed(world, id)).filter(({ trigger }) => trigger === "manual"),
    ).toEqual([body]);
    expect((await world.call("GET", `/api/targets/${id}`)).body.lastRun).toEqual(body);
  });

  it("does not disturb the schedule", async () => {
    const world = await createWorld({
      now: start,
      site: () => ({ afterMs: 3 * second }),
    });
    const id = await addTarget(world, { schedule: { every: "20s", startAt: isoAt(0) } });
    world.startTick();
    // Asked for while the scheduled run goes on, at the very instant of a slot, and
    // between two.
    const asked = [second, 20 * second, 30 * second];
    for (const ms of asked) {
      await world.advanceTo(start + ms);
      expect((await world.call("POST", `/api/targets/${id}/run`)).status).toBe(201);
    }
    await world.advanceTo(start + minute);
    const runs = await listed(world, id);
    const scheduled = runs.filter(({ trigger }) => trigger === "schedule");
    expect(
      scheduled.map(({ dueAt, lagMs, fate }) => [dueAt, lagMs, fate]).reverse(),
    ).toEqual([
      [isoAt(0), 0, "ran"],
      [isoAt(20 * second), 0, "ran"],
      [isoAt(40 * second), 0, "ran"],
    ]);
    expect(runs).toHaveLength(6);
    expect(new Set(runs.map(({ dueAt }) => dueAt)).size).toBe(6);
    expect((await world.call("GET", `/api/targets/${id}`)).body.nextDueAt).toBe(
      isoAt(minute),
    );
  });

  it("turns the status at once", async () => {
    const answers: Answer[] = [{ status: 404 }, {}];
    const world = await createWorld({ now: start, site: () => answers.shift() ?? {} });
    const id = await addTarget(world, { schedule: { every: "1h" } });
    const seen: unknown[] = [];
    for (const ms of [10 * second, 20 * second, 30 * second]) {
      await world.advanceTo(start + ms);
      await world.call("POST", `/api/targets/${id}/run`);
      const { body } = await world.call("GET", `/api/targets/${id}`);
      seen.push([body.status, body.statusSince]);
    }
    expect(seen).toEqual([
      ["down", isoAt(10 * second)],
      ["up", isoAt(20 * second)],
      ["up", isoAt(20 * second)],
    ]);
  });

  it("works while the target is paused, which it stays", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { enabled: false });
    const { status, body } = await world.call("POST", `/api/targets/${id}/run`);
    expect(status).toBe(201);
    const target = await world.call("GET", `/api/targets/${id}`);
    expect(target.body).toMatchObject({
      enabled: false,
      status: "paused",
      nextDueAt: null,
      lastRun: body,
    });
    await world.runUntil(start + 5 * minute);
    expect(world.requests).toHaveLength(1);
  });

  it("asks for the whole page, whatever validators are stored", async () => {
    const conditions: (string | null)[] = [];
    const world = await createWorld({
      now: start,
      site: (_, { headers }) => {
        conditions.push(headers.get("if-none-match"));
        return { headers: { etag: '"v1"' } };
      },
    });
    const id = await addTarget(world, { schedule: everyMinute });
    await world.runUntil(start + minute);
    await world.call("POST", `/api/targets/${id}/run`);
    await world.runUntil(start + 2 * minute);
    expect(conditions).toEqual([null, null, '"v1"']);
  });

  it("of a target deleted meanwhile leaves nothing behind", async () => {
    const world = await createWorld({ now: start, site: () => ({ afterMs: second }) });
    const id = await addTarget(world);
    const running = world.call("POST", `/api/targets/${id}/run`);
    const deleted = world.call("DELETE", `/api/targets/${id}`);
    expect((await deleted).status).toBe(204);
    expect((await running).status).toBe(201);
    expect((await world.call("GET", `/api/targets/${id}/runs`)).status).toBe(404);
    expect((await world.call("GET", "/api/targets")).body.items).toEqual([]);
  });

  it.each([
    ["between two seconds", 300],
    ["at a whole second, as slots of schedules are", second],
  ])("is another run than those asked for at the same instant, %s", async (_, ms) => {
    const world = await createWorld({ now: start, site: () => ({ afterMs: 40 }) });
    const id = await addTarget(world, {
      schedule: { every: "1h", startAt: isoAt(hour) },
    });
    await world.advanceTo(start + ms);
    const asked = Array.from({ length: 30 }, () =>
      world.call("POST", `/api/targets/${id}/run`),
    );
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual(asked.map(() => 201));
    const runs = await listed(world, id);
    expect(runs).toHaveLength(30);
    for (const { headers, body } of answers) {
      const found = await world.call("GET", headers.get("location") as string);
      expect(found.body).toEqual(body);
      expect(runs).toContainEqual(body);
      expect(Date.parse(body.dueAt) % second).not.toBe(0);
    }
  });

  it("of a crawl is another run than that of a crawl asked for at the same instant", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { kind: "site", schedule: { every: "1d" } });
    for (let times = 0; times < 3; times++) {
      const { body } = await world.call("POST", `/api/targets/${id}/run`);
      await world.call("POST", `/api/targets/${id}/crawls/${body.id}/cancel`);
    }
    expect(await listed(world, id)).toHaveLength(3);
  });

  it("of an unknown target is not found", async () => {
    const world = await createWorld();
    expect((await world.call("POST", "/api/targets/7/run")).status).toBe(404);
  });
});
