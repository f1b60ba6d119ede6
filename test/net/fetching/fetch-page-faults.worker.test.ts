import { describe, expect, it, vi } from "vitest";
import type { Failure } from "#domain/runs/failure.ts";
import {
  desertedSite,
  get,
  noValidators,
  realClock,
  scripted,
  site,
  textOf,
} from "#test/fixtures/net/page-requests.ts";

/**
 * A clock that stands still, and whose timers go off when they should, however slow the
 * machine is: once a request was sent, or once its answer has begun; or never.
 */
function passing(passed: "none" | "first byte" | "end") {
  const goneOff: number[] = [];
  let timer: { ms: number; wake: () => void } | null = null;
  const goOff = () => {
    if (timer === null) return;
    const { ms, wake } = timer;
    timer = null;
    goneOff.push(ms);
    wake();
  };
  const after = (ms: number, wake: () => void) => {
    timer = { ms, wake };
    return () => {
      timer = null;
    };
  };
  const deps = {
    clock: { now: () => 0, after },
    fetch: (async (...request: Parameters<typeof fetch>) => {
      if (passed === "first byte") setTimeout(goOff, 0);
      const answer = await fetch(...request);
      if (passed === "end") {
        setTimeout(() => {
          goOff();
          goOff();
        }, 0);
      }
      return answer;
    }) as typeof fetch,
  };
  return { deps, goneOff };
}

describe("a fault ends in time, as what it is:", () => {
  const limits = { timeoutMs: 300, firstByteTimeoutMs: 200, maxBodyBytes: 50_000 };
  const noFirstByte: Failure = { class: "timeout", phase: "first-byte", limitMs: 200 };
  const noEnd: Failure = { class: "timeout", phase: "body", limitMs: 300 };
  const tooLarge: Failure = { class: "too-large", limitBytes: 50_000 };
  const refused: Failure = {
    class: "connect",
    host: "127.0.0.1",
    detail: "it was refused, or closed before an answer began",
  };
  const protocol = (detail: string): Failure => ({ class: "protocol", detail });
  const lost = protocol("the connection was lost before the body's end");

  /** Which limits pass while the fault is met: only these are a matter of time. */
  const limitsPassed = { none: [], "first byte": [200], end: [200, 100] };

  it.each<
    [
      target: string,
      status: number | null,
      failure: Failure,
      passed?: keyof typeof limitsPassed,
    ]
  >([
    ["/slow?ms=5000", null, noFirstByte, "first byte"],
    ["/hang", null, noFirstByte, "first byte"],
    ["/drip", 200, noEnd, "end"],
    ["/drip-declared", 200, noEnd, "end"],
    ["/infinite", 200, tooLarge],
    ["/gzip-bomb", 200, tooLarge],
    ["/ok?bytes=50001", 200, tooLarge],
    ["/truncated", 200, lost],
    ["/chunk-broken", 200, lost],
    ["/gzip-bad", 200, protocol("Gzip decompression failed")],
    ["/gzip-truncated", 200, protocol("Gzip compressed stream ended prematurely")],
    ["/always-304", 304, protocol("a 304 without having been asked conditionally")],
    ["/reset", null, refused],
    ["/empty-reply", null, refused],
    ["/garbage", null, refused],
    ["/length-twice", null, refused],
    [`${desertedSite}/`, null, refused],
    [
      `${site.replace("http:", "https:")}/`,
      null,
      { class: "tls", host: "127.0.0.1", detail: "the handshake failed" },
    ],
  ])("%s", async (target, status, failure, passed = "none") => {
    const { deps, goneOff } = passing(passed);
    const page = await get(target, { ...limits, deps });
    expect(page).toMatchObject({
      status,
      failure,
      body: null,
      contentHash: null,
      validators: noValidators,
    });
    expect(goneOff).toEqual(limitsPassed[passed]);
  });

  it("a body that is longer than declared ends where it should", async () => {
    expect(textOf(await get("/length-short", limits))).toBe("five ");
  });

  it("the time until the first byte counts all redirects", async () => {
    const page = await get(
      `/redirect-to?url=${encodeURIComponent("/slow?ms=5000")}`,
      limits,
    );
    expect(page).toMatchObject({
      status: null,
      redirects: 1,
      fetches: 2,
      failure: noFirstByte,
      bodyMs: 0,
    });
    expect(page.firstByteMs).toBeGreaterThanOrEqual(190);
  });

  it("a late first byte that is still in time is no fault", async () => {
    const page = await get("/slow?ms=100", {
      ...limits,
      timeoutMs: 2000,
      firstByteTimeoutMs: 1900,
    });
    expect(page).toMatchObject({ status: 200, failure: null });
    expect(page.firstByteMs).toBeGreaterThanOrEqual(90);
  });
});

