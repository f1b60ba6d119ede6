// Tests what the API tells of a run.
import { describe, expect, it } from "vitest";
import { listed, type Run } from "#test/fixtures/rounds/run-history.ts";
import { isoAt, minute, second, start } from "#test/fixtures/times.ts";
import { type Answer, addTarget, createWorld, type Site } from "#test/fixtures/world.ts";

describe("the answer about a run", () => {
  /** The one run of a target against a host that answers so. */
  async function runOnce(
    site: Site,
    document: Record<string, unknown> = {},
    delay = 0,
  ): Promise<Run> {
    const world = await createWorld({ now: start, site });
    const id = await addTarget(world, {
      schedule: { every: "1h", startAt: isoAt(0) },
      alarm: { recheck: null },
      ...document,
    });
    await world.advanceTo(start + delay);
    await world.runUntil(start + delay + minute);
    const [run, ...others] = await listed(world, id);
    expect(others).toEqual([]);
    return run as Run;
  }

  const sha256 = async (text: string) =>
    new Uint8Array(
      await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)),
    ).toHex();

  it("is complete", async () => {
    const page = "grüß dich";
    const site: Site = ({ pathname }) =>
      pathname === "/"
        ? { status: 301, headers: { location: "/a" }, afterMs: 30 }
        : pathname === "/a"
          ? {
              status: 302,
              headers: { location: "https://www.example.com/b?c=d" },
              afterMs: 50,
            }
          : {
              body: page,
              headers: { "content-type": "text/html; charset=utf-8" },
              afterMs: 100,
            };
    expect(await runOnce(site, {}, 75 * second + 250)).toEqual({
      dueAt: isoAt(0),
      startedAt: isoAt(75 * second + 250),
      lagMs: 75_250,
      durationMs: 180,
      firstByteMs: 180,
      bodyMs: 0,
      fate: "late",
      trigger: "schedule",
      attempt: 1,
      tries: [
        {
          startedAt: isoAt(75 * second + 250),
          durationMs: 180,
          outcome: "ok",
          status: 200,
          failure: null,
        },
      ],
      outcome: "ok",
      failure: null,
      conditions: [],
      status: 200,
      bytes: new TextEncoder().encode(page).length,
      redirects: 2,
      finalUrl: "https://www.example.com/b?c=d",
      contentType: "text/html; charset=utf-8",
      contentHash: await sha256(page),
      notModified: false,
      reading: null,
      changed: false,
    });
  });

  it("is of the last attempt, but for the start", async () => {
    const answers: (Answer | Error)[] = [
      { status: 500, body: "oh", afterMs: 400 },
      { body: "well", afterMs: 70 },
    ];
    expect(await runOnce(() => answers.shift() as Answer)).toMatchObject({
      startedAt: isoAt(0),
      durationMs: 70,
      attempt: 2,
      trigger: "retry",
      status: 200,
      contentHash: await sha256("well"),
    });
  });

  it("tells each attempt, so that starts and durations add up", async () => {
    const answers: (Answer | Error)[] = [
      new Error("Network connection lost."),
      { status: 503, headers: { "retry-after": "3" }, afterMs: 400 },
      { body: "well", afterMs: 70 },
    ];
    const site = () => answers.shift() as Answer;
    const run = await runOnce(site, { request: { retries: 2 } });
    expect(run).toMatchObject({ attempt: 3, startedAt: isoAt(0), durationMs: 70 });
    // A second's wait after the first attempt, the host's three seconds after the second.
    expect(run.tries).toEqual([
      {
        startedAt: isoAt(0),
        durationMs: 0,
        outcome: "failed",
        status: null,
        failure: "connect",
      },
      {
        startedAt: isoAt(second),
        durationMs: 400,
        outcome: "failed",
        status: 503,
        failure: "status",
      },
      {
        startedAt: isoAt(4_400),
        durationMs: 70,
        outcome: "ok",
        status: 200,
        failure: null,
      },
    ]);
  });

  it("tells the one attempt of a run that was not retried", async () => {
    const run = await runOnce(() => ({ status: 404, afterMs: 30 }));
    expect(run.tries).toEqual([
      {
        startedAt: run.startedAt,
        durationMs: 30,
        outcome: "failed",
        status: 404,
        failure: "status",
      },
    ]);
  });

  it.each([
    [
      "status",
      () => ({ status: 418, body: "teapot" }),
      { expect: { status: ["2xx", 301] } },
      { status: 418, expected: "2xx or 301" },
      "The status is 418; expected 2xx or 301.",
      { status: 418, bytes: 6 },
    ],
    [
      "timeout",
      () => ({ afterMs: 9 * second }),
      { request: { timeout: "2s" } },
      { phase: "first-byte", limitMs: 2_000 },
      "No answer began within 2 s.",
      { status: null, durationMs: 2_000, bytes: 0, contentHash: null, contentType: null },
    ],
    [
      "connect",
      () => new Error("Network connection lost."),
      { request: { retries: 0 } },
      { host: "site.example.com", detail: expect.any(String) },
      expect.stringMatching(/^No connection to site\.example\.com: .+\.$/),
      { status: null, finalUrl: "https://site.example.com/" },
    ],
    [
      "redirect",
      ({ pathname }: URL) => ({
        status: 302,
        headers: { location: pathname === "/" ? "/a" : "/" },
      }),
      {},
      { reason: "loop", url: "https://site.example.com/" },
      "The page redirects in a circle, back to https://site.example.com/.",
      { status: 302, redirects: 1, finalUrl: "https://site.example.com/a" },
    ],
    [
      "too-large",
      () => ({ body: "x".repeat(100) }),
      { request: { maxBodyBytes: 99 } },
      { limitBytes: 99 },
      "The body is larger than 99 bytes; reading stopped there.",
      { status: 200, contentHash: null },
    ],
    [
      "blocked",
      () => ({ status: 302, headers: { location: "http://169.254.169.254/latest" } }),
      {},
      { by: "address", url: "http://169.254.169.254/latest", detail: expect.any(String) },
      expect.stringMatching(
        /^http:\/\/169\.254\.169\.254\/latest must not be fetched: .+\.$/,
      ),
      { status: 302 },
    ],
  ] as const)(
    "is why it failed: %s",
    async (failureClass, site, document, evidence, message, rest) => {
      const run = await runOnce(site as Site, document);
      expect(run).toMatchObject({
        outcome: "failed",
        attempt: 1,
        failure: { class: failureClass, message, evidence },
        ...rest,
      });
    },
  );
});
