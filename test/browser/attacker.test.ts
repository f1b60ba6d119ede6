// Tests that another site cannot act, look or read in the name of whoever is logged in.
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { describeInBrowser } from "#test/fixtures/browser/chromium.ts";
import { type Server, tokens } from "#test/fixtures/browser/server.ts";
import { test as plainTest } from "#test/fixtures/browser/test.ts";

/** Opens a page of the attacker's, at one of its hosts, in a logged-in browser. */
type Lure = (html: string, host: string) => Promise<Page>;

/** To browsers another port is another origin; `localhost` is another site as well. */
const hosts = ["127.0.0.1", "localhost"];

/** What browsers say about refusals that are meant. */
const expected = [
  /status of (401|403|404)/,
  /frame-ancestors/,
  /CORS policy/,
  /ERR_FAILED/,
  /ERR_BLOCKED_BY_RESPONSE/,
];

const test = plainTest.extend<{ target: string; lure: Lure }>({
  /** The path of a target that stays as it is, unless an attack works. */
  target: [
    async ({ server, site }, use) => {
      const url = `${site.origin}/well`;
      const id = await server.addTarget({ url, name: "Private", enabled: false });
      await use(`/targets/${id}`);
    },
    { scope: "file" },
  ],
  lure: async ({ site, openPage }, use) => {
    await use(async (html, host) => {
      site.setPage("/attack", { html });
      const page = await openPage({ as: "admin", expected });
      const { port } = new URL(site.origin);
      await page.goto(`http://${host}:${port}/attack`, { waitUntil: "commit" });
      return page;
    });
  },
});

/** All that a form could change. */
const readAll = async (server: Server) => ({
  targets: await server.call("GET", "/api/targets"),
  paused: (await server.call("GET", "/api/jobs")).items.map(
    ({ name, pausedAt }: { name: string; pausedAt: string | null }) => ({
      name,
      pausedAt,
    }),
  ),
});

/** A form that sends itself. */
const selfSending = (action: string, fields: Record<string, string>, encoding = "") =>
  `<form method="post" action="${action}" enctype="${encoding}">${Object.entries(fields)
    .map(([name, value]) => `<input name='${name}' value='${value}'>`)
    .join("")}</form><script>document.forms[0].submit()</script>`;

const forgeries = [
  { path: "/targets/new", fields: { url: "http://127.0.0.1/", do: "save" } },
  { path: "TARGET/resume", fields: {} },
  { path: "TARGET/run", fields: {} },
  { path: "TARGET/delete", fields: { "form-token": "guessed" } },
  { path: "/bulk", fields: { do: "delete", which: "filter" } },
  { path: "/jobs/crawl/pause", fields: {} },
  {
    path: "/api/targets",
    fields: { '{"url":"http://a.example/","name': '": "a"}' },
    encoding: "text/plain",
  },
];

describeInBrowser("a form on another site", () => {
  test.for(hosts.flatMap((host) => forgeries.map((forgery) => ({ host, ...forgery }))))(
    "changes nothing: $host sends $path",
    async ({ host, path, fields, encoding }, { server, target, lure }) => {
      const before = await readAll(server);
      const action = `${server.origin}${path.replace("TARGET", target)}`;
      const page = await lure(selfSending(action, fields, encoding), host);
      await page.waitForURL(`${server.origin}/**`);
      expect(await page.textContent("body")).not.toContain("Private");
      expect(await readAll(server)).toEqual(before);
    },
  );

  test("logs nobody out", async ({ server, target, lure }) => {
    const page = await lure(selfSending(`${server.origin}/logout`, {}), "127.0.0.1");
    await page.waitForURL(`${server.origin}/**`);
    await page.goto(`${server.origin}${target}`);
    expect(await page.textContent("h1")).toBe("Private");
  });

  test("logs nobody in", async ({ server, lure }) => {
    const fields = { token: tokens.reader };
    const page = await lure(selfSending(`${server.origin}/login`, fields), "localhost");
    await page.waitForURL(`${server.origin}/**`);
    await page.goto(server.origin);
    expect(await page.getByText("Read only").count()).toBe(0);
  });
});

