// Tests the settings page: what it says of a deployment, what it keeps to itself, and what
// its forms do.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import { createVisitor, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { hour, minute, start } from "#test/fixtures/times.ts";
import { addTarget, createWorld, type World } from "#test/fixtures/world.ts";

const open = async (world: World, path = "/settings") => (await logIn(world)).open(path);

/** The text of a section of the page, by the id of its heading. */
const sectionOf = (html: string, id: string): string =>
  textOf(
    html
      .split(`<section class="card" aria-labelledby="${id}">`)[1]
      ?.split("</section>")[0] ?? "",
  );

/** The text of a row of the configuration. */
const rowOf = (html: string, name: string): string =>
  textOf(html.split("<tr>").find((row) => row.includes(`<code>${name}</code>`)) ?? "");

const setAside = (kind: string, item: string, reason: string) =>
  DB.prepare(
    "INSERT INTO set_aside (kind, item, since, retry_at, reason) VALUES (?, ?, ?, ?, ?)",
  )
    .bind(kind, item, start - hour, start + hour, reason)
    .run();

describe("the settings of an empty deployment", () => {
  it("say that no tick has come and what to look at", async () => {
    const world = await createWorld({ now: start });
    const { html, status } = await open(world);
    expect(status).toBe(200);
    expect(html).toMatch(/<h1>Failing, [\d.]+ % of the database is used<\/h1>/);
    expect(textOf(html)).toContain("No tick has come yet");
    expect(textOf(html)).toContain("cron trigger");
    expect(sectionOf(html, "budget")).toContain("No tick has ended today.");
    expect(sectionOf(html, "budget")).toContain("too early");
    expect(html).not.toContain('id="aside"');
  });
});

