// Tests that an open page keeps fresh by itself, and leaves alone whoever works on it.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { test } from "#test/fixtures/browser/test.ts";

/** Longer than any page waits until it asks for itself again. */
const longMs = 20_000;

/** The pages' clock is ahead by so much: within that time it is stopped. */
const aheadMs = 30_000;

/** Opens pages whose clock only a test turns, and counts how often a page asks for itself. */
async function watched(page: Page, address: string) {
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "fetch") asked.push(request.url());
  });
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + aheadMs);
  await page.goto(address);
  // The page may be asked for again at once, for the browser's time zone.
  await page.locator("html[data-zone='Europe/Berlin']").waitFor();
  asked.length = 0;
  return {
    asked,
    /** Lets time pass, and waits for what the page then asks for. */
    pass: async () => {
      await page.clock.runFor(longMs);
      await page.evaluate("new Promise((done) => queueMicrotask(done))");
    },
  };
}

/** What a hidden tab tells its page. */
const hide = (isHidden: boolean) => `
  Object.defineProperty(document, "hidden", { configurable: true, value: ${isHidden} });
  document.dispatchEvent(new Event("visibilitychange"));`;

/**
 * Notes what moves on a page without anybody's doing. How long ago something was may be
 * longer in its own place.
 */
const countShifts = `
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { sources } of list.getEntries())
      window.shifts.push(...sources
        .filter(({ node }) => !node?.parentElement?.closest("time"))
        .map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 200)));
  }).observe({ type: "layout-shift", buffered: true });`;

describeInBrowser("a page that stays open", () => {
  test("asks for itself while it is seen, and not while its tab is hidden", async ({
    server,
    site,
    openPage,
  }) => {
    await server.addTarget({ url: `${site.origin}/well`, name: "Seen" });
    const page = await openPage({ as: "admin" });
    const { asked, pass } = await watched(page, `${server.origin}/`);
    await pass();
    expect(asked).toEqual([`${server.origin}/`]);
    await page.evaluate(hide(true));
    await pass();
    await pass();
    expect(asked).toHaveLength(1);
    await page.evaluate(hide(false));
    await expect.poll(() => asked.length).toBe(2);
  });

  test("shows what has changed, and nothing on it moves", async ({
    server,
    site,
    openPage,
  }) => {
    const url = `${site.origin}/well`;
    const id = await server.addTarget({ url, name: "Before", enabled: false });
    const page = await openPage({ as: "admin" });
    await page.addInitScript(countShifts);
    const { pass } = await watched(page, `${server.origin}/targets/${id}`);
    await server.call("PATCH", `/api/targets/${id}`, { name: "After!" });
    await pass();
    await page.getByRole("heading", { name: "After!" }).waitFor();
    await page.goto(`${server.origin}/`);
    await pass();
    await page.screenshot();
    expect(await page.evaluate("window.shifts")).toEqual([]);
  });

  test("leaves alone what is ticked, typed or folded out", async ({
    server,
    site,
    openPage,
  }) => {
    await server.addTarget({ url: `${site.origin}/well`, name: "Ticked" });
    const page = await openPage({ as: "admin" });
    const { asked, pass } = await watched(page, `${server.origin}/`);
    const box = page.getByRole("checkbox", { name: "Select Ticked" }).first();
    await box.check();
    await pass();
    expect(asked).toEqual([]);
    expect(await box.isChecked()).toBe(true);
    await box.uncheck();
    const search = page.getByRole("searchbox");
    await search.fill("half a wo");
    await pass();
    expect(asked).toEqual([]);
    expect(await search.inputValue()).toBe("half a wo");
    await search.blur();
    await pass();
    expect(asked.length).toBeGreaterThan(0);
  });

  test("leaves alone what is ticked while an answer is under way", async ({
    server,
    site,
    openPage,
  }) => {
    await server.addTarget({ url: `${site.origin}/well`, name: "Meanwhile" });
    const page = await openPage({ as: "admin" });
    const { asked, pass } = await watched(page, `${server.origin}/`);
    const { promise: ticked, resolve: letAnswer } = Promise.withResolvers<void>();
    await page.route(`${server.origin}/`, async (route) => {
      await ticked;
      await route.continue();
    });
    await pass();
    await expect.poll(() => asked.length).toBe(1);
    const box = page.getByRole("checkbox", { name: "Select Meanwhile" }).first();
    await box.check();
    const answered = page.waitForEvent("requestfinished");
    letAnswer();
    await answered;
    await page.evaluate("fetch('/health').then((answer) => answer.text())");
    expect(await box.isChecked()).toBe(true);
  });

  test("keeps what a form said, and its undo", async ({ server, site, openPage }) => {
    const url = `${site.origin}/well`;
    const id = await server.addTarget({ url, name: "Undone" });
    const page = await openPage({ as: "admin" });
    const { asked, pass } = await watched(page, `${server.origin}/targets/${id}`);
    await page.getByRole("button", { name: "Pause" }).click();
    const said = page.getByText("Undone is paused");
    await said.waitFor();
    await pass();
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    expect(await said.isVisible()).toBe(true);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect
      .poll(async () => (await server.call("GET", `/api/targets/${id}`)).enabled)
      .toBe(true);
  });

  test("outlives a restart of the server: its page and its forms", async ({
    server,
    site,
    openPage,
  }) => {
    const url = `${site.origin}/well`;
    const id = await server.addTarget({ url, name: "Lasting" });
    const page = await openPage({ as: "admin", expected: [/ERR_CONNECTION_REFUSED/] });
    const { asked, pass } = await watched(page, `${server.origin}/targets/${id}`);
    const readFresh = () => page.locator("#fresh time").last().getAttribute("datetime");
    const before = await readFresh();
    await server.stop();
    await pass();
    await expect.poll(() => asked.length).toBe(1);
    // It says how old it is, and shows what it knew then.
    await page.locator("#fresh").getByText("Not refreshed since").waitFor();
    expect(await readFresh()).toBe(before);
    expect(await page.textContent("h1")).toBe("Lasting");

    await server.start();
    await expect
      .poll(async () => {
        await pass();
        return await readFresh();
      })
      .not.toBe(before);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Lasting is paused").waitFor();
    expect((await server.call("GET", `/api/targets/${id}`)).enabled).toBe(false);
  });

  test.for([
    { reducedMotion: false, moves: true },
    { reducedMotion: true, moves: false },
  ])(
    "moves only for whom it may: %o",
    async ({ reducedMotion, moves }, { server, site, openPage }) => {
      const url = `${site.origin}/slow`;
      const id = await server.addTarget({ url, enabled: false });
      const path = `/targets/${id}`;
      const page = await openPage({ as: "admin", path, reducedMotion });
      await page.getByRole("button", { name: "Run now" }).click();
      await page.locator(".pulse").waitFor();
      const running = await page.evaluate(
        "document.getAnimations().filter((one) => one.playState === 'running').length > 0",
      );
      expect(running).toBe(moves);
    },
  );
});
