// Tests the form of a new target: what it takes, when it says that it fires, its trial.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { formIn } from "#test/fixtures/pages/form.ts";
import { fieldsIn, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const tokens = { API_TOKEN: "secret", READ_TOKEN: "look" };
const create = () => createWorld({ vars: tokens });
const url = "https://site.example.com/shop";

const targets = async (world: World) =>
  (await world.call("GET", "/api/targets?sort=created")).body.items;

describe("the form of a new target", () => {
  it("needs an address alone, and leads to the target", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const page = await visitor.send("/targets/new", { url }, "/targets/new");
    expect(page.path).toBe("/targets/1");
    const [target] = await targets(world);
    expect(target).toMatchObject({
      url,
      kind: "page",
      enabled: true,
      name: "site.example.com/shop",
      schedule: { every: "5m" },
      request: { retries: 1, timeout: "10s" },
    });
  });

  it("runs the target by the round that looks at once", async () => {
    const world = await create();
    const visitor = await logIn(world);
    await visitor.send("/targets/new", { url, do: "save" }, "/targets/new");
    await world.runUntil(world.now() + 60_000);
    const { body } = await world.call("GET", "/api/targets/1/runs");
    expect(body.items).toHaveLength(1);
  });

  it("adds one target however often it is sent", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const fields = { url, once: "7" };
    const first = await visitor.send("/targets/new", fields, "/targets/new");
    const again = await visitor.send("/targets/new", fields, "/targets/new");
    expect([first.path, again.path]).toEqual(["/targets/1", "/targets/1"]);
    await visitor.send("/targets/new", { ...fields, name: "other" }, "/targets/new");
    expect(await targets(world)).toHaveLength(2);
  });

  it("takes every part of a target's document", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const sent = {
      url,
      kind: "site",
      name: "Shop",
      key: "shop",
      tags: "web, prod",
      enabled: "no",
      when: "times",
      times: "09:00, 17:00",
      days: ["mon", "fri"],
      zone: "Asia/Tokyo",
      windowed: "yes",
      windowDays: ["mon"],
      windowFrom: "08:00",
      windowTo: "18:00",
      windowZone: "UTC",
      startAt: "2026-03-01T00:00:00Z",
      expiresAt: "2031-03-01T00:00:00+09:00",
      overlap: "skip",
      catchUpWindow: "2h",
      grace: "5m",
      headers: "Accept: text/html\r\nX-One: 1",
      secretHeaders: "x-one",
      timeout: "20s",
      firstByteTimeout: "5s",
      maxBodyBytes: "1000",
      maxRedirects: "0",
      retries: "3",
      status: "2xx, 301",
      scope: "host",
      include: "/docs/*\r\n/shop/*",
      exclude: "/shop/old/*",
      maxDepth: "5",
      maxPages: "100",
      contentTypes: "text/html",
      query: "list",
      queryKept: "page\r\nq",
      maxQueryVariants: "10",
      images: "yes",
      sitemaps: "no",
      feeds: "no",
      robots: "no",
      delay: "1s",
      keepRuns: "7d",
      keepHours: "60d",
      keepFailures: "365d",
      badges: "yes",
    };
    const page = await visitor.send("/targets/new", sent, "/targets/new");
    expect(page.path).toBe("/targets/1");
    expect((await targets(world))[0]).toMatchObject({
      kind: "site",
      name: "Shop",
      key: "shop",
      tags: ["web", "prod"],
      enabled: false,
      schedule: {
        cron: "0 9,17 * * mon,fri",
        zone: "Asia/Tokyo",
        window: { weekdays: ["mon"], from: "08:00", to: "18:00", zone: "UTC" },
        startAt: "2026-03-01T00:00:00.000Z",
        expiresAt: "2031-02-28T15:00:00.000Z",
        overlap: "skip",
        catchUpWindow: "2h",
        grace: "5m",
      },
      request: {
        method: "GET",
        headers: { accept: "text/html", "x-one": "***" },
        secretHeaders: ["x-one"],
        timeout: "20s",
        firstByteTimeout: "5s",
        maxBodyBytes: 1_000,
        maxRedirects: 0,
        retries: 3,
      },
      expect: { status: ["2xx", "301"] },
      crawl: {
        scope: "host",
        include: ["/docs/*", "/shop/*"],
        exclude: ["/shop/old/*"],
        maxDepth: 5,
        maxPages: 100,
        contentTypes: ["text/html"],
        query: ["page", "q"],
        maxQueryVariants: 10,
        images: true,
        sitemaps: false,
        feeds: false,
        robots: false,
        delay: "1s",
      },
      retention: { runs: "7d", hours: "60d", failures: "365d" },
      badges: true,
    });
  });

  it("begins with an address, or with what another target has", async () => {
    const world = await create();
    await addTarget(world, {
      key: "home",
      name: "Home",
      request: { headers: { authorization: "hush" } },
      schedule: { cron: "0 9,17 * * mon-fri", zone: "Asia/Tokyo" },
    });
    const visitor = await logIn(world);
    const begun = await visitor.open(`/targets/new?url=${encodeURIComponent(url)}`);
    expect(fieldsIn(begun.html).get("url")).toBe(url);
    const site = await visitor.open("/targets/new?kind=site");
    expect(formIn(site.html).kind).toBe("site");
    const copy = await visitor.open("/targets/new?from=home");
    const fields = fieldsIn(copy.html);
    expect([fields.get("name"), fields.get("key"), fields.get("times")]).toEqual([
      "Home (copy)",
      "",
      "09:00, 17:00",
    ]);
    expect(copy.html).not.toContain("hush");
    expect(textOf(copy.html)).toContain("Secret values are not copied");
    expect((await visitor.open("/targets/new?from=99")).status).toBe(404);
  });
});