describe("the settings", () => {
  it("tell of the storage what the API tells", async () => {
    const world = await createWorld({ now: start });
    await world.runUntil(start + 20 * minute);
    const { html } = await open(world);
    const { message } = (await world.call("GET", "/api/storage")).body;
    expect(sectionOf(html, "storage")).toContain(message);
    expect(html).toMatch(/<h1>Healthy, /);
    expect(sectionOf(html, "storage")).toContain("Runs in detail 30 d");
  });

  it("tell how long history is kept where that is shorter than configured", async () => {
    const world = await createWorld({ now: start });
    await DB.prepare("INSERT INTO documents (name, value, updated_at) VALUES (?, ?, 0)")
      .bind("shortening", JSON.stringify({ steps: 1, since: start }))
      .run();
    const { html } = await open(world);
    const storage = sectionOf(html, "storage");
    expect(storage).toContain("Runs in detail 26 d 6 h (configured: 30 d)");
    expect(storage).toContain("Statistics of hours 400 d");
    expect(storage).toContain("To make room it keeps runs for 26d6h instead of 30d");
  });

  it("tell what all runs of jobs have written and read since midnight", async () => {
    const world = await createWorld({ now: start - hour, vars: { PLAN: "free" } });
    await addTarget(world, { schedule: { every: "1m" } });
    await world.runUntil(start + hour);
    const spent = { written: 0, read: 0, runs: 0 };
    for (const name of ["crawl", "follow", "seal", "prune"]) {
      const from = new Date(start).toISOString();
      const { body } = await world.call("GET", `/api/jobs/${name}/stats?from=${from}`);
      spent.written += body.rowsWritten;
      spent.read += body.rowsRead;
      spent.runs += body.runs.total;
    }
    expect(spent.written).toBeGreaterThan(0);
    const { html } = await open(world);
    const numberOf = (count: number) => count.toLocaleString("en");
    const [written, read] = [spent.written + spent.runs, spent.read + spent.runs];
    const budget = sectionOf(html, "budget");
    expect(budget).toContain(`${numberOf(written)} of 100,000 rows written`);
    expect(budget).toContain(`${numberOf(read)} of 5,000,000 rows read`);
    expect(budget).toContain(`At this rate it is ${numberOf(written * 24)} by`);
    expect(budget).toContain("Requests to targets a tick: 1 on average, 45 allowed");
    expect(budget).toContain("60 ticks today.");
  });

  it("take seven statements and few rows", async () => {
    const world = await createWorld({ now: start });
    await world.runUntil(start + 3 * hour);
    const cost = await costOfPage(world, await logIn(world), "/settings");
    expect(cost.statements).toBe(7);
    expect(cost.rowsRead).toBeLessThan(120);
    expect(cost.rowsWritten).toBe(0);
  });

  it("say which tokens and bindings there are, and show the value of none", async () => {
    const secrets = {
      API_TOKEN: "api-token-7f3a",
      READ_TOKEN: "read-token-91bc",
      METRICS_TOKEN: "metrics-token-c2d4",
      PROBE_TOKEN: "probe-token-55e0",
      ACCESS_TEAM: "team-of-somebody",
      ACCESS_AUD: "audience-88aa",
      ENCRYPTION_KEY: "encryption-key-33bd",
    };
    const world = await createWorld({ now: start, vars: secrets });
    const admin = await logIn(world, secrets.API_TOKEN);
    const reader = await logIn(world, secrets.READ_TOKEN);
    const link = await admin.send("/settings/login-link", { role: "reader" });
    const pages = [
      ...(await Promise.all(
        ["/settings", "/jobs", "/jobs/crawl", "/statistics"].map((path) =>
          admin.open(path),
        ),
      )),
      await reader.open("/settings"),
      link,
    ];
    for (const { html } of pages) {
      expect(html).toContain("<h1>");
      for (const value of Object.values(secrets)) expect(html).not.toContain(value);
    }
    const [{ html = "" } = {}] = pages;
    for (const name of ["API_TOKEN", "READ_TOKEN", "METRICS_TOKEN", "PROBE_TOKEN"])
      expect(rowOf(html, name)).toContain(`${name} Set`);
    expect(rowOf(html, "ACCESS_TEAM, ACCESS_AUD")).toContain("Set");
    expect(rowOf(html, "CRAWL_QUEUE")).toContain("Not set");
    const bare = await open(await createWorld({ now: start }));
    for (const name of ["READ_TOKEN", "METRICS_TOKEN", "PROBE_TOKEN"])
      expect(rowOf(bare.html, name)).toContain(`${name} Not set`);
  });

  it("say who is told, where links lead, and whether somebody watches the ticks", async () => {
    const bare = textOf((await open(await createWorld({ now: start }))).html);
    expect(bare).toContain("Channels none: nobody is told anything");
    expect(bare).toContain("Dead-man ping none: nobody outside notices");
    expect(bare).toContain("PUBLIC_URL Not set");
    const vars = { PUBLIC_URL: "https://junkai.example.com" };
    const world = await createWorld({ now: start, vars });
    await world.call("POST", "/api/channels", { kind: "log", name: "log" });
    const url = "https://hc-ping.example.com/9b2f6c1e-57a2-4c6e-8a0d-8d1c5a3f2a10";
    await world.call("PUT", "/api/dead-man", { url, everySeconds: 300 });
    const { html } = await open(world);
    expect(textOf(html)).toContain("Channels 1 of 1 enabled");
    expect(textOf(html)).toContain(
      "https://hc-ping.example.com/…2a10, every 5 min at most Change : Dead-man ping Last ping Not sent yet",
    );
    expect(html).not.toContain("9b2f6c1e");
    expect(textOf(html)).toContain("PUBLIC_URL https://junkai.example.com");
  });

  it("have what Prometheus and a shell need, with the host of the request", async () => {
    const world = await createWorld({ now: start });
    const { cookies } = await logIn(world);
    const cookie = [...cookies].map((pair) => pair.join("=")).join("; ");
    const page = await world.call(
      "GET",
      "http://junkai.example.com:8080/settings",
      undefined,
      {
        authorization: "",
        accept: "text/html",
        cookie,
      },
    );
    expect(textOf(page.body)).toContain('- targets: ["junkai.example.com:8080"]');
    expect(textOf(page.body)).toContain("scheme: http ");
    expect(textOf(page.body)).toContain(
      `curl 'http://junkai.example.com:8080/api/jobs' -H "Authorization: Bearer $API_TOKEN"`,
    );
  });

  it("keep the language, the colours and the zone that are chosen", async () => {
    const visitor = await logIn(await createWorld({ now: start }));
    for (const path of [
      "/settings?lang=ja",
      "/settings?theme=dark",
      "/settings?zone=Asia/Tokyo",
    ])
      expect((await visitor.open(path)).path).toBe("/settings");
    const { html } = await visitor.open("/settings");
    expect(html).toContain('<html lang="ja" data-theme="dark" data-zone="Asia/Tokyo">');
    expect(html).toContain('<option value="Asia/Tokyo" selected="">');
    const odd = await visitor.open("/settings?zone=%3Cscript%3E&theme=pink&lang=xx");
    expect(odd.html).toContain(
      '<html lang="ja" data-theme="dark" data-zone="Asia/Tokyo">',
    );
  });

  it("are in Japanese without English sentences but for what is to be copied", async () => {
    const world = await createWorld({ now: start });
    await setAside("block", "1/2/3", "The invocation ended while it was dealt with.");
    const visitor = createVisitor(world, { "accept-language": "ja" });
    await visitor.logIn();
    const { html } = await visitor.open("/settings");
    const text = textOf(html.replaceAll(/<(pre|select)\b.*?<\/\1>/gs, ""));
    const english = text.match(/[A-Za-z]+(?: [A-Za-z]+){2,}/g) ?? [];
    expect(english).toEqual([
      "npx wrangler secret put",
      // Addresses, and a heading before a name of a file.
      "health Prometheus prometheus",
    ]);
  });
});

