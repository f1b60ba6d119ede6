// Tests pages that fail, for a moment or always, and dead hosts other than the start's:
// neither ends a crawl.

import { describe, expect, it } from "vitest";
import {
  addSite,
  askedFor,
  crawlSite,
  pagesOf,
  statusOf,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import {
  flatSite,
  type Page,
  type Pages,
  paths,
  serve,
} from "#test/fixtures/sites/sites.ts";
import { minute, second } from "#test/fixtures/times.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

const lost = () => new Error("Network connection lost.");

describe("a page that fails", () => {
  const failFirst = (times: number, trouble: () => Page | Error): Pages[string] => {
    let count = 0;
    return () => (count++ < times ? trouble() : { title: "Well", links: ["/child"] });
  };

  it.each<[string, number, () => Page | Error]>([
    ["a lost connection", 1, lost],
    ["a 500", 1, () => ({ status: 500 })],
    ["a 502", 1, () => ({ status: 502 })],
    ["a timeout", 1, () => ({ afterMs: 20 * second })],
    ["a 503", 3, () => ({ status: 503 })],
    ["a 429", 3, () => ({ status: 429 })],
  ])(
    "once with %s and then works is found well, and its links too",
    async (_, times, trouble) => {
      const world = await createWorld({
        site: serve({ ...flatSite(5), "/2": failFirst(times, trouble), "/child": {} }),
      });
      const { crawl, pages } = await crawlSite(world);
      expect(crawl).toMatchObject({ state: "completed", fetched: 7, failed: 0 });
      expect(pages["/2"]).toMatchObject({ status: 200, failure: null, title: "Well" });
      expect(askedFor(world).filter((path) => path === "/2")).toHaveLength(times + 1);
    },
  );

  it.each<[string, () => Page | Error, Record<string, unknown>]>([
    ["a lost connection", lost, { status: null, failure: { class: "connect" } }],
    ["a 500", () => ({ status: 500 }), { status: 500, failure: null }],
    [
      "a timeout",
      () => ({ afterMs: 20 * second }),
      { status: null, failure: { class: "timeout" } },
    ],
    ["a 503", () => ({ status: 503 }), { status: 503, failure: null }],
  ])(
    "always, with %s, is given up in the end, and the crawl completes",
    async (_, trouble, seen) => {
      for (const path of ["/2", "/5"]) {
        const world = await createWorld({
          site: serve({ ...flatSite(5), [path]: trouble }),
        });
        const id = await addSite(world);
        const crawl = await untilCrawled(world, id, { minutes: 60 });
        expect(crawl).toMatchObject({ state: "completed", fetched: 6, failed: 1 });
        expect((await pagesOf(id))[path]).toMatchObject(seen);
        expect(await statusOf(world, id)).toMatchObject({ status: "up" });
      }
    },
  );

  it.each([
    [0, "10s", "250ms"],
    [1, "30s", "250ms"],
    [1, "30s", "0s"],
    [3, "30s", "250ms"],
  ])(
    "by hanging, a dozen of them, does not pass for a host that is down (%i retries, %s, %s)",
    async (retries, timeout, delay) => {
      const pages: Pages = { ...flatSite(24) };
      for (const path of paths(12)) pages[path] = { afterMs: 60 * second };
      const world = await createWorld({ site: serve(pages) });
      const id = await addSite(world, { delay }, { request: { retries, timeout } });
      const crawl = await untilCrawled(world, id, { minutes: 120 });
      expect(crawl).toMatchObject({
        state: "completed",
        reason: null,
        fetched: 25,
        failed: 12,
      });
    },
  );

  it("is asked for as often as the target says", async () => {
    const world = await createWorld({
      site: serve({ ...flatSite(5), "/2": { status: 500 } }),
    });
    await crawlSite(world, {}, { request: { retries: 3 } });
    expect(askedFor(world).filter((path) => path === "/2")).toHaveLength(4);
  });

  it("for good, with a 4xx, is asked for once", async () => {
    const pages = {
      ...flatSite(3),
      "/1": { status: 404 },
      "/2": { status: 403 },
      "/3": { status: 410 },
    };
    const world = await createWorld({ site: serve(pages) });
    const { crawl } = await crawlSite(world);
    expect(askedFor(world)).toEqual(["/", "/1", "/2", "/3"]);
    expect(crawl).toMatchObject({ state: "completed", fetched: 4, failed: 3, gone: 0 });
  });

  it("at the start with a 500 turns the target down, with that status", async () => {
    const world = await createWorld({ site: serve({ "/": { status: 500 } }) });
    const { crawl, id } = await crawlSite(world);
    expect(crawl).toMatchObject({ state: "completed", fetched: 1, failed: 1 });
    expect(await statusOf(world, id)).toMatchObject({
      status: "down",
      run: { status: 500, failure: { class: "status" } },
    });
  });
});

describe("another host that is dead", () => {
  it.each(["https://dead.example.org/", "http://site.example.com:8080/"])(
    "%s does not keep a crawl from completing",
    async (url) => {
      const site: Site = (asked, request) =>
        asked.href.startsWith(url) ? lost() : serve(flatSite(20))(asked, request);
      const pages = flatSite(20);
      pages["/7"] = { links: [`${url}a`, `${url}b`] };
      const world = await createWorld({
        site: (asked, request) =>
          asked.href.startsWith(url)
            ? site(asked, request)
            : serve(pages)(asked, request),
        vars: { ALLOWED_PORTS: "8080" },
      });
      const id = await addSite(world, { scope: "any" });
      const crawl = await untilCrawled(world, id, { minutes: 60 });
      expect(crawl).toMatchObject({
        state: "completed",
        reason: null,
        fetched: 23,
        failed: 2,
      });
      expect((await pagesOf(id))[`${url}a`]).toMatchObject({
        status: null,
        failure: { class: "connect" },
      });
      expect((await statusOf(world, id)).status).toBe("up");
    },
  );

  it("after its robots.txt was had is given up with all its pages", async () => {
    const dead = "https://dead.example.org";
    const links = paths(30, `${dead}/`);
    const world = await createWorld({
      site: (url, request) => {
        if (url.origin === dead)
          return url.pathname === "/robots.txt" ? { status: 404 } : lost();
        return serve({ "/": { links: [...links, "/1"] }, "/1": {} })(url, request);
      },
    });
    const id = await addSite(world, { scope: "any" });
    const crawl = await untilCrawled(world, id, { minutes: 60 });
    expect(crawl).toMatchObject({ state: "completed", fetched: 32, failed: 30 });
  });

  it("but that comes back in time has its pages found", async () => {
    const other = "https://other.example.org";
    const pages: Pages = {
      "/": { links: [`${other}/`] },
      [`${other}/`]: { links: ["/1"] },
      [`${other}/1`]: {},
    };
    const world: World = await createWorld({
      site: (url, request) =>
        url.origin === other && world.now() < back ? lost() : serve(pages)(url, request),
    });
    const back = world.now() + 5 * minute;
    const id = await addSite(world, { scope: "any" });
    const crawl = await untilCrawled(world, id, { minutes: 60 });
    expect(crawl).toMatchObject({ state: "completed", fetched: 3, failed: 0 });
  });

  it("that asks to be left alone for a day is not waited for so long", async () => {
    const other = "https://other.example.org";
    const busy = { status: 503, headers: { "retry-after": "86400" } };
    const pages: Pages = {
      "/": { links: [`${other}/`, "/1"] },
      "/1": {},
      [`${other}/`]: busy,
    };
    const world = await createWorld({ site: serve(pages) });
    const id = await addSite(world, { scope: "any" });
    const crawl = await untilCrawled(world, id, { minutes: 60 });
    expect(crawl).toMatchObject({ state: "completed", fetched: 3, failed: 1 });
    expect(askedFor(world).filter((url) => url.startsWith(other))).toHaveLength(1);
  });

  it("whose robots.txt says 500 is not crawled, nor waited for without end", async () => {
    const other = "https://other.example.org";
    const pages: Pages = {
      "/": { links: [`${other}/`] },
      [`${other}/`]: {},
      [`${other}/robots.txt`]: { status: 500 },
    };
    const world = await createWorld({ site: serve(pages) });
    const id = await addSite(world, { scope: "any" });
    const crawl = await untilCrawled(world, id, { minutes: 60 });
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 1,
      dropped: 1,
      refused: { robots: 1 },
    });
    expect(askedFor(world)).toEqual(["/"]);
  });
});