describe("when it fires", () => {
  it("is said in words, with the next five in the schedule's zone", async () => {
    const world = await createWorld({
      vars: tokens,
      now: Date.parse("2026-11-28T02:12:40Z"),
    });
    const visitor = await logIn(world);
    const sent = {
      do: "preview",
      when: "cron",
      cron: "*/15 9-17 * * mon-fri",
      zone: "Europe/Berlin",
    };
    const { status, html } = await visitor.send("/targets/new", sent, "/targets/new");
    expect(status).toBe(200);
    const text = textOf(html);
    expect(text).toContain("every 15 minutes, between 09:00 and 17:59");
    expect(text).toContain(
      "The next five, Europe/Berlin: Mon 30 Nov 09:00 Mon 30 Nov 09:15 Mon 30 Nov 09:30",
    );
    expect(html).not.toContain('class="wrong"');
    const part = await visitor.send(
      "/targets/new",
      { ...sent, part: "1" },
      "/targets/new",
    );
    expect(part.html).toMatch(/^<div class="said new" id="fires"/);
    expect(part.html.length).toBeLessThan(3_000);
  });

  it("cannot be said of a schedule that is refused", async () => {
    const visitor = await logIn(await create());
    const sent = { do: "preview", part: "1", when: "times", times: "09:00, 17:30" };
    const { html } = await visitor.send("/targets/new", sent, "/targets/new");
    expect(textOf(html)).toContain("It cannot be said when it fires: One schedule has");
  });
});