/** Writes what came of it into the page's title. */
const reading = (url: string, options: string) =>
  `<title>waits</title><script type="module">
    try {
      const answer = await fetch("${url}", ${options});
      document.title = "read: " + answer.type + " " + (await answer.text());
    } catch (error) {
      document.title = "refused: " + error.name;
    }
  </script>`;

describeInBrowser("another site's script", () => {
  test.for(
    hosts.flatMap((host) =>
      ["/", "TARGET", "/api/targets", "/metrics"].map((path) => ({ host, path })),
    ),
  )(
    "reads nothing: $host asks for $path",
    async ({ host, path }, { server, target, lure }) => {
      const url = `${server.origin}${path.replace("TARGET", target)}`;
      const page = await lure(reading(url, '{ credentials: "include" }'), host);
      await expect.poll(() => page.title()).toBe("refused: TypeError");
    },
  );

  test("changes nothing by requests whose answers it may not read", async ({
    server,
    target,
    lure,
  }) => {
    const before = await readAll(server);
    const options = '{ method: "POST", mode: "no-cors", credentials: "include" }';
    const script = reading(`${server.origin}${target}/delete`, options);
    const page = await lure(script, "127.0.0.1");
    await expect.poll(() => page.title()).toMatch(/^(read: opaque$|refused)/);
    expect(await readAll(server)).toEqual(before);
  });

  test("has no hold on a window that it opens, and gives none on itself", async ({
    server,
    target,
    lure,
  }) => {
    const page = await lure(
      `<button onclick="opened = window.open('${server.origin}${target}')">Open</button>`,
      "127.0.0.1",
    );
    // What is cut off from its opener is no popup any more.
    const coming = page.context().waitForEvent("page");
    await page.getByRole("button").click();
    const opened = await coming;
    await opened.getByRole("heading", { name: "Private" }).waitFor();
    expect(await opened.evaluate("window.opener")).toBeNull();
    expect(await page.evaluate("opened.closed")).toBe(true);
  });
});

describeInBrowser("a page in another site's frame", () => {
  test.for(
    hosts.flatMap((host) => ["/", "/login", "/docs"].map((path) => ({ host, path }))),
  )("is not shown: $host frames $path", async ({ host, path }, { server, lure }) => {
    const page = await lure(
      `<iframe src="${server.origin}${path}" onload="document.title='loaded'"></iframe>`,
      host,
    );
    await expect.poll(() => page.title()).toBe("loaded");
    const framed = () =>
      page
        .frames()
        .slice(1)
        .map((frame) => frame.url());
    await expect.poll(framed).toEqual(["chrome-error://chromewebdata/"]);
  });
});

describeInBrowser("what a browser keeps", () => {
  test("is a cookie that no script reads and no other site sends", async ({
    server,
    openPage,
  }) => {
    const page = await openPage({ path: "/login" });
    await page.getByLabel("Token").fill(tokens.admin);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${server.origin}/`);
    const [session] = (await page.context().cookies()).filter(
      ({ name }) => name === "junkai",
    );
    expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
    expect(await page.evaluate("document.cookie")).not.toContain("junkai");
  });

  test("shows nothing private after logging out, by going back", async ({
    server,
    target,
    openPage,
  }) => {
    const page = await openPage({ as: "admin", path: target });
    await page.getByRole("heading", { name: "Private" }).waitFor();
    await page.getByRole("button", { name: "Log out" }).click();
    await page.waitForURL(`${server.origin}/login`);
    await page.goBack();
    await page.waitForURL(/\/login/);
    expect(await page.textContent("body")).not.toContain("Private");
  });

  test("is not told to the site of a target", async ({ site, target, openPage }) => {
    site.setPage("/well", {
      html: "<script>document.title = document.referrer || 'none'</script>",
    });
    const page = await openPage({ as: "admin", path: target });
    await page.locator(".head a.url").click();
    await expect.poll(() => page.title()).toBe("none");
  });
});
