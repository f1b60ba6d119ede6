// Tests how a crawl treats the hosts that it visits: how often it asks them, when it
// waits, what it tells them, and which hosts it never asks.

import { describe, expect, it } from "vitest";
import {
  addSite,
  askedFor,
  crawlAgain,
  crawlSite,
  pagesOf,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import {
  flatSite,
  origin,
  type Page,
  type Pages,
  paths,
  redirect,
  serve,
  text,
} from "#test/fixtures/sites/sites.ts";
import { minute, second } from "#test/fixtures/times.ts";
import { createWorld, type Sent, type World } from "#test/fixtures/world.ts";

const free = { delay: "0s" };

/** When each request to the host came, in the order in which they did. */
const instants = (world: World, host = new URL(origin).host): number[] =>
  world.sent.filter(({ url }) => new URL(url).host === host).map(({ at }) => at);

const gaps = (list: readonly number[]): number[] =>
  list.slice(1).map((at, i) => at - (list[i] ?? 0));

describe("one host", () => {
  it("is asked four times a second at most, robots.txt included, over slices and ticks", async () => {
    const world = await createWorld({ site: serve(flatSite(400)) });
    const { crawl } = await crawlSite(world);
    expect(crawl).toMatchObject({ state: "completed", fetched: 401 });
    expect((crawl.endedAt ?? 0) - crawl.startedAt).toBeGreaterThan(minute);
    const starts = instants(world);
    expect(starts).toHaveLength(402);
    expect(Math.min(...gaps(starts))).toBeGreaterThanOrEqual(250);
  });

  it("is asked all the time that there is, not in every other minute", async () => {
    const world = await createWorld({ site: serve(flatSite(400)) });
    const { crawl } = await crawlSite(world);
    // 402 requests 250 ms apart, and up to ten seconds lost at the end of each of two
    // minutes.
    expect((crawl.endedAt ?? 0) - crawl.startedAt).toBeLessThan(
      402 * 250 + 2 * 10 * second,
    );
  });

  it.each([
    ["1s", 1_000],
    ["12s", 12_000],
    ["1m", 60_000],
  ])("is asked every %s when the target says so", async (delay, ms) => {
    const world = await createWorld({ site: serve(flatSite(6)) });
    const id = await addSite(world, { delay });
    const crawl = await untilCrawled(world, id, { minutes: 30 });
    expect(crawl).toMatchObject({ state: "completed", fetched: 7, stalls: 0 });
    expect(Math.min(...gaps(instants(world)))).toBeGreaterThanOrEqual(ms);
  });

  it("is asked by two crawls of one target as politely as by one", async () => {
    const world = await createWorld({ site: serve(flatSite(30)) });
    const schedule = { every: "10s", startAt: new Date(world.now()).toISOString() };
    const id = await addSite(world, {}, { schedule });
    await untilCrawled(world, id, { crawls: 4 });
    expect(Math.min(...gaps(instants(world)))).toBeGreaterThanOrEqual(250);
  });

  it("that takes long to answer is asked no more often than it answers", async () => {
    const world = await createWorld({
      site: serve(flatSite(20, { afterMs: 3 * second })),
    });
    const { crawl } = await crawlSite(world);
    expect(crawl.fetched).toBe(21);
    // The first answers are not known yet when the next requests start.
    expect(Math.min(...gaps(instants(world)).slice(3))).toBeGreaterThanOrEqual(
      2 * second,
    );
  });

  it("of the owner's own is asked six times at once, no more", async () => {
    const world = await createWorld({ site: serve(flatSite(30, { afterMs: 1_000 })) });
    const { crawl } = await crawlSite(world, free);
    expect(crawl.fetched).toBe(31);
    const starts = instants(world);
    const atOnce = starts.map(
      (from) => starts.filter((at) => at > from - 1_000 && at <= from).length,
    );
    expect(Math.max(...atOnce)).toBe(6);
  });
});

it("hosts of one crawl are each asked at their own pace, beside one another", async () => {
  const hosts = ["a", "b", "c"].map((name) => `https://${name}.example.com`);
  const pages: Pages = { "/": { links: hosts.flatMap((host) => paths(20, `${host}/`)) } };
  for (const host of hosts)
    for (const path of paths(20, `${host}/`)) pages[path] = { title: path };
  const world = await createWorld({ site: serve(pages) });
  const { crawl } = await crawlSite(world, { scope: "site" });
  expect(crawl.fetched).toBe(61);
  for (const host of hosts)
    expect(Math.min(...gaps(instants(world, new URL(host).host)))).toBeGreaterThanOrEqual(
      250,
    );
  expect((crawl.endedAt ?? 0) - crawl.startedAt).toBeLessThan(15 * second);
});

describe("a host that says it has had enough", () => {
  const busyOnce = (
    status: number,
    headers: Record<string, string>,
    at = "/5",
  ): Pages => {
    let count = 0;
    return {
      ...flatSite(10),
      [at]: () => (count++ === 0 ? { status, headers } : { title: "Well" }),
    };
  };

  it.each([
    [429, "100", 100],
    [503, "30", 30],
    [503, "900", 900],
    [500, "60", 60],
    [429, "Mon, 02 Mar 2026 00:10:00 GMT", 595],
  ])(
    "with %i and Retry-After: %s is not asked before",
    async (status, retryAfter, seconds) => {
      const world = await createWorld({
        site: serve(busyOnce(status, { "retry-after": retryAfter })),
      });
      const id = await addSite(world);
      const crawl = await untilCrawled(world, id, { minutes: 60 });
      expect(crawl).toMatchObject({ state: "completed", fetched: 11, failed: 0 });
      const starts = instants(world);
      const complaint = starts[6] ?? 0;
      expect(askedFor(world, { robots: true })[6]).toBe("/5");
      expect((starts[7] ?? 0) - complaint).toBeGreaterThanOrEqual(seconds * second);
      // At most a minute late, or where it is long as late as a crawl that waits may be.
      expect((starts[7] ?? 0) - complaint).toBeLessThan(seconds * second + 10 * minute);
    },
  );

  it("is left alone by its other targets as well", async () => {
    const world = await createWorld({
      site: serve(busyOnce(429, { "retry-after": "600" })),
    });
    const id = await addSite(world);
    await world.runUntil(world.now() + minute);
    const other = await addSite(world, {}, { url: `${origin}/9` });
    await world.runUntil(world.now() + 5 * minute);
    const complaint = world.sent.find(({ url }) => url === `${origin}/5`)?.at ?? 0;
    expect(instants(world).filter((at) => at > complaint)).toEqual([]);
    await untilCrawled(world, id, { minutes: 30 });
    expect(await untilCrawled(world, other, { minutes: 30 })).toMatchObject({
      state: "completed",
      fetched: 1,
    });
  });

  it("without a time is asked less often, and more often again once it copes", async () => {
    let complaints = 0;
    const pages = flatSite(60);
    for (const path of ["/5", "/6", "/7"]) {
      const well = pages[path] as Page;
      let first = true;
      pages[path] = () => {
        if (!first) return well;
        first = false;
        complaints += 1;
        return { status: 429 };
      };
    }
    const world = await createWorld({ site: serve(pages) });
    const { crawl } = await crawlSite(world);
    expect(complaints).toBe(3);
    expect(crawl).toMatchObject({ state: "completed", fetched: 61, failed: 0 });
    // robots.txt, the start and four pages came before the first complaint.
    const between = gaps(instants(world)).slice(6);
    expect(between.slice(0, 3)).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.any(Number),
    ]);
    expect(between[0]).toBeGreaterThanOrEqual(1_000);
    expect(between[1]).toBeGreaterThanOrEqual(2_000);
    expect(between[2]).toBeGreaterThanOrEqual(4_000);
    expect(between.at(-1)).toBeLessThan(300);
  });
});

