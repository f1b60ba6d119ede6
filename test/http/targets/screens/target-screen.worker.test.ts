// Tests what a target's page says of each state, and that its sums add up.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { end, hour, makePast } from "#test/fixtures/history/kept-history.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import {
  type Answered,
  addTarget,
  createWorld,
  type World,
} from "#test/fixtures/world.ts";

const minute = 60_000;
const start = Date.parse("2026-03-02T00:00:00Z");
const isoOf = (at: number) => new Date(at).toISOString();

/** The text of a target's page, and its title. */
async function pageOf(world: World, id: number, query = "") {
  const { html, status } = await (await logIn(world)).open(`/targets/${id}${query}`);
  expect(status).toBe(200);
  return { html, text: textOf(html), title: /<title>(.*?)<\/title>/s.exec(html)?.[1] };
}

describe("a target's page says of one", () => {
  it("that is new that it has not run, and when it will", async () => {
    const world = await createWorld({ now: start });
    const startAt = new Date(start + 45 * minute).toISOString();
    const id = await addTarget(world, {
      name: "Shop",
      schedule: { every: "1h", startAt },
    });
    const { text, title } = await pageOf(world, id);
    expect(title).toBe("Not run yet: Shop · junkai");
    expect(text).toContain("The first run is due in 45 min.");
    expect(text).toContain("Nothing has run yet.");
  });

  it("that is up how it answered", async () => {
    const world = await createWorld({ now: start, site: () => ({ afterMs: 120 }) });
    const id = await addTarget(world, { schedule: { every: "1m" } });
    await world.runUntil(start + 10 * minute);
    const { text, title } = await pageOf(world, id);
    expect(title).toMatch(/^Up for 10 min: /);
    expect(text).toContain("it answered 200 and took 120 ms.");
  });

  it("in Japanese sentences, spaced as Japanese is", async () => {
    let status = 200;
    const world = await createWorld({ now: start, site: () => ({ status }) });
    const id = await addTarget(world, { schedule: { every: "1m" } });
    await world.runUntil(start + 5 * minute);
    const { text } = await pageOf(world, id, "?lang=ja");
    expect(text).toMatch(/前回の実行は (1 分前|今)に始まり、応答 200、/);
    status = 502;
    await world.runUntil(start + 7 * minute);
    const down = (await pageOf(world, id, "?lang=ja")).text;
    expect(down).toContain("ステータスは 502 でした。期待値は 2xx です。2 回試行");
    expect((await pageOf(world, id)).text).toContain("expected 2xx. 2 tries");
  });

  it("that is down what happened, what was expected, and the last good run", async () => {
    let status = 200;
    const world = await createWorld({ now: start, site: () => ({ status }) });
    const id = await addTarget(world, {
      schedule: { every: "1m" },
      request: { retries: 0 },
      alarm: { recheck: null },
    });
    await world.runUntil(start + 10 * minute);
    status = 502;
    await world.runUntil(start + 14 * minute);
    const { text, title } = await pageOf(world, id);
    expect(title).toMatch(/^Down for 4 min: /);
    expect(text).toContain("The last 4 runs failed. The status is 502; expected 2xx.");
    const runs = await world.call("GET", `/api/targets/${id}/runs?outcome=ok&limit=1`);
    const clock = runs.body.items[0].dueAt.slice(11, 19);
    expect(text).toContain(`The last good run was that of ${clock}; it took 10 ms.`);
  });

  it("that never succeeded that no good run is on record", async () => {
    const world = await createWorld({ now: start, site: () => ({ status: 500 }) });
    const id = await addTarget(world, { schedule: { every: "1m" } });
    await world.runUntil(start + 3 * minute);
    const { text } = await pageOf(world, id);
    expect(text).toContain("All of the last");
    expect(text).toContain("No good run is on record.");
  });

  it("that is paused that its slots pass, and shows none ahead", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { schedule: { every: "1m" } });
    await world.runUntil(start + 5 * minute);
    await world.call("POST", `/api/targets/${id}/pause`);
    const { text, html } = await pageOf(world, id);
    expect(text).toContain("Paused for 0 s");
    expect(text).toContain("Its slots pass without a run.");
    expect(html).not.toContain('<i class="ahead">');
    expect(text).toContain("No slot is ahead.");
  });

  it("whose last slot was missed that it was, and what to look at", async () => {
    const world = await createWorld({ now: start });
    const schedule = { every: "1h", startAt: isoOf(start), catchUpWindow: "1m" };
    const id = await addTarget(world, { schedule });
    await world.runUntil(start + 5 * minute);
    // Nobody ticks for longer than slots are caught up with.
    await world.advanceTo(start + 90 * minute);
    await world.runUntil(start + 91 * minute);
    const { text, title } = await pageOf(world, id);
    expect(title).toMatch(/^The last slot was missed: /);
    expect(text).toContain("The slot of 01:00:00 was not served in time.");
    expect(text).toContain("it answered 200");
  });

  it.each([
    { every: "5s" },
    { every: "10s", window: { from: "22:00", to: "02:00" } },
    { every: "366d" },
    { cron: "*/20 9-17 * * 1-5", zone: "Asia/Tokyo" },
    { cron: "0 3 * * *" },
    { cron: "0 3 * * 7" },
    { cron: "0 0 29 2 *" },
  ])("with any schedule whether its slots ran: %o", async (schedule) => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { schedule });
    await world.runUntil(start + 3 * minute);
    const { text } = await pageOf(world, id);
    expect(text).toMatch(/slots? came due|No slot came due/);
  });

  it("whose schedule has ended when it did, and what to do", async () => {
    const world = await createWorld({ now: start });
    const expiresAt = new Date(start + 5 * minute).toISOString();
    const id = await addTarget(world, { schedule: { every: "1m", expiresAt } });
    await world.runUntil(start + 10 * minute);
    const { text } = await pageOf(world, id);
    expect(text).toContain("The schedule has ended");
    expect(text).toContain("Edit the schedule");
  });

  it("whose zone is not known any more that it is never due", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, {
      schedule: { cron: "0 2 * * *", zone: "Asia/Tokyo" },
    });
    await DB.prepare(
      "UPDATE targets SET schedule = replace(schedule, 'Asia/Tokyo', 'Mars/Crater') WHERE id = ?",
    )
      .bind(id)
      .run();
    const { text } = await pageOf(world, id);
    expect(text).toContain("Never due");
    expect(text).toContain("The time zone Mars/Crater is not known any more");
    const run = await (await logIn(world)).send(
      `/targets/${id}/run`,
      {},
      `/targets/${id}`,
    );
    expect(run.status).toBe(200);
  });

  it("with badges where they are, and of others nothing", async () => {
    const world = await createWorld({ now: start });
    const withBadges = await addTarget(world, { badges: true });
    const without = await addTarget(world, { badges: false });
    expect((await pageOf(world, withBadges)).html).toContain(
      `href="/badges/${withBadges}/status.svg"`,
    );
    expect((await pageOf(world, without)).html).not.toContain("/badges/");
  });

  it("that is a site its other pages", async () => {
    const world = await createWorld({ now: start });
    const id = await addTarget(world, { kind: "site" });
    const { html } = await pageOf(world, id);
    for (const path of ["/site", "/pages", "/broken-links"])
      expect(html).toContain(`href="/targets/${id}${path}"`);
  });
});

