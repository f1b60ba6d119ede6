// Tests the form that adds and changes a target: what it takes, what it refuses and where.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { formIn } from "#test/fixtures/pages/form.ts";
import { fieldsIn, logIn, textOf, type Visitor } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const tokens = { API_TOKEN: "secret", READ_TOKEN: "look" };
const create = () => createWorld({ vars: tokens });
const url = "https://site.example.com/shop";

const targets = async (world: World) =>
  (await world.call("GET", "/api/targets?sort=created")).body.items;

/** The sentences that stand at a field as refusals. */
const wrongAt = (html: string, field: string): string | null => {
  const [, inner] =
    new RegExp(`<p class="wrong" id="${field}-wrong">(.*?)</p>`).exec(html) ?? [];
  return inner === undefined ? null : textOf(inner);
};

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

describe("a field that is refused", () => {
  it.each([
    ["url", { url: "" }, "This has at least 1 character."],
    ["url", { url: "nowhere" }, "This address cannot be fetched: it is not a valid URL."],
    ["url", { url: "http://10.0.0.1/" }, "10.0.0.1 is a private address"],
    ["url", { url: "ftp://a.example/" }, "only http and https are fetched, not ftp"],
    ["kind", { kind: "heartbeat" }, 'This is "page" or "site".'],
    ["key", { key: "a b" }, "A key is 1 to 100 letters"],
    ["name", { name: "x".repeat(201) }, "This has at most 200 characters."],
    ["tags", { tags: "web, <b>" }, "<b>: A tag is 1 to 50 letters"],
    ["every", { every: "1s" }, "This is a duration from 5s to 366d"],
    ["every", { every: "soon" }, "This is a duration from 5s to 366d"],
    [
      "cron",
      { when: "cron", cron: "*/15 9-17 * *" },
      'A cron expression has 5 fields, or 6 with seconds first; "*/15 9-17 * *" has 4.',
    ],
    ["cron", { when: "cron", cron: "" }, "A cron expression has 5 fields"],
    [
      "zone",
      { when: "cron", cron: "@daily", zone: "Berlin" },
      '"Berlin" is no time zone',
    ],
    ["times", { when: "times", times: "" }, "Name at least one time, such as 09:00."],
    ["times", { when: "times", times: "25:00" }, '"25:00" is no time of day'],
    [
      "times",
      { when: "times", times: "09:00, 17:30" },
      "it would also fire at 09:30, 17:00.",
    ],
    ["days", { when: "times", times: "09:00", days: [""] }, "Tick at least one day."],
    ["windowFrom", { windowed: "yes", windowFrom: "9" }, "The window opens at HH:MM"],
    ["windowDays", { windowed: "yes", windowDays: [""] }, "This has at least 1 item."],
    ["windowZone", { windowed: "yes", windowZone: "Mars" }, '"Mars" is no time zone'],
    ["startAt", { startAt: "tomorrow" }, "This is an instant such as"],
    ["expiresAt", { expiresAt: "2001-01-01T00:00:00Z" }, "The schedule has expired"],
    ["overlap", { overlap: "all" }, 'This is "buffer-one", "keep-latest"'],
    ["catchUpWindow", { catchUpWindow: "8d" }, "This is a duration from 0s to 7d"],
    ["grace", { grace: "2d" }, "This is a duration from 0s to 1d"],
    ["method", { method: "TRACE" }, 'This is "GET", "HEAD"'],
    [
      "headers",
      { headers: "no colon here" },
      "no colon here: This is not a header name.",
    ],
    ["headers", { headers: "a: 1\nA: 2" }, "A: This header is named twice"],
    ["headers", { headers: "a: 1\na: 2" }, "A: This header is named twice"],
    [
      "headers",
      { headers: "authorization: ***" },
      'authorization: "***" stands for a stored value, and there is none.',
    ],
    ["secretHeaders", { secretHeaders: "a b" }, "a b: This is not a header name."],
    ["body", { body: "hello" }, "A GET has no body."],
    ["timeout", { timeout: "90s" }, "This is a duration from 100ms to 1m"],
    ["firstByteTimeout", { firstByteTimeout: "20s" }, "This is longer than the timeout."],
    ["maxBodyBytes", { maxBodyBytes: "much" }, "This is a number, not text."],
    ["maxRedirects", { maxRedirects: "21" }, "This is at most 20."],
    ["retries", { retries: "-1" }, "This is at least 0."],
    ["status", { status: "2xx, fine" }, "fine: This is a status such as 200"],
    ["scope", { kind: "site", scope: "all" }, 'This is "origin", "host"'],
    ["include", { kind: "site", include: "/a\n/(b)" }, "/(b): Regular expressions"],
    ["exclude", { kind: "site", exclude: "http://[" }, "http://[: This is a URL pattern"],
    ["maxDepth", { kind: "site", maxDepth: "10001" }, "This is at most 10000."],
    ["maxPages", { kind: "site", maxPages: "0" }, "This is at least 1."],
    [
      "contentTypes",
      { kind: "site", contentTypes: "html" },
      "html: This is a media type",
    ],
    ["delay", { kind: "site", delay: "2m" }, "This is a duration from 0s to 1m"],
    ["method", { kind: "site", method: "POST" }, "A site is read with GET."],
    ["keepRuns", { keepRuns: "1h" }, "This is a duration from 1d to 3650d"],
    ["keepHours", { keepHours: "x" }, "This is a duration from 1d to 3650d"],
    ["keepFailures", { keepFailures: "1h" }, "This is a duration from 1d to 3650d"],
  ] as const)("%s has its sentence: %j", async (field, sent, sentence) => {
    const world = await create();
    const visitor = await logIn(world);
    const whole = { url, tags: "web", ...sent } as Record<string, string | string[]>;
    const page = await visitor.send("/targets/new", whole, "/targets/new");
    expect(page.status).toBe(422);
    expect(wrongAt(page.html, field)).toContain(sentence);
    expect(page.html).toContain(`<a href="#${field}">`);
    expect(textOf(page.html)).toContain("One thing needs another look");
    expect(await targets(world)).toEqual([]);
  });

  it("stands beside every other one, with what was typed, in an open fold", async () => {
    const world = await create();
    await addTarget(world, { key: "taken" });
    const visitor = await logIn(world);
    const sent = {
      url: "http://127.0.0.1/",
      when: "cron",
      cron: "* * *",
      timeout: "90s",
      name: "Kept name",
      headers: "accept: kept/type",
    };
    const { html } = await visitor.send("/targets/new", sent, "/targets/new");
    expect(textOf(html)).toContain("3 things need another look");
    expect(["url", "cron", "timeout"].map((field) => wrongAt(html, field))).toEqual([
      expect.stringContaining("127.0.0.1 is a loopback address"),
      expect.stringContaining("has 3."),
      expect.stringContaining("100ms to 1m"),
    ]);
    const fields = fieldsIn(html);
    expect([fields.get("cron"), fields.get("name")]).toEqual(["* * *", "Kept name"]);
    expect(html).toContain("accept: kept/type</textarea>");
    expect(html).toMatch(/<details open=""><summary>Schedule: to be put right/);
    expect(html).toMatch(/<details open=""><summary>Request and what is expected: to be/);
  });

  it("is told in Japanese to whoever reads it", async () => {
    const world = await create();
    const visitor = await logIn(world);
    await visitor.open("/login?lang=ja");
    const sent = { url, every: "1s", when: "every" };
    const { html } = await visitor.send("/targets/new", sent, "/targets/new");
    expect(wrongAt(html, "every")).toContain("5s から 366d までの時間を");
    expect(textOf(html)).toContain("見直しが必要な項目が 1 件あります");
  });

  it("is a key that another target has", async () => {
    const world = await create();
    await addTarget(world, { key: "taken" });
    const visitor = await logIn(world);
    const page = await visitor.send(
      "/targets/new",
      { url, key: "taken" },
      "/targets/new",
    );
    expect(page.status).toBe(422);
    expect(wrongAt(page.html, "key")).toBe("Another target has the key taken.");
    expect(await targets(world)).toHaveLength(1);
  });
});

