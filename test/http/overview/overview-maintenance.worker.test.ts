// Tests that the overview takes planned work for no problem: its heading, counts, problems,
// filters and bulk operations go by maintenance.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import {
  headingOf,
  linkOf,
  rowIds,
  rowTexts,
  textIn,
} from "#test/fixtures/pages/listed.ts";
import { costOfPage } from "#test/fixtures/pages/page-cost.ts";
import { logIn, textOf } from "#test/fixtures/pages/visitor.ts";
import { type Answered, addTarget, createWorld } from "#test/fixtures/world.ts";

const start = Date.parse("2026-03-02T00:00:00Z");
const minute = 60_000;

/**
 * Payment (1, shop) and Basket (2, shop, api) are down, Wiki (3) is up, Archive (4, shop)
 * is paused; after a while in maintenance.
 */
async function maintainedWorld(windows: readonly object[]) {
  const world = await createWorld({
    now: start,
    site: ({ host }) => ({ status: host.startsWith("down") ? 502 : 200 }),
  });
  const document = { schedule: { every: "1m" }, request: { retries: 0 } };
  const add = (name: string, url: string, own: object) =>
    addTarget(world, { ...document, name, url, ...own });
  await add("Payment", "https://down.example/pay", { tags: ["shop"] });
  await add("Basket", "https://down.example/b", { tags: ["shop", "api"] });
  await add("Wiki", "https://b.example/", {});
  await add("Archive", "https://c.example/", { tags: ["shop"], enabled: false });
  await world.runUntil(start + 3 * minute);
  for (const [i, window] of windows.entries())
    await world.call("POST", "/api/maintenance", { name: `w${i}`, for: "1h", ...window });
  return { world, visitor: await logIn(world) };
}

const countsIn = (html: string) => textIn(html, '<ul class="counts"', "</ul>");

describe("the overview while targets are in maintenance", () => {
  it.each([
    {
      windows: [{ targets: [1] }],
      heading: "1 down",
      counts: "All 4 Down1 Maintenance1 Paused1 Up1",
    },
    {
      windows: [{ targets: [1] }, { tags: ["api"] }],
      heading: "Nothing is down: 2 in maintenance, 1 paused, 1 up",
      counts: "All 4 Maintenance2 Paused1 Up1",
    },
    {
      windows: [{ tags: ["shop"] }],
      heading: "Nothing is down: 2 in maintenance, 1 paused, 1 up",
      counts: "All 4 Maintenance2 Paused1 Up1",
    },
    {
      windows: [{ all: true }],
      heading: "Nothing is down: 3 in maintenance, 1 paused",
      counts: "All 4 Maintenance3 Paused1",
    },
    {
      windows: [{ all: true, from: "2026-03-03T00:00:00Z" }],
      heading: "2 down",
      counts: "All 4 Down2 Paused1 Up1",
    },
  ])("does not count them as problems: $windows", async (asked) => {
    const { visitor } = await maintainedWorld(asked.windows);
    const { html } = await visitor.open("/");
    expect(headingOf(html)).toBe(asked.heading);
    expect(countsIn(html)).toBe(asked.counts);
  });

  it("leaves them out of the problems, and says how many they are", async () => {
    const { visitor } = await maintainedWorld([{ targets: [1] }]);
    const { html } = await visitor.open("/");
    const problems = textIn(html, '<ul class="problems"', "</section>");
    expect(problems).toContain("Basket");
    expect(problems).not.toContain("Payment");
    expect(problems).toContain(
      "1 target is in maintenance: what fails there is expected.",
    );
    const maintained = await visitor.open(linkOf(html, "1 target is in maintenance"));
    expect(rowIds(maintained.html)).toEqual([1]);
  });

  it.each([
    { query: "status=down", scope: { tags: ["api"] }, ids: [1] },
    { query: "status=maintenance", scope: { tags: ["api"] }, ids: [2] },
    {
      query: "status=maintenance",
      scope: { targets: [1, 4], tags: ["api"] },
      ids: [1, 2],
    },
    { query: "status=maintenance&sort=name", scope: { tags: ["shop"] }, ids: [2, 1] },
    { query: "status=maintenance&text=pay", scope: { tags: ["shop"] }, ids: [1] },
    { query: "status=maintenance&tag=api", scope: { targets: [1, 2] }, ids: [2] },
    { query: "status=maintenance", scope: { all: true }, ids: [1, 2, 3] },
    { query: "status=paused", scope: { all: true }, ids: [4] },
    { query: "status=up", scope: { all: true }, ids: [] },
    { query: "status=down&tag=shop&sort=slowest", scope: { targets: [2] }, ids: [1] },
  ])("finds what is shown as the filter says: $query", async ({ query, scope, ids }) => {
    const { visitor } = await maintainedWorld([scope]);
    const { html } = await visitor.open(`/?group=none&${query}`);
    expect(rowIds(html)).toEqual(ids);
  });

  it("finds nothing in maintenance while no window holds", async () => {
    const { visitor } = await maintainedWorld([]);
    const { html } = await visitor.open("/?status=maintenance");
    expect(rowIds(html)).toEqual([]);
    expect(html).toContain("No target matches this filter.");
  });

  it("counts them by tag, and shows them after the problems on its wall", async () => {
    const { visitor } = await maintainedWorld([{ targets: [1] }]);
    const { html } = await visitor.open("/");
    expect(rowTexts(html).filter((text) => text.startsWith("▾"))).toEqual([
      "▾ api 1 down",
      "▾ shop 1 down 1 in maintenance 1 paused",
      "▾ Without a tag 1 up",
    ]);
    const wall = await visitor.open("/?view=wall&group=none");
    const squares = textIn(wall.html, '<ul class="wall"', "</ul>");
    expect(squares).toMatch(/^Basket : Down Payment : Maintenance/);
  });

  it("does a bulk operation to those alone that the filter shows", async () => {
    const { world, visitor } = await maintainedWorld([{ targets: [1] }]);
    const asked = await visitor.open("/bulk/delete?which=filter&status=down&back=/");
    expect(textOf(asked.html)).toContain("Basket");
    expect(textOf(asked.html)).not.toContain("Payment");
    await visitor.send("/bulk", { do: "pause", which: "filter", status: "down" });
    await visitor.send("/bulk", { do: "run", which: "filter", status: "maintenance" });
    const { body } = await world.call("GET", "/api/targets");
    const states = body.items.map(({ name, state }: Answered) => `${name} ${state}`);
    expect(states.sort()).toEqual([
      "Archive paused",
      "Basket paused",
      "Payment maintenance",
      "Wiki up",
    ]);
  });
});

