// Tests the queue's consumer with crawls that end its invocations: through the handler
// that the runtime calls, with a queue that delivers again what was not acknowledged.
import {
  createExecutionContext,
  createMessageBatch,
  getQueueResult,
} from "cloudflare:test";
import { beforeEach, describe, expect, it } from "vitest";
import type { Env } from "#deps";
import { mostLost } from "#domain/sites/caution.ts";
import worker from "#index";
import { followMessages } from "#jobs/sites/follow.ts";
import type { CrawlMessage } from "#net/queues/send-messages.ts";
import { bindings } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { readCrawls } from "#test/fixtures/sites/crawl-audit.ts";
import { addSiteAt, html, minute, start } from "#test/fixtures/sites/crawl-course.ts";
import { createWorld, type World } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

/** A message is delivered at most so often, as the platform does unless told otherwise. */
const mostDeliveries = 4;
/** An invocation that has not ended by then has died. */
const mostMinutes = 6;

type Message = { body: CrawlMessage; deliveries: number };
type Delivery = { message: Message; since: number; acks: string[] | null };

/** A world with a sound site and a bad one, whose crawls go through a queue. */
async function openQueue(poison: string) {
  const waiting: Message[] = [];
  const sendBatch = async (messages: MessageSendRequest<CrawlMessage>[]) =>
    void waiting.push(...messages.map(({ body }) => ({ body, deliveries: 0 })));
  const world = await createWorld({
    now: start,
    site: ({ pathname }) => html(pathname === "/" ? paths : [], pathname),
    vars: { CRAWL_QUEUE: { sendBatch } as unknown as NonNullable<Env["CRAWL_QUEUE"]> },
  });
  world.poison.add(poison);
  for (const host of [soundHost, badHost])
    await addSiteAt(world, host, { crawl: { delay: "0s" } });
  const deliveries: Delivery[] = [];
  const deliver = (message: Message) => {
    message.deliveries += 1;
    const delivery: Delivery = { message, since: world.now(), acks: null };
    deliveries.push(delivery);
    void consume(world, message).then((acks) => {
      delivery.acks = acks;
    });
  };
  const hasDied = ({ acks, since }: Delivery) =>
    acks === null && world.now() - since === mostMinutes * minute;
  /** Passes minutes: each with a tick, the messages that wait, and those to repeat. */
  const passMinutes = async (minutes: number) => {
    for (let i = 0; i < minutes; i++) {
      world.startTick();
      await world.settle();
      for (const message of waiting.splice(0)) deliver(message);
      await world.advanceTo(world.now() + minute);
      for (const { message } of deliveries.filter(hasDied))
        if (message.deliveries < mostDeliveries) deliver(message);
    }
  };
  return { world, deliveries, passMinutes };
}

let messages = 0;

/** Has the handler deal with one message; gives what it acknowledged. */
async function consume(world: World, { body, deliveries }: Message): Promise<string[]> {
  messages += 1;
  const [id, timestamp] = [`${messages}`, new Date(start)];
  const batch = createMessageBatch<CrawlMessage>("junkai-crawls", [
    { id, timestamp, attempts: deliveries, body },
  ]);
  const context = createExecutionContext();
  await followMessages(world.newDeps(), batch.messages);
  return (await getQueueResult(batch, context)).explicitAcks;
}

const [soundHost, badHost] = ["https://sound.example.com/", "https://bad.example.com/"];
const count = 60;
const paths = Array.from({ length: count }, (_, i) => `/${i}`);

/** How often a URL was asked for. */
const asked = (world: World, url: string) =>
  world.requests.filter((one) => one === url).length;

describe("through a queue", () => {
  it("a page that ends its invocation is passed over, and all else is crawled", async () => {
    const poison = `${badHost}17`;
    const { world, deliveries, passMinutes } = await openQueue(poison);
    await passMinutes(1);
    const [sound] = await readCrawls();
    expect(sound).toMatchObject({ state: "completed", progress: { fetched: count + 1 } });
    await passMinutes(29);
    const [, bad] = await readCrawls();
    expect(bad).toMatchObject({
      state: "completed",
      progress: { fetched: count + 1, failed: 1, passedOver: 1 },
    });
    await expectRest(deliveries, passMinutes);
    expect(asked(world, poison)).toBeLessThanOrEqual(mostLost);
  });

  it("a crawl that ends each invocation fails, and its messages come to an end", async () => {
    const poison = `${badHost}robots.txt`;
    const { world, deliveries, passMinutes } = await openQueue(poison);
    await passMinutes(30);
    expect(await readCrawls()).toMatchObject([
      { state: "completed" },
      {
        state: "failed",
        reason: `Going on with it ended ${mostLost} times without a result.`,
      },
    ]);
    await expectRest(deliveries, passMinutes);
    expect(asked(world, poison)).toBe(mostLost);
  });
});

/** Expects that each message was acknowledged at last, and that no other one comes. */
async function expectRest(
  deliveries: readonly Delivery[],
  passMinutes: (minutes: number) => Promise<void>,
): Promise<void> {
  const { length } = deliveries;
  expect(deliveries.some(({ acks }) => acks === null)).toBe(true);
  for (const sent of Map.groupBy(deliveries, ({ message }) => message).values())
    expect(sent.at(-1)?.acks).toHaveLength(1);
  await passMinutes(20);
  expect(deliveries).toHaveLength(length);
}

it("the handler acknowledges a message whose crawl is not there", async () => {
  const batch = createMessageBatch<CrawlMessage>("junkai-crawls", [
    { id: "1", timestamp: new Date(start), attempts: 1, body: { crawl: 1 } },
  ]);
  await worker.queue(batch, bindings);
  const { explicitAcks } = await getQueueResult(batch, createExecutionContext());
  expect(explicitAcks).toEqual(["1"]);
});
