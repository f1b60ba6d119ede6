// Tests each screen with hostile contents: that everybody can use it, in both languages,
// in light and dark and on a narrow phone, that no content runs as a script, and that a
// reader is offered nothing that changes anything.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import {
  expectNoColourViolations,
  expectNoSidewaysScroll,
  expectNoViolations,
} from "#test/fixtures/browser/checks.ts";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { type Hostile, isHarmed, storeHostile } from "#test/fixtures/browser/hostile.ts";
import { test as plainTest } from "#test/fixtures/browser/test.ts";

const test = plainTest.extend<{ hostile: Hostile }>({
  hostile: [
    async ({ server, site }, use) => use(await storeHostile(server, site)),
    { scope: "file" },
  ],
});

/** A new screen gets its line here. */
const screens: readonly { screen: string; path: (hostile: Hostile) => string }[] = [
  { screen: "the overview", path: () => "/?group=none" },
  { screen: "the overview by tag", path: () => "/?group=tag" },
  { screen: "the wall", path: () => "/?view=wall" },
  { screen: "targets of a filter", path: ({ tag }) => `/?tag=${tag}&window=90d` },
  { screen: "a filter that nothing matches", path: () => `/?text=${"w".repeat(200)}x` },
  { screen: "a target that is down", path: ({ down }) => down },
  { screen: "a target of 90 days", path: ({ redirected }) => `${redirected}?window=90d` },
  { screen: "a run", path: ({ run }) => run },
  {
    screen: "a slot without a run",
    path: ({ down }) => `${down}/runs/2020-01-01T00:00Z`,
  },
  { screen: "the form of a target", path: ({ down }) => `${down}/edit` },
  { screen: "a target with steps", path: ({ watched }) => watched },
  { screen: "the form of a target with steps", path: ({ watched }) => `${watched}/edit` },
  { screen: "the changes of a target", path: ({ watched }) => `${watched}/changes` },
  { screen: "changes of a target without steps", path: ({ down }) => `${down}/changes` },
  { screen: "a difference", path: ({ watched }) => `${watched}/diff` },
  {
    screen: "a difference, inline",
    path: ({ watched }) => `${watched}/diff?view=inline&from=seen&unit=line`,
  },
  {
    screen: "a difference that is not there",
    path: ({ watched }) => `${watched}/diff?from=${"0".repeat(32)}`,
  },
  { screen: "the numbers of a target", path: ({ watched }) => `${watched}/readings` },
  { screen: "the changes of all", path: ({ tag }) => `/changes?tag=${tag}` },
  { screen: "the form of a new target", path: () => "/targets/new" },
  {
    screen: "the form of a copy",
    path: ({ site }) => `/targets/new?from=${site.split("/")[2]}`,
  },
  { screen: "the form for many", path: () => "/targets/paste" },
  { screen: "the form of a new heartbeat", path: () => "/heartbeats/new" },
  { screen: "a heartbeat", path: ({ heartbeat }) => heartbeat },
  { screen: "the form of a heartbeat", path: ({ heartbeat }) => `${heartbeat}/edit` },
  { screen: "a run that was reported", path: ({ reported }) => reported },
  {
    screen: "numbers that are reported",
    path: ({ heartbeat }) => `${heartbeat}/readings`,
  },
  { screen: "the runs of a site", path: ({ site }) => site },
  { screen: "a site", path: ({ site }) => `${site}/site` },
  { screen: "the pages of a site", path: ({ site }) => `${site}/pages` },
  { screen: "a page of a site", path: ({ page }) => page },
  { screen: "the tree of a site", path: ({ site }) => `${site}/tree` },
  { screen: "broken links", path: ({ site }) => `${site}/broken-links` },
  { screen: "a crawl", path: ({ crawl }) => crawl },
  { screen: "the sites", path: () => "/sites" },
  { screen: "the jobs", path: () => "/jobs" },
  { screen: "a job", path: () => "/jobs/crawl" },
  { screen: "the month report", path: () => "/statistics?view=report" },
  { screen: "the error budget", path: () => "/statistics" },
  { screen: "the comparison", path: () => "/statistics?view=comparison&windows=7d" },
  {
    screen: "statistics that are refused",
    path: () => "/statistics?view=budget&target=nobody",
  },
  { screen: "the incidents", path: () => "/incidents" },
  {
    screen: "incidents of a target that is not there",
    path: () => "/incidents?target=x",
  },
  { screen: "an incident", path: ({ incident }) => incident },
  { screen: "maintenance windows", path: () => "/maintenance" },
  { screen: "the status pages", path: () => "/status-pages" },
  { screen: "how telling stands", path: () => "/alerts" },
  { screen: "the channels", path: () => "/channels" },
  { screen: "a channel", path: ({ channel }) => channel },
  { screen: "the kinds of channels", path: () => "/channels/new" },
  { screen: "the form of a channel", path: () => "/channels/new?kind=webhook" },
  {
    screen: "the question before a channel is deleted",
    path: ({ channel }) => `${channel}/delete`,
  },
  { screen: "the notices", path: () => "/notices" },
  { screen: "a notice", path: ({ notice }) => notice },
  { screen: "the routes", path: ({ down }) => `/routes?target=${down.split("/")[2]}` },
  {
    screen: "a question of routes that is refused",
    path: () => `/routes?target=${"w".repeat(200)}`,
  },
  { screen: "the routes as JSON", path: () => "/routes/edit" },
  { screen: "the form of a new route", path: () => "/routes/new?below=0" },
  { screen: "the form of a route", path: () => "/routes/change?at=0" },
  { screen: "the form of the top", path: () => "/routes/change?at=top" },
  {
    screen: "the question before a route is deleted",
    path: () => "/routes/delete?at=0",
  },
  { screen: "the silences", path: () => "/silences" },
  { screen: "the settings", path: () => "/settings" },
  { screen: "the dead-man ping", path: () => "/settings/dead-man" },
  { screen: "the canaries", path: () => "/settings/canaries" },
  {
    screen: "the question before deleting",
    path: () => "/bulk/delete?which=filter&back=/",
  },
  { screen: "the question which tag", path: () => "/bulk/tag?which=filter&back=/" },
  {
    screen: "the question how long maintenance lasts",
    path: () => "/bulk/maintenance?which=filter&back=/",
  },
  {
    screen: "what one request left",
    path: () => "/bulk/rest?do=pause&which=filter&back=/",
  },
  { screen: "what is not there", path: () => `/${"w".repeat(9_000)}<script>` },
  { screen: "the reference", path: () => "/docs" },
];

