// Tests the API's reference at /docs in a browser.
import { expect } from "vitest";
import {
  expectNoSidewaysScroll,
  expectNoViolations,
} from "#test/fixtures/browser/checks.ts";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { tabTo } from "#test/fixtures/browser/keyboard.ts";
import { test } from "#test/fixtures/browser/test.ts";

describeInBrowser("the reference", () => {
  test.for([{ dark: false }, { dark: true }])(
    "can be used by everybody, %o",
    async ({ dark }, { openPage }) => {
      const page = await openPage({ path: "/docs", dark });
      await expectNoViolations(page);
    },
  );

  test("does not scroll sideways on a narrow phone", async ({ openPage }) => {
    const page = await openPage({ path: "/docs", width: 320 });
    await expectNoSidewaysScroll(page);
  });

  test("starts with a way past its navigation", async ({ openPage }) => {
    const page = await openPage({ path: "/docs" });
    await tabTo(page, "Skip to the content");
    await page.keyboard.press("Enter");
    expect(new URL(page.url()).hash).toBe("#content");
    await tabTo(page, "Add a target");
  });
});
