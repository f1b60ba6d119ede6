// Tests crawls through a queue: ticks hand them over, and each message goes on with one.
import { describe, expect, it } from "vitest";
import type { Env } from "#deps";
import { followMessage } from "#jobs/sites/follow.ts";
import type { CrawlMessage } from "#net/queues/send-messages.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { createWorld, type Site } from "#test/fixtures/world.ts";

const html = { "content-type": "text/html" };

/** Pages in a row, each linking to the next. */
const chainOf =
  (length: number): Site =>
  ({ pathname }) => {
    const number = Number(pathname.slice(1));
    if (Number.isNaN(number) || number >= length) return { status: 404 };
    return {
      headers: html,
      body: number + 1 < length ? `<a href="/${number + 1}">next</a>` : "the end",
    };
  };

/** A world with a queue whose messages wait until `deliver` is called. */
async function worldWithQueue(site: Site) {
  const sent: CrawlMessage[] = [];
  const queue = { send: async (message: CrawlMessage) => void sent.push(message) };
  const vars = { CRAWL_QUEUE: queue as unknown as NonNullable<Env["CRAWL_QUEUE"]> };
  const world = await createWorld({ site, vars });
  const deliver = async () => {
    const message = sent.shift();
    if (message === undefined) throw new Error("no message is waiting");
    let isDone = false;
    const done = followMessage(world.newDeps(), message.crawl).finally(() => {
      isDone = true;
    });
    while (!isDone) await world.advanceTo(world.now() + 1_000);
    await done;
  };
  return { world, sent, deliver };
}

const site = {
  url: "http://site.example/0",
  kind: "site",
  schedule: { every: "1d" },
  crawl: { delay: "1s" },
};

const crawl = async () =>
  await DB.prepare(
    "SELECT state, lease_until AS leaseUntil, progress ->> 'fetched' AS fetched FROM crawls",
  ).first<{
    state: string;
    leaseUntil: number;
    fetched: number;
  }>();

describe("with a queue bound", () => {
  it("a tick only hands a crawl over, and its message goes on with it to the end", async () => {
    const { world, sent, deliver } = await worldWithQueue(chainOf(20));
    await world.call("POST", "/api/targets", site);
    await world.runUntil(world.now() + 60_000);
    expect(sent).toEqual([{ crawl: 1 }]);
    expect(world.requests).toEqual([]);
    await deliver();
    expect(await crawl()).toMatchObject({ state: "completed", fetched: 20 });
    expect(sent).toEqual([]);
  });

  it("a crawl that takes longer than an invocation may is handed on, where it was", async () => {
    const { world, sent, deliver } = await worldWithQueue(chainOf(400));
    await world.call("POST", "/api/targets", {
      ...site,
      crawl: { delay: "1s", maxDepth: 1_000 },
    });
    world.startTick();
    await world.settle();
    await deliver();
    const half = await crawl();
    expect(half).toMatchObject({ state: "running", leaseUntil: 0 });
    expect(half?.fetched).toBeGreaterThan(250);
    expect(sent).toEqual([{ crawl: 1 }]);
    await deliver();
    expect(await crawl()).toMatchObject({ state: "completed", fetched: 400 });
    expect(world.requests).toHaveLength(401);
  });

  it("a message for a crawl that another has in hand, or that is over, does nothing", async () => {
    const { world, sent, deliver } = await worldWithQueue(chainOf(5));
    await world.call("POST", "/api/targets", site);
    world.startTick();
    await world.settle();
    await DB.prepare("UPDATE crawls SET lease_token = 'another', lease_until = ?")
      .bind(world.now() + 60_000)
      .run();
    await deliver();
    expect(world.requests).toEqual([]);
    await DB.prepare("UPDATE crawls SET lease_until = 0").run();
    sent.push({ crawl: 1 }, { crawl: 1 });
    await deliver();
    const { length } = world.requests;
    expect(length).toBe(6);
    await deliver();
    expect(world.requests).toHaveLength(length);
  });
});