describe("secrets in headers", () => {
  const headers = {
    authorization: "Bearer s3cret",
    cookie: "a=1",
    "x-api-key": "k",
    "accept-language": "de",
  };
  const secretsIn = (sent: readonly Sent[]) =>
    sent.filter(({ headers: own }) =>
      ["authorization", "cookie", "x-api-key"].some((name) => own.has(name)),
    );

  it("go to the start's origin and to no other, whatever leads there; other headers go everywhere", async () => {
    const elsewhere = [
      "https://other.example.com/",
      "http://site.example.com/x",
      "https://site.example.com:8443/x",
      "https://a.site.example.com/",
    ];
    const pages: Pages = {
      "/": { links: [...elsewhere, "/away", "/home"] },
      "/away": redirect("https://other.example.com/redirected"),
      "/home": {},
      "/robots.txt": redirect("https://other.example.com/robots.txt"),
    };
    for (const url of [...elsewhere, "https://other.example.com/redirected"])
      pages[url] = { title: url };
    const world = await createWorld({
      site: serve(pages),
      vars: { ALLOWED_PORTS: "8443" },
    });
    const { crawl } = await crawlSite(world, { scope: "any" }, { request: { headers } });
    expect(crawl).toMatchObject({ state: "completed", fetched: 8 });
    const told = secretsIn(world.sent).map(({ url }) => url);
    expect(told.toSorted()).toEqual(
      ["/", "/away", "/home", "/robots.txt"].map((path) => origin + path),
    );
    expect(
      world.sent.every(({ headers: own }) => own.get("accept-language") === "de"),
    ).toBe(true);
  });
});

describe("addresses that must not be fetched", () => {
  it.each([
    "http://10.0.0.1/",
    "http://127.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://localhost/",
    "http://site.example.com:22/",
    "http://100.100.100.200/",
  ])(
    "such as %s are refused where a page links there, and where one redirects there",
    async (url) => {
      const pages: Pages = {
        "/": { links: [url, "/r", "/ok"] },
        "/r": redirect(`${url}redirected`),
        "/ok": {},
      };
      const world = await createWorld({ site: serve(pages) });
      const id = await addSite(world, { scope: "any", ...free });
      const crawl = await untilCrawled(world, id, { minutes: 60 });
      expect(crawl).toMatchObject({
        state: "completed",
        reason: null,
        fetched: 3,
        refused: { address: 2 },
      });
      expect(new Set(world.requests.map((asked) => new URL(asked).host))).toEqual(
        new Set([new URL(origin).host]),
      );
      expect(Object.keys(await pagesOf(id))).toEqual(["/", "/r", "/ok"]);
    },
  );
});

it("every request says who asks, and asks no cache in between", async () => {
  const pages: Pages = {
    ...flatSite(3, { tagged: true }),
    "/robots.txt": text("Sitemap: https://site.example.com/3"),
  };
  const world = await createWorld({ site: serve(pages) });
  const { id } = await crawlSite(world);
  await crawlAgain(world, id);
  for (const { headers } of world.sent) {
    expect(headers.get("user-agent")).toMatch(/^junkai\//);
    expect(headers.get("cache-control")).toBe("max-age=0");
  }
});
