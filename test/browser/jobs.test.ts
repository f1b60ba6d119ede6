// Tests the jobs and the settings in a browser: a job is run, paused and resumed; language,
// colours and zone are chosen and stay.
import { expect } from "vitest";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { test } from "#test/fixtures/browser/test.ts";

describeInBrowser("a job", () => {
  test("is run, paused and resumed from the list of jobs", async ({
    server,
    openPage,
  }) => {
    const pausedAt = async () => (await server.call("GET", "/api/jobs/prune")).pausedAt;
    const page = await openPage({ as: "admin", path: "/jobs" });
    await page.getByRole("button", { name: "Run Clearing up" }).click();
    await page.getByText(/^Clearing up: done in/).waitFor();
    await page.getByRole("button", { name: "Pause Clearing up" }).click();
    await page.getByText("Clearing up: paused.").waitFor();
    expect(await pausedAt()).not.toBeNull();
    await page.getByRole("heading", { name: /1 paused/ }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Clearing up: resumed").waitFor();
    expect(await pausedAt()).toBeNull();
  });
});

describeInBrowser("what a viewer prefers", () => {
  test("is a language that stays on every page", async ({ server, openPage }) => {
    const page = await openPage({ as: "reader", path: "/jobs" });
    await page.getByRole("link", { name: "日本語" }).click();
    await page.waitForSelector("html[lang=ja]");
    expect(new URL(page.url()).pathname).toBe("/jobs");
    await page.goto(`${server.origin}/settings`);
    expect(await page.getAttribute("html", "lang")).toBe("ja");
    await page.getByRole("link", { name: "English" }).first().click();
    await page.waitForSelector("html[lang=en]");
  });

  test("is a theme that stays, whatever the system has", async ({ server, openPage }) => {
    const page = await openPage({ as: "reader", path: "/settings" });
    const ground = () =>
      page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await ground();
    await page.getByRole("link", { name: "Dark" }).click();
    await page.waitForSelector("html[data-theme=dark]");
    await page.goto(`${server.origin}/jobs`);
    const dark = await ground();
    expect(dark).not.toBe(light);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await ground()).toBe(dark);
    await page.goto(`${server.origin}/settings`);
    await page.getByRole("link", { name: "Light" }).click();
    await page.waitForSelector("html[data-theme=light]");
    expect(await ground()).toBe(light);
  });

  test("is a time zone that the browser's does not replace", async ({
    server,
    openPage,
  }) => {
    const page = await openPage({ as: "reader", path: "/settings" });
    await page.waitForSelector("html[data-zone='Europe/Berlin']");
    await page.getByRole("combobox").selectOption("Asia/Tokyo");
    await page.getByRole("main").getByRole("button").last().click();
    await page.waitForSelector("html[data-zone='Asia/Tokyo']");
    await page.goto(`${server.origin}/jobs`);
    expect(await page.getAttribute("html", "data-zone")).toBe("Asia/Tokyo");
  });
});
