// Tests the pages of a target and of a run in a browser: by mouse, by keyboard, without
// JavaScript, and for everybody.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import {
  expectNoSidewaysScroll,
  expectNoViolations,
} from "#test/fixtures/browser/checks.ts";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import type { Server } from "#test/fixtures/browser/server.ts";
import { test } from "#test/fixtures/browser/test.ts";

const hourMs = 3_600_000;

/** A target that ran every minute of the last day, in a shard of its own. */
async function addPast(server: Server, url: string): Promise<number> {
  const id = await server.addTarget({ url, name: "Shop", schedule: { every: "1m" } });
  const from = Math.floor(Date.now() / hourMs) * hourMs - 24 * hourMs;
  const past = { targetIds: [id], shardId: 1, from, hours: 24, everyMs: 60_000 };
  await server.perform({ do: "past", ...past });
  return id;
}

const focusedText = (page: Page) =>
  page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? ''");

describeInBrowser("a target's page", () => {
  test.for([{ dark: false }, { dark: true }])(
    "can be used by everybody, and fits a phone, %o",
    async ({ dark }, { server, site, openPage }) => {
      const id = await addPast(server, `${site.origin}/well`);
      const page = await openPage({
        as: "admin",
        path: `/targets/${id}`,
        dark,
        width: 320,
      });
      await page.getByText("More", { exact: true }).click();
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
      const path = await page.locator(".lead a").first().getAttribute("href");
      await page.goto(`${server.origin}${path}`);
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    },
  );

  test("tells about each slot by keys, and opens its run", async ({
    server,
    site,
    openPage,
  }) => {
    const id = await addPast(server, `${site.origin}/well`);
    const page = await openPage({ as: "admin", path: `/targets/${id}` });
    const cell = page.locator(".hour .cells > i:not(.ahead):not(.none)").last();
    await cell.hover();
    await expect.poll(() => cell.locator(".tip").textContent()).toMatch(/ran.*took/);

    await page.locator(".cells > [tabindex='0'], a.slot").first().focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Home");
    await expect.poll(() => focusedText(page)).toMatch(/:00:00 ran/);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => focusedText(page)).toMatch(/:01:00 ran/);
    await page.keyboard.press("End");
    await expect.poll(() => focusedText(page)).toMatch(/:59:00 ran/);
    await page.keyboard.press("Escape");
    expect(await page.locator("i:focus .tip").isVisible()).toBe(false);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\/[^/]+:59:00\.000Z$/);
  });

  test("runs its target now and shows the steps in place", async ({
    server,
    site,
    openPage,
  }) => {
    const url = `${site.origin}/slow`;
    const id = await server.addTarget({ url, enabled: false });
    const page = await openPage({ as: "admin", path: `/targets/${id}` });
    await page.getByRole("button", { name: "Run now" }).click();
    await page.getByText("Running").waitFor();
    await page.getByText("The run that you asked for").waitFor();
    expect(await page.locator("[data-run-place] .fall tbody tr").count()).toBeGreaterThan(
      0,
    );
    await page.waitForSelector(".lead a");
    expect(page.url()).toBe(`${server.origin}/targets/${id}`);
  });

  test("works without JavaScript: run, pause and undo", async ({
    server,
    site,
    openPage,
  }) => {
    const id = await server.addTarget({ url: `${site.origin}/down`, name: "Shop" });
    const path = `/targets/${id}`;
    const page = await openPage({ as: "admin", path, javaScript: false });
    await page.getByRole("button", { name: "Run now" }).click();
    await page.waitForURL(/\/runs\//);
    expect(await page.locator("h2.status").textContent()).toContain("503");
    await page.goto(`${server.origin}${path}`);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Shop is paused").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Shop runs again.").waitFor();
  });

  test("offers the zoom again when its script did not come", async ({
    server,
    site,
    openPage,
  }) => {
    const id = await addPast(server, `${site.origin}/well`);
    const page = await openPage({
      as: "reader",
      path: `/targets/${id}`,
      expected: [/ERR_FAILED/],
    });
    const script = await page.locator("[data-zoom]").getAttribute("data-script");
    await page.route(`**${script}`, (route) => route.abort(), { times: 1 });
    const button = page.getByRole("button", { name: "Zoom", exact: true });
    const isLost = page.waitForEvent("requestfailed");
    await button.click();
    await isLost;
    await button.click();
    await page.waitForSelector(".uplot canvas");
  });

  test("zooms its chart by keys", async ({ server, site, openPage }) => {
    const id = await addPast(server, `${site.origin}/well`);
    const page = await openPage({ as: "reader", path: `/targets/${id}` });
    const asked: URL[] = [];
    page.on("request", (request) => {
      if (request.url().includes("/stats?")) asked.push(new URL(request.url()));
    });
    await page.getByRole("button", { name: "Zoom", exact: true }).click();
    await page.waitForSelector(".uplot canvas");
    await expect.poll(() => asked.length).toBe(1);
    await page.keyboard.press("+");
    await expect.poll(() => asked.length).toBe(2);
    const lengthOf = ({ searchParams }: URL) =>
      Date.parse(searchParams.get("to") ?? "") -
      Date.parse(searchParams.get("from") ?? "");
    const [whole, half] = asked.map(lengthOf);
    expect(half).toBe((whole ?? 0) / 2);
    await page.getByRole("button", { name: "Reset the zoom" }).click();
    await expect.poll(() => asked.map(lengthOf)).toEqual([whole, half, whole]);
    await expectNoViolations(page);
  });
});
