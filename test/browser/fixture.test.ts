// Tests the means of browser tests: what a page must not do is noticed, and the server
// comes back with what it knew.
import { expect } from "vitest";
import {
  expectNoColourViolations,
  expectNoSidewaysScroll,
  expectNoViolations,
} from "#test/fixtures/browser/checks.ts";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { tabStops } from "#test/fixtures/browser/keyboard.ts";
import { openPage } from "#test/fixtures/browser/page.ts";
import { test } from "#test/fixtures/browser/test.ts";

describeInBrowser("a page's complaints", () => {
  test.for([
    {
      what: "another host",
      html: '<img src="http://192.0.2.1/a.png">',
      complaint: "http://192.0.2.1/a.png",
    },
    {
      what: "another name",
      html: '<script src="https://cdn.example/a.js"></script>',
      complaint: "cdn.example",
    },
    {
      what: "an exception",
      html: "<script>throw new Error('thrown')</script>",
      complaint: "thrown",
    },
    {
      what: "an error of the console",
      html: "<script>console.error('said')</script>",
      complaint: "said",
    },
    {
      what: "a script against the Content-Security-Policy",
      html: `<meta http-equiv="Content-Security-Policy" content="script-src 'none'">
        <script>1</script>`,
      complaint: "Content Security Policy",
    },
  ])("hold $what", async ({ html, complaint }, { browser }) => {
    const { page, complaints, close } = await openPage(browser);
    await page.setContent(html);
    await expect.poll(() => complaints().join("\n")).toContain(complaint);
    await close();
  });

  test("do not hold what the test expects", async ({ openPage }) => {
    const page = await openPage({ path: "/nowhere", expected: [/status of 404/] });
    expect(await page.textContent("body")).toContain("There is nothing at /nowhere.");
  });
});

describeInBrowser("checks of pages", () => {
  test("refuse what not everybody can read", async ({ openPage }) => {
    const page = await openPage();
    await page.setContent('<html lang="en"><title>A</title><main><img src="data:,">');
    await expect(expectNoViolations(page)).rejects.toThrow("image-alt");
  });

  test("refuse what cannot be read in the dark", async ({ openPage }) => {
    const page = await openPage({ dark: true });
    const style = "@media (prefers-color-scheme: dark) { p { color: #eee } }";
    await page.setContent(`<style>${style}</style><p>Pale on white</p>`);
    await expect(expectNoColourViolations(page)).rejects.toThrow("color-contrast");
  });

  test("work beside a strict Content-Security-Policy", async ({ openPage }) => {
    const page = await openPage();
    await page.setContent(`<html lang="en"><title>A</title>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
      <main><h1>A</h1></main>`);
    await expectNoViolations(page);
  });

  test("refuse what is wider than the screen", async ({ openPage }) => {
    const page = await openPage({ width: 320 });
    await page.setContent('<p style="width: 321px">wide</p>');
    await expect(expectNoSidewaysScroll(page)).rejects.toThrow("wide");
  });

  test("list what the keyboard comes to", async ({ openPage }) => {
    const page = await openPage();
    await page.setContent(`<a href="/">One</a><label>Two <input></label><a>none</a>
      <button style="outline: none">Three</button>`);
    expect(await tabStops(page)).toEqual([
      { tag: "a", name: "One", isVisible: true },
      { tag: "input", name: "Two", isVisible: true },
      { tag: "button", name: "Three", isVisible: false },
    ]);
  });
});

describeInBrowser("the server of browser tests", () => {
  test("comes back with what it knew, at the same address", async ({
    server,
    site,
    openPage,
  }) => {
    const id = await server.addTarget({ url: `${site.origin}/well` });
    const statuses = async () => {
      const { items } = await server.call("GET", `/api/targets/${id}/runs`);
      return items.map(({ status }: { status: number }) => status);
    };
    // A target that was just added runs at once.
    await expect.poll(statuses).toEqual([200]);
    const page = await openPage({ path: "/docs" });
    // Its icon would be asked for while the server goes, or while nobody is there.
    await page.goto("about:blank");
    await server.stop();
    await server.start();
    await page.goto(`${server.origin}/docs`);
    expect(await page.title()).toContain("junkai");
    expect(await statuses()).toEqual([200]);
  });
});