describe("nothing is left open", () => {
  it.each(["/hang", "/drip", "/drip-declared", "/infinite", "/redirect-endless-body"])(
    "at %s",
    async (path) => {
      const mark = `${path.slice(1)}-leak`;
      const limits = { timeoutMs: 200, firstByteTimeoutMs: 200, maxBodyBytes: 1000 };
      await get(`${path}?mark=${mark}`, limits);
      await vi.waitFor(
        async () => expect(textOf(await get(`/open?of=${mark}`))).toBe("0"),
        3000,
      );
    },
  );

  it("when a stream ignores that it was aborted: time is up all the same, and it is cancelled", async () => {
    const cancel = vi.fn();
    const endless = new ReadableStream({
      pull: () => new Promise<void>(() => {}),
      cancel,
    });
    const { fetch } = scripted(new Response(endless));
    const page = await get("https://example.com/", { deps: { fetch }, timeoutMs: 100 });
    expect(page.failure).toEqual({ class: "timeout", phase: "body", limitMs: 100 });
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
  });

  it("when an answer comes too late: it is cancelled, and its redirect not followed", async () => {
    const cancel = vi.fn();
    const late = new Response(new ReadableStream({ cancel }), {
      status: 302,
      headers: { location: "/next" },
    });
    const fetch = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return late;
    });
    const page = await get("https://example.com/", { deps: { fetch }, timeoutMs: 50 });
    expect(page.failure).toEqual({ class: "timeout", phase: "first-byte", limitMs: 50 });
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
    expect(fetch).toHaveBeenCalledOnce();
  });

  it.each(["/ok", "/reset", "/redirect/2", "/redirect-loop", "ftp://127.0.0.1/"])(
    "and no timer is, at %s",
    async (target) => {
      let timers = 0;
      const after = (ms: number, wake: () => void) => {
        timers += 1;
        const callOff = realClock.after(ms, wake);
        return () => {
          timers -= 1;
          callOff();
        };
      };
      await get(target, { deps: { clock: { ...realClock, after } } });
      expect(timers).toBe(0);
    },
  );
});

describe("what the runtime's exceptions mean:", () => {
  const reference = new Error("internal error; reference = 1ii9ke4b58t23r5fu3lotge5");
  const host = "example.com";
  const handshake = "the handshake failed";
  const either = "its name does not resolve or the TLS handshake failed";
  const odd = new Error("Something odd.");
  const limit = new Error("Too many subrequests.");

  it.each<[url: string, error: Error, failure: Failure]>([
    ["http://example.com/", reference, { class: "dns", host }],
    [
      "https://192.0.2.1/",
      reference,
      { class: "tls", host: "192.0.2.1", detail: handshake },
    ],
    [
      "https://[2001:db8::1]/",
      reference,
      { class: "tls", host: "[2001:db8::1]", detail: handshake },
    ],
    ["https://example.com/", reference, { class: "connect", host, detail: either }],
    [
      "http://192.0.2.1/",
      reference,
      { class: "connect", host: "192.0.2.1", detail: "the runtime gave no reason" },
    ],
    ["http://example.com/", odd, { class: "connect", host, detail: "Something odd" }],
    ["http://example.com/", limit, { class: "internal", detail: "Too many subrequests" }],
  ])("%s: %s", async (url, error, failure) => {
    const { fetch } = scripted(error);
    expect(await get(url, { deps: { fetch } })).toMatchObject({
      failure,
      fetches: 1,
      status: null,
    });
  });

  it("a header that cannot be sent is our own failure, not the site's", async () => {
    const page = await get("/ok", { headers: { "x-mine": "a\nb" } });
    expect(page).toMatchObject({ failure: { class: "internal" }, status: null });
  });
});

describe("what Cloudflare says in an origin's stead", () => {
  it.each([
    ["/edge/520", { class: "protocol" }],
    ["/edge/521", { class: "connect", host: "127.0.0.1" }],
    ["/edge/522", { class: "timeout", phase: "first-byte" }],
    ["/edge/523", { class: "connect", host: "127.0.0.1" }],
    ["/edge/524", { class: "timeout", phase: "first-byte" }],
    ["/edge/525", { class: "tls", host: "127.0.0.1" }],
    ["/edge/526", { class: "tls", host: "127.0.0.1" }],
    ["/edge/530?error=1016", { class: "dns", host: "127.0.0.1" }],
  ])("is a failure at %s, with its status", async (path, failure) => {
    const page = await get(path);
    expect(page).toMatchObject({
      status: Number(path.slice(6, 9)),
      failure,
      contentHash: null,
    });
  });

  it.each(["/edge/530?error=1033", "/edge/502", "/edge/522?server=nginx", "/status/521"])(
    "is not what %s says: that is the origin's own answer",
    async (path) => {
      expect(await get(path)).toMatchObject({ failure: null });
    },
  );
});