describe("a login link of the settings", () => {
  it("is shown once, and logs a browser in once", async () => {
    const world = await createWorld({ now: start });
    const visitor = await logIn(world);
    const made = await visitor.send("/settings/login-link", {
      role: "admin",
      expiresIn: "1h",
    });
    expect(made.status).toBe(200);
    const [url = "", code = ""] =
      /http:\/\/localhost\/login\/link\?code=([\w-]+)/.exec(made.html) ?? [];
    expect((await visitor.open("/settings")).html).not.toContain(code);
    const { pathname, search } = new URL(url);
    const other = createVisitor(world);
    expect((await other.open(`${pathname}${search}`)).path).toBe("/");
    expect(other.cookies.has("junkai")).toBe(true);
    const third = createVisitor(world);
    expect((await third.open(`${pathname}${search}`)).status).toBe(401);
  });

  it.each([
    [{ role: "reader" }, "There is no READ_TOKEN"],
    [{ role: "owner" }, "admin"],
    [{ expiresIn: "9d" }, "This is a duration from 1m to 1d"],
  ])("is not made of %j", async (fields, told) => {
    const visitor = await logIn(await createWorld({ now: start }));
    const page = await visitor.send("/settings/login-link", fields);
    expect(page.status).toBe(422);
    expect(textOf(page.html)).toContain(told);
    const { results } = await DB.prepare("SELECT * FROM login_links").all();
    expect(results).toEqual([]);
  });
});

describe("what is set aside", () => {
  it("is shown with its reason, and tried again by a button", async () => {
    const world = await createWorld({ now: start });
    await setAside("target", "17", '<script>alert("1")</script>');
    const visitor = await logIn(world);
    const { html } = await visitor.open("/settings");
    expect(html).not.toContain("<script>alert");
    expect(sectionOf(html, "aside")).toContain('Target 17 <script>alert("1")</script>');
    const fields = { kind: "target", item: "17" };
    const page = await visitor.send("/settings/set-aside/retry", fields);
    expect(textOf(page.html)).toContain("Target 17 is tried again as soon as may be.");
    const { body } = await world.call("GET", "/api/set-aside");
    expect(body.items).toMatchObject([
      { item: "17", retryAt: new Date(start).toISOString() },
    ]);
    const gone = await visitor.send("/settings/set-aside/retry", {
      kind: "day",
      item: "1",
    });
    expect(gone.status).toBe(404);
  });

  it("is shown up to twenty things", async () => {
    const world = await createWorld({ now: start });
    for (let i = 0; i < 25; i++) await setAside("page", `https://a.example/${i}`, "Odd.");
    const { html } = await open(world);
    expect(html.match(/<form method="post" action="\/settings\/set-aside/g)).toHaveLength(
      20,
    );
    expect(html).toContain('href="/api/set-aside?limit=500"');
  });
});

describe("a reader of the settings", () => {
  it("has no forms that change something, and is refused", async () => {
    const world = await createWorld({ now: start, vars: { READ_TOKEN: "look" } });
    await setAside("target", "17", "Odd.");
    const reader = await logIn(world, "look");
    const { html, status } = await reader.open("/settings");
    expect(status).toBe(200);
    expect(html).not.toContain('action="/settings/');
    for (const [path, fields] of [
      ["/settings/login-link", { role: "reader" }],
      ["/settings/set-aside/retry", { kind: "target", item: "17" }],
    ] as const)
      expect((await reader.send(path, fields)).status).toBe(403);
    const { results } = await DB.prepare("SELECT * FROM login_links").all();
    expect(results).toEqual([]);
  });
});
