// Tests that every task can be done by the keyboard alone.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { tabTo } from "#test/fixtures/browser/keyboard.ts";
import { tokens } from "#test/fixtures/browser/server.ts";
import { test } from "#test/fixtures/browser/test.ts";

const goOn = async (page: Page, name: string | RegExp) => {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
};

/** A page that is one field begins there, as soon as it is drawn. */
const focusComesTo = (page: Page, field: string) =>
  expect.poll(() => page.evaluate("document.activeElement.name")).toBe(field);

/** Where the address changes without a full load, the focus may stay. */
const fromTheTop = (page: Page) => page.evaluate("document.activeElement.blur()");

describeInBrowser("by the keyboard alone", () => {
  test("one logs in, adds, filters, opens, runs, pauses, deletes and logs out", async ({
    server,
    site,
    openPage,
  }) => {
    await server.addTarget({ url: `${site.origin}/well`, name: "Another" });
    const page = await openPage({ path: "/" });
    await focusComesTo(page, "token");
    await page.keyboard.type(tokens.admin);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${server.origin}/`);

    await goOn(page, "Add a target");
    await page.waitForURL(/\/targets\/new/);
    await focusComesTo(page, "url");
    await page.keyboard.type(`${site.origin}/well?typed`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/targets\/\d+$/);

    await goOn(page, "Overview");
    await page.waitForURL(`${server.origin}/`);
    await page.keyboard.press("/");
    await page.keyboard.type("typed");
    await page.keyboard.press("Enter");
    await page.waitForURL(/text=typed/);
    await expect.poll(() => page.getByRole("rowheader").count()).toBe(1);
    await goOn(page, /^127.*well$/);
    await page.waitForURL(/\/targets\/\d+$/);

    await goOn(page, "Run now");
    await page.getByText("The run that you asked for").waitFor();
    await fromTheTop(page);
    await goOn(page, "Pause");
    await page.getByText("is paused").first().waitFor();
    await goOn(page, "Undo");
    await page.getByText("runs again.").waitFor();
    await goOn(page, "More");
    await goOn(page, "Delete…");
    await goOn(page, "Delete for good");
    await page.getByText("is deleted.").waitFor();

    await goOn(page, "Log out");
    await page.getByRole("heading", { name: "Log in" }).waitFor();
  });

  test("one ticks targets and does something to them", async ({
    server,
    site,
    openPage,
  }) => {
    const url = `${site.origin}/well`;
    const id = await server.addTarget({ url, name: "Chosen", tags: ["keys"] });
    const page = await openPage({ as: "admin", path: "/?tag=keys&group=none" });
    await tabTo(page, "Select Chosen");
    await page.keyboard.press("Space");
    await goOn(page, "Pause");
    await page.getByText("1 target paused.").waitFor();
    expect((await server.call("GET", `/api/targets/${id}`)).enabled).toBe(false);
  });

  test("one comes to the news of a calendar, and from there to each slot", async ({
    server,
    site,
    openPage,
  }) => {
    const url = `${site.origin}/down`;
    const id = await server.addTarget({ url, schedule: { every: "1m" } });
    const runs = async () =>
      (await server.call("GET", `/api/targets/${id}/runs`)).items.length;
    await expect.poll(runs).toBe(1);
    const page = await openPage({ as: "reader", path: `/targets/${id}` });
    const stop = await tabTo(page, /failed/i);
    expect(stop.tag).toBe("a");
    const tip = page.locator(".slot:focus .tip");
    await tip.waitFor();
    await page.keyboard.press("Escape");
    await tip.waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\//);
    expect(await page.locator("h2.status").textContent()).toContain("503");
  });

  test("one skips the navigation of the reference", async ({ openPage }) => {
    const page = await openPage({ path: "/docs" });
    await tabTo(page, "Skip to the content");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#content");
    await tabTo(page, "Add a target");
  });
});
