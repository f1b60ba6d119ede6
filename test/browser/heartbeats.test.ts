// Tests adding a heartbeat in a browser, and what its page shows of its pings.
import { expect } from "vitest";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { tabTo } from "#test/fixtures/browser/keyboard.ts";
import { test } from "#test/fixtures/browser/test.ts";

const form = "/heartbeats/new";

describeInBrowser("a heartbeat", () => {
  test("needs a name and the Enter key, and tells what its line reports", async ({
    openPage,
    server,
  }) => {
    const page = await openPage({ as: "admin", path: form, javaScript: false });
    await page.getByLabel("Name", { exact: true }).fill("Backup");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/targets\/\d+#ping$/);
    await page.getByRole("heading", { name: "Waiting for a ping" }).waitFor();
    const line = String(await page.locator("details[open] pre").first().textContent());
    const [address = ""] = /http[^"]+\/ping\/[0-9a-f-]{36}/.exec(line) ?? [];
    const { pathname } = new URL(String(address));
    const ping = (rest: string, body: string) =>
      fetch(`${server.origin}${pathname}${rest}`, { method: "POST", body });
    await ping("/start", "");
    await page.reload();
    await page.getByRole("heading", { name: "Running now" }).waitFor();
    await ping("/3", "disk full");
    await page.reload();
    expect(await page.locator("h1").textContent()).toBe("Backup");
    await page
      .getByRole("row", { name: /exit status 3/ })
      .getByRole("link")
      .first()
      .click();
    await page.getByText("disk full").waitFor();
  });

  test("is added with the keyboard and a cron expression", async ({ openPage }) => {
    const page = await openPage({ as: "admin", path: form });
    await page.getByLabel("Name", { exact: true }).fill("Nightly import");
    await page.getByLabel("Cron", { exact: true }).check();
    await page.getByLabel("Cron expression").fill("0 3 * * *");
    await page.locator("#fires").getByText("at 03:00").waitFor();
    expect(await page.getByLabel("Interval").isVisible()).toBe(false);
    await tabTo(page, "Add the heartbeat");
    await page.keyboard.press("Enter");
    await page.getByText("0 3 * * * ./job.sh").waitFor({ state: "attached" });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy" }).first().click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = String(await page.evaluate("navigator.clipboard.readText()"));
    expect(copied).toMatch(/^http.*\/ping\/[0-9a-f-]{36}$/);
  });
});
