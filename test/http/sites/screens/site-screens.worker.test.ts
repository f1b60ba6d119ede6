// Tests the pages about sites and their crawls: the list, progress, cancelling, history.
import { describe, expect, it } from "vitest";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { crawlAgain, crawlSite, untilCrawled } from "#test/fixtures/sites/crawls.ts";
import { flatSite, hubSite, type Pages, serve } from "#test/fixtures/sites/sites.ts";
import { add, minute, read, start } from "#test/fixtures/sites/stored-pages.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const liveSeconds = (html: string) => /<main[^>]*data-live="(\d+)"/.exec(html)?.[1];

/** A site of ten pages, asked for slowly, whose crawl is under way for a while. */
async function crawlSlowly(world: World): Promise<void> {
  await add(world, {
    name: "Docs",
    url: "https://site.example.com/",
    crawl: { delay: "4s" },
  });
  await world.call("POST", "/api/targets/1/run");
  world.startTick();
  await world.advanceTo(start + 22_000);
}

const tokens = { API_TOKEN: "secret", READ_TOKEN: "look" };
const slowWorld = () =>
  createWorld({ now: start, site: serve(flatSite(9)), vars: tokens });

describe("the page of a site", () => {
  it("says before the first crawl how one begins", async () => {
    const world = await createWorld({ now: start });
    await add(world, { name: "Docs" });
    const page = await (await logIn(world)).open("/targets/1/site");
    expect(page.status).toBe(200);
    expect(textOf(page.html)).toContain("Not crawled yet");
    expect(textOf(page.html)).toContain("Run now begins one at once");
    expect(page.html).not.toContain("<table");
  });

  it("shows how far a crawl is, until it has ended", async () => {
    const world = await slowWorld();
    await crawlSlowly(world);
    const visitor = await logIn(world);
    const { progress } = await read(world, "/api/targets/1/crawls/1");
    const running = await visitor.open("/targets/1/site");
    expect(running.html).toMatch(/<title>Crawl 1 is under way[^<]*: Docs/);
    expect(liveSeconds(running.html)).toBe("3");
    expect(textOf(running.html)).toContain(
      `Crawl 1 is under way: ${progress.fetched} of about 10 pages`,
    );
    expect(textOf(running.html)).toContain("done in about");
    expect(running.html).toContain(
      `aria-label="${progress.fetched} fetched, ${progress.queued} queued, 0 failed"`,
    );
    const done = progress.fetched * 100;
    expect(running.html).toContain(
      `<rect x="0" width="${done}" height="8" class="fill-work"`,
    );
    await untilCrawled(world, 1);
    const ended = await visitor.open("/targets/1/site");
    expect(textOf(ended.html)).toContain("Crawl 1 is complete: 10 pages fetched");
    expect(liveSeconds(ended.html)).toBe("15");
    expect(textOf(ended.html)).toContain(
      "This was the first crawl, so every page is new.",
    );
    expect(textOf(ended.html)).toContain("10 pages that were not known before");
  });

  it("says what a crawl waits for", async () => {
    const world = await createWorld({ now: start, site: () => ({ status: 503 }) });
    await add(world);
    await world.call("POST", "/api/targets/1/run");
    await world.runUntil(start + 3 * minute);
    const visitor = await logIn(world);
    const page = await visitor.open("/targets/1/site");
    expect(textOf(page.html)).toMatch(
      /It waits and tries again in \d+ \w+\. robots\.txt/,
    );
    await world.call("POST", "/api/targets/1/pause");
    const paused = await visitor.open("/targets/1/site");
    expect(textOf(paused.html)).toContain("It waits: the target is paused.");
  });

  it("lets an admin cancel a crawl, once", async () => {
    const world = await slowWorld();
    await crawlSlowly(world);
    const visitor = await logIn(world);
    const before = await visitor.open("/targets/1/site");
    expect(before.html).toContain('action="/targets/1/crawls/1/cancel"');
    const after = await visitor.send("/targets/1/crawls/1/cancel", {}, "/targets/1/site");
    expect([after.path, after.status]).toEqual(["/targets/1/site", 200]);
    expect(textOf(after.html)).toContain("Crawl 1 is cancelled.");
    expect(after.html).not.toContain("/cancel");
    expect((await read(world, "/api/targets/1/crawls/1")).state).toBe("cancelled");
    const again = await visitor.send("/targets/1/crawls/1/cancel", {}, "/targets/1/site");
    expect(textOf(again.html)).toContain("Crawl 1 had ended before");
  });

  it("gives a reader everything to see and nothing to press", async () => {
    const world = await slowWorld();
    await crawlSlowly(world);
    const reader = await logIn(world, "look");
    const paths = [
      "/sites",
      "/targets/1/site",
      "/targets/1/crawls/1",
      "/targets/1/pages",
    ];
    for (const path of paths) {
      const { status, html } = await reader.open(path);
      expect([path, status]).toEqual([path, 200]);
      const forms = [...html.matchAll(/<form[^>]* method="post"[^>]*>/g)].join();
      expect([path, forms]).toEqual([path, '<form method="post" action="/logout">']);
    }
    const answer = await reader.send("/targets/1/crawls/1/cancel", {}, "/sites");
    expect(answer.status).toBe(403);
    expect((await read(world, "/api/targets/1/crawls/1")).state).toBe("running");
  });

  it("shows what is new, changed and gone since the crawl before, each as a list", async () => {
    const pages: Pages = hubSite();
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, { delay: "0s" });
    pages["/"] = { title: "Start", links: ["/hub", "/fresh"] };
    pages["/hub"] = { title: "Hub, changed", links: ["/a", "/b"] };
    pages["/fresh"] = { title: "Fresh" };
    pages["/b"] = { status: 404 };
    await crawlAgain(world, id);
    const visitor = await logIn(world);
    const open = async (show: string) =>
      textOf((await visitor.open(`/targets/${id}/site?show=${show}`)).html);
    const fresh = textOf((await visitor.open(`/targets/${id}/site`)).html);
    expect(fresh).toContain("New 1 Changed 2 Gone 2 Unseen 0");
    expect(fresh).toContain("1 page that was not known before");
    expect(fresh).toMatch(/Fresh \/fresh/);
    expect(await open("changed")).toMatch(/Hub, changed \/hub/);
    expect(await open("gone")).toMatch(/B \/b gone .* Other \/other gone/);
    expect(await open("unseen")).toContain("Every page that may be there was seen.");
    // What cannot be read is told whatever list is shown.
    expect(fresh).toMatch(/Pages that cannot be read .* B \/b gone 404/);
  });

  it("leads through the history of crawls", async () => {
    const world = await createWorld({ now: start, site: serve(flatSite(1)) });
    await add(world, { url: "https://site.example.com/", crawl: { delay: "0s" } });
    for (let i = 0; i < 3; i++) {
      await world.call("POST", "/api/targets/1/run");
      await world.runUntil(world.now() + minute);
    }
    const visitor = await logIn(world);
    const crawlsIn = (html: string) =>
      [...html.matchAll(/<th scope="row"><a href="\/targets\/1\/crawls\/(\d)"/g)].map(
        ([, id]) => id,
      );
    const first = await visitor.open("/targets/1/site?limit=2");
    expect(crawlsIn(first.html)).toEqual(["3", "2"]);
    const next = /href="([^"]*cursor=[^"]*)"/.exec(first.html)?.[1] ?? "";
    const second = await visitor.open(next.replaceAll("&amp;", "&"));
    expect(crawlsIn(second.html)).toEqual(["1"]);
    expect(textOf(second.html)).toContain("Crawl 3 is complete");
  });
});