describe("the form of a target that is there", () => {
  const edit = "/targets/1/edit";
  /** The page, and what a browser would send of it. */
  const filledIn = async (visitor: Visitor) => {
    const { html } = await visitor.open(edit);
    const { "form-token": _, ...sent } = formIn(html);
    return { html, sent };
  };

  const rich = {
    name: "Home",
    key: "home",
    tags: ["web", "a b "],
    kind: "site",
    enabled: false,
    schedule: {
      cron: "0 9,17 * * mon-fri",
      zone: "Asia/Tokyo",
      window: { weekdays: ["mon", "tue"], from: "08:00", to: "18:00", zone: "UTC" },
      expiresAt: "2031-03-01T00:00:00Z",
      overlap: "keep-latest",
    },
    request: {
      headers: { authorization: "hush", "x-one": "two", accept: "a/b" },
      secretHeaders: ["x-one"],
      maxRedirects: 0,
    },
    expect: { status: ["2xx", "404"] },
    crawl: { query: ["q", "page"], include: ["/a/*"], sitemaps: false, maxDepth: 3 },
    retention: { runs: "7d" },
    badges: true,
  };

  it.each([
    rich,
    { request: { method: "POST", body: "\n<b>a</b>\r\n&amp;\n", retries: 0 } },
    { request: { method: "PUT", body: "a\r\nb" } },
    { schedule: { every: "90s", startAt: "2030-01-01T00:00:00Z" } },
  ])("sent as it came changes nothing: %j", async (document) => {
    const world = await create();
    await addTarget(world, document);
    const [before] = await targets(world);
    const visitor = await logIn(world);
    const { html, sent } = await filledIn(visitor);
    expect(html).not.toContain("hush");
    const page = await visitor.send(edit, { ...sent, do: "save" }, edit);
    expect(page.path).toBe("/targets/1");
    expect(await targets(world)).toEqual([before]);
  });

  it("changes what was typed and nothing else, and keeps masked secrets", async () => {
    const world = await create();
    await addTarget(world, rich);
    const [before] = await targets(world);
    const visitor = await logIn(world);
    const { sent } = await filledIn(visitor);
    expect(sent.headers).toContain("authorization: ***");
    await visitor.send(edit, { ...sent, tags: "web, prod" }, edit);
    const [after] = await targets(world);
    const { updatedAt } = after;
    expect(after).toEqual({ ...before, tags: ["web", "prod"], revision: 2, updatedAt });
    const stored = await DB.prepare("SELECT request FROM targets").first("request");
    expect(stored).toContain('"hush"');
  });

  it("does not undo what somebody else changed meanwhile", async () => {
    const world = await create();
    await addTarget(world, { name: "Home", tags: ["web"] });
    const visitor = await logIn(world);
    const { sent } = await filledIn(visitor);
    const patch = { name: "Theirs", schedule: { every: "10m" }, tags: ["theirs"] };
    await world.call("PATCH", "/api/targets/1", patch);
    const page = await visitor.send(edit, { ...sent, name: "Mine", grace: "3m" }, edit);
    expect(page.status).toBe(409);
    const text = textOf(page.html);
    expect(text).toContain("Interval is now 10m; taken over.");
    expect(text).toContain("Tags is now theirs; taken over.");
    expect(text).toContain("Name is now Theirs; what you typed is kept");
    const { "form-token": _, ...merged } = formIn(page.html);
    expect(merged).toMatchObject({
      name: "Mine",
      every: "10m",
      tags: "theirs",
      grace: "3m",
    });
    expect((await targets(world))[0]).toMatchObject({ name: "Theirs", revision: 2 });
    expect((await visitor.send(edit, merged, edit)).path).toBe("/targets/1");
    expect((await targets(world))[0]).toMatchObject({
      name: "Mine",
      tags: ["theirs"],
      schedule: { every: "10m", grace: "3m" },
      revision: 3,
    });
  });

  it("of a target that is gone is not there", async () => {
    const world = await create();
    const visitor = await logIn(world);
    expect((await visitor.open(edit)).status).toBe(404);
    expect((await visitor.send(edit, { url }, "/targets/new")).status).toBe(404);
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
    const long = Object.fromEntries([...names].map((name) => [name, "x".repeat(4_000)]));
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
