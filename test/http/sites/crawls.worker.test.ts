// Tests a site's crawls over the API: how they begin, go on and end. Also tests what the
// API tells of a site.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import {
  add,
  idsOf,
  isoAt,
  minute,
  openDoor,
  paged,
  read,
  start,
  textOf,
} from "#test/fixtures/sites/stored-pages.ts";
import { createWorld, type Site } from "#test/fixtures/world.ts";

/**
 * Forty pages in a tree, each with three links; page 7 is not there, robots.txt hides
 * page 8: 34 can be found.
 */
const tree: Site = (url) => {
  if (url.pathname === "/robots.txt") return { body: "User-agent: *\nDisallow: /8\n" };
  const n = Number(url.pathname.slice(1) || 0);
  if (n === 7) return { status: 404 };
  const links = [1, 2, 3].map((k) => n * 3 + k).filter((m) => m < 40);
  return {
    headers: { "content-type": "text/html" },
    body: `<title>Page ${n}</title>${links.map((m) => `<a href="/${m}">${m}</a>`).join("")}<a href="//other.example">x</a>`,
  };
};

describe("a crawl", () => {
  it("that is asked for is begun at once, goes on with the ticks and ends", async () => {
    const world = await createWorld({ now: start, site: tree });
    const id = await add(world, { crawl: { delay: "0s" } });
    const { status, headers, body } = await world.call("POST", `/api/targets/${id}/run`);
    expect(status).toBe(202);
    expect(headers.get("location")).toBe("/api/targets/1/crawls/1");
    expect(body).toEqual({
      id: 1,
      targetId: 1,
      state: "running",
      reason: null,
      trigger: "manual",
      // Scheduled slots are whole seconds, which a manual one never is.
      dueAt: new Date(start - 1).toISOString(),
      startedAt: isoAt(0),
      endedAt: null,
      durationMs: 0,
      nextAt: isoAt(0),
      waitingFor: null,
      progress: {
        found: 0,
        fetched: 0,
        queued: 0,
        dropped: 0,
        failed: 0,
        cut: 0,
        notModified: 0,
        bytes: 0,
        slices: 0,
        lostSlices: 0,
        passedOver: 0,
        perSecond: null,
        endsAt: null,
      },
      changes: { new: 0, changed: 0, unchanged: 0, gone: 0, unseen: 0 },
      refused: {},
    });
    await world.runUntil(start + 2 * minute);
    const crawl = await read(world, "/api/targets/1/crawls/1");
    expect(crawl).toMatchObject({
      state: "completed",
      reason: null,
      nextAt: null,
      waitingFor: null,
    });
    expect(crawl.progress).toMatchObject({
      found: 34,
      fetched: 33,
      queued: 0,
      dropped: 1,
      failed: 1,
      endsAt: null,
    });
    expect(crawl.progress.perSecond).toBeGreaterThan(0);
    expect(crawl.changes).toEqual({
      new: 33,
      changed: 0,
      unchanged: 0,
      gone: 0,
      unseen: 0,
    });
    expect(crawl.refused).toMatchObject({ robots: 1, scope: 32 });
    expect(crawl.durationMs).toBe(
      Date.parse(crawl.endedAt) - Date.parse(crawl.startedAt),
    );
    const pages = await paged(world, "/api/targets/1/pages", 7);
    expect(pages).toHaveLength(33);
    const { items } = await read(world, "/api/targets/1/broken-links");
    expect(items).toMatchObject([
      { page: { title: "Page 2" }, link: { url: "http://site.example/7" }, status: 404 },
    ]);
  });

  it("is refused while another one of the target is under way, which is named", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world);
    await world.call("POST", "/api/targets/1/run");
    const { status, body } = await world.call("POST", "/api/targets/1/run");
    expect(status).toBe(409);
    expect(body).toMatchObject({
      type: "/docs#problem-conflict",
      detail: "Crawl 1 of target 1 is under way.",
    });
    expect((await read(world, "/api/targets/1/crawls")).items).toHaveLength(1);
  });

  it("is refused while the target is paused", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world, { enabled: false });
    const { status, body } = await world.call("POST", "/api/targets/1/run");
    expect(status).toBe(409);
    expect(body.detail).toMatch(/^The target is paused/);
    expect((await read(world, "/api/targets/1/crawls")).items).toEqual([]);
  });

  it("of a page target is not begun: the target has a usual run", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world, { kind: "page" });
    const { status, headers, body } = await world.call("POST", "/api/targets/1/run");
    expect(status).toBe(201);
    expect(headers.get("location")).toMatch(/^\/api\/targets\/1\/runs\//);
    expect(body).toMatchObject({ outcome: "ok", trigger: "manual" });
  });

  it("under way tells how far it is and when it may be done", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world, { crawl: { delay: "4s" } });
    await world.call("POST", "/api/targets/1/run");
    world.startTick();
    await world.advanceTo(start + 50_000);
    const { state, durationMs, progress } = await read(world, "/api/targets/1/crawls/1");
    expect(state).toBe("running");
    expect(durationMs).toBe(50_000);
    expect(progress.fetched).toBeGreaterThan(3);
    expect(progress.queued).toBeGreaterThan(3);
    expect(progress.found).toBe(progress.fetched + progress.dropped + progress.queued);
    const left = (progress.queued * 50_000) / (progress.fetched + progress.dropped);
    expect(Date.parse(progress.endsAt)).toBe(Math.floor(start + 50_000 + left));
    // One every four seconds.
    expect(progress.perSecond).toBeCloseTo(0.25, 1);
  });

  it("that cannot go on says what it waits for, and until when", async () => {
    const world = await createWorld({ now: start, site: () => ({ status: 503 }) });
    await add(world);
    await world.call("POST", "/api/targets/1/run");
    await world.runUntil(start + 3 * minute);
    const crawl = await read(world, "/api/targets/1/crawls/1");
    expect(crawl.state).toBe("running");
    expect(crawl.waitingFor).toContain("robots.txt");
    expect(Date.parse(crawl.nextAt)).toBeGreaterThan(world.now());
    expect(crawl.progress).toMatchObject({ fetched: 0, endsAt: null });
    await world.call("POST", "/api/targets/1/pause");
    expect((await read(world, "/api/targets/1/crawls/1")).waitingFor).toBe(
      "The target is paused.",
    );
  });

  it("is one of a list, the newest first", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world, { crawl: { maxPages: 1, delay: "0s" } });
    await add(world, { url: "http://else.example/" });
    for (let i = 0; i < 5; i++) {
      expect((await world.call("POST", "/api/targets/1/run")).status).toBe(202);
      await world.runUntil(world.now() + minute);
    }
    await world.call("POST", "/api/targets/2/run");
    const whole = await paged(world, "/api/targets/1/crawls", 200);
    expect(idsOf(whole)).toEqual([5, 4, 3, 2, 1]);
    expect(await paged(world, "/api/targets/1/crawls", 2)).toEqual(whole);
    expect(await read(world, "/api/targets/1/crawls/3")).toEqual(whole[2]);
    expect(whole[0]).toMatchObject({
      state: "incomplete",
      reason: "The page limit was reached.",
    });
    expect((await world.call("GET", "/api/targets/1/crawls/6")).status).toBe(404);
    expect((await world.call("GET", "/api/targets/2/crawls/5")).status).toBe(404);
  });

  it("that is cancelled ends at once, keeps what it saw, and makes room for another", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world, { crawl: { delay: "4s" } });
    await world.call("POST", "/api/targets/1/run");
    world.startTick();
    await world.advanceTo(start + 30_000);
    const { status, body } = await world.call("POST", "/api/targets/1/crawls/1/cancel");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      state: "cancelled",
      previousState: "running",
      reason: "It was cancelled.",
      nextAt: null,
      waitingFor: null,
    });
    expect(Date.parse(body.endedAt)).toBeGreaterThanOrEqual(start + 30_000);
    const { previousState: _, ...crawl } = body;
    await world.runUntil(start + 5 * minute);
    const { length } = world.requests;
    await world.runUntil(start + 8 * minute);
    expect(world.requests).toHaveLength(length);
    expect(await read(world, "/api/targets/1/crawls/1")).toEqual(crawl);
    expect((await paged(world, "/api/targets/1/pages", 500)).length).toBe(
      crawl.progress.fetched,
    );
    expect((await world.call("POST", "/api/targets/1/run")).status).toBe(202);
  });

  it("that has ended is not changed by being cancelled", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world, { crawl: { delay: "0s" } });
    await world.call("POST", "/api/targets/1/run");
    await world.runUntil(start + 2 * minute);
    const crawl = await read(world, "/api/targets/1/crawls/1");
    const { body } = await world.call("POST", "/api/targets/1/crawls/1/cancel");
    expect(body).toEqual({ ...crawl, previousState: "completed" });
    expect(await read(world, "/api/targets/1/crawls/1")).toEqual(crawl);
    expect((await world.call("POST", "/api/targets/1/crawls/2/cancel")).status).toBe(404);
    expect((await world.call("POST", "/api/targets/2/crawls/1/cancel")).status).toBe(404);
  });

  it("that ends by itself just before it is cancelled is told as it ended", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world);
    await world.call("POST", "/api/targets/1/run");
    const batch = async (statements: D1PreparedStatement[]) => {
      await DB.prepare("UPDATE crawls SET state = 'completed', ended_at = ?")
        .bind(start)
        .run();
      return await DB.batch(statements);
    };
    const database = {
      prepare: (query: string) => DB.prepare(query),
      batch,
    } as unknown as D1Database;
    const answer = await openDoor(database).get("/api/targets/1/crawls/1/cancel", "POST");
    expect(await answer.json()).toMatchObject({
      state: "completed",
      previousState: "completed",
      endedAt: isoAt(0),
    });
    expect((await read(world, "/api/targets/1/runs")).items).toEqual([]);
  });
});

