// Tests how much of bodies a crawl holds at once.
import { expect, it } from "vitest";
import { connectionsFor } from "#domain/budget.ts";
import { crawlSite } from "#test/fixtures/sites/crawls.ts";
import { flatSite, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

it.each([
  ["the usual size", 2_097_152, 6],
  ["the largest size", 10_485_760, 2],
])(
  "pages of %s are asked for by no more at once than have room",
  async (_, maxBodyBytes, most) => {
    const pages = serve(flatSite(30));
    const world = await createWorld({
      site: (url, request) => ({ ...pages(url, request), afterMs: 1_000 }),
    });
    await crawlSite(world, { delay: "0s" }, { request: { maxBodyBytes } });
    const links = world.sent.filter(({ url }) => /\/\d+$/.test(url)).map(({ at }) => at);
    expect(links).toHaveLength(30);
    const atOnce = links.map((at) =>
      links.filter((other) => other > at - 1_000 && other <= at),
    );
    expect(Math.max(...atOnce.map(({ length }) => length))).toBe(most);
  },
);

it("a body that is larger than all that may be held has one connection", () => {
  expect(connectionsFor(100_000_000)).toBe(1);
  expect(connectionsFor(1)).toBe(6);
});
