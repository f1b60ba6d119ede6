// Tests logging in and out in a browser, and the page of what is not there.
import { expect } from "vitest";
import {
  expectNoSidewaysScroll,
  expectNoViolations,
} from "#test/fixtures/browser/checks.ts";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { tokens } from "#test/fixtures/browser/server.ts";
import { test } from "#test/fixtures/browser/test.ts";

describeInBrowser("logging in", () => {
  test.for([{ dark: false }, { dark: true }])(
    "can be done by everybody, %o",
    async ({ dark }, { openPage }) => {
      const page = await openPage({ path: "/login", dark, width: 320 });
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    },
  );

  test.for([{ javaScript: true }, { javaScript: false }])(
    "takes the right token after a wrong one, %o",
    async ({ javaScript }, { server, openPage }) => {
      const page = await openPage({
        path: "/login?to=/docs",
        javaScript,
        expected: [/status of 401/],
      });
      await page.getByLabel("Token").fill("wrong");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[aria-invalid=true]");
      await page.getByLabel("Token").fill(tokens.admin);
      await page.keyboard.press("Enter");
      await page.waitForURL(`${server.origin}/docs`);
    },
  );

  test("is not asked for again in the same browser", async ({ server, openPage }) => {
    const page = await openPage({ as: "reader", path: "/login?to=/docs" });
    expect(page.url()).toBe(`${server.origin}/docs`);
  });
});

describeInBrowser("a page that refreshes itself", () => {
  test("says since when it is old once its login has ended", async ({ openPage }) => {
    const page = await openPage({ as: "reader", path: "/jobs" });
    const warning = page.getByText("Not refreshed since");
    const setLive = (seconds: number) =>
      page.evaluate(`document.querySelector("main").dataset.live = ${seconds}`);
    // Once its zone is known, nothing but the time refreshes it.
    await page.waitForSelector("html[data-zone='Europe/Berlin']");
    expect(await warning.isVisible()).toBe(false);
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await setLive(1);
    await warning.waitFor();
    await expectNoViolations(page);
    await page.context().addCookies(cookies);
    await warning.waitFor({ state: "hidden" });
  });
});

describeInBrowser("a page that is not there", () => {
  test("says so in the viewer's language", async ({ openPage }) => {
    const page = await openPage({
      as: "reader",
      path: "/nowhere",
      language: "ja-JP",
      expected: [/status of 404/],
    });
    expect(await page.getAttribute("html", "lang")).toBe("ja");
    await expectNoViolations(page);
  });
});
