// Tests crawls of sites whose pages are compared by what the target's steps read of them.
import { expect, it } from "vitest";
import { addSite, crawlsOf, untilCrawled } from "#test/fixtures/sites/crawls.ts";
import { type Page, type Pages, serve } from "#test/fixtures/sites/sites.ts";
import { createWorld } from "#test/fixtures/world.ts";

/** A page with a price, and with what changes each time. */
const offer = (price: string, other: string, links: readonly string[] = []): Page => ({
  title: "Offer",
  html: `<p id="price">${price}</p><p>${other}</p>`,
  links,
});

const steps = { extract: [{ css: "#price" }] };

/** Crawls a site of three pages; `crawlAgain` gives what the next crawl found. */
async function crawled() {
  const pages: Pages = {
    "/": offer("1 €", "a", ["/1", "/2"]),
    "/1": offer("2 €", "a"),
    "/2": offer("3 €", "a"),
  };
  const world = await createWorld({ site: serve(pages) });
  const id = await addSite(world, {}, steps);
  await untilCrawled(world, id);
  const crawlAgain = async () => {
    expect((await world.call("POST", `/api/targets/${id}/run`)).status).toBe(202);
    await untilCrawled(world, id);
    return (await crawlsOf(id)).at(-1);
  };
  return { world, id, pages, crawlAgain };
}

it("a page of a site changes when its reading does, and not with the rest of it", async () => {
  const { pages, crawlAgain } = await crawled();
  pages["/1"] = offer("2 €", "b");
  pages["/2"] = offer("4 €", "b");
  expect(await crawlAgain()).toMatchObject({ changed: 1, unchanged: 2 });
  expect(await crawlAgain()).toMatchObject({ changed: 0, unchanged: 3 });
});

it("a page of a site where the steps find nothing keeps its reading of before", async () => {
  const { pages, crawlAgain } = await crawled();
  pages["/1"] = { title: "Offer", html: "sold out" };
  expect(await crawlAgain()).toMatchObject({ changed: 0, unchanged: 3 });
  pages["/1"] = offer("2 €", "c");
  expect(await crawlAgain()).toMatchObject({ changed: 0, unchanged: 3 });
  pages["/1"] = offer("5 €", "c");
  expect(await crawlAgain()).toMatchObject({ changed: 1, unchanged: 2 });
});

it.each([
  ["other steps", { extract: [{ css: "p", all: true }] }],
  ["no steps", { extract: [] }],
])("a site that is edited to have %s has no change of that", async (_, patch) => {
  const { world, id, crawlAgain } = await crawled();
  expect((await world.call("PATCH", `/api/targets/${id}`, patch)).status).toBe(200);
  expect(await crawlAgain()).toMatchObject({ changed: 0, unchanged: 3 });
});