describe("what the API tells of a site", () => {
  it("has no secret in it", async () => {
    const world = await createWorld({ now: start, site: tree });
    await add(world, {
      request: { headers: { authorization: "Bearer hush-hush" } },
      crawl: { delay: "0s" },
    });
    const begun = await world.call("POST", "/api/targets/1/run");
    await world.runUntil(start + 2 * minute);
    expect(
      world.sent.some(
        ({ headers }) => headers.get("authorization") === "Bearer hush-hush",
      ),
    ).toBe(true);
    const { get } = openDoor();
    const paths = [
      "crawls",
      "crawls/1",
      "pages",
      "pages/0",
      "pages.ndjson",
      "pages.csv",
      "broken-links",
      "sitemap.xml",
    ];
    const texts = await Promise.all(
      paths.map(async (path) => textOf(await get(`/api/targets/1/${path}`))),
    );
    for (const text of [JSON.stringify(begun.body), ...texts]) {
      expect(text.length).toBeGreaterThan(100);
      expect(text).not.toContain("hush");
    }
  });

  it("is described with examples, of files too", async () => {
    const world = await createWorld();
    const { body: document } = await world.call("GET", "/openapi.json");
    for (const name of [
      "Crawl",
      "CancelledCrawl",
      "Page",
      "PageDetail",
      "LinkingPages",
      "BrokenLink",
    ]) {
      expect(document.components.schemas[name].example, name).toBeDefined();
    }
    const files: [string, string][] = [
      ["pages.ndjson", "application/x-ndjson"],
      ["pages.csv", "text/csv"],
      ["broken-links.csv", "text/csv"],
      ["sitemap.xml", "application/xml"],
    ];
    for (const [name, type] of files) {
      const { responses } = document.paths[`/api/targets/{id}/${name}`].get;
      expect(responses[200].content[type].example, name).toContain(
        "https://example.com/",
      );
    }
    const { body: page } = await world.call("GET", "/docs");
    expect(page).toContain("/api/targets/{id}/crawls/{crawlId}/cancel");
    expect(page).toContain("application/x-ndjson");
  });
});
