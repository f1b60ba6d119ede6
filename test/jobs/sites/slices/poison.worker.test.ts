// Tests crawls of which a page, or more, ends the invocation that reads it.
import { beforeEach, describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { historyOf } from "#test/fixtures/jobs/job-history.ts";
import { auditCrawls, readCrawls } from "#test/fixtures/sites/crawl-audit.ts";
import {
  addSiteAt,
  html,
  minute,
  start,
  untilEnded,
} from "#test/fixtures/sites/crawl-course.ts";
import { addTarget, createWorld, type Site } from "#test/fixtures/world.ts";

beforeEach(emptyDatabase);

const host = "https://site.example.com";
const count = 300;
const paths = Array.from({ length: count }, (_, i) => `/${i}`);

/** A start page with links to all others. */
const site: Site = ({ pathname }) => html(pathname === "/" ? paths : [], pathname);

async function crawled(document: Record<string, unknown> = {}) {
  const world = await createWorld({ now: start, site });
  const id = await addSiteAt(world, `${host}/`, { crawl: { delay: "0s" }, ...document });
  return { world, id };
}

const failuresOf = (world: Awaited<ReturnType<typeof crawled>>["world"], id: number) =>
  world.call("GET", `/api/targets/${id}/pages?status=broken&limit=500`);

describe("a page that ends the invocation that reads it", () => {
  it("is passed over with a failure, and the crawl goes on to its end", async () => {
    const { world, id } = await crawled();
    world.poison.add(`${host}/217`);
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { fetched: count + 1, failed: 1, passedOver: 1 },
    });
    const answer = await world.call("GET", `/api/targets/${id}/crawls/1`);
    expect(answer.body.progress).toMatchObject({ failed: 1, passedOver: 1 });
    const counts = (await historyOf(world, "follow")).map((one) => one.counts.passedOver);
    expect(counts.filter((one) => one !== undefined)).toEqual([1]);
    const { items } = (await failuresOf(world, id)).body;
    expect(items).toMatchObject([{ url: `${host}/217`, failure: { class: "internal" } }]);
    await auditCrawls(world.now());
    await auditTarget(id, world.now());
  });

  it("sets no page target aside that is served in the same ticks", async () => {
    const { world } = await crawled();
    for (let i = 0; i < 5; i++)
      await addTarget(world, {
        url: `https://host${i}.example.com/`,
        schedule: { every: "5s" },
      });
    world.poison.add(`${host}/17`);
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({ state: "completed", progress: { passedOver: 1 } });
    await world.runUntil(world.now() + 5 * minute);
    expect(await DB.prepare("SELECT * FROM set_aside").all()).toMatchObject({
      results: [],
    });
  });
});

describe("a crawl that ends each invocation", () => {
  it("whatever it reads, fails with the reason", async () => {
    const { world, id } = await crawled();
    world.poison.add(`${host}/robots.txt`);
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "failed",
      reason: "Going on with it ended 8 times without a result.",
    });
    const { body } = await world.call("GET", `/api/targets/${id}/runs`);
    expect(body.items).toMatchObject([{ failure: { class: "internal" } }]);
  });

  it("with page after page, fails after ten of them", async () => {
    const { world } = await crawled();
    for (const path of paths.slice(20, 40)) world.poison.add(`${host}${path}`);
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "failed",
      reason: "Reading 10 of its pages ended the invocation.",
    });
  });
});

describe("a crawl whose slices the database does not record for 20 minutes", () => {
  it("passes over no page", async () => {
    const { world } = await crawled();
    world.outage.of = /UPDATE crawls SET position/;
    await world.runUntil(start + 20 * minute);
    world.outage.of = null;
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { fetched: count + 1, failed: 0, passedOver: 0 },
    });
    expect(await readCrawls()).toHaveLength(1);
  });
});
