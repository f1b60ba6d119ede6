// Tests what it takes to tell that 500 targets are down, from their rounds to the messages,
// and that a quiet round takes no more for all of that.
import { describe, expect, it } from "vitest";
import { budgets } from "#domain/budget.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { addChannel, createReceivers } from "#test/fixtures/notices/told-hosts.ts";
import { type Answer, createWorld } from "#test/fixtures/world.ts";
import "#test/fixtures/database.ts";

const noon = Date.parse("2026-03-02T12:00:00Z");
const minute = 60_000;
const count = 500;

type Options = { count: number; channels: readonly string[]; plan?: "free" | "paid" };

/** Targets of every minute on ten hosts, which all answer the same. */
async function build({ count, channels, plan = "paid" }: Options) {
  const receivers = createReceivers();
  let answer: (path: string) => Answer = () => ({});
  const world = await createWorld({
    now: noon,
    vars: { PLAN: plan },
    site: (url, request, body) => {
      if (url.pathname === "/hook") return receivers.site(url, request, body);
      return { afterMs: 0, ...answer(url.pathname) };
    },
  });
  receivers.clock.now = world.now;
  const site = "http://site.example";
  await seedTargets(DB, { count, site, dueAt: 0, anchorAt: noon, retries: 0 });
  await DB.prepare(`UPDATE targets SET host = 'www.host' || (id % 10) || '.example',
    url = 'http://www.host' || (id % 10) || '.example/' || id`).run();
  for (const name of channels) await addChannel(world, name);
  return {
    world,
    receivers,
    answerAll: (how: typeof answer) => {
      answer = how;
    },
    /** A minute with one tick; what that took. */
    async tick() {
      const { meter } = world.startTick();
      await world.advanceTo(world.now() + minute);
      const { statements, rowsWritten, rowsRead } = meter;
      return { statements, rowsWritten, rowsRead };
    },
  };
}

type World = Awaited<ReturnType<typeof build>>;

async function ticks({ tick }: World, minutes: number) {
  const costs: Awaited<ReturnType<World["tick"]>>[] = [];
  for (let i = 0; i < minutes; i++) costs.push(await tick());
  return costs;
}

const openIncidents = async () =>
  await DB.prepare("SELECT count(*) FROM incidents WHERE closed_at IS NULL").first(
    "count(*)",
  );

const down = () => ({ status: 500 });
const up = () => ({});

describe("500 targets that are down within a minute, and up again", () => {
  it("are at most three messages a channel each time, within the statements of a tick", async () => {
    const built = await build({ count, channels: ["ops", "team"] });
    await ticks(built, 2);
    const costs = [];
    for (const answer of [down, up]) {
      built.answerAll(answer);
      const before = (await built.receivers.got()).length;
      costs.push(...(await ticks(built, 12)));
      expect(await openIncidents()).toBe(answer === down ? count : 0);
      const got = (await built.receivers.got()).slice(before);
      for (const host of ["ops", "team"]) {
        const own = got.filter((one) => one.host === `${host}.example.com`);
        expect(own.length).toBeGreaterThanOrEqual(1);
        expect(own.length).toBeLessThanOrEqual(3);
        const all = own.reduce((sum, { items, more }) => sum + items.length + more, 0);
        expect(all).toBeGreaterThanOrEqual(count);
      }
    }
    for (const { statements } of costs)
      expect(statements).toBeLessThanOrEqual(budgets.paid.statements);
  });

  it("take no invocation of the free plan more than its statements, and all are told", async () => {
    const built = await build({ count, channels: ["ops"], plan: "free" });
    const costs = [];
    for (const [answer, open] of [
      [down, count],
      [up, 0],
    ] as const) {
      built.answerAll(answer);
      costs.push(...(await ticks(built, 60)));
      expect(await openIncidents()).toBe(open);
    }
    const most = Math.max(...costs.map(({ statements }) => statements));
    expect(most).toBeLessThanOrEqual(budgets.free.statements);
    const { results } = await DB.prepare(
      "SELECT state, count(*) AS n FROM notices GROUP BY state",
    ).all<{ state: string }>();
    expect(results.map(({ state }) => state)).toEqual(["sent"]);
    expect(
      await DB.prepare("SELECT count(DISTINCT event_id) AS n FROM notice_events").first(
        "n",
      ),
    ).toBe(2 * count);
  });
});

describe("a tick with one quiet round of 40", () => {
  it.each([
    { channels: [], what: "nothing configured" },
    { channels: ["ops"], what: "a channel and a route" },
  ])(
    "writes 4 rows and takes the statements that it took before, with $what",
    async ({ channels }) => {
      const built = await build({ count: 40, channels });
      if (channels.length > 0)
        await built.world.call("PUT", "/api/routes", { groupBy: ["host"] });
      await ticks(built, 2);
      const quiet = await built.tick();
      // Claim 1, block 1, shard and its due time 2; the tick's own history 1.
      expect(quiet.rowsWritten).toBe(4 + 1);
      expect(quiet.statements).toBe(8);
      await DB.prepare("UPDATE shards SET due_at = 8640000000000000").run();
      // In the third minute of an hour the one before is sealed.
      await built.tick();
      const idle = await built.tick();
      expect([idle.statements, idle.rowsWritten]).toEqual([3, 1]);
    },
  );

  it("writes no row more while a target of it goes on failing", async () => {
    const built = await build({ count: 40, channels: ["ops"] });
    await ticks(built, 2);
    built.answerAll((path) => (path === "/7" ? { status: 500 } : {}));
    await ticks(built, 3);
    expect(await openIncidents()).toBe(1);
    const [first, ...later] = await ticks(built, 5);
    for (const cost of [first, ...later])
      expect([cost?.statements, cost?.rowsWritten]).toEqual([8, 4 + 1]);
    expect(await built.receivers.got()).toHaveLength(1);
  });
});
