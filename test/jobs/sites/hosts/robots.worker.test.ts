// Tests what robots.txt does to a crawl: it forbids, is odd, or is away.
import { describe, expect, it } from "vitest";
import {
  addSite,
  askedFor,
  crawlAgain,
  crawlSite,
  crawlsOf,
  statusOf,
  untilCrawled,
} from "#test/fixtures/sites/crawls.ts";
import {
  hiddenSite,
  origin,
  type Page,
  type Pages,
  redirect,
  serve,
  text,
} from "#test/fixtures/sites/sites.ts";
import { minute } from "#test/fixtures/times.ts";
import { createWorld } from "#test/fixtures/world.ts";

const free = { delay: "0s" };

async function crawlWith(page: Pages[string], settings: Record<string, unknown> = free) {
  const world = await createWorld({
    site: serve({ ...hiddenSite, "/robots.txt": page }),
  });
  return { world, ...(await crawlSite(world, settings)) };
}

describe("robots.txt", () => {
  it("keeps a crawl from what it forbids, and each such page is counted", async () => {
    const { world, crawl } = await crawlWith(
      text("User-agent: *\nDisallow: /closed\nAllow: /closed/but/open\n"),
    );
    expect(askedFor(world, { robots: true })).toEqual([
      "/robots.txt",
      "/",
      "/open",
      "/closed/but/open",
    ]);
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 3,
      dropped: 1,
      refused: { robots: 1 },
    });
  });

  it("is read for this crawler's own name first", async () => {
    const { crawl } = await crawlWith(
      text("User-agent: *\nDisallow: /\n\nUser-agent: Junkai/2.0\nDisallow: /open\n"),
    );
    expect(crawl).toMatchObject({ fetched: 3, refused: { robots: 1 } });
  });

  it("that forbids the start ends the crawl, and the run says why", async () => {
    const { world, id, crawl } = await crawlWith(text("User-agent: *\nDisallow: /\n"));
    expect(askedFor(world)).toEqual([]);
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 0,
      refused: { robots: 1 },
    });
    const { status, run } = await statusOf(world, id);
    expect(status).toBe("down");
    expect(run.failure).toMatchObject({ class: "blocked", evidence: { by: "robots" } });
  });

  it("is not heeded where the owner says so", async () => {
    const { world, crawl } = await crawlWith(text("User-agent: *\nDisallow: /\n"), {
      ...free,
      robots: false,
      sitemaps: false,
    });
    expect(world.requests).not.toContain(`${origin}/robots.txt`);
    expect(crawl).toMatchObject({ fetched: 4 });
  });

  it.each<[string, Page]>([
    ["missing", { status: 404 }],
    ["forbidden", { status: 403, body: "User-agent: *\nDisallow: /" }],
    ["gone", { status: 410 }],
    ["empty", text("")],
    [
      "a page of HTML",
      { title: "Welcome", links: ["/"], html: "<p>User-agent: *</p><p>Disallow: /</p>" },
    ],
    [
      "bytes without sense",
      { body: Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7919) % 256) },
    ],
    ["a redirect in a circle", redirect("/robots.txt")],
    ["a redirect to nowhere", { status: 302 }],
    ["a redirect to a private address", redirect("http://10.0.0.1/robots.txt")],
  ])("that is %s forbids nothing", async (_, page) => {
    const { crawl } = await crawlWith(page);
    expect(crawl).toMatchObject({ state: "completed", fetched: 4, refused: {} });
  });

  it.each([1, 5])(
    "behind %i redirects, at last to another host, speaks for the host that was asked",
    async (count) => {
      const pages: Pages = { ...hiddenSite };
      for (let n = 0; n < count; n++)
        pages[n === 0 ? "/robots.txt" : `/r${n}`] = redirect(`/r${n + 1}`);
      pages[`/r${count}`] = redirect("https://cdn.example.net/robots.txt");
      if (count === 5) pages["/r4"] = redirect("https://cdn.example.net/robots.txt");
      pages["https://cdn.example.net/robots.txt"] = text(
        "User-agent: *\nDisallow: /closed$\nDisallow: /r",
      );
      const world = await createWorld({ site: serve(pages) });
      const { crawl } = await crawlSite(world, free);
      expect(crawl).toMatchObject({ fetched: 3, refused: { robots: 1 } });
    },
  );

  it("behind more than five redirects counts as missing", async () => {
    const pages: Pages = {
      ...hiddenSite,
      "/robots.txt": redirect("/r1"),
      "/r6": text("User-agent: *\nDisallow: /"),
    };
    for (let n = 1; n < 6; n++) pages[`/r${n}`] = redirect(`/r${n + 1}`);
    const world = await createWorld({ site: serve(pages) });
    const { crawl } = await crawlSite(world, free);
    expect(crawl).toMatchObject({ fetched: 4, refused: {} });
  });

  it("of 600 kB counts up to 500 KiB, and a rule cut in half counts not at all", async () => {
    const limit = 512_000;
    const head = "User-agent: *\nDisallow: /closed$\n";
    const filler = "# this line is a comment that fills the file\n"
      .repeat(14_000)
      .slice(0, limit - head.length - "\nDisallow: /".length);
    const body = `${head}${filler}\nDisallow: /nothing\nDisallow: /open\n${"#".repeat(100_000)}\n`;
    expect(body.slice(0, limit)).toMatch(/\nDisallow: \/$/);
    const { crawl, world } = await crawlWith(text(body));
    expect(crawl).toMatchObject({ fetched: 3, refused: { robots: 1 } });
    expect(askedFor(world)).toContain("/open");
  });

  it("of 500 KiB counts whole, though its last line has no end", async () => {
    const rules = "\nUser-agent: *\nDisallow: /closed";
    const { crawl } = await crawlWith(text("#".repeat(512_000 - rules.length) + rules));
    expect(crawl).toMatchObject({ refused: { robots: 2 } });
  });
});

