// Tests the overview in a browser: the first visit, what is done to many targets, filters
// and the wall, with scripts and without.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import {
  expectNoColourViolations,
  expectNoSidewaysScroll,
  expectNoViolations,
} from "#test/fixtures/browser/checks.ts";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { type Server, startServer } from "#test/fixtures/browser/server.ts";
import { toCookie } from "#test/fixtures/browser/session.ts";
import { test } from "#test/fixtures/browser/test.ts";

const emptyScreens = [
  "/",
  "/sites",
  "/jobs",
  "/jobs/follow",
  "/statistics",
  "/statistics?view=report",
  "/statistics?view=comparison",
  "/settings",
];

describeInBrowser("an empty junkai", () => {
  test("is for everybody, and its first target runs without a reload", async ({
    site,
    openPage,
  }) => {
    const server = await startServer();
    const page = await openPage({ width: 320 });
    await page
      .context()
      .addCookies([toCookie(server.origin, await server.session("admin"))]);
    for (const path of emptyScreens) {
      await page.goto(`${server.origin}${path}`);
      await page.emulateMedia({ colorScheme: "light" });
      await expectNoViolations(page);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectNoColourViolations(page);
      await expectNoSidewaysScroll(page);
    }
    await page.clock.install();
    await page.goto(server.origin);
    await page.getByRole("heading", { name: "Nothing to watch yet" }).waitFor();
    await page.getByLabel("Address of a page or a site").fill(`${site.origin}/well`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/targets\/1$/);
    // Nobody reloads: the page asks for itself.
    await page.evaluate("window.isSame = true");
    const readState = async () => {
      await page.clock.runFor(20_000);
      return await page.title();
    };
    await expect.poll(readState).toMatch(/^Up for/);
    expect(await page.evaluate("window.isSame")).toBe(true);
    // A page that asks for itself would complain that nobody answers.
    await page.goto("about:blank");
    await server.close();
  });
});

/** Adds paused or running targets of a tag of their own, so that tests do not meet. */
async function addThree(server: Server, url: string, tag: string, enabled = true) {
  for (const name of ["One", "Two", "Three"])
    await server.addTarget({ url, name: `${tag} ${name}`, tags: [tag], enabled });
}

/** The names of a tag's targets that run. */
async function runningOf(server: Server, tag: string): Promise<string[]> {
  const { items } = await server.call("GET", `/api/targets?tag=${tag}&sort=created`);
  return items
    .filter(({ enabled }: { enabled: boolean }) => enabled)
    .map(({ name }: { name: string }) => name.replace(`${tag} `, ""))
    .sort();
}

const bulk = (page: Page, name: string) =>
  page.getByRole("form", { name: "For several targets" }).getByRole("button", { name });

