import { describe, expect, it } from "vitest";
import { guardUrl } from "#net/addresses/address-guard.ts";
import {
  echoOf,
  get,
  moved,
  scripted,
  site,
  textOf,
} from "#test/fixtures/net/page-requests.ts";

describe("redirects", () => {
  it("are followed to the end and counted", async () => {
    const page = await get("/redirect/3");
    expect(page).toMatchObject({
      status: 200,
      redirects: 3,
      fetches: 4,
      finalUrl: `${site}/redirect/0?code=302`,
    });
    expect(textOf(page)).toBe("arrived");
  });

  it("may be as many as allowed, not one more", async () => {
    expect((await get("/redirect/2", { maxRedirects: 2 })).failure).toBe(null);
    expect(await get("/redirect/3", { maxRedirects: 2 })).toMatchObject({
      status: 302,
      redirects: 2,
      fetches: 3,
      finalUrl: `${site}/redirect/1?code=302`,
      failure: {
        class: "redirect",
        reason: "too-many",
        url: `${site}/redirect/0?code=302`,
      },
    });
  });

  it("are the answer itself when none is allowed", async () => {
    const page = await get("/redirect/1", { maxRedirects: 0 });
    expect(page).toMatchObject({
      status: 302,
      redirects: 0,
      fetches: 1,
      failure: null,
      finalUrl: `${site}/redirect/1`,
    });
  });

  it.each([
    ["/redirect-loop", "loop", `${site}/redirect-loop`, 1],
    ["/redirect-ping", "loop", `${site}/redirect-ping`, 2],
    ["/redirect-none", "no-location", `${site}/redirect-none`, 1],
    ["/redirect-empty", "no-location", `${site}/redirect-empty`, 1],
    ["/redirect-bad", "bad-location", "http://[::1", 1],
  ])(
    "that cannot be followed, at %s, end with the failure %s",
    async (path, reason, url, fetches) => {
      expect(await get(path)).toMatchObject({
        failure: { class: "redirect", reason, url },
        fetches,
        status: 302,
      });
    },
  );

  it.each([300, 304, 305, 306])(
    "do not include an answer with status %d",
    async (status) => {
      const { fetch } = scripted(
        new Response(null, { status, headers: { location: "/x" } }),
      );
      expect(await get("https://example.com/", { deps: { fetch } })).toMatchObject({
        status,
        redirects: 0,
      });
    },
  );

  it("to a location in UTF-8 lead where it means", async () => {
    expect(echoOf(await get("/redirect-utf8")).url).toBe("/echo?q=gr%C3%BC%C3%9F");
  });

  it("leave no fragment in the final URL", async () => {
    expect((await get("/redirect-to?url=/ok%23part")).finalUrl).toBe(`${site}/ok`);
  });

  it.each([
    [301, "GET", "GET"],
    [301, "POST", "GET"],
    [301, "PUT", "PUT"],
    [302, "POST", "GET"],
    [302, "DELETE", "DELETE"],
    [303, "GET", "GET"],
    [303, "POST", "GET"],
    [303, "PUT", "GET"],
    [307, "POST", "POST"],
    [308, "POST", "POST"],
    [308, "PATCH", "PATCH"],
  ] as const)(
    "by a %d turn %s into %s, and a body goes where its method stays",
    async (code, method, after) => {
      const headers = { "content-type": "text/plain", "x-mine": "1" };
      const body = method === "GET" ? null : "hello";
      const echo = echoOf(
        await get(`/redirect-to?url=/echo&code=${code}`, { method, body, headers }),
      );
      const isKept = method === after;
      expect(echo).toMatchObject({
        method: after,
        headers: { "x-mine": "1" },
        body: isKept && body !== null ? body : "",
      });
      expect(echo.headers["content-type"]).toBe(isKept ? "text/plain" : undefined);
    },
  );

  it("by a 303 leave a HEAD a HEAD", async () => {
    const { asked, fetch } = scripted(moved("/b", 303), new Response(null));
    await get("https://example.com/a", { method: "HEAD", deps: { fetch } });
    expect(asked[1]?.method).toBe("HEAD");
  });
});