/** A past with failures and missed slots, and a visitor of it. */
async function visitPast() {
  const { world } = await makePast();
  const visitor = await logIn(world);
  const open = async (path: string) => {
    const { html, status } = await visitor.open(path);
    expect(status, path).toBe(200);
    return { html, text: textOf(html) };
  };
  const statistics = async (from: number, to: number): Promise<Answered> => {
    const window = new URLSearchParams({ from: isoOf(from), to: isoOf(to) });
    return (await world.call("GET", `/api/targets/1/stats?${window}`)).body;
  };
  return { world, visitor, open, statistics };
}

const slotsListed = (html: string) =>
  [...html.matchAll(/runs\/([^"]+)"><time/g)].map(([, at = ""]) => at);

/** The address of the link with this rel. */
const linkOf = (html: string, rel: string) =>
  (new RegExp(`href="([^"#]+)[^"]*" rel="${rel}"`).exec(html)?.[1] ?? "").replaceAll(
    "&amp;",
    "&",
  );

describe("of a past with failures and missed slots, a target's page", () => {
  it("shows the API's figures, and a calendar whose counts add up", async () => {
    const { open, statistics } = await visitPast();
    const { text, html } = await open("/targets/1");
    const day = await statistics(end - 24 * hour, end);
    expect(text).toContain(`${day.runs.failed} of ${day.runs.total} runs failed`);
    const { ran, late, missed } = day.slots;
    expect(text).toContain(
      `Slots, 24 hours ${day.slots.total} ${ran} ran, ${late} late, ${missed} missed`,
    );

    const said =
      /(\d+) slots came due: (\d+) ran, (\d+) ran late, (\d+) missed\./.exec(text) ?? [];
    const [due = 0, ...fates] = said.slice(1).map(Number);
    expect(fates.reduce((sum, count) => sum + count, 0)).toBe(due);
    const { slots } = await statistics(end - 23 * hour, end);
    expect([due, ...fates]).toEqual([slots.total, slots.ran, slots.late, slots.missed]);

    const before = await open(linkOf(html, "prev"));
    expect(before.text).toContain("28 Feb 20:00 to 1 Mar 07:00");
    expect(before.html).toContain('rel="next"');
  });

  it("narrows figures and runs to a window, in the viewer's zone", async () => {
    const { open, statistics, visitor } = await visitPast();
    const [from, to] = [end - 6 * hour, end - 4 * hour];
    const { text, html } = await open(`/targets/1?from=${isoOf(from)}&to=${isoOf(to)}`);
    const { runs } = await statistics(from, to);
    expect(text).toContain(`${runs.failed} of ${runs.total} runs failed`);
    expect(slotsListed(html)).toHaveLength(runs.total);
    expect(html).toContain('value="2026-03-02T00:00"');

    visitor.cookies.set("zone", "Asia/Tokyo");
    const tokyo = await open("/targets/1?from=2026-03-02T09:00&to=2026-03-02T10:00");
    expect(slotsListed(tokyo.html).at(-1)).toBe("2026-03-02T00:00:00.000Z");
    expect(tokyo.html).toContain('value="2026-03-02T09:00"');
    for (const query of ["window=7d", "window=30d", "window=90d", "slots=2020-01-01"])
      expect((await open(`/targets/1?${query}`)).text).not.toBe("");
  });

  it("lists failed runs alone, page by page, each once, and offers them as files", async () => {
    const { open, world, visitor } = await visitPast();
    const seen: string[] = [];
    for (let path = "/targets/1?outcome=failed&limit=10"; path !== ""; ) {
      const { html } = await open(path);
      seen.push(...slotsListed(html));
      path = linkOf(html.slice(html.indexOf('id="runs"')), "next");
    }
    const asked = "/api/targets/1/runs?outcome=failed&limit=500";
    const { body } = await world.call("GET", asked);
    expect(seen).toEqual(body.items.map(({ dueAt }: Answered) => dueAt));
    expect(seen.length).toBeGreaterThan(20);

    const { html } = await open("/targets/1?outcome=failed&from=2026-03-01");
    const file =
      "/api/targets/1/runs.csv?from=2026-03-01T00%3A00%3A00.000Z&outcome=failed";
    expect(html).toContain(`href="${file.replace("&", "&amp;")}"`);
    const { status, html: csv } = await visitor.open(file);
    expect([status, csv.slice(0, 6)]).toEqual([200, "dueAt,"]);
  });
});

it.each([
  "window=1y",
  "from=yesterday",
  "from=2026-03-02&to=2026-03-01",
  "outcome=odd",
  "cursor=%00",
  "limit=0",
  "slots=never",
])("a target's page refuses %s with a page", async (query) => {
  const world = await createWorld();
  const id = await addTarget(world);
  const { status, html } = await (await logIn(world)).open(`/targets/${id}?${query}`);
  expect(status).toBe(422);
  expect(html).toContain("<!doctype html>");
});

describe("a target that is not there", () => {
  it.each(["99", "0", "no%20key", "%3Cscript%3E", "key:nothing"])(
    "is a page that says so: %s",
    async (name) => {
      const world = await createWorld();
      const { status, html } = await (await logIn(world)).open(`/targets/${name}`);
      expect(status).toBe(404);
      expect(textOf(html)).toContain("Nothing is here");
      expect(html).not.toContain("<script>");
    },
  );

  it("is found by its key", async () => {
    const world = await createWorld();
    await addTarget(world, { key: "home", name: "Home" });
    const { html } = await (await logIn(world)).open("/targets/home");
    expect(html).toContain("<h1>Home</h1>");
  });
});

describe("a target's page takes no harm from", () => {
  it("names, tags, addresses and failures that are hostile", async () => {
    const name = `<script>alert(1)</script>"'\u202e${"x".repeat(150)}`;
    const location = `https://site.example.com/${"<script>'\"".repeat(30)}`;
    const world = await createWorld({
      site: () => ({
        status: 302,
        headers: { location, "content-type": '"><script>alert(2)</script>' },
      }),
    });
    const url = `https://site.example.com/?q="><script>alert(3)</script>${"a".repeat(1_900)}`;
    const id = await addTarget(world, {
      name,
      url,
      tags: ["a:b/c"],
      request: { headers: { "x-note": '"><script>alert(4)</script>' } },
    });
    const visitor = await logIn(world);
    const run = await visitor.send(`/targets/${id}/run`, {}, `/targets/${id}`);
    const page = await visitor.open(`/targets/${id}`);
    for (const { html, status } of [run, page]) {
      expect(status).toBe(200);
      expect(html).not.toMatch(/<script(?! type="module" src="\/assets)/);
      expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    }
  });
});
