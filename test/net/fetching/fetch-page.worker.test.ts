import { describe, expect, it } from "vitest";
import {
  echoOf,
  get,
  noValidators,
  scripted,
  site,
  textOf,
} from "#test/fixtures/net/page-requests.ts";

describe("a page", () => {
  it("comes with status, type, size, hash and times", async () => {
    const page = await get("/etag");
    expect(page).toMatchObject({
      status: 200,
      redirects: 0,
      finalUrl: `${site}/etag`,
      bytes: 11,
      contentType: "text/html; charset=utf-8",
      // sha256 of: tagged "v1"
      contentHash: "5cb4c7415ca5cfc476a404effb83271f0e20f21ee341547a2ae21039e3ef3a86",
      notModified: false,
      retryAfterMs: null,
      fetches: 1,
      failure: null,
    });
    expect(textOf(page)).toBe('tagged "v1"');
    expect(page.startedAt).toBeGreaterThan(0);
    expect(page.firstByteMs).toBeGreaterThanOrEqual(0);
    expect(page.bodyMs).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ["/chunked", "first second"],
    ["/empty", ""],
    ["/charset?hex=fc&h=iso-8859-1", "\ufffd"],
  ])("at %s is read whole", async (path, text) => {
    const page = await get(path);
    expect(page.failure).toBe(null);
    expect(textOf(page)).toBe(text);
  });

  it("without content has the hash of nothing", async () => {
    // sha256 of no bytes
    expect((await get("/empty")).contentHash).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });

  it("is decoded before it is measured and hashed", async () => {
    const [plain, packed] = await Promise.all([
      get("/ok?bytes=5000"),
      get("/gzip?bytes=5000"),
    ]);
    expect(packed.bytes).toBe(5000);
    expect(packed.contentHash).toBe(plain.contentHash);
  });

  it.each(["/ok?bytes=1000", "/gzip?bytes=1000"])(
    "at %s may be exactly as large as allowed",
    async (path) => {
      expect((await get(path, { maxBodyBytes: 1000 })).bytes).toBe(1000);
      expect((await get(path, { maxBodyBytes: 999 })).failure).toEqual({
        class: "too-large",
        limitBytes: 999,
      });
    },
  );

  it("is asked for with the method, headers and body of its request", async () => {
    const headers = { "x-mine": "1", "content-type": "text/plain" };
    const page = await get("/echo", { method: "POST", headers, body: "hello" });
    expect(echoOf(page)).toMatchObject({
      method: "POST",
      headers: { ...headers, "user-agent": "junkai-test" },
      body: "hello",
    });
  });

  it("is asked for in the name that the request gives", async () => {
    const page = await get("/echo", { headers: { "User-Agent": "mine" } });
    expect(echoOf(page).headers["user-agent"]).toBe("mine");
  });

  it("never comes from a cache, and redirects are left to us", async () => {
    const { asked, fetch } = scripted(new Response("x"));
    await get("https://example.com/", { deps: { fetch } });
    expect(asked[0]?.init).toMatchObject({ cache: "no-store", redirect: "manual" });
  });

  it("is asked for once, whatever its status", async () => {
    const page = await get("/fail-first?k=once");
    expect(page).toMatchObject({ status: 503, failure: null, fetches: 1, bytes: 6 });
  });

  it.each([
    ["/status/204", "GET"],
    ["/status/205", "GET"],
    ["/ok", "HEAD"],
  ] as const)("at %s with %s has no body", async (path, method) => {
    const page = await get(path, { method });
    expect(page).toMatchObject({
      body: null,
      contentHash: null,
      bytes: 0,
      failure: null,
    });
  });
});

