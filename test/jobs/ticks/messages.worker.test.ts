// Tests messages of queues that come to nothing: those that were given up, and those that
// nobody understands. Both are told, counted and acknowledged.
import { beforeEach, describe, expect, it } from "vitest";
import { registry } from "#jobs/registry.ts";
import { serveMessages } from "#jobs/ticks/serve-messages.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { logIn } from "#test/fixtures/pages/visitor.ts";
import { aMessage } from "#test/fixtures/rounds/a-message.ts";
import { hour, isoAt, minute, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

/** Delivers messages of one queue that were sent a minute before. */
async function deliver(world: World, queue: string, ...bodies: unknown[]) {
  const messages = bodies.map((body) => aMessage(body, world.now() - minute, 2));
  const deps = world.newDeps();
  await serveMessages(deps, registry, { queue, messages });
  return { messages, meter: deps.meter };
}

const metricsOf = async (world: World): Promise<Record<string, number>> =>
  (await world.call("GET", "/admin/metrics.json")).body;

const scrape = async (world: World): Promise<string> =>
  (await world.call("GET", "/metrics")).body;

describe("messages that were given up", () => {
  it("are told with what they named, and counted with one statement and one row", async () => {
    const world = await createWorld({ now: start });
    await addTarget(world);
    const { messages, meter } = await deliver(
      world,
      "junkai-rounds-dead",
      { shards: [1, 2] },
      { shards: [3] },
      "nonsense",
    );
    expect(world.logs).toMatchObject([
      { event: "message-dead", queue: "junkai-rounds-dead", shards: [1, 2], attempts: 2 },
      { event: "message-dead", shards: [3], ageMs: minute },
      { event: "message-dead", field: "body", problem: expect.stringMatching(/shards/) },
    ]);
    expect(messages.every((message) => message.isAcknowledged())).toBe(true);
    expect(meter).toMatchObject({ statements: 1, rowsWritten: 1 });
    // What they asked for is left to the ticks.
    expect(world.requests).toEqual([]);
    await deliver(world, "junkai-crawls-dead", { crawl: 5 });
    await deliver(world, "junkai-crawls-dead", { crawl: 5 });
    expect(await metricsOf(world)).toMatchObject({
      "messages/dead/rounds": 2,
      "messages/dead/crawls": 2,
      "messages/dead/other": 1,
      "messages/unknown": 0,
    });
    expect(await scrape(world)).toContain('junkai_dead_messages_total{queue="rounds"} 2');
  });

  it("are noted by /health for an hour, which stays as it is", async () => {
    const world = await createWorld({ now: start });
    await world.runUntil(start + minute);
    const health = async () => (await world.call("GET", "/health")).body;
    expect(await health()).toMatchObject({ status: "ok", deadMessageAt: null });
    await deliver(world, "junkai-rounds-dead", { shards: [1] });
    await world.runUntil(start + 2 * minute);
    // A message that nobody understands is no death.
    await deliver(world, "junkai-rounds", { shards: "all" });
    expect(await health()).toMatchObject({ status: "ok", deadMessageAt: isoAt(minute) });
    await world.runUntil(start + hour + 2 * minute);
    expect(await health()).toMatchObject({ status: "ok", deadMessageAt: null });
  });

  it("are delivered again while the database is away", async () => {
    const world = await createWorld({ now: start });
    world.outage.of = /counters/;
    const message = aMessage({ shards: [1] }, start);
    const batch = { queue: "junkai-rounds-dead", messages: [message] };
    await expect(serveMessages(world.newDeps(), registry, batch)).rejects.toThrow("lost");
    expect(message.isAcknowledged()).toBe(false);
  });

  it("stand on the page of jobs for a day", async () => {
    const world = await createWorld({ now: start });
    const page = async () => (await (await logIn(world)).open("/jobs")).html;
    await deliver(world, "junkai-rounds-dead", { shards: [1] }, { shards: [2] });
    expect(await page()).toContain("2 messages of the queues were given up so far");
    await world.advanceTo(start + 25 * hour);
    expect(await page()).not.toContain("given up");
  });
});

describe("a message that nobody understands", () => {
  it.each([
    ["junkai-rounds", { shards: ["all"] }, "shards.0"],
    ["junkai-crawls", { crawl: {} }, "crawl"],
    ["somebody-elses", { hello: 1 }, "body"],
  ])(
    "of the queue %s is acknowledged, counted and told by its field",
    async (queue, body, field) => {
      const world = await createWorld({ now: start });
      const { messages } = await deliver(world, queue, body);
      expect(messages.map((message) => message.isAcknowledged())).toEqual([true]);
      expect(world.logs).toMatchObject([{ event: "message-unknown", queue, field }]);
      expect(await metricsOf(world)).toMatchObject({
        "messages/unknown": 1,
        "messages/dead/other": 0,
      });
    },
  );

  it("does not keep others of its batch from what they ask for", async () => {
    const world = await createWorld({ now: start, vars: { HOST_GAP_MS: "0" } });
    await addTarget(world, { schedule: { every: "1m", startAt: isoAt(0) } });
    const [unknown, known] = [aMessage(17, start), aMessage({ shards: [1] }, start)];
    const batch = { queue: "junkai-rounds", messages: [unknown, known] };
    const served = serveMessages(world.newDeps(), registry, batch);
    await world.advanceTo(start + 30_000);
    await served;
    expect(world.requests).toHaveLength(1);
    expect([unknown, known].map((one) => one.isAcknowledged())).toEqual([true, true]);
  });
});

it("without such messages nothing is stored", async () => {
  const world = await createWorld({ now: start });
  await addTarget(world);
  await world.runUntil(start + 3 * minute);
  expect(
    (await DB.prepare("SELECT name FROM counters WHERE name = 'messages'").all()).results,
  ).toEqual([]);
});
