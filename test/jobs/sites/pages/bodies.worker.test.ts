// Tests bodies that are too large, too slow, or without an end: what a crawl reads of
// them, and how long it waits.

import { describe, expect, it } from "vitest";
import { crawlSite, statusOf } from "#test/fixtures/sites/crawls.ts";
import { flatSite, type Page, type Pages, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };

describe("a body", () => {
  /** Parts of 64 kB for as long as somebody reads; counts them. */
  const endless = (contentType = "text/html") => {
    const read = { parts: 0 };
    const page = (): Page => ({
      headers: { "content-type": contentType },
      body: new ReadableStream({
        pull(controller) {
          read.parts += 1;
          controller.enqueue(new Uint8Array(65_536).fill(0x20));
          if (read.parts === 800) controller.close();
        },
      }),
    });
    return { read, page };
  };

  it("of 50 MB is read up to the limit, and the crawl goes on", async () => {
    const { read, page } = endless();
    const pages: Pages = {
      "/": { links: ["/large", "/1"] },
      "/large": page,
      "/1": { links: [] },
    };
    const world = await createWorld({ site: serve(pages) });
    const {
      crawl,
      pages: found,
      id,
    } = await crawlSite(world, free, { request: { maxBodyBytes: 200_000 } });
    expect(crawl).toMatchObject({
      state: "incomplete",
      fetched: 3,
      failed: 0,
      refused: { cut: 1 },
    });
    expect(found["/large"]).toMatchObject({ status: 200, failure: null });
    // Four parts are more than the limit; a stream may be asked for another one ahead.
    expect(read.parts).toBeLessThanOrEqual(6);
    expect((await statusOf(world, id)).status).toBe("up");
  });

  it("announced as 50 MB is not read at all when it can have no links", async () => {
    const { read, page } = endless();
    const announced = () => ({
      ...page(),
      headers: { "content-type": "application/pdf", "content-length": "52428800" },
    });
    const world = await createWorld({
      site: serve({ "/": { links: ["/large"] }, "/large": announced }),
    });
    const { pages } = await crawlSite(world, free);
    expect(pages["/large"]?.failure).toMatchObject({ class: "too-large" });
    expect(read.parts).toBeLessThanOrEqual(2);
  });

  it.each([
    [
      "takes its time is read to its end",
      9,
      { status: 200, failure: null, title: "Slow" },
    ],
    [
      "takes longer than it may is a failure",
      11,
      { status: 200, failure: { class: "timeout", phase: "body" } },
    ],
  ])("that %s", async (_, seconds, seen) => {
    const parts = [
      "<title>Slow",
      "</title>",
      ...Array.from({ length: seconds - 1 }, () => "."),
      '<a href="/end">',
    ];
    const slow = (): Page => ({
      headers: { "content-type": "text/html" },
      body: new ReadableStream({
        async pull(controller) {
          await new Promise<void>((resolve) => world.deps.clock.after(1_000, resolve));
          const part = parts.shift();
          if (part === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(part));
        },
      }),
    });
    parts.length = seconds - 1;
    const world = await createWorld({
      site: serve({ "/": { links: ["/slow"] }, "/slow": slow }),
    });
    const { pages } = await crawlSite(world, free, {
      request: { timeout: "10s", retries: 0 },
    });
    expect(pages["/slow"]).toMatchObject(seen);
  });

  it("that never ends is a failure after the timeout and keeps nobody waiting", async () => {
    const never = (): Page => ({
      headers: { "content-type": "text/html" },
      body: new ReadableStream({ pull: () => new Promise<void>(() => {}) }),
    });
    const pages: Pages = {
      ...flatSite(12),
      "/1": never,
      "/2": { links: [], afterMs: 3_600_000 },
      "/12": never,
    };
    const world = await createWorld({ site: serve(pages) });
    const { crawl, pages: found } = await crawlSite(
      world,
      {},
      { request: { timeout: "10s" } },
    );
    expect(crawl).toMatchObject({ state: "completed", fetched: 13, failed: 3 });
    expect(found["/1"]?.failure).toEqual({
      class: "timeout",
      phase: "body",
      limitMs: 10_000,
    });
    expect(found["/12"]?.failure).toEqual({
      class: "timeout",
      phase: "body",
      limitMs: 10_000,
    });
    expect(found["/2"]?.failure).toEqual({
      class: "timeout",
      phase: "first-byte",
      limitMs: 10_000,
    });
    expect(found["/11"]?.status).toBe(200);
  });

  it("that never ends, on page after page, does not pass for a host that is down", async () => {
    const never = (): Page => ({
      headers: { "content-type": "text/html" },
      body: new ReadableStream({ pull: () => new Promise<void>(() => {}) }),
    });
    const pages: Pages = flatSite(20);
    for (let n = 1; n <= 10; n++) pages[`/${n}`] = never;
    const world = await createWorld({ site: serve(pages) });
    const { crawl } = await crawlSite(world, free, { request: { timeout: "2s" } });
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 21,
      failed: 10,
      stalls: 0,
    });
    expect((crawl.endedAt ?? 0) - crawl.startedAt).toBeLessThan(60_000);
  });
});
