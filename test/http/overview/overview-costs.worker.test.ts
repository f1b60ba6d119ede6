// Counts what the overview costs with 5,000 targets.
import { describe, expect, it } from "vitest";
import { createApp } from "#http/app.ts";
import { bindings, DB } from "#test/fixtures/bindings.ts";
import { seedTargets } from "#test/fixtures/bulk.ts";
import {
  headingOf,
  linkOf,
  rowIds,
  rowTexts,
  textIn,
} from "#test/fixtures/pages/listed.ts";
import { logIn } from "#test/fixtures/pages/visitor.ts";
import { createWorld } from "#test/fixtures/world.ts";

async function fiveThousand() {
  const site = "https://a.example";
  await seedTargets(DB, { count: 5_000, site, dueAt: 0, anchorAt: 0 });
  const world = await createWorld();
  return { world, visitor: await logIn(world) };
}

type Visited = Awaited<ReturnType<typeof fiveThousand>>;

/** Opens a page in an invocation of its own, and tells what it sent and read. */
async function costOf({ world, visitor }: Visited, path: string) {
  const deps = world.newDeps();
  const app = createApp({ depsOf: () => deps, jobs: [] });
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`);
  const headers = { accept: "text/html", cookie: cookie.join("; ") };
  const answer = await app.request(path, { headers }, bindings);
  const { statements, rowsRead, rowsWritten } = deps.meter;
  const html = await answer.text();
  return { status: answer.status, html, statements, rowsRead, rowsWritten };
}

describe("the overview of 5,000 targets", () => {
  it("takes four statements and 300 rows at most, and little more with a filter", async () => {
    const visited = await fiveThousand();
    // Where several conditions meet, one more statement finds the narrowest.
    const most = {
      "/": { statements: 4, rows: 300 },
      "/?group=tag": { statements: 4, rows: 300 },
      "/?group=tag&open=tag7": { statements: 5, rows: 700 },
      "/?status=up": { statements: 4, rows: 300 },
      "/?tag=tag7": { statements: 5, rows: 700 },
      "/?tag=tag7&sort=name": { statements: 4, rows: 400 },
      "/?sort=name": { statements: 4, rows: 300 },
      "/?sort=newest": { statements: 4, rows: 300 },
      "/?text=Page+1234": { statements: 5, rows: 300 },
    };
    for (const [path, atMost] of Object.entries(most)) {
      const { status, statements, rowsRead, rowsWritten } = await costOf(visited, path);
      expect(status, path).toBe(200);
      expect(statements, path).toBeLessThanOrEqual(atMost.statements);
      expect(rowsRead, path).toBeLessThanOrEqual(atMost.rows);
      expect(rowsWritten, path).toBe(0);
    }
  });

  it("has forty rows of at most 2 KB, the problems first", async () => {
    const { html } = await costOf(await fiveThousand(), "/");
    expect(headingOf(html)).toMatch(/^No tick/);
    expect(rowIds(html)).toEqual(Array.from({ length: 40 }, (_, i) => 100 * i + 1));
    const table = html.slice(html.indexOf("<tbody>"), html.indexOf("</tbody>"));
    expect(table.length).toBeLessThan(40 * 2_000);
    expect(textIn(html, '<ul class="problems"', "</section>")).toContain(
      "45 targets more",
    );
  });

  it("goes from page to page and back by links", async () => {
    const { visitor } = await fiveThousand();
    const first = await visitor.open("/?status=paused");
    const second = await visitor.open(linkOf(first.html, "Next page"));
    const third = await visitor.open(linkOf(second.html, "Next page"));
    expect(rowIds(second.html)).toEqual(
      Array.from({ length: 40 }, (_, i) => 50 * (41 + i)),
    );
    expect(rowIds(third.html)).toHaveLength(20);
    expect(() => linkOf(third.html, "Next page")).toThrow("no link");
    const back = await visitor.open(linkOf(third.html, "Previous page"));
    expect(rowIds(back.html)).toEqual(rowIds(second.html));
    expect(third.html).toContain("20 of 100 targets");
  });

  it("has rows for the open tag alone where it is grouped", async () => {
    const { visitor } = await fiveThousand();
    const { html: closed } = await visitor.open("/?group=tag");
    expect(rowIds(closed)).toEqual([]);
    expect(rowTexts(closed)[0]).toBe("▸ tag0 50 paused");
    expect(closed).toContain("There are more tags than these");
    const { html: open } = await visitor.open(linkOf(closed, "▸ tag1"));
    expect(rowIds(open)).toEqual(Array.from({ length: 40 }, (_, i) => 100 * i + 1));
    expect(rowTexts(open).filter((text) => text.startsWith("▾"))).toEqual([
      "▾ tag1 50 down",
    ]);
    const { html: rest } = await visitor.open(linkOf(open, "Next page"));
    expect(rowIds(rest)).toHaveLength(10);
    expect(linkOf(open, "▾ tag1")).toBe("/?group=tag");
  });

  it("says that it counts at least so many where thousands are down", async () => {
    const { visitor } = await fiveThousand();
    await DB.prepare("UPDATE targets SET status = 'down' WHERE enabled").run();
    const { html } = await visitor.open("/?view=wall");
    expect(html).toContain(
      "So many are down, degraded, new or in maintenance that not all were counted",
    );
  });

  it("shows on its wall the problems and as many others as a page holds", async () => {
    const { html, statements, rowsRead } = await costOf(
      await fiveThousand(),
      "/?view=wall",
    );
    const squares = html.match(/<li><a class="\w+"/g)?.map((a) => a.split('"')[1]);
    // Nobody has served their slots yet: of those that are down, the first five are told as
    // such, and all others that ran once are unknown.
    expect(squares?.slice(0, 5)).toEqual(Array(5).fill("down"));
    expect(squares?.filter((kind) => kind === "unknown")).toHaveLength(195);
    expect(squares).toHaveLength(200);
    expect(html).toContain("4,800 targets more do not fit here.");
    expect(statements).toBeLessThanOrEqual(4);
    expect(rowsRead).toBeLessThanOrEqual(1_000);
  });
});