describe("conditional requests", () => {
  const etag = { etag: '"v1"', lastModified: null };
  const lastModified = { etag: null, lastModified: "Mon, 02 Mar 2026 00:00:00 GMT" };

  it.each([
    ["/etag", etag],
    ["/last-modified", lastModified],
  ])(
    "to %s give what to send next time, and then a 304 without a body",
    async (path, validators) => {
      expect((await get(path)).validators).toEqual(validators);
      const again = await get(path, { validators });
      expect(again).toMatchObject({
        status: 304,
        notModified: true,
        validators,
        body: null,
        bytes: 0,
        contentHash: null,
        failure: null,
      });
    },
  );

  it("bring the page and its new validators when it has changed", async () => {
    const page = await get('/etag?v="v2"', { validators: etag });
    expect(page).toMatchObject({
      status: 200,
      notModified: false,
      validators: { etag: '"v2"', lastModified: null },
    });
  });

  it.each(["POST", "PUT", "DELETE"] as const)("are not made with %s", async (method) => {
    const echo = echoOf(await get("/echo", { method, validators: etag }));
    expect(echo.headers).not.toHaveProperty("if-none-match");
  });

  it("leave alone a condition that the request itself sets", async () => {
    const page = await get("/echo", {
      headers: { "If-None-Match": '"mine"' },
      validators: etag,
    });
    expect(echoOf(page).headers["if-none-match"]).toBe('"mine"');
  });

  it("are for the given URL only: a redirect neither takes validators along nor brings any back", async () => {
    const validators = { ...lastModified, etag: '"v1"' };
    const echo = echoOf(await get("/redirect-to?url=/echo", { validators }));
    expect(Object.keys(echo.headers).filter((name) => name.startsWith("if-"))).toEqual(
      [],
    );
    expect((await get("/redirect-to?url=/etag")).validators).toEqual(noValidators);
  });

  it.each([404, 206, 500])("are not made by what came with a %d", async (status) => {
    const { fetch } = scripted(new Response("x", { status, headers: { etag: '"v1"' } }));
    expect((await get("https://example.com/", { deps: { fetch } })).validators).toEqual(
      noValidators,
    );
  });

  it("are not made by a tag that is too long to keep", async () => {
    const { fetch } = scripted(
      new Response("x", { headers: { etag: `"${"v".repeat(500)}"` } }),
    );
    expect((await get("https://example.com/", { deps: { fetch } })).validators).toEqual(
      noValidators,
    );
  });
});

describe("Retry-After", () => {
  it.each([
    ["/retry-after?v=2", 2000],
    ["/retry-after?v=2&code=429", 2000],
    ["/retry-after?v=2&code=500", 2000],
    ["/retry-after?v=99999999", 24 * 3_600_000],
    ["/retry-after?v=-1", null],
    ["/retry-after?v=nonsense", null],
    ["/retry-after?v=2&code=200", null],
    ["/status/503", null],
  ])("at %s asks for %s ms", async (path, retryAfterMs) => {
    expect((await get(path)).retryAfterMs).toBe(retryAfterMs);
  });
});

describe("a body that is taken as it comes", () => {
  it.each(["/ok?bytes=90000", "/gzip?bytes=90000", "/ok?bytes=500"])(
    "at %s is whole and has the hash that it has when it is held",
    async (path) => {
      const held = await get(path);
      const parts: Uint8Array[] = [];
      const taken = await get(path, {
        takeBody: () => (part) => {
          parts.push(part.slice());
        },
      });
      expect(taken).toMatchObject({
        body: null,
        bytes: held.bytes,
        contentHash: held.contentHash,
        failure: null,
      });
      expect(await new Blob(parts).text()).toBe(textOf(held));
    },
  );

  it("is refused or cut at the limit, as it would be if it were held", async () => {
    const takeBody = () => () => {};
    const limits = { takeBody, maxBodyBytes: 70_000 };
    expect((await get("/gzip?bytes=90000", limits)).failure).toEqual({
      class: "too-large",
      limitBytes: 70_000,
    });
    expect(
      await get("/gzip?bytes=90000", { ...limits, cutsBody: () => true }),
    ).toMatchObject({
      failure: null,
      bytes: 70_000,
    });
  });
});
