// Tests pages that were redirects, that fail once, or that our own code cannot take.
import { describe, expect, it } from "vitest";
import type { Failure } from "#domain/runs/failure.ts";
import { noProgress } from "#domain/sites/crawl.ts";
import { isWorthRetrying } from "#domain/sites/visits/give-up.ts";
import { usualRequest } from "#domain/targets/target.ts";
import type { PageResult } from "#net/fetching/page.ts";
import { DB } from "#test/fixtures/bindings.ts";
import { aTarget } from "#test/fixtures/runs.ts";
import { readPageRows } from "#test/fixtures/sites/crawl-audit.ts";
import {
  addSiteAt,
  html,
  minute,
  start,
  untilEnded,
} from "#test/fixtures/sites/crawl-course.ts";
import { anEntry } from "#test/fixtures/sites/crawl-parts.ts";
import { createWorld, type Site } from "#test/fixtures/world.ts";

describe("a page that was a redirect", () => {
  it("is one no longer when it answers by itself, be the bodies of both empty", async () => {
    let isMoved = true;
    const site: Site = ({ pathname }) => {
      if (pathname === "/") return html(["/a"]);
      if (pathname === "/a" && isMoved)
        return { status: 301, headers: { location: "/b" } };
      return { headers: { "content-type": "text/html" } };
    };
    const world = await createWorld({ now: start, site });
    const id = await addSiteAt(world, "https://site.example.com/");
    await untilEnded(world, 1);
    isMoved = false;
    await world.advanceTo(start + 6 * 60 * minute);
    const crawls = await untilEnded(world, 2);
    expect(crawls.at(-1)).toMatchObject({
      progress: { fetched: 2, changed: 1, unchanged: 1, gone: 1 },
    });
    const [, page] = await readPageRows(id);
    expect(page).toMatchObject({
      url: "https://site.example.com/a",
      status: 200,
      location: null,
      links: [],
    });
  });
});

describe("a page that fails the first time", () => {
  it("is worth another attempt, also when its crawl has waited for others that did not answer", () => {
    const failure: Failure = { class: "connect", host: "site.test", detail: "refused" };
    const stuck = { progress: { ...noProgress, stalls: 2, trouble: failure } };
    const target = aTarget({ request: { ...usualRequest, retries: 1 } });
    const page = { status: null, failure } as PageResult;
    const isTriedAgain = (attempts: number) =>
      isWorthRetrying({ target, crawl: stuck }, anEntry({ attempts }), page, false);
    expect([0, 1].map(isTriedAgain)).toEqual([true, false]);
  });
});

describe("a page that our own code cannot take", () => {
  it("is one that failed: it does not hold up its crawl for ever", async () => {
    const world = await createWorld({ now: start, site: () => html([]) });
    const id = await addSiteAt(world, "https://site.example.com/");
    // No document can say this: it stands for whatever makes reading throw.
    await DB.prepare(`UPDATE targets SET crawl = '{"contentTypes":[5]}'`).run();
    const [crawl] = await untilEnded(world, 1);
    expect(crawl).toMatchObject({
      state: "completed",
      progress: { fetched: 1, failed: 1 },
    });
    expect(await readPageRows(id)).toMatchObject([
      { status: null, failure: expect.stringContaining("internal") },
    ]);
    const [broken] = world.logs.filter(({ event }) => event === "page-broken");
    expect(broken).toMatchObject({ target: id, page: 0 });
    expect(JSON.stringify(broken)).not.toContain("https:");
  });
});