describe("a host whose robots.txt cannot be had", () => {
  it.each<[string, Page | Error]>([
    ["500", { status: 500 }],
    ["503", { status: 503 }],
    ["429", { status: 429 }],
    ["no answer", new Error("Network connection lost.")],
  ])(
    "(%s) is asked for nothing else until it can, and then for everything",
    async (_, trouble) => {
      const pages: Pages = { ...hiddenSite, "/robots.txt": trouble };
      const world = await createWorld({ site: serve(pages) });
      const id = await addSite(world, free);
      await world.runUntil(world.now() + 20 * minute);
      expect(new Set(world.requests)).toEqual(new Set([`${origin}/robots.txt`]));
      expect(world.requests.length).toBeLessThan(5);
      expect(await crawlsOf(id)).toMatchObject([
        { state: "running", fetched: 0, trouble: expect.anything() },
      ]);
      pages["/robots.txt"] = text("User-agent: *\nDisallow: /closed$");
      expect(await untilCrawled(world, id, { minutes: 40 })).toMatchObject({
        state: "completed",
        fetched: 3,
        stalls: 0,
        trouble: null,
      });
      expect((await statusOf(world, id)).status).toBe("up");
    },
  );

  it("for hours fails the crawl, with a reason", async () => {
    const world = await createWorld({
      site: serve({ ...hiddenSite, "/robots.txt": { status: 500 } }),
    });
    const id = await addSite(world, free);
    const crawl = await untilCrawled(world, id, { minutes: 5 * 60 });
    expect(crawl).toMatchObject({
      state: "failed",
      fetched: 0,
      reason: expect.stringContaining("robots.txt"),
    });
    expect(crawl.reason).toContain("500");
    expect(new Set(world.requests)).toEqual(new Set([`${origin}/robots.txt`]));
    const { status, run } = await statusOf(world, id);
    expect(status).toBe("down");
    expect(run.failure).toMatchObject({ class: "blocked", evidence: { by: "robots" } });
  });

  it("says when to come back, and is heard", async () => {
    const pages: Pages = {
      ...hiddenSite,
      "/robots.txt": { status: 503, headers: { "retry-after": "1800" } },
    };
    const world = await createWorld({ site: serve(pages) });
    const start = world.now();
    const id = await addSite(world, free);
    await world.runUntil(start + 10 * minute);
    delete pages["/robots.txt"];
    await untilCrawled(world, id, { minutes: 120 });
    expect(world.sent[1]?.at).toBeGreaterThanOrEqual(start + 30 * minute);
  });

  it("but was known a while ago is crawled by what was known", async () => {
    const pages: Pages = {
      ...hiddenSite,
      "/robots.txt": text("User-agent: *\nDisallow: /closed$", {
        "cache-control": "max-age=600",
      }),
    };
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, free, {
      schedule: { every: "1h", startAt: new Date(world.now()).toISOString() },
    });
    pages["/robots.txt"] = { status: 500 };
    const { crawl } = await crawlAgain(world, id);
    expect(askedFor(world, { robots: true })[0]).toBe("/robots.txt");
    expect(crawl).toMatchObject({
      state: "completed",
      fetched: 3,
      refused: { robots: 1 },
    });
  });
});