describeInBrowser("what is done to many targets", () => {
  test("pauses the ticked ones, and takes it back", async ({
    server,
    site,
    openPage,
  }) => {
    await addThree(server, `${site.origin}/well`, "ticked");
    const page = await openPage({ as: "admin", path: "/?tag=ticked&group=none" });
    await page.getByRole("checkbox", { name: "Select ticked One" }).check();
    await page.getByRole("checkbox", { name: "Select ticked Three" }).check();
    await bulk(page, "Pause").click();
    await page.getByText("2 targets paused.").waitFor();
    expect(await runningOf(server, "ticked")).toEqual(["Two"]);
    expect(new URL(page.url()).search).toBe("?tag=ticked&group=none");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("2 targets resumed.").waitFor();
    expect(await runningOf(server, "ticked")).toEqual(["One", "Three", "Two"]);
  });

  test("needs a box for all that comes with the scripts, whose place is kept", async ({
    openPage,
    server,
    site,
  }) => {
    await addThree(server, `${site.origin}/well`, "kept");
    const heights: (number | undefined)[] = [];
    for (const javaScript of [true, false]) {
      const path = "/?tag=kept&group=none";
      const page = await openPage({ as: "admin", path, javaScript });
      const box = page.locator("main input.pick-all");
      await box.waitFor({ state: javaScript ? "visible" : "hidden" });
      heights.push((await page.locator("main thead").first().boundingBox())?.height);
    }
    expect(heights[0]).toBeGreaterThan(0);
    expect(heights[1]).toBe(heights[0]);
  });

  test("changes nothing when Enter is pressed in a box, with and without scripts", async ({
    openPage,
    server,
    site,
  }) => {
    await addThree(server, `${site.origin}/well`, "entered");
    for (const javaScript of [true, false]) {
      const path = "/?tag=entered&group=none";
      const page = await openPage({ as: "admin", path, javaScript });
      const box = page.getByRole("checkbox", { name: "Select entered One" });
      await box.check();
      await box.press("Enter");
      expect(await runningOf(server, "entered")).toEqual(["One", "Three", "Two"]);
      expect(await page.getByRole("status").count()).toBe(0);
    }
  });

  test("pauses everything that the filter matches, and nothing else", async ({
    server,
    site,
    openPage,
  }) => {
    await addThree(server, `${site.origin}/well`, "matched");
    await addThree(server, `${site.origin}/well`, "beside");
    const page = await openPage({ as: "admin", path: "/?tag=matched&group=none" });
    await page.getByRole("checkbox", { name: "Select all on this page" }).check();
    await page.getByLabel("All 3 that the filter matches").check();
    await bulk(page, "Pause").click();
    await page.getByText("3 targets paused.").waitFor();
    expect(await runningOf(server, "matched")).toEqual([]);
    expect(await runningOf(server, "beside")).toHaveLength(3);
  });

  test("deletes only after a question that says how many", async ({
    server,
    site,
    openPage,
  }) => {
    await addThree(server, `${site.origin}/well`, "doomed");
    const page = await openPage({ as: "admin", path: "/?tag=doomed&group=none" });
    await page.getByRole("checkbox", { name: "Select all on this page" }).check();
    await bulk(page, "Delete").click();
    await page.getByRole("heading", { name: "Delete these 3 targets?" }).waitFor();
    expect(await runningOf(server, "doomed")).toHaveLength(3);
    await page.getByRole("button", { name: "Delete 3 targets" }).click();
    await page.getByText("3 targets deleted.").waitFor();
    expect(await runningOf(server, "doomed")).toEqual([]);
  });
});

describeInBrowser("filters of the overview", () => {
  test("change the address and the list without a full load, and go back", async ({
    server,
    site,
    openPage,
  }) => {
    await addThree(server, `${site.origin}/well`, "sought");
    const page = await openPage({ as: "reader", path: "/?group=none" });
    await page.evaluate("window.isSame = true");
    await page.getByRole("searchbox").fill("sought Two");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/text=sought\+Two/);
    await expect
      .poll(() => page.getByRole("rowheader").allTextContents())
      .toEqual([expect.stringContaining("sought Two")]);
    await page.getByRole("searchbox").blur();
    await page.goBack();
    await page.getByRole("rowheader", { name: "sought One" }).waitFor();
    expect(await page.evaluate("window.isSame")).toBe(true);
  });
});

describeInBrowser("without JavaScript", () => {
  test("one adds, changes, filters, pauses many, looks at the wall and logs out", async ({
    server,
    site,
    openPage,
  }) => {
    await addThree(server, `${site.origin}/well`, "plain");
    const page = await openPage({ as: "admin", path: "/", javaScript: false });
    await page.getByRole("link", { name: "Add a target" }).click();
    await page.getByLabel("Address", { exact: true }).fill(`${site.origin}/down`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/targets\/\d+$/);

    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByText("Name, key and tags").click();
    await page.getByLabel("Name", { exact: true }).fill("plain Four");
    await page.getByLabel("Tags").fill("plain");
    await page.getByRole("button", { name: "Save the changes" }).click();
    await page.getByRole("heading", { name: "plain Four" }).waitFor();

    await page.goto(`${server.origin}/?group=none`);
    await page.getByRole("searchbox").fill("plain");
    await page.keyboard.press("Enter");
    await page.waitForURL(/text=plain/);
    expect(await page.getByRole("rowheader").count()).toBe(4);
    await page.getByRole("checkbox", { name: "Select plain Four" }).check();
    await bulk(page, "Pause").click();
    await page.getByText("1 target paused.").waitFor();
    expect(await runningOf(server, "plain")).toEqual(["One", "Three", "Two"]);

    await page.getByRole("link", { name: "Wall" }).click();
    const squares = page.locator(".wall a");
    await squares.first().waitFor();
    expect(await squares.allTextContents()).toContain("plain Four: Paused");
    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByRole("heading", { name: "Log in" }).waitFor();
  });
});
