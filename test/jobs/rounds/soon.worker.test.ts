// Tests that a target is looked at soon after it was created, changed or resumed, whether
// or not a tick is under way.

import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { historyOf } from "#test/fixtures/jobs/job-history.ts";
import { timesOf, watch } from "#test/fixtures/rounds/rounds.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget } from "#test/fixtures/world.ts";

const everyHour = { schedule: { every: "1h" } };
const soon = { afterAnswers: true };

/** A world whose first minute had its tick, 20 seconds into its second. */
async function betweenTicks() {
  const { world, sent } = await watch(soon);
  await world.runUntil(start + minute);
  await world.advanceTo(start + minute + 20 * second);
  return { world, sent };
}

describe("without a tick under way", () => {
  it("a new target is looked at when the request is answered, and once only", async () => {
    const { world, sent } = await betweenTicks();
    const id = await addTarget(world, everyHour);
    await world.advanceTo(world.now() + 2 * second);
    expect(sent.map(({ at }) => at)).toEqual([80]);
    await world.runUntil(start + 4 * minute);
    expect(sent).toHaveLength(1);
    expect(await auditTarget(id, world.now())).toMatchObject({ slots: 1, ran: 1 });
    const history = await historyOf(world, "crawl");
    expect(history.filter(({ trigger }) => trigger === "change")).toMatchObject([
      { startedAt: isoAt(80 * second), outcome: "ok", counts: { rounds: 1, ran: 1 } },
    ]);
  });

  it("a target is looked at when its schedule changes and when it is resumed", async () => {
    const { world, sent } = await betweenTicks();
    const id = await addTarget(world, { ...everyHour, enabled: false });
    await world.advanceTo(world.now() + 10 * second);
    expect(sent).toEqual([]);
    await world.call("POST", `/api/targets/${id}/resume`);
    await world.advanceTo(world.now() + 2 * second);
    expect(sent).toHaveLength(1);
    await world.advanceTo(world.now() + 5 * second);
    await world.call("PATCH", `/api/targets/${id}`, { schedule: { every: "2h" } });
    await world.advanceTo(world.now() + 2 * second);
    expect(sent).toHaveLength(2);
  });

  it("many new targets are looked at by one invocation", async () => {
    const { world, sent } = await betweenTicks();
    for (let i = 0; i < 20; i++)
      await addTarget(world, { ...everyHour, url: `https://host${i}.example.com/` });
    const createdAt = world.now();
    await world.advanceTo(createdAt + 2 * second);
    expect(sent).toHaveLength(20);
    const history = await historyOf(world, "crawl");
    expect(history.filter(({ trigger }) => trigger === "change").length).toBeLessThan(20);
  });

  it.each(["paid", "free"])(
    "a target that is created while another one's invocation waits is looked at by that one: %s",
    async (PLAN) => {
      const { world, sent } = await watch({ ...soon, vars: { PLAN } });
      await world.runUntil(start + minute);
      await world.advanceTo(start + minute + 20 * second);
      // The first one comes due again 10 seconds later, which the invocation waits for.
      const at = "2026-03-02T00:01:30Z";
      await addTarget(world, { schedule: { every: "1h", startAt: at } });
      await world.advanceTo(world.now() + 3 * second);
      await addTarget(world, { ...everyHour, url: "https://new.example.com/" });
      await world.advanceTo(world.now() + 2 * second);
      expect(sent.map(({ host }) => host)).toEqual(["new.example.com"]);
    },
  );

  it.each([10_500, 11_500, 12_300, 12_900, 13_400, 13_900, 14_100])(
    "a target that is created while another one's invocation is about to end is looked at soon (%i)",
    async (afterMs) => {
      const { world, sent } = await betweenTicks();
      await addTarget(world, { schedule: { every: "5s" } });
      await world.advanceTo(world.now() + afterMs);
      await addTarget(world, { ...everyHour, url: "https://new.example.com/" });
      const createdAt = 80 + afterMs / second;
      await world.advanceTo(world.now() + 20 * second);
      const first = sent.find(({ host }) => host === "new.example.com");
      expect((first?.at ?? 999) - createdAt).toBeLessThanOrEqual(2);
    },
  );

  it("a target of every few seconds is served at each slot while the invocation may go on", async () => {
    const { world } = await betweenTicks();
    const id = await addTarget(world, { schedule: { every: "5s" } });
    await world.advanceTo(start + 2 * minute);
    // A run must have time for its timeout of ten seconds, and for its record.
    const served = (await timesOf(world, id)).filter(([dueAt = 0]) => dueAt < 80 + 14);
    expect(served).toHaveLength(3);
    for (const [dueAt, at] of served) expect(at).toBe(dueAt);
    await world.runUntil(start + 5 * minute);
    await auditTarget(id, world.now());
  });

  it("a site's crawl begins", async () => {
    const { world, sent } = await betweenTicks();
    await addTarget(world, { ...everyHour, kind: "site" });
    await world.advanceTo(world.now() + 2 * second);
    expect(sent.map(({ path }) => path)).toContain("/");
  });

  it("nothing is looked at while the rounds are paused", async () => {
    const { world, sent } = await betweenTicks();
    await world.call("POST", "/api/jobs/crawl/pause");
    await addTarget(world, everyHour);
    await world.advanceTo(world.now() + 20 * second);
    expect(sent).toEqual([]);
  });

  it("a run that could outlast the invocation is left to a tick", async () => {
    const { world, sent } = await betweenTicks();
    await addTarget(world, { ...everyHour, request: { timeout: "30s" } });
    await world.advanceTo(start + 2 * minute - second);
    expect(sent).toEqual([]);
    const claims = await DB.prepare("SELECT claims FROM shards").first<{
      claims: number;
    }>();
    expect(claims?.claims).toBe(0);
    await world.runUntil(start + 3 * minute);
    expect(sent).toHaveLength(1);
    expect(world.logs.filter(({ event }) => event === "round").length).toBeLessThan(5);
  });
});

