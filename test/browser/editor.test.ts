// Tests adding and changing targets in a browser, with scripts and without.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import {
  expectNoSidewaysScroll,
  expectNoViolations,
} from "#test/fixtures/browser/checks.ts";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { tabTo } from "#test/fixtures/browser/keyboard.ts";
import { test } from "#test/fixtures/browser/test.ts";

const unfold = (page: Page) =>
  page.evaluate(`document.querySelectorAll("details").forEach((fold) => {
    fold.open = true;
  })`);

const addressIn = (page: Page) => page.getByLabel("Address", { exact: true });

const refused = { expected: [/status of 422/] };

describeInBrowser("the form of a new target", () => {
  test.for([{ dark: false }, { dark: true }])(
    "can be filled in by everybody, %o",
    async ({ dark }, { openPage }) => {
      const page = await openPage({
        as: "admin",
        path: "/targets/new?kind=site",
        dark,
        width: 320,
        ...refused,
      });
      for (const name of ["Only at certain hours", "At times of day"]) {
        await unfold(page);
        await page.getByLabel(name, { exact: true }).check();
      }
      await page.getByLabel("Query strings", { exact: true }).selectOption("list");
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
      await addressIn(page).press("Enter");
      await page.waitForSelector(".said.failed");
      await expectNoViolations(page);
      await expectNoSidewaysScroll(page);
    },
  );

  test("needs an address and the Enter key, without scripts", async ({
    openPage,
    server,
    site,
  }) => {
    const page = await openPage({
      as: "admin",
      path: "/targets/new",
      javaScript: false,
    });
    await addressIn(page).fill(`${site.origin}/well`);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/targets\/\d+$/);
    const id = page.url().split("/").at(-1);
    const runs = async () =>
      (await server.call("GET", `/api/targets/${id}/runs`)).items.length;
    await expect.poll(runs, { timeout: 30_000 }).toBe(1);
  });

  test("says when it fires while it is typed, and what is wrong when it is sent", async ({
    openPage,
    site,
  }) => {
    const page = await openPage({ as: "admin", path: "/targets/new", ...refused });
    const fires = page.locator("#fires");
    await page.getByText("Schedule:").click();
    await page.getByLabel("Cron", { exact: true }).check();
    await page.getByLabel("Cron expression").fill("0 9 * * mon");
    await fires.getByText("at 09:00, only on Monday Europe/Berlin").waitFor();
    expect(await fires.locator("time").count()).toBe(5);
    expect(await page.getByLabel("Interval").isVisible()).toBe(false);
    await page.getByLabel("Cron expression").fill("0 9 * *");
    await fires.getByText("It cannot be said when it fires").waitFor();
    await addressIn(page).fill("nowhere");
    await page.keyboard.press("Enter");
    await page.getByText("2 things need another look").waitFor();
    expect(await page.getByLabel("Cron expression").inputValue()).toBe("0 9 * *");
    expect(await page.getByLabel("Cron expression").isVisible()).toBe(true);
    await page.getByLabel("Cron expression").fill("0 9 * * mon");
    await addressIn(page).fill(`${site.origin}/well`);
    await page.getByRole("button", { name: "Add the target" }).click();
    await page.waitForURL(/\/targets\/\d+$/);
  });

  test.for([{ javaScript: true }, { javaScript: false }])(
    "is tried by the keyboard before it is saved, %o",
    async ({ javaScript }, { openPage, server, site }) => {
      const count = async () => (await server.call("GET", "/api/targets")).items.length;
      const before = await count();
      const page = await openPage({ as: "admin", path: "/targets/new", javaScript });
      await addressIn(page).fill(`${site.origin}/down`);
      await tabTo(page, "Try it first");
      await page.keyboard.press("Enter");
      await page.getByText("Tried: it would be down").waitFor();
      await page.getByText(`503 from ${site.origin}/down`).first().waitFor();
      expect(await count()).toBe(before);
    },
  );
});

describeInBrowser("the form of a target that is there", () => {
  test("keeps what both of two who change it wrote", async ({
    openPage,
    server,
    site,
  }) => {
    const id = await server.addTarget({
      url: `${site.origin}/well`,
      request: { method: "POST", body: "a\r\nb", headers: { authorization: "hush" } },
    });
    const path = `/targets/${id}/edit`;
    const expected = [/status of 409/];
    const page = await openPage({ as: "admin", path, expected });
    await page.getByText("Name, key and tags").click();
    await page.getByLabel("Tags").fill("mine");
    await server.call("PATCH", `/api/targets/${id}`, { name: "Theirs" });
    await page.getByRole("button", { name: "Save the changes" }).click();
    await page.getByText("Name is now Theirs; taken over.").waitFor();
    await page.getByRole("button", { name: "Save the changes" }).click();
    await page.waitForURL(`${server.origin}/targets/${id}`);
    expect(await server.call("GET", `/api/targets/${id}`)).toMatchObject({
      name: "Theirs",
      tags: ["mine"],
      revision: 3,
      request: { body: "a\r\nb", headers: { authorization: "***" } },
    });
  });
});

describeInBrowser("addresses that are pasted", () => {
  test("are added line by line", async ({ openPage, site }) => {
    const page = await openPage({ as: "admin", path: "/targets/paste", ...refused });
    const urls = [`${site.origin}/well`, "nowhere", `${site.origin}/slow`];
    await page.getByLabel("Addresses").fill(urls.join("\n"));
    await page.getByRole("button", { name: "Add them" }).click();
    await page.getByText("2 targets added, 1 refused").waitFor();
    expect(await page.getByLabel("Addresses").inputValue()).toBe("nowhere");
    await expectNoViolations(page);
  });
});