describe("maintenance of several targets", () => {
  it.each([
    { chosen: { which: "ticked", id: ["1", "3", "99"] }, scope: { targets: [1, 3] } },
    { chosen: { which: "filter", status: "down" }, scope: { targets: [1, 2] } },
    { chosen: { which: "filter", tag: "shop" }, scope: { tags: ["shop"] } },
    { chosen: { which: "filter" }, scope: { all: true } },
  ])("is asked for, set for what was chosen, and undone: $scope", async (asked) => {
    const { world, visitor } = await maintainedWorld([]);
    const question = await visitor.send("/bulk", { ...asked.chosen, do: "ask-maintain" });
    expect(question.path).toMatch(/^\/bulk\/maintenance\?/);
    expect(headingOf(question.html)).toMatch(/^Maintenance of [234] targets$/);
    expect(question.html).toContain('name="label" value="1h"');
    const done = await visitor.send("/bulk", {
      ...asked.chosen,
      do: "maintain",
      label: "1h",
    });
    expect(textOf(done.html)).toMatch(/[234] targets in maintenance: what fails there/);
    const windows = async () =>
      (await world.call("GET", "/api/maintenance")).body.items as Answered[];
    const ends = new Date(start + 63 * minute).toISOString();
    expect(await windows()).toMatchObject([{ ...asked.scope, until: ends }]);
    await world.advanceTo(start + 5 * minute);
    await visitor.send("/maintenance/1/end", {});
    expect(await windows()).toMatchObject([{ state: "past" }]);
  });

  it("is refused of more than a window names, and of no time", async () => {
    await seedTargets(DB, {
      count: 300,
      site: "https://a.example",
      dueAt: 0,
      anchorAt: 0,
    });
    const world = await createWorld();
    const visitor = await logIn(world);
    const chosen = { which: "ticked", ids: "1-201" };
    const question = await visitor.send("/bulk", { ...chosen, do: "ask-maintain" });
    expect(question.html).toContain("A window names 200 targets at most");
    expect(question.html).not.toContain('name="label"');
    for (const fields of [
      { ...chosen, label: "1h" },
      { which: "ticked", ids: "1", label: "soon" },
      { which: "ticked", ids: "1", label: "" },
    ]) {
      const { status } = await visitor.send("/bulk", { ...fields, do: "maintain" });
      expect(status).toBe(422);
    }
    expect((await world.call("GET", "/api/maintenance")).body.items).toEqual([]);
  });
});

describe("5,000 targets of which a tag is in maintenance", () => {
  it("take one statement more, and rows for those that are in it", async () => {
    await seedTargets(DB, {
      count: 5_000,
      site: "https://a.example",
      dueAt: 0,
      anchorAt: 0,
    });
    const world = await createWorld();
    const visitor = await logIn(world);
    const quiet = await costOfPage(world, visitor, "/");
    expect(quiet.statements).toBeLessThanOrEqual(4);
    await world.call("POST", "/api/maintenance", {
      name: "t",
      tags: ["tag1"],
      for: "1h",
    });
    const { html } = await visitor.open("/");
    expect(countsIn(html)).toBe("All 5,000 Maintenance50 Paused100 Up4,850");
    const busy = await costOfPage(world, visitor, "/");
    expect(busy.statements).toBe(quiet.statements + 1);
    // Fifty are down: they are looked at as problems, as troubled and as maintained ones.
    expect(busy.rowsRead).toBeLessThanOrEqual(quiet.rowsRead + 8 * 50);
    for (const status of ["up", "down"]) {
      const cost = await costOfPage(world, visitor, `/?status=${status}`);
      expect(cost.statements, status).toBeLessThanOrEqual(5);
      expect(cost.rowsRead, status).toBeLessThanOrEqual(quiet.rowsRead + 12 * 50);
    }
    const own = await costOfPage(world, visitor, "/?status=maintenance");
    expect(own.statements).toBeLessThanOrEqual(6);
    expect(own.rowsRead).toBeLessThanOrEqual(quiet.rowsRead + 20 * 50);
    await world.call("POST", "/api/maintenance", { name: "a", all: true, for: "1h" });
    const all = await costOfPage(world, visitor, "/");
    expect(all.statements).toBe(quiet.statements);
    expect(all.rowsRead).toBeLessThanOrEqual(quiet.rowsRead + 4 * 50);
  });
});