describe("when the next run begins", () => {
  it("is told with the target: at once after a change, else at its slot or with the next tick", async () => {
    const { world } = await betweenTicks();
    const created = await world.call("POST", "/api/targets", {
      url: "https://site.example.com/",
      ...everyHour,
    });
    expect(created.body.nextRunAt).toBe(isoAt(80 * second));
    await world.advanceTo(world.now() + second);
    const { nextDueAt, nextRunAt } = (await world.call("GET", "/api/targets/1")).body;
    expect(nextRunAt).toBe(nextDueAt);
    expect(Date.parse(nextRunAt)).toBeGreaterThan(world.now() + minute);
    const long = { request: { timeout: "30s" } };
    const left = await addTarget(world, { ...everyHour, ...long });
    const read = await world.call("GET", `/api/targets/${left}`);
    expect(read.body.nextRunAt).toBe(isoAt(2 * minute));
    await world.call("POST", `/api/targets/${left}/pause`);
    const paused = await world.call("GET", `/api/targets/${left}`);
    expect(paused.body.nextRunAt).toBeNull();
  });
});

describe("where a request's invocation may go on for 90 seconds", () => {
  it("a run with a timeout of 30 seconds begins at once, and the answer says so", async () => {
    const { world, sent } = await watch({
      ...soon,
      vars: { AFTER_ANSWER_SECONDS: "90" },
    });
    await world.runUntil(start + minute);
    await world.advanceTo(start + minute + 20 * second);
    const created = await world.call("POST", "/api/targets", {
      url: "https://site.example.com/",
      ...everyHour,
      request: { timeout: "30s" },
    });
    expect(created.body.nextRunAt).toBe(isoAt(80 * second));
    await world.advanceTo(world.now() + second);
    expect(sent.map(({ at }) => at)).toEqual([80]);
  });
});

describe("while a tick has the shard", () => {
  /** Of two seconds the database has the rest. */
  const longestWait = 1.6;

  it.each([0, 300, 600, 900, 1_050, 1_200, 1_500, 1_800])(
    "its round makes way for a new target well within two seconds, whenever that comes (%i)",
    async (afterLookMs) => {
      const { world, sent } = await watch({ site: () => ({ afterMs: 100 }) });
      await addTarget(world, { schedule: { every: "5s", startAt: isoAt(0) } });
      world.startTick();
      await world.advanceTo(start + 11 * second + afterLookMs);
      await addTarget(world, { ...everyHour, url: "https://new.example.com/" });
      const createdAt = 11 + afterLookMs / second;
      await world.advanceTo(start + 15 * second);
      const first = sent.find(({ host }) => host === "new.example.com");
      expect(first?.at).toBeLessThanOrEqual(createdAt + longestWait);
    },
  );

  it("its round makes way for a new target", async () => {
    const { world, sent } = await watch({ site: () => ({ afterMs: 100 }) });
    await addTarget(world, { schedule: { every: "5s", startAt: isoAt(0) } });
    world.startTick();
    await world.advanceTo(start + 11 * second);
    const id = await addTarget(world, { ...everyHour, url: "https://new.example.com/" });
    await world.advanceTo(start + 13 * second);
    expect(sent.filter(({ host }) => host === "new.example.com")).toHaveLength(1);
    await world.advanceTo(start + minute);
    await world.runUntil(start + 2 * minute);
    await auditTarget(id, world.now());
    const { slots, ran } = await auditTarget(1, world.now());
    expect(slots).toBeGreaterThan(20);
    expect(ran).toBe(slots);
  });

  it("its round ends after a run of some seconds, and the new target is looked at by the invocation that created it", async () => {
    const { world, sent } = await watch({
      ...soon,
      vars: { PLAN: "free" },
      site: ({ host }) => ({ afterMs: host === "site.example.com" ? 4 * second : 100 }),
    });
    const held = { schedule: { every: "1m", startAt: isoAt(0) } };
    await addTarget(world, { ...held, enabled: false });
    await world.call("POST", "/api/targets/1/resume");
    await world.advanceTo(start + second);
    expect(sent).toHaveLength(1);
    await addTarget(world, { ...everyHour, url: "https://new.example.com/" });
    await world.advanceTo(start + 6 * second);
    expect(sent.map(({ host }) => host)).toEqual(["site.example.com", "new.example.com"]);
  });
});