describe("the page of a crawl", () => {
  it("tells in words why it ended and what it did not follow", async () => {
    const pages: Pages = {
      "/": { links: ["/1", "/2", "https://other.example.com/", "mailto:a@b.example"] },
      "/1": {},
      "/2": {},
    };
    const world = await createWorld({ site: serve(pages) });
    const { id } = await crawlSite(world, { delay: "0s", maxPages: 2 });
    const visitor = await logIn(world);
    const { html, status } = await visitor.open(`/targets/${id}/crawls/1`);
    expect(status).toBe(200);
    expect(textOf(html)).toContain("The page limit was reached.");
    expect(textOf(html)).toContain("Outside the scope lies outside the crawl's scope 1");
    expect(textOf(html)).toContain("Neither http nor https is neither http nor https 1");
    expect(textOf(html)).toContain("Page limit was found after the crawl's page limit");
    const japanese = await visitor.open(`/targets/${id}/crawls/1?lang=ja`);
    expect(textOf(japanese.html)).toContain("ページ数の上限に達しました。");
    expect(textOf(japanese.html)).toContain("たどらなかったリンク");
  });

  it("is not there for a crawl of another target, or none", async () => {
    const world = await createWorld({ site: serve(flatSite(1)) });
    const { id } = await crawlSite(world, { delay: "0s" });
    await add(world, { url: "https://else.example.com/" });
    const visitor = await logIn(world);
    for (const path of [
      `/targets/${id}/crawls/9`,
      "/targets/2/crawls/1",
      "/targets/9/site",
    ])
      expect([path, (await visitor.open(path)).status]).toEqual([path, 404]);
    const post = await visitor.send("/targets/2/crawls/1/cancel", {}, "/sites");
    expect(post.status).toBe(404);
  });
});

