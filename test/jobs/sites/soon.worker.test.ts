// Tests that a crawl begins within two seconds of what calls for it, and goes on as long
// as the request's invocation may begin work.

import { describe, expect, it } from "vitest";
import type { Env } from "#deps";
import type { CrawlMessage } from "#net/queues/send-messages.ts";
import { watch } from "#test/fixtures/rounds/rounds.ts";
import { addSite, crawlsOf } from "#test/fixtures/sites/crawls.ts";
import { flatSite, origin, serve } from "#test/fixtures/sites/sites.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { addTarget, type World } from "#test/fixtures/world.ts";

const everyHour = { schedule: { every: "1h" } };
const createdAt = start + minute + 20 * second;
/** A page a second: the site's 61 pages take longer than a request's invocation may. */
const slowly = { delay: "1s" };
const siteHost = new URL(origin).host;
/** After a request that is answered an invocation begins work for so long, seconds. */
const beginsFor = 14;

/** A world whose first minute had its tick, 20 seconds into its second. */
async function betweenTicks(vars: Partial<Env> = {}) {
  const { world, sent } = await watch({
    afterAnswers: true,
    site: serve(flatSite(60)),
    vars,
  });
  await world.runUntil(start + minute);
  await world.advanceTo(createdAt);
  /** When the site was asked, in seconds after an instant. */
  const askedAfter = (since: number) =>
    sent
      .filter(({ host, at }) => host === siteHost && start + at * second >= since)
      .map(({ at }) => at - (since - start) / second);
  return { world, sent, askedAfter };
}

/** A site whose first slot comes in half an hour: nothing calls for a crawl until then. */
async function addLaterSite(world: World): Promise<number> {
  const schedule = { every: "1h", startAt: isoAt(30 * minute) };
  return await addSite(world, slowly, { schedule });
}

const longestPause = (asked: readonly number[]): number =>
  Math.max(...asked.map((at, i) => at - (asked[i - 1] ?? 0)));

describe("a crawl begins at once, beside the rounds, and goes on with them", () => {
  it.each(["paid", "free"])(
    "when its site is new in the shard of a page that comes due every few seconds: %s",
    async (PLAN) => {
      const { world, askedAfter } = await betweenTicks({ PLAN });
      await addTarget(world, {
        url: "https://page.example.com/",
        schedule: { every: "10s" },
      });
      // Its own request's invocation makes rounds no longer.
      await world.advanceTo(world.now() + 16 * second);
      const since = world.now();
      await addSite(world, slowly, everyHour);
      await world.advanceTo(since + 3 * second);
      expect(askedAfter(since)[0] ?? 999).toBeLessThanOrEqual(2);
    },
  );

  it("when its site is new, and reads page after page until its invocation ends", async () => {
    const { world, askedAfter } = await betweenTicks();
    const id = await addSite(world, slowly, everyHour);
    await world.advanceTo(start + 2 * minute - second);
    const asked = askedAfter(createdAt);
    expect(asked[0] ?? 999).toBeLessThanOrEqual(2);
    expect(longestPause(asked)).toBeLessThanOrEqual(2);
    expect(asked.at(-1)).toBeGreaterThanOrEqual(beginsFor - 1);
    await world.runUntil(start + 5 * minute);
    expect(await crawlsOf(id)).toMatchObject([
      { state: "completed", fetched: 61, lostSlices: 0, stalls: 0 },
    ]);
  });

  it.each(["paid", "free"])("when a user asks for it: %s", async (PLAN) => {
    const { world, askedAfter } = await betweenTicks({ PLAN });
    const id = await addLaterSite(world);
    await world.advanceTo(createdAt + 20 * second);
    expect(askedAfter(createdAt)).toEqual([]);
    const since = world.now();
    expect((await world.call("POST", `/api/targets/${id}/run`)).status).toBe(202);
    await world.advanceTo(since + 2 * second);
    expect(askedAfter(since).length).toBeGreaterThan(0);
  });

  it("when a user asks for it while another request's invocation makes rounds", async () => {
    const { world, askedAfter } = await betweenTicks();
    const id = await addLaterSite(world);
    await world.advanceTo(createdAt + 20 * second);
    await addTarget(world, {
      url: "https://page.example.com/",
      schedule: { every: "5s" },
    });
    await world.advanceTo(world.now() + 3 * second);
    const since = world.now();
    await world.call("POST", `/api/targets/${id}/run`);
    await world.advanceTo(since + 2 * second);
    expect(askedAfter(since).length).toBeGreaterThan(0);
  });

  it("without a pause until the next tick, where an invocation may go on for 90 seconds", async () => {
    const { world, askedAfter } = await betweenTicks({ AFTER_ANSWER_SECONDS: "90" });
    const id = await addSite(world, slowly, everyHour);
    await world.advanceTo(start + 2 * minute);
    await world.runUntil(start + 4 * minute);
    expect(longestPause(askedAfter(createdAt))).toBeLessThanOrEqual(3);
    expect(await crawlsOf(id)).toMatchObject([{ state: "completed", lostSlices: 0 }]);
  });
});