describe("a trial before saving", () => {
  it("shows each step and stores nothing", async () => {
    const world = await createWorld({
      vars: tokens,
      site: ({ pathname }) =>
        pathname === "/shop"
          ? { status: 307, headers: { location: "/v2" } }
          : { body: "ready" },
    });
    const visitor = await logIn(world);
    const { status, html } = await visitor.send(
      "/targets/new",
      { url, do: "try" },
      "/targets/new",
    );
    expect(status).toBe(200);
    const text = textOf(html);
    expect(text).toContain("Tried: it would be up");
    expect(text).toContain("307 from https://site.example.com/shop");
    expect(text).toContain("200 from https://site.example.com/v2");
    expect(fieldsIn(html).get("url")).toBe(url);
    expect(await targets(world)).toEqual([]);
    expect(await DB.prepare("SELECT count(*) AS n FROM blocks").first("n")).toBe(0);
  });

  it("shows beside each step what it gave, and where one found nothing", async () => {
    const body = "<main><b>12.50</b><i><script>alert(1)</script>&lt;s&gt;</i></main>";
    const headers = { "content-type": "text/html" };
    const world = await createWorld({ vars: tokens, site: () => ({ body, headers }) });
    const visitor = await logIn(world);
    const tryOut = async (steps: string) => {
      const sent = { url, steps, do: "try" };
      const { html } = await visitor.send("/targets/new", sent, "/targets/new");
      const table = /<table id="outputs">.*?<\/table>/s.exec(html)?.[0] ?? "";
      return { html, table };
    };
    const good = await tryOut("css b\nnumber as price\ncss i");
    expect(textOf(good.table)).toMatch(/css "?b.*12\.50.*number.*12\.5/s);
    expect(good.table).toContain("&lt;s&gt;");
    expect(good.html).not.toContain("<script>alert");
    const bad = await tryOut("css u");
    expect(textOf(bad.table)).toContain("found nothing");
    expect(textOf(bad.html)).toContain("Tried: it would be down");
  });

  it("of a target that is there sends the secrets that the form masks", async () => {
    const seen: (string | null)[] = [];
    const world = await createWorld({
      vars: tokens,
      site: (_, request) => {
        seen.push(request.headers.get("authorization"));
        return { status: 500 };
      },
    });
    await addTarget(world, { request: { headers: { authorization: "hush" } } });
    const visitor = await logIn(world);
    const sent = {
      url: "https://site.example.com/",
      headers: "authorization: ***",
      retries: "0",
      do: "try",
    };
    const { html } = await visitor.send("/targets/1/edit", sent, "/targets/1/edit");
    expect(seen).toEqual(["hush"]);
    expect(textOf(html)).toContain("Tried: it would be down");
    expect(html).not.toContain("hush");
  });

  it("is not made of what is refused", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const sent = { url: "http://10.0.0.1/", do: "try" };
    expect((await visitor.send("/targets/new", sent, "/targets/new")).status).toBe(422);
    expect(world.requests).toEqual([]);
  });
});

describe("the editor", () => {
  const hostile = `"><script>alert(1)</script>'\u202e`;

  it("gives back what a stranger types as text and nothing else", async () => {
    const world = await create();
    const visitor = await logIn(world);
    const { html } = await visitor.open("/targets/new");
    const names = new Set(
      [...html.matchAll(/<(?:input|select|textarea)[^>]* name="([^"]+)"/g)].map(
        ([, name]) => name as string,
      ),
    );
    names.delete("form-token");
    expect(names.size).toBeGreaterThan(45);
    const sent = Object.fromEntries([...names].map((name) => [name, hostile]));
    const page = await visitor.send(
      "/targets/new",
      { ...sent, do: "save" },
      "/targets/new",
    );
    expect(page.status).toBe(422);
    expect(page.html).not.toContain("<script>alert");
    expect(page.html).not.toContain("'\u202e\"");
    expect(page.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    const long = Object.fromEntries([...names].map((name) => [name, "x".repeat(3_400)]));
    expect((await visitor.send("/targets/new", long, "/targets/new")).status).toBe(422);
  });

  it("is shown to admins only", async () => {
    const world = await create();
    await addTarget(world);
    const reader = await logIn(world, "look");
    for (const path of ["/targets/new", "/targets/1/edit", "/targets/paste"]) {
      expect([path, (await reader.open(path)).status]).toEqual([path, 403]);
      const sent = await reader.send(path, { url, urls: url }, "/");
      expect([path, sent.status]).toEqual([path, 403]);
    }
    expect(await targets(world)).toHaveLength(1);
  });

  it("takes no form without its token, and none that is too large", async () => {
    const world = await create();
    await addTarget(world);
    const visitor = await logIn(world);
    for (const path of ["/targets/new", "/targets/1/edit", "/targets/paste"]) {
      const forged = await visitor.post(path, `url=${url}&urls=${url}`);
      expect([path, forged.status]).toEqual([path, 403]);
      const large = await visitor.post(path, `url=${"x".repeat(300_000)}`);
      expect([path, large.status]).toEqual([path, 413]);
    }
    expect(await targets(world)).toHaveLength(1);
  });
});