const expected = [/status of (403|404|422)/];

/** Everything that a viewer can fold out. */
const unfold = `document.querySelectorAll("main details:not(.menu)").forEach((fold) => {
  fold.open = true;
})`;

const languageOf = (page: Page) => page.getAttribute("html", "lang");

describeInBrowser("each screen", () => {
  test.for(screens)(
    "is for everybody, and runs nothing that others wrote: $screen",
    async ({ path }, { server, hostile, openPage }) => {
      const page = await openPage({ as: "admin", expected });
      const asked: string[] = [];
      page.on("dialog", (dialog) => asked.push(dialog.message()));
      const address = `${server.origin}${path(hostile)}`;
      await page.goto(address);
      await page.evaluate(unfold);
      await expectNoViolations(page);
      await page.emulateMedia({ colorScheme: "dark" });
      await expectNoColourViolations(page);
      await page.setViewportSize({ width: 320, height: 640 });
      await expectNoSidewaysScroll(page);
      await page
        .context()
        .addCookies([{ name: "lang", value: "ja", url: server.origin }]);
      await page.goto(address);
      await page.evaluate(unfold);
      expect(await languageOf(page)).toBe(address.endsWith("/docs") ? "en" : "ja");
      await expectNoSidewaysScroll(page);
      expect(await page.evaluate(isHarmed)).toBe(false);
      expect(asked).toEqual([]);
    },
  );

  test("offers a reader nothing that changes anything", async ({
    server,
    hostile,
    openPage,
  }) => {
    const page = await openPage({ as: "reader", javaScript: false, expected });
    for (const { screen, path } of screens) {
      await page.goto(`${server.origin}${path(hostile)}`);
      const forms = await page.locator("form[method=post]").all();
      const actions = await Promise.all(forms.map((form) => form.getAttribute("action")));
      expect(
        actions.filter((action) => action !== "/logout"),
        screen,
      ).toEqual([]);
      expect(await page.locator("h1").count(), screen).toBe(1);
    }
  });
});

describeInBrowser("a reader's form", () => {
  test.for([
    "/targets/new",
    "/heartbeats/new",
    "/settings/ping-key/renew",
    "TARGET/pause",
    "TARGET/delete",
    "TARGET/run",
    "/bulk",
    "/jobs/crawl/pause",
    "/settings/login-link",
  ])("is refused: %s", async (path, { server, hostile, openPage }) => {
    const page = await openPage({ as: "reader", path: "/settings", expected });
    const before = await server.call("GET", hostile.down.replace("/", "/api/"));
    // The form of a reader's own login, sent elsewhere.
    await page.evaluate(
      `document.querySelector("form[action='/logout']").action =
        "${path.replace("TARGET", hostile.down)}"`,
    );
    await page.getByRole("button", { name: "Log out" }).click();
    await page
      .getByRole("heading", { name: "You may look, and change nothing" })
      .waitFor();
    const { enabled, revision } = await server.call(
      "GET",
      hostile.down.replace("/", "/api/"),
    );
    expect({ enabled, revision }).toEqual({
      enabled: before.enabled,
      revision: before.revision,
    });
  });
});
