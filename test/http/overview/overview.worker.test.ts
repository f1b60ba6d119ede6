import { describe, expect, it } from "vitest";
import {
  headingOf,
  linkOf,
  rowIds,
  rowTexts,
  textIn,
} from "#test/fixtures/pages/listed.ts";
import { fieldsIn, logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { addTarget, createWorld } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const minute = 60_000;

/** A world with a shop that is down, another page of it, an API and a page without tags. */
async function busyWorld(minutes = 5) {
  const world = await createWorld({
    now: start,
    site: ({ host }) => ({ status: host.startsWith("down") ? 502 : 200, afterMs: 120 }),
  });
  const ids = {
    down: await addTarget(world, {
      url: "https://down.example/pay",
      name: "Payment",
      tags: ["shop"],
      schedule: { every: "1m" },
    }),
    both: await addTarget(world, {
      url: "https://a.example/",
      name: "Basket",
      tags: ["shop", "api"],
      schedule: { every: "1m" },
    }),
    bare: await addTarget(world, { url: "https://b.example/x", name: "Wiki" }),
    paused: await addTarget(world, {
      url: "https://c.example/",
      name: "Archive",
      tags: ["api"],
      enabled: false,
    }),
  };
  await world.runUntil(start + minutes * minute);
  return { world, ids };
}

describe("the overview", () => {
  it("says in its heading and title what is wrong, and tells each problem in a sentence", async () => {
    const { world } = await busyWorld();
    const { html, status } = await (await logIn(world)).open("/");
    expect(status).toBe(200);
    expect(headingOf(html)).toBe("1 down");
    expect(textIn(html, "<title", "</title>")).toBe("1 down · junkai");
    const problem = textIn(html, '<ul class="problems"', "</section>");
    expect(problem).toContain("Payment The status is 502; expected 2xx.");
    expect(problem).toMatch(/All of the last \d runs failed\./);
    expect(html).toContain("3 of 4 targets are as they should be.");
    expect(html).toMatch(/formaction="\/incidents\/1-\w+\/acknowledge"/);
    expect(html).not.toMatch(/formaction="\/targets\/1\/pause"/);
  });

  it("adds up whether everything ran", async () => {
    const { world } = await busyWorld();
    const { html } = await (await logIn(world)).open("/");
    const legend = textIn(html, '<ul class="legend"', "</ul>");
    const [due, ran, late, skipped, missed, failed] = [...legend.matchAll(/[\d,]+/g)].map(
      ([number]) => Number(number.replace(",", "")),
    );
    expect(due).toBe((ran ?? 0) + (late ?? 0) + (skipped ?? 0) + (missed ?? 0));
    // Three targets run, one of them each fifteen minutes at most; the failing one fails.
    expect(ran).toBeGreaterThanOrEqual(8);
    expect(failed).toBeGreaterThanOrEqual(4);
  });

  it("puts a target under each of its tags, and those without one last", async () => {
    const { world, ids } = await busyWorld();
    const { html } = await (await logIn(world)).open("/");
    const { down, both, bare, paused } = ids;
    expect(rowIds(html)).toEqual([both, paused, down, both, bare]);
    const heads = rowTexts(html).filter((text) => text.startsWith("▾"));
    expect(heads).toEqual([
      "▾ api 1 paused 1 up",
      "▾ shop 1 down 1 up",
      "▾ Without a tag 1 up",
    ]);
  });

  it("folds a tag up and out by links", async () => {
    const { world, ids } = await busyWorld();
    const visitor = await logIn(world);
    const { html } = await visitor.open("/?folded=shop");
    expect(rowIds(html)).toEqual([ids.both, ids.paused, ids.bare]);
    expect(linkOf(html, "▸ shop")).toBe("/");
    expect(linkOf(html, "▾ Without a tag")).toBe("/?folded=shop&folded=-");
    const { html: bare } = await visitor.open("/?folded=-");
    expect(rowIds(bare)).not.toContain(ids.bare);
    const { html: list } = await visitor.open(linkOf(html, "As one list"));
    expect(rowIds(list)).toEqual([ids.down, ids.both, ids.bare, ids.paused]);
  });

  it("shows of each target its last runs, figures and next run", async () => {
    const { world } = await busyWorld();
    const { html } = await (await logIn(world)).open("/?group=none");
    const [payment, basket] = rowTexts(html);
    expect(payment).toBe("Down Payment down.example/pay 0 % – 1 min ago in 1 min");
    expect(basket).toMatch(/^Up Basket a\.example\/ 100 % 1\d\d ms \d+ .* ago in \d+ /);
    expect(html).toMatch(/aria-label="Last \d runs: \d failed"/);
  });

  it.each([
    { query: "status=down", found: ["down"] },
    { query: "status=paused", found: ["paused"] },
    { query: "tag=api", found: ["both", "paused"] },
    { query: "tag=api&status=up", found: ["both"] },
    { query: "text=wik", found: ["bare"] },
    { query: "text=b.example", found: ["bare"] },
    { query: "kind=page&group=none", found: ["down", "both", "bare", "paused"] },
    { query: "kind=site", found: [] },
    { query: "text=nothing+like+it", found: [] },
    { query: "sort=name", found: ["paused", "both", "down", "bare"] },
    { query: "sort=newest", found: ["paused", "bare", "both", "down"] },
    { query: "window=7d&group=none", found: ["down", "both", "bare", "paused"] },
    {
      query: "text=&tag=&status=&kind=&group=none",
      found: ["down", "both", "bare", "paused"],
    },
  ] as const)("finds with $query what it asks for", async ({ query, found }) => {
    const { world, ids } = await busyWorld(1);
    const { html, status } = await (await logIn(world)).open(`/?${query}`);
    expect(status).toBe(200);
    expect(rowIds(html)).toEqual(found.map((name) => ids[name]));
    expect(html.includes("No target matches this filter.")).toBe(found.length === 0);
  });

  it("keeps what was asked for in the form and in the links", async () => {
    const { world } = await busyWorld(1);
    const visitor = await logIn(world);
    const { html } = await visitor.open("/?tag=shop&window=30d&sort=name&text=a");
    expect(html).toContain('name="text" value="a"');
    for (const chosen of ["shop", "30d", "name"])
      expect(html).toContain(`<option value="${chosen}" selected="">`);
    expect(linkOf(html, "Down")).toBe(
      "/?text=a&tag=shop&status=down&window=30d&sort=name",
    );
    expect(html).toMatch(/<th scope="col" aria-sort="ascending"><a [^>]*>Target/);
  });

  it("refuses what is not there to choose with a page", async () => {
    const { world } = await busyWorld(1);
    const visitor = await logIn(world);
    for (const query of ["status=broken", "sort=colour", "window=2y", "at=nonsense"]) {
      const { status, html } = await visitor.open(`/?${query}`);
      expect(status, query).toBe(422);
      expect(html).toContain("<h1>");
    }
  });

  it("says first that nothing runs when ticks do not come", async () => {
    const { world } = await busyWorld();
    await world.advanceTo(start + 30 * minute);
    const { html } = await (await logIn(world)).open("/");
    expect(headingOf(html)).toMatch(/^No tick for 2\d min$/);
    expect(textIn(html, '<section class="said failed"', "</section>")).toContain(
      "the last one that made rounds ended 2",
    );
  });

  it("has no form that changes anything for a reader", async () => {
    const { world } = await busyWorld();
    const reading = await createWorld({
      now: world.now(),
      vars: { READ_TOKEN: "looks" },
    });
    const visitor = await logIn(reading, "looks");
    const { html } = await visitor.open("/");
    expect(headingOf(html)).toContain("down");
    expect(html).not.toMatch(/type="checkbox"|id="bulk"|Add a target|formaction/);
    expect((await visitor.send("/bulk", { do: "pause", id: "1" }, "/")).status).toBe(403);
    for (const page of ["delete?which=filter", "tag?which=filter", "rest?do=pause"])
      expect((await visitor.open(`/bulk/${page}`)).status, page).toBe(403);
  });

  it("is in Japanese for those who read it", async () => {
    const { world } = await busyWorld();
    const visitor = await logIn(world);
    await visitor.open("/?lang=ja");
    const { html } = await visitor.open("/");
    expect(headingOf(html)).toBe("障害 1 件");
    expect(textOf(html)).toContain("4 件のうち 3 件に問題はありません。");
  });
});

describe("the wall", () => {
  it("shows a square for each target, the problems first", async () => {
    const { world } = await busyWorld();
    const { html } = await (await logIn(world)).open("/?view=wall&group=none");
    const squares = textIn(html, '<ul class="wall"', "</ul>");
    expect(squares).toBe("Payment : Down Basket : Up Wiki : Up Archive : Paused");
    expect(linkOf(html, "Rows")).toBe("/?group=none");
    const { html: byTag } = await (await logIn(world)).open("/?view=wall");
    expect(textIn(byTag, "<h3", "</h3>")).toBe("api 1 paused 1 up");
    expect(byTag.match(/<ul class="wall">/g)).toHaveLength(3);
  });
});

describe("an empty database", () => {
  it("offers one field to begin with", async () => {
    const { html } = await (await logIn(await createWorld())).open("/");
    expect(headingOf(html)).toBe("Nothing to watch yet");
    expect(html).toMatch(/<form class="card" method="post" action="\/targets\/new">/);
    expect(html).toMatch(/<button type="submit" class="primary" name="do" value="save">/);
  });

  it("takes the first address, and leads to what it offers besides", async () => {
    const world = await createWorld();
    const visitor = await logIn(world);
    const fields = { url: "https://a.example/", do: "save" };
    const once = fieldsIn((await visitor.open("/")).html).get("once") ?? "";
    // A second click sends the form again.
    for (let click = 0; click < 2; click++) {
      const { status } = await visitor.send("/targets/new", { ...fields, once }, "/");
      expect(status).toBe(200);
    }
    expect(rowIds((await visitor.open("/")).html)).toEqual([1]);
    for (const path of ["/targets/new?kind=site", "/targets/paste", "/docs"])
      expect((await visitor.open(path)).status, path).toBe(200);
  });

  it("offers nothing to a reader", async () => {
    const world = await createWorld({ vars: { READ_TOKEN: "looks" } });
    const { html } = await (await logIn(world, "looks")).open("/");
    expect(headingOf(html)).toBe("Nothing to watch yet");
    expect(html).not.toContain('action="/targets/new"');
  });
});

describe("names, tags and addresses that an outsider chose", () => {
  it("stand on the page as text", async () => {
    const world = await createWorld({ now: start });
    const name = `<script>alert("x")</script> 'quoted' \u202eback ${"long".repeat(20)}`;
    await addTarget(world, {
      url: "https://a.example/?q=%22%3E%3Cscript%3E&a='b'",
      name,
      tags: ["a:b/c d.e-f"],
    });
    const visitor = await logIn(world);
    for (const path of [
      "/",
      "/?view=wall",
      "/?group=none",
      "/bulk/delete?which=filter",
    ]) {
      const { html, status } = await visitor.open(path);
      expect(status, path).toBe(200);
      expect(html).not.toMatch(/<script>|alert\("x"/);
      expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    }
    const hostile = encodeURIComponent(`"><script>alert(1)</script>`);
    for (const field of ["text", "tag", "open", "folded"]) {
      const { html, status } = await visitor.open(`/?${field}=${hostile}`);
      expect(status, field).toBe(200);
      expect(html).not.toContain("<script>alert");
    }
  });
});