describe("a target that is no site", () => {
  it("says so on each path of a site, and leads back", async () => {
    const world = await createWorld();
    const id = await addTarget(world, { name: "Shop" });
    const visitor = await logIn(world);
    for (const path of ["site", "pages", "tree", "broken-links", "pages/0", "crawls/1"]) {
      const { status, html } = await visitor.open(`/targets/${id}/${path}`);
      expect([path, status]).toEqual([path, 404]);
      expect(html).toContain("<h1>Shop is no site</h1>");
      expect(html).toContain(`href="/targets/${id}"`);
    }
  });
});

describe("the list of sites", () => {
  it("says that there is none, and what to do then", async () => {
    const page = await (await logIn(await createWorld())).open("/sites");
    expect(page.html).toContain("<h1>No site yet</h1>");
    expect(page.html).toContain('href="/targets/new?kind=site"');
  });

  it("shows each site's last crawl, found by text and page by page", async () => {
    const world = await createWorld({ now: start, site: serve(flatSite(4)) });
    await addTarget(world, { name: "No site" });
    const url = "https://site.example.com/";
    for (const name of ["Docs", "Shop", "Blog"])
      await add(world, { name, url, crawl: { delay: "0s", maxPages: 3 } });
    await world.call("POST", "/api/targets/3/run");
    await world.runUntil(start + minute);
    const visitor = await logIn(world);
    const namesIn = (html: string) =>
      [...html.matchAll(/class="who"><span[^>]*><a[^>]*><bdi>([^<]*)/g)].map(
        ([, name]) => name,
      );
    const all = await visitor.open("/sites");
    expect(all.html).toContain("<h1>3 sites</h1>");
    expect(namesIn(all.html)).toEqual(["Docs", "Shop", "Blog"]);
    expect(textOf(all.html)).toMatch(/Shop https:\S+ Incomplete \d+ 0 3 0 0/);
    const found = await visitor.open("/sites?text=blo");
    expect(namesIn(found.html)).toEqual(["Blog"]);
    expect(namesIn((await visitor.open("/sites?text=nothing")).html)).toEqual([]);
    const first = await visitor.open("/sites?limit=2");
    expect(namesIn(first.html)).toEqual(["Docs", "Shop"]);
    const next = /href="([^"]*cursor=[^"]*)"/.exec(first.html)?.[1] ?? "";
    expect(namesIn((await visitor.open(next.replaceAll("&amp;", "&"))).html)).toEqual([
      "Blog",
    ]);
  });

  it("is for those who are logged in", async () => {
    const visitor = createVisitor(await createWorld());
    expect((await visitor.open("/sites")).path).toBe("/login?to=%2Fsites");
    expect((await visitor.open("/targets/1/tree")).path).toContain("/login");
  });
});