describe("secrets", () => {
  const secrets = {
    authorization: "Bearer x",
    cookie: "a=1",
    "x-api-key": "k",
    "x-my-token": "t",
    "x-signature": "s",
    "session-id": "i",
    // No name says that this one is secret: only harmless headers go along.
    "x-customer": "c",
  };
  const headers = { ...secrets, accept: "text/html" };

  it("stay with a redirect on the same origin", async () => {
    expect(
      echoOf(await get("/redirect-to?url=/echo", { headers })).headers,
    ).toMatchObject(headers);
  });

  it("do not follow a redirect to another origin", async () => {
    const elsewhere = site.replace("127.0.0.1", "localhost");
    const echo = echoOf(
      await get(`/redirect-to?url=${encodeURIComponent(`${elsewhere}/echo`)}`, {
        headers,
      }),
    );
    expect(echo.headers).toMatchObject({
      host: new URL(elsewhere).host,
      accept: "text/html",
    });
    for (const name of Object.keys(secrets))
      expect(echo.headers).not.toHaveProperty(name);
  });

  it("do not come back when the way leads back", async () => {
    const { asked, fetch } = scripted(
      moved("https://b.example.com/"),
      moved("https://a.example.com/2"),
      new Response("x"),
    );
    await get("https://a.example.com/1", { headers, deps: { fetch } });
    expect(asked.map((request) => request.headers.has("authorization"))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("do not go from https to http of the same host", async () => {
    const { asked, fetch } = scripted(moved("http://example.com/"), new Response("x"));
    await get("https://example.com/", { headers, deps: { fetch } });
    expect(asked.map((request) => request.headers.has("cookie"))).toEqual([true, false]);
  });
});

describe("the address guard", () => {
  it.each([
    ["ftp://example.com/", "only http and https are fetched, not ftp"],
    ["http://0.0.0.0/", "0.0.0.0 is an unspecified address"],
    ["http://224.0.0.1/", "224.0.0.1 is a multicast address"],
  ])("stops a redirect to %s", async (location, detail) => {
    const page = await get(`/redirect-to?url=${encodeURIComponent(location)}`);
    expect(page).toMatchObject({
      failure: { class: "blocked", by: "address", url: location, detail },
      fetches: 1,
    });
  });

  it("stops a redirect that carries a password, and does not repeat it", async () => {
    const page = await get(
      `/redirect-to?url=${encodeURIComponent("http://me:hunter2@example.com/")}`,
    );
    expect(page.failure).toEqual({
      class: "blocked",
      by: "address",
      url: "http://example.com/",
      detail: "it carries a user name or password",
    });
  });

  const policy = { allowPrivate: false, ports: [] };

  it.each([
    "http://169.254.169.254/latest/meta-data/",
    "//127.0.0.1/",
    "http://[::ffff:7f00:1]/",
    "http://0x7f.1/",
    "http://metadata.google.internal/",
    "http://router/",
    "https://example.com:22/",
  ])("stops a redirect from a public page to %s", async (location) => {
    const { asked, fetch } = scripted(moved(location), new Response("secret"));
    const page = await get("https://example.com/", { deps: { fetch, policy } });
    expect(page).toMatchObject({
      status: 302,
      body: null,
      failure: { class: "blocked", by: "address" },
    });
    expect(asked).toHaveLength(1);
  });

  it("stops the given URL before anything is sent", async () => {
    const page = await get("/ok", { deps: { policy } });
    expect(page).toMatchObject({
      failure: { class: "blocked", by: "address", url: `${site}/ok` },
      fetches: 0,
      finalUrl: `${site}/ok`,
      status: null,
    });
  });

  // It relies on the URL class, and this runtime's is not Node's.
  it.each([
    "2130706433",
    "0177.1",
    "0x7f.1",
    "127\u30020\u30020\u30021",
    "\uff11\uff12\uff17.1",
    "127%2e1",
    "127.0.0.1.",
    "[::127.0.0.1]",
  ])("sees through http://%s/ in this runtime as well", (spelling) => {
    expect(guardUrl(`http://${spelling}/`, policy)).toMatchObject({
      detail: expect.stringContaining("loopback"),
    });
  });
});
