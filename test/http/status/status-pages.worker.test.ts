// Tests the configuration of status pages, and what everybody sees of them.
import { beforeEach, describe, expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import { renewStorage } from "#test/fixtures/database.ts";
import { createVisitor } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const now = Date.parse("2026-03-02T00:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const iso = (at: number) => new Date(at).toISOString();

// Pages are kept in a cache, which outlives a test.
beforeEach(renewStorage);

const put = (world: World, slug: string, document: object, headers = {}) =>
  world.call("PUT", `/api/status-pages/${slug}`, document, headers);

const anyone = { authorization: "", "accept-language": "en" };

const look = (world: World, path: string, headers = {}) =>
  world.call("GET", path, undefined, { ...anyone, accept: "text/html", ...headers });

/** The text of a page, without its mark-up. */
const textOf = (html: string) =>
  html
    .replace(/<svg.*?<\/svg>/gs, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ");

const headingOf = (html: string) => textOf(/<h1.*?<\/h1>/s.exec(html)?.[0] ?? "").trim();

const shop = {
  title: "Example Shop",
  groups: [{ name: "Shop", targets: ["home", { target: "search", name: "Search" }] }],
};

/** A world with two pages, one of which can be made to fail, that have run a few times. */
async function openShop(document: object = shop) {
  const failing = new Set<string>();
  const world = await createWorld({
    now,
    site: (url) => ({ status: failing.has(url.pathname) ? 500 : 200 }),
  });
  const every = { schedule: { every: "1m" } };
  const home = await addTarget(world, { key: "home", name: "Front page", ...every });
  const search = await addTarget(world, {
    url: "https://site.example.com/find",
    key: "search",
    name: "internal search",
    ...every,
  });
  const { status } = await put(world, "shop", document);
  expect(status).toBe(201);
  await world.runUntil(now + 5 * minute);
  return { world, home, search, failing };
}

/** Stores an incident as rounds do. */
const storeIncident = (incident: {
  id: string;
  targetId: number;
  severity?: string;
  from: number;
  until?: number | null;
  notes?: object[];
}) =>
  DB.prepare(
    `INSERT INTO incidents (id, target_id, severity, started_at, opened_at, closed_at, labels, facts, notes)
     VALUES (?, ?, ?, ?, ?, ?, '{}', '{}', ?)`,
  )
    .bind(
      incident.id,
      incident.targetId,
      incident.severity ?? "down",
      incident.from,
      incident.from,
      incident.until ?? null,
      JSON.stringify(incident.notes ?? []),
    )
    .run();

describe("the configuration of a status page", () => {
  it("is created, read, replaced and deleted, each with its ETag", async () => {
    const { world, home, search } = await openShop();
    const path = "/api/status-pages/shop";
    const read = await world.call("GET", path);
    expect(read.headers.get("etag")).toBe('"shop-1"');
    expect(read.body).toMatchObject({
      slug: "shop",
      path: "/status/shop",
      title: "Example Shop",
      groups: [
        { name: "Shop", targets: [home, { target: search, name: "Search" }], tags: [] },
      ],
      language: null,
      zone: "UTC",
      incidents: true,
      maintenance: true,
      noindex: false,
      revision: 1,
    });
    const again = await put(world, "shop", shop);
    expect([again.status, again.body.revision]).toEqual([200, 1]);
    const other = { ...shop, title: "Other" };
    const stale = await put(world, "shop", other, { "if-match": '"shop-9"' });
    expect(stale.status).toBe(412);
    const only = await put(world, "shop", other, { "if-none-match": "*" });
    expect(only.status).toBe(412);
    const changed = await put(world, "shop", other, { "if-match": '"shop-1"' });
    expect([changed.status, changed.body.revision]).toEqual([200, 2]);
    await put(world, "a-2", other);
    const list = await world.call("GET", "/api/status-pages");
    expect(list.body.items.map(({ slug }: { slug: string }) => slug)).toEqual([
      "a-2",
      "shop",
    ]);
    expect((await world.call("DELETE", path)).status).toBe(204);
    expect((await world.call("GET", path)).status).toBe(404);
    expect((await world.call("DELETE", path)).status).toBe(404);
  });

  it.each([
    { document: {}, pointer: "/title" },
    { document: { ...shop, title: "" }, pointer: "/title" },
    {
      document: { title: "x", groups: [{ name: "g", targets: ["home", "nobody"] }] },
      pointer: "/groups/0/targets/1",
    },
    {
      document: { title: "x", groups: [{ name: "g", targets: [{ target: 99 }] }] },
      pointer: "/groups/0/targets/0",
    },
    {
      document: { title: "x", groups: [{ name: "g", tags: ["/"] }] },
      pointer: "/groups/0/tags/0",
    },
    { document: { ...shop, zone: "Mars" }, pointer: "/zone" },
    { document: { ...shop, link: "javascript:alert(1)" }, pointer: "/link" },
    { document: { ...shop, language: "xx" }, pointer: "/language" },
    { document: { ...shop, password: "x" }, pointer: "/password" },
  ])("is refused, and the field is named: $document", async ({ document, pointer }) => {
    const world = await createWorld({ now });
    await addTarget(world, { key: "home" });
    await addTarget(world, { key: "search" });
    const { status, body } = await put(world, "shop", document);
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    expect((await look(world, "/status/shop")).status).toBe(404);
  });

  it.each(["Shop", "a_b", "x".repeat(51), "%20"])(
    "has a slug of letters, digits and dashes: not %s",
    async (slug) => {
      const world = await createWorld({ now });
      const { status, body } = await put(world, slug, { title: "x" });
      expect([status, body.errors[0].parameter]).toEqual([422, "slug"]);
      expect((await look(world, `/status/${slug}`)).status).toBe(404);
    },
  );

  it("is not for whoever only reads", async () => {
    const world = await createWorld({ now, vars: { READ_TOKEN: "look" } });
    const reader = { authorization: "Bearer look" };
    const answers = [
      await world.call("GET", "/api/status-pages", undefined, reader),
      await put(world, "shop", { title: "x" }, reader),
      await world.call("GET", "/api/status-pages", undefined, { authorization: "" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 401]);
  });
});

describe("a public status page", () => {
  it("says in its heading that all is well, and names each service", async () => {
    const { world } = await openShop();
    const { status, headers, body } = await look(world, "/status/shop");
    expect(status).toBe(200);
    expect(headingOf(body)).toBe("Everything is up");
    expect(body).toContain("<title>Everything is up · Example Shop</title>");
    expect(textOf(body)).toContain("Front page");
    expect(textOf(body)).toContain("Search");
    expect(textOf(body)).toContain("No check failed on the one day that is known.");
    expect(headers.get("cache-control")).toBe("public, max-age=60");
    expect(headers.get("vary")).toContain("Accept-Language");
    expect(headers.get("set-cookie")).toBeNull();
  });

  it("is the same for whoever is logged in, and again is not sent twice", async () => {
    const { world } = await openShop();
    const first = await look(world, "/status/shop");
    const visitor = createVisitor(world, { "accept-language": "en" });
    await visitor.open("/login");
    const second = await world.call("GET", "/status/shop", undefined, {
      "accept-language": "en",
    });
    expect(second.body).toBe(first.body);
    const etag = first.headers.get("etag") ?? "";
    const third = await look(world, "/status/shop", { "if-none-match": etag });
    expect([third.status, third.body]).toEqual([304, null]);
  });

  it("says what is down, and shows a day of an outage", async () => {
    const { world, failing } = await openShop();
    failing.add("/find");
    await world.runUntil(now + 10 * minute);
    const { body } = await look(world, "/status/shop");
    expect(headingOf(body)).toBe("Search is down");
    expect(textOf(body)).toContain("On the one day that is known there was an outage.");
    expect(body).toMatch(/<path class="b-bad" d="M537 17V28"/);
    // Five runs succeeded, five failed, and one that was fetched again before it counted.
    expect(textOf(body)).toMatch(/2 Mar: 45.45 % of the checks succeeded/);
    expect(textOf(body)).not.toContain("500");
    failing.add("/");
    await world.runUntil(now + 12 * minute);
    expect(headingOf((await look(world, "/status/shop")).body)).toBe(
      "Everything is down",
    );
  });

  it("is made once a minute, however many look, and anew when it is changed", async () => {
    const { world, failing } = await openShop();
    await look(world, "/status/shop");
    failing.add("/find");
    await world.runUntil(now + 6 * minute);
    await world.advanceTo(now + 6 * minute + 59_000);
    await look(world, "/status/shop");
    await world.runUntil(now + 7 * minute + 30_000);
    await put(world, "shop", { ...shop, title: "Another" });
    const { body } = await look(world, "/status/shop");
    expect(body).toContain("Search is down · Another");
  });

  it("shows open incidents, and those of two weeks, with public notes only", async () => {
    const { world, home, search } = await openShop();
    const at = now + 5 * minute;
    await storeIncident({
      id: "b",
      targetId: search,
      severity: "degraded",
      from: at - 20 * day,
      notes: [
        { at: at - day, author: "ann", text: "We are at it.", public: true },
        { at: at - day, author: "ann", text: "The intern did it." },
      ],
    });
    await storeIncident({
      id: "a",
      targetId: home,
      from: at - day,
      until: at - 22 * hour,
    });
    await storeIncident({
      id: "c",
      targetId: home,
      from: at - 20 * day,
      until: at - 19 * day,
    });
    const { body } = await look(world, "/status/shop");
    const text = textOf(body);
    expect(text).toContain("Search is degraded");
    expect(text).toContain("Since 10 Feb 00:05.");
    expect(text).toContain("We are at it.");
    expect(text).not.toContain("intern");
    expect(text).not.toContain("ann");
    expect(text).toContain("Front page was down");
    expect(text).toContain("From 1 Mar 00:05 to 1 Mar 02:05: 2 h.");
    expect(text.match(/Front page was down/g)).toHaveLength(1);
    await put(world, "shop", { ...shop, incidents: false });
    expect(textOf((await look(world, "/status/shop")).body)).not.toContain("Incidents");
  });

  it("shows maintenance that is going on, and what comes next", async () => {
    const { world, search } = await openShop();
    const window = (document: object) => world.call("POST", "/api/maintenance", document);
    await window({ name: "the secret move", targets: [search], for: "1h" });
    await window({
      name: "x",
      all: true,
      from: iso(now + 2 * day),
      until: iso(now + 2 * day + hour),
    });
    await window({
      name: "far away",
      all: true,
      from: iso(now + 60 * day),
      until: iso(now + 61 * day),
    });
    const { body } = await look(world, "/status/shop");
    expect(headingOf(body)).toBe("Maintenance is going on");
    const text = textOf(body);
    expect(text).toContain("Maintenance of Search is going on");
    expect(text).toContain("From 2 Mar 00:05 to 2 Mar 01:05.");
    expect(text).toContain("Maintenance of everything is planned");
    expect(text).toContain("From 4 Mar 00:00 to 4 Mar 01:00.");
    expect(text).not.toContain("secret");
    expect(text.match(/is planned/g)).toHaveLength(1);
  });

  it("is in the reader's language, unless the page fixes it", async () => {
    const { world } = await openShop();
    const japanese = { "accept-language": "ja,en;q=0.5" };
    const first = await look(world, "/status/shop", japanese);
    expect(headingOf(first.body)).toBe("すべて正常です");
    expect(first.body).toContain('<html lang="ja"');
    expect(headingOf((await look(world, "/status/shop?in=ja")).body)).toBe(
      "すべて正常です",
    );
    await put(world, "shop", { ...shop, language: "en" });
    const fixed = await look(world, "/status/shop", japanese);
    expect(headingOf(fixed.body)).toBe("Everything is up");
    expect(fixed.headers.get("vary") ?? "").not.toContain("Accept-Language");
  });

  it("asks search engines to leave it out when it is told to", async () => {
    const { world } = await openShop({ ...shop, noindex: true });
    const { headers, body } = await look(world, "/status/shop");
    expect(headers.get("x-robots-tag")).toBe("noindex");
    expect(body).toContain('<meta name="robots" content="noindex"');
  });

  it("shows targets of a tag by their names, and one without a name as a number", async () => {
    const { world, home } = await openShop({
      title: "Shop",
      groups: [{ name: "All", tags: ["public"] }],
    });
    expect(headingOf((await look(world, "/status/shop")).body)).toBe(
      "Nothing is shown here yet",
    );
    await world.call("PATCH", `/api/targets/${home}`, { tags: ["public"] });
    await addTarget(world, { url: "https://hidden.example.com/a", tags: ["public"] });
    await world.runUntil(now + 7 * minute);
    const text = textOf((await look(world, "/status/shop")).body);
    expect(text).toContain("Front page");
    expect(text).toContain("Service 2");
    expect(text).not.toContain("hidden");
    expect(text).not.toContain("internal search");
  });

  it("is nothing where nobody made one, whoever asks", async () => {
    const world = await createWorld({ now });
    const answers = [
      await look(world, "/status/shop"),
      await world.call("GET", "/status/shop"),
      await look(world, "/status/shop/feed.atom"),
      await look(world, "/status/shop/summary.json"),
      await look(world, "/status/"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    for (const { headers } of answers)
      expect(headers.get("cache-control") ?? "").not.toContain("public");
  });

  it("is behind the limit of requests", async () => {
    const world = await createWorld({
      now,
      vars: { API_LIMIT: { limit: async () => ({ success: false }) } as RateLimit },
    });
    expect((await look(world, "/status/shop")).status).toBe(429);
  });
});

describe("the feed of a status page", () => {
  it("has an entry for each incident and each maintenance, with ids that stay", async () => {
    const { world, search } = await openShop({ ...shop, title: "A & B <shop>" });
    await storeIncident({
      id: "a",
      targetId: search,
      from: now,
      until: now + 2 * minute,
      notes: [{ at: now + minute, text: "1 < 2 & \u0001done", public: true }],
    });
    await world.call("POST", "/api/maintenance", { name: "x", all: true, for: "1h" });
    const { headers, body } = await look(world, "/status/shop/feed.atom");
    expect(headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    expect(headers.get("cache-control")).toBe("public, max-age=60");
    expect(body).toContain("<title>A &amp; B &lt;shop&gt;</title>");
    expect(body).toContain("<title>Search was down</title>");
    expect(body).toContain("1 &lt; 2 &amp; done");
    expect(body).toContain("Maintenance of everything is going on");
    expect(body.match(/<entry>/g)).toHaveLength(2);
    const ids = (feed: string) =>
      [...feed.matchAll(/<id>(.*)<\/id>/g)].map(([, id]) => id);
    expect(new Set(ids(body)).size).toBe(3);
    await world.advanceTo(now + 30 * minute);
    const later = await look(world, "/status/shop/feed.atom");
    expect(ids(later.body)).toEqual(ids(body));
    expect(later.body).toContain(/<updated>.*<\/updated>/.exec(body)?.[0]);
  });
});

describe("the summary of a status page", () => {
  it("has the shape of Statuspage's", async () => {
    const { world, failing } = await openShop();
    failing.add("/find");
    await world.runUntil(now + 10 * minute);
    const note = { at: now + 6 * minute, text: "We are at it.", public: true };
    await DB.prepare("UPDATE incidents SET notes = ?")
      .bind(JSON.stringify([note]))
      .run();
    await world.call("POST", "/api/maintenance", {
      name: "x",
      all: true,
      from: iso(now + day),
      until: iso(now + day + hour),
    });
    const { headers, body } = await look(world, "/status/shop/summary.json");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(body.page).toMatchObject({
      id: "shop",
      name: "Example Shop",
      url: "http://localhost/status/shop",
      time_zone: "UTC",
    });
    expect(body.status).toEqual({ indicator: "major", description: "Search is down" });
    const [group, ...services] = body.components;
    expect(group).toMatchObject({ name: "Shop", group: true, status: "major_outage" });
    expect(
      services.map(({ name, status }: Record<string, string>) => [name, status]),
    ).toEqual([
      ["Front page", "operational"],
      ["Search", "major_outage"],
    ]);
    expect(group.components).toEqual(services.map(({ id }: { id: string }) => id));
    expect(body.incidents).toMatchObject([
      {
        name: "Search is down",
        status: "investigating",
        impact: "major",
        started_at: iso(now + 5 * minute),
        resolved_at: null,
        incident_updates: [{ body: "We are at it." }],
      },
    ]);
    expect(body.scheduled_maintenances).toMatchObject([
      { status: "scheduled", scheduled_for: iso(now + day), impact: "maintenance" },
    ]);
  });

  it("has ids that stay, and that nobody can work out from those behind them", async () => {
    const { world } = await openShop();
    const ids = async () => {
      const { body } = await look(world, "/status/shop/summary.json", { accept: "*/*" });
      return body.components.map(({ id }: { id: string }) => id);
    };
    const before = await ids();
    expect(before).toHaveLength(3);
    await put(world, "shop", { ...shop, title: "Another title" });
    expect(await ids()).toEqual(before);
    await world.call("DELETE", "/api/status-pages/shop");
    await put(world, "shop", shop);
    const after = await ids();
    expect(after.filter((id: string) => before.includes(id))).toEqual([]);
  });

  it("says that all is critical when everything is down", async () => {
    const { world, failing } = await openShop();
    failing.add("/find").add("/");
    await world.runUntil(now + 7 * minute);
    const { body } = await look(world, "/status/shop/summary.json");
    expect(body.status.indicator).toBe("critical");
  });
});

describe("a page of 200 targets", () => {
  const site = "https://site.example.com";
  const targets = Array.from({ length: 200 }, (_, i) => i + 1);
  const page = { title: "x", groups: [{ name: "All", targets }] };

  it("is read in six statements and 4,200 rows, with 90 days of each", async () => {
    await seedTargets(DB, { count: 250, site, dueAt: 0, anchorAt: 0 });
    const world = await createWorld({ now });
    await put(world, "shop", page);
    const today = now / day;
    await DB.batch([
      DB.prepare(
        `INSERT INTO shard_days (shard_id, day, folded, total, hours, heat)
         SELECT s.id, ? - ago.value, 0, x'', x'', x'' FROM shards s, json_each(?) ago`,
      ).bind(today, JSON.stringify(Array.from({ length: 90 }, (_, ago) => ago))),
      DB.prepare(
        `INSERT INTO days (target_id, day, folded, total, hours, failures)
         SELECT t.id, ? - ago.value, 0, x'', x'', x'' FROM targets t, json_each('[0, 1]') ago`,
      ).bind(today),
      DB.prepare(
        `INSERT INTO incidents (id, target_id, severity, started_at, opened_at, labels, facts)
         SELECT id, id, 'down', ?, ?, '{}', '{}' FROM targets`,
      ).bind(now - 1, now - 1),
    ]);
    const deps = world.newDeps();
    const app = createApp({ depsOf: () => deps, jobs: [] });
    const answer = await app.request("/status/shop", {}, bindings);
    expect(answer.status).toBe(200);
    const html = await answer.text();
    const { statements, rowsRead, rowsWritten } = deps.meter;
    expect(statements).toBe(6);
    // A page, 200 targets in five shards, 450 days of these, 400 days of targets, and of
    // 200 targets an incident that is looked up twice; ids in lists are rows as well.
    expect(rowsRead).toBeLessThanOrEqual(4_200);
    expect(rowsWritten).toBe(0);
    expect(html.length).toBeLessThan(300_000);
    const again = world.newDeps();
    await createApp({ depsOf: () => again, jobs: [] }).request(
      "/status/shop",
      {},
      bindings,
    );
    expect(again.meter.statements).toBe(1);
  });

  it("shows no more than these, whatever its tags bring", async () => {
    await seedTargets(DB, { count: 250, site, dueAt: 0, anchorAt: 0 });
    const world = await createWorld({ now });
    const tags = Array.from({ length: 20 }, (_, i) => `tag${i}`);
    await put(world, "shop", { title: "x", groups: [{ name: "All", targets, tags }] });
    const { body } = await look(world, "/status/shop");
    expect(body.match(/<h3>/g)).toHaveLength(200);
    expect(body).toContain("This page shows only some of its services.");
  });
});
