// Tests a public status page with hostile contents: that everybody can use it, in both
// languages, in light and dark, on a narrow phone and without scripts, and that no content
// runs as a script.
import { expect } from "vitest";
import {
  expectNoSidewaysScroll,
  expectNoViolations,
} from "#test/fixtures/browser/checks.ts";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { isHarmed, storeHostile } from "#test/fixtures/browser/hostile.ts";
import { test } from "#test/fixtures/browser/test.ts";

describeInBrowser("a public status page", () => {
  test("is for everybody, and runs nothing that others wrote", async ({
    server,
    site,
    openPage,
  }) => {
    const { tag, down } = await storeHostile(server, site);
    const markup = `"'><script>window.harmed = 1</script>`;
    await server.call("PUT", "/api/status-pages/shop", {
      title: markup,
      description: `${markup}${"w".repeat(1_000)}`,
      groups: [{ name: `${markup}${"w".repeat(50)}`, targets: [], tags: [tag] }],
    });
    await server.call("POST", "/api/maintenance", {
      name: markup,
      targets: [Number(down.split("/")[2])],
      for: "1h",
    });
    const page = await openPage({ javaScript: false });
    const address = `${server.origin}/status/shop`;
    for (const language of ["en", "ja"]) {
      await page.setViewportSize({ width: 1_280, height: 800 });
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(`${address}?in=${language}`);
      expect(await page.getAttribute("html", "lang")).toBe(language);
      expect(await page.locator("h1").count()).toBe(1);
      expect(await page.locator("form, script").count()).toBe(0);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize({ width: 320, height: 640 });
      await expectNoSidewaysScroll(page);
    }
    const scripted = await openPage();
    await scripted.goto(address);
    await expectNoViolations(scripted);
    await scripted.emulateMedia({ colorScheme: "dark" });
    await expectNoViolations(scripted);
    expect(await scripted.evaluate(isHarmed)).toBe(false);
  });
});