it("a new crawl comes before those that wait: three sites that are crawled slowly", async () => {
  const { world, sent } = await betweenTicks({ PLAN: "free" });
  for (const name of ["a", "b", "c"])
    await addSite(world, slowly, { ...everyHour, url: `https://${name}-site.com/` });
  await world.advanceTo(start + 2 * minute - 5 * second);
  const since = world.now();
  await addSite(world, slowly, { ...everyHour, url: "https://new-site.com/" });
  await world.advanceTo(since + 2 * second);
  expect(sent.map(({ host }) => host)).toContain("new-site.com");
});

it.each([
  ["is busy with another one", slowly],
  ["has crawled another one", { delay: "0s" }],
])("a new site is crawled at once by a tick that %s", async (_, crawl) => {
  const { world, sent } = await watch({ site: serve(flatSite(60)) });
  await addTarget(world, {
    url: "https://page.example.com/",
    schedule: { every: "5s", startAt: isoAt(0) },
  });
  const first = await addSite(world, crawl, everyHour);
  world.startTick();
  await world.advanceTo(start + 11 * second);
  const isBusy = crawl === slowly;
  expect(await crawlsOf(first)).toMatchObject([
    { state: isBusy ? "running" : "completed" },
  ]);
  await addSite(world, slowly, { ...everyHour, url: "https://new-site.com/" });
  await world.advanceTo(start + 13 * second);
  expect(sent.map(({ host }) => host)).toContain("new-site.com");
});

it("with a queue bound a crawl that a user asks for is handed over at once", async () => {
  const messages: CrawlMessage[] = [];
  const sendBatch = async (sent: MessageSendRequest<CrawlMessage>[]) =>
    void messages.push(...sent.map(({ body }) => body));
  const queue = { sendBatch } as unknown as NonNullable<Env["CRAWL_QUEUE"]>;
  const { world, askedAfter } = await betweenTicks({ CRAWL_QUEUE: queue });
  const id = await addLaterSite(world);
  const { body } = await world.call("POST", `/api/targets/${id}/run`);
  await world.advanceTo(createdAt + second);
  expect(messages).toEqual([{ crawl: body.id }]);
  expect(askedAfter(createdAt)).toEqual([]);
});

it("a site whose requests could outlast the invocation is left to a tick", async () => {
  const { world, askedAfter } = await betweenTicks();
  const id = await addSite(world, {}, { ...everyHour, request: { timeout: "30s" } });
  await world.advanceTo(start + 2 * minute - second);
  expect(askedAfter(createdAt)).toEqual([]);
  await world.runUntil(start + 4 * minute);
  expect(await crawlsOf(id)).toMatchObject([
    { state: "completed", lostSlices: 0, stalls: 0 },
  ]);
});

it("no crawl begins while the job that follows crawls is paused", async () => {
  const { world, askedAfter } = await betweenTicks();
  await world.call("POST", "/api/jobs/follow/pause");
  await addSite(world, slowly, everyHour);
  await world.advanceTo(createdAt + 20 * second);
  expect(askedAfter(createdAt)).toEqual([]);
});
