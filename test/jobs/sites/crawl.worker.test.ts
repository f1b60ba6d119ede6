// Tests the promise of a crawl: it finds what a plain walk finds, once, whatever happens
// to the invocations that make it.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { auditTarget } from "#test/fixtures/audit.ts";
import { emptyDatabase } from "#test/fixtures/database.ts";
import { type Event, happen } from "#test/fixtures/rounds/events.ts";
import { scenarios } from "#test/fixtures/scenarios.ts";
import {
  auditCrawls,
  type CrawlRow,
  readCrawls,
  readPageRows,
} from "#test/fixtures/sites/crawl-audit.ts";
import {
  anyEvent,
  minute,
  start,
  untilEnded,
} from "#test/fixtures/sites/crawl-course.ts";
import {
  anyChangingSite,
  anySite,
  type SitePlan,
  serveSite,
  urlOf,
  type Walk,
  walk,
} from "#test/fixtures/sites/random-sites.ts";
import {
  type Asked,
  checkGaps,
  checkTurns,
  compareWithWalk,
} from "#test/fixtures/sites/walk-audit.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

/**
 * A random site, and how it is crawled: from its first page, or from two pages by two
 * targets of one lane.
 */
type Plan = {
  site: SitePlan;
  starts: number[];
  delay: "0s" | "250ms" | "2s";
  plan: "free" | "paid";
};

const anyManner: fc.Arbitrary<Omit<Plan, "site">> = fc.record({
  starts: fc.constantFrom([0], [0], [0, 1]),
  delay: fc.constantFrom("0s", "250ms", "2s"),
  plan: fc.constantFrom("paid", "paid", "free"),
});

async function settledWorld({ site, starts, delay, plan }: Plan) {
  const asked: Asked[] = [];
  let answer = serveSite(site);
  const serve: Site = (url, request) => {
    const given = answer(url, request);
    const tookMs =
      given instanceof Error ? 0 : Math.min(site.timeoutMs, given.afterMs ?? 10);
    const by = request.headers.get("user-agent") ?? "";
    asked.push({ url: url.href, by, from: world.now(), to: world.now() + tookMs });
    return given;
  };
  const world: World = await createWorld({
    now: start,
    site: serve,
    vars: { PLAN: plan },
  });
  for (const first of starts) {
    const document = {
      url: urlOf(site, first),
      kind: "site",
      schedule: { every: "6h", startAt: new Date(start).toISOString() },
      request: {
        timeout: `${site.timeoutMs}ms`,
        retries: 3,
        headers: { "user-agent": `crawl-${first}` },
      },
      crawl: { scope: "site", maxDepth: 10_000, delay },
    };
    expect((await world.call("POST", "/api/targets", document)).status).toBe(201);
  }
  const become = (later: SitePlan) => {
    answer = serveSite(later);
  };
  return { world, asked, become };
}

const walkOf = ({ site, starts }: Plan, { targetId }: CrawlRow): Walk =>
  walk(site, urlOf(site, starts[targetId - 1] ?? 0));

const delayMs = { "0s": 0, "250ms": 250, "2s": 2_000 };

const anyEvents = fc.array(anyEvent, { maxLength: 6, size: "max" });

describe("a crawl", () => {
  it("finds what a plain walk finds, whatever happens to its invocations, and the next one finds it again", async () => {
    await fc.assert(
      fc
        .asyncProperty(anySite, anyManner, anyEvents, async (site, manner, events) => {
          const plan = { site, ...manner };
          const { world, asked } = await settledWorld(plan);
          const first = await crawlAmid(world, plan, events);
          for (const crawl of first) await compareWithWalk(crawl, walkOf(plan, crawl));
          if (!events.some(({ kind }) => kind === "stallingTick")) {
            checkTurns(asked);
            if (plan.starts.length === 1) checkGaps(asked, delayMs[plan.delay]);
          }
          const pages = await Promise.all(
            first.map(({ targetId }) => readPageRows(targetId)),
          );
          await world.advanceTo(Math.max(world.now(), start + 6 * 60 * minute));
          const second = await crawlAmid(world, plan, []);
          expect(
            await Promise.all(first.map(({ targetId }) => readPageRows(targetId))),
          ).toEqual(pages);
          for (const crawl of second)
            await compareWithWalk(crawl, walkOf(plan, crawl), walkOf(plan, crawl));
          await auditSlots(world, plan);
        })
        .beforeEach(emptyDatabase),
      { numRuns: scenarios(15), endOnFailure: true },
    );
  });

  it("finds what has changed since the one before: what is new, other, and gone", async () => {
    await fc.assert(
      fc
        .asyncProperty(
          anyChangingSite,
          anyManner,
          anyEvents,
          async ({ site, later }, manner, events) => {
            const plan = { site, ...manner };
            const { world, become } = await settledWorld(plan);
            await crawlAmid(world, plan, []);
            become(later);
            await world.advanceTo(Math.max(world.now(), start + 6 * 60 * minute));
            for (const crawl of await crawlAmid(world, plan, events)) {
              const before = walkOf(plan, crawl);
              const now = walk(
                later,
                urlOf(site, manner.starts[crawl.targetId - 1] ?? 0),
                before,
              );
              await compareWithWalk(crawl, now, before);
            }
            await auditSlots(world, plan);
          },
        )
        .beforeEach(emptyDatabase),
      { numRuns: scenarios(8), endOnFailure: true },
    );
  });

  /** Has every target crawled once, while things happen, and gives these crawls. */
  async function crawlAmid(
    world: World,
    { starts }: Plan,
    events: readonly Event[],
  ): Promise<CrawlRow[]> {
    const ended = (await readCrawls()).length;
    for (const event of events) {
      await happen(world, event);
      await auditCrawls(world.now());
    }
    const crawls = await untilEnded(world, ended + starts.length);
    // Whoever stood still goes on in the end, and must not do any harm.
    await world.advanceTo(world.now() + 10 * minute);
    await auditCrawls(world.now());
    return crawls.slice(ended);
  }

  async function auditSlots(world: World, { starts }: Plan): Promise<void> {
    for (const [i] of starts.entries()) {
      const { slots, ran, late, skipped, missed } = await auditTarget(i + 1, world.now());
      expect(ran + late + skipped + missed).toBe(slots);
      expect(ran + late).toBe(2);
    }
  }
});
