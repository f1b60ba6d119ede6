// Tests crawls through a queue: ticks hand them over, and each message goes on with one.
import { describe, expect, it } from "vitest";
import type { Env } from "#deps";
import { followMessage } from "#jobs/sites/follow.ts";
import type { CrawlMessage } from "#net/queues/send-messages.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

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

const minute = 60_000;

/** A world with a queue whose messages wait until `deliver` is called. */
async function worldWithQueue(site: Site) {
  const sent: CrawlMessage[] = [];
  const queue = {
    isAway: false,
    async sendBatch(messages: MessageSendRequest<CrawlMessage>[]) {
      if (queue.isAway) throw new Error("the queue is away");
      sent.push(...messages.map(({ body }) => body));
    },
  };
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
  return { world, sent, deliver, queue };
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

/** A tick, a minute after the one before. */
async function tick(world: World): Promise<void> {
  await world.advanceTo(world.now() + minute);
  world.startTick();
  await world.settle();
}

/** What the last run of the job that follows crawls did and cost. */
async function lastRun(world: World) {
  const { body } = await world.call("GET", "/api/jobs/follow/runs?limit=1");
  return body.items[0];
}

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

  it("crawls that the queue does not take are sent by the next tick", async () => {
    const { world, sent, queue } = await worldWithQueue(chainOf(20));
    await world.call("POST", "/api/targets", site);
    queue.isAway = true;
    await tick(world);
    expect((await lastRun(world)).outcome).toBe("failed");
    queue.isAway = false;
    await tick(world);
    expect(sent).toEqual([{ crawl: 1 }]);
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

describe("a crawl that was handed over", () => {
  const both = [{ crawl: 1 }, { crawl: 2 }];

  /** A world in which two crawls of different sites, or of one, were handed over. */
  async function handedOver(hosts = ["one.example", "two.example"]) {
    const queue = await worldWithQueue(chainOf(5));
    for (const host of hosts)
      await queue.world.call("POST", "/api/targets", {
        ...site,
        url: `http://${host}/0`,
      });
    await tick(queue.world);
    expect(queue.sent).toEqual(both);
    return queue;
  }

  it("is not handed over again until its message has had ten minutes", async () => {
    const { world, sent } = await handedOver();
    for (let i = 1; i < 10; i++) await tick(world);
    expect(sent).toEqual(both);
    await tick(world);
    expect(sent).toEqual([...both, ...both]);
    for (let i = 1; i < 10; i++) await tick(world);
    expect(sent).toHaveLength(4);
  });

  it("costs a row when it is handed over, and no statement more", async () => {
    const { world } = await handedOver();
    const handing = await lastRun(world);
    await tick(world);
    const idle = await lastRun(world);
    expect(handing.counts).toMatchObject({ handedOver: 2 });
    expect(idle.counts).toMatchObject({ handedOver: 0 });
    expect(handing.statements).toBe(2);
    expect(idle.statements).toBe(2);
    expect(handing.rowsWritten - idle.rowsWritten).toBe(2);
  });

  it("is crawled once, though its message was sent twice", async () => {
    const { world, sent, deliver } = await handedOver();
    for (let i = 0; i < 10; i++) await tick(world);
    for (let i = 0; i < 4; i++) await deliver();
    expect(sent).toEqual([]);
    expect(world.requests).toHaveLength(2 * 6);
    await tick(world);
    expect(sent).toEqual([]);
  });

  it("is handed over at the next tick when its message came while its lane was in use", async () => {
    const { world, sent, deliver } = await handedOver(["a.example.com", "b.example.com"]);
    sent.reverse();
    await DB.prepare(
      "UPDATE crawls SET lease_token = 'another', lease_until = ? WHERE id = 1",
    )
      .bind(world.now() + minute - 1)
      .run();
    await deliver();
    expect(world.requests).toEqual([]);
    expect(sent).toEqual([{ crawl: 1 }]);
    await tick(world);
    expect(sent).toEqual(both);
  });

  it("is handed over again when it waited for its host, as soon as it may go on", async () => {
    const hosts = { isDown: true };
    const serve = chainOf(5);
    const queue = await worldWithQueue((url, request) =>
      hosts.isDown ? { status: 503 } : serve(url, request),
    );
    await queue.world.call("POST", "/api/targets", site);
    await tick(queue.world);
    await queue.deliver();
    expect(queue.sent).toEqual([]);
    hosts.isDown = false;
    for (let i = 0; i < 3; i++) await tick(queue.world);
    expect(queue.sent).toEqual([{ crawl: 1 }]);
  });

  it("and has more to do is handed on at once, and not by the next tick too", async () => {
    const { world, sent, deliver } = await worldWithQueue(chainOf(400));
    const crawl = { delay: "1s", maxDepth: 1_000 };
    await world.call("POST", "/api/targets", { ...site, crawl });
    await tick(world);
    await deliver();
    expect(sent).toEqual([{ crawl: 1 }]);
    await tick(world);
    expect(sent).toEqual([{ crawl: 1 }]);
  });
});
