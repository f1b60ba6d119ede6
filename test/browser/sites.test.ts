// Tests the pages of a site in a browser: a crawl as it goes on, and what it found.
import { expect } from "vitest";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import type { LocalSite } from "#test/fixtures/browser/local-site.ts";
import type { Server } from "#test/fixtures/browser/server.ts";
import { test } from "#test/fixtures/browser/test.ts";

/** With a second for each it takes longer than a slice, after which progress is told. */
const paths = Array.from({ length: 60 }, (_, i) => `/long/${i}`);

/** A site with a link on its last page that leads nowhere. */
function setSite(site: LocalSite, afterMs: number): string {
  const titled = (title: string, links: readonly string[]) =>
    `<html lang="en"><title>${title}</title>${links
      .map((path) => `<a href="${path}">${path}</a>`)
      .join("")}`;
  site.setPage("/long/", { html: titled("Start", paths) });
  for (const path of paths.slice(1))
    site.setPage(path, { html: titled(`Page ${path}`, []), afterMs });
  site.setPage("/long/0", { html: titled("The first", ["/long/gone"]), afterMs });
  return `${site.origin}/long/`;
}

/** Adds a site, and gives its number as soon as its crawl has begun. */
async function addSite(server: Server, url: string): Promise<number> {
  const id = await server.addTarget({ url, kind: "site", schedule: { every: "1d" } });
  const crawls = () => server.call("GET", `/api/targets/${id}/crawls`);
  await expect.poll(async () => (await crawls()).items.length).toBe(1);
  return id;
}

describeInBrowser("a crawl", () => {
  test("is seen from its begin to its end on a page that stays open", async ({
    server,
    site,
    openPage,
  }) => {
    const id = await addSite(server, setSite(site, 1_000));
    const page = await openPage({ as: "admin", path: `/targets/${id}/site` });
    await page.evaluate("window.isSame = true");
    const heading = (name: RegExp | string) => page.getByRole("heading", { name });
    const progress = heading(/^Crawl 1 is under way: \d+ of about \d+ pages$/);
    const readProgress = async () => {
      // The invocation that opened the crawl need not have had time for a slice of it.
      server.startTick();
      return await progress.isVisible();
    };
    await expect.poll(readProgress, { interval: 3_000, timeout: 90_000 }).toBe(true);
    await page.getByRole("img", { name: /\d+ fetched, \d+ queued/ }).waitFor();
    setSite(site, 0);
    const readState = async () => {
      // A tick goes on with the crawl once the slice of another one has ended.
      server.startTick();
      return (await server.call("GET", `/api/targets/${id}/crawls/1`)).state;
    };
    await expect.poll(readState, { interval: 3_000, timeout: 90_000 }).toBe("completed");
    await heading("Crawl 1 is complete: 62 pages").waitFor();
    expect(await page.evaluate("window.isSame")).toBe(true);

    await page.getByRole("link", { name: "Broken links, with where they stand" }).click();
    const row = page.getByRole("row", { name: /gone/ });
    await row.getByRole("link", { name: "The first" }).click();
    await page.getByRole("heading", { name: "The first" }).waitFor();
  });

  test("can be cancelled, and what it has seen stays", async ({
    server,
    site,
    openPage,
  }) => {
    const id = await addSite(server, setSite(site, 1_000));
    const page = await openPage({ as: "admin", path: `/targets/${id}/site` });
    await page.getByRole("button", { name: "Cancel the crawl" }).click();
    await page
      .getByText(/Crawl \d+ is cancelled/)
      .first()
      .waitFor();
    expect(await page.getByRole("button", { name: "Cancel the crawl" }).count()).toBe(0);
  });
});
