// Tests that a trial of a target tells everything and stores nothing.
import { describe, expect, it } from "vitest";
import { DB } from "#test/fixtures/bindings.ts";
import { type Answer, createWorld, type Site } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";
const path = "/api/targets/test";

type Step = {
  step: string;
  atMs: number;
  explanation: string;
  details: Record<string, unknown>;
};

async function tryOut(document: Record<string, unknown>, site: Site = () => ({})) {
  const world = await createWorld({ site });
  const { status, body } = await world.call("POST", path, { url, ...document });
  expect(status).toBe(200);
  return { world, body, steps: body.steps as Step[] };
}

const told = (steps: readonly Step[]) =>
  steps.map(({ step, atMs, explanation }) => [step, atMs, explanation]);

describe("a trial", () => {
  it("tells what each step of a reading was given, what it gave, and which found nothing", async () => {
    const { body, steps } = await tryOut(
      {
        extract: [{ css: "h1", name: "title" }, { css: "main" }, { css: ".price" }],
      },
      () => ({
        body: "<h1>Tea</h1><main>sold out</main>",
        headers: { "content-type": "text/html" },
      }),
    );
    const read = steps.filter(({ step }) => step === "reading");
    expect(read.map(({ explanation }) => explanation)).toEqual([
      'Step 1: css "h1"',
      'Step 2: css "main"',
      'Step 3: css ".price"',
    ]);
    expect(read.map(({ details }) => [details.output, details.problem])).toEqual([
      ["Tea", null],
      ["sold out", null],
      [null, "found nothing"],
    ]);
    expect(read[2]?.details.input).toContain("sold out");
    expect(body).toMatchObject({ outcome: "failed" });
    expect(steps.at(-1)?.explanation).toBe('Step 3 (css ".price") found nothing.');
  });

  it("shows no more than a few kilobytes of what a step was given", async () => {
    const { steps } = await tryOut({ extract: [{ css: "p" }] }, () => ({
      body: `<p>${"x".repeat(100_000)}</p>`,
      headers: { "content-type": "text/html" },
    }));
    const [read] = steps.filter(({ step }) => step === "reading");
    expect(String(read?.details.output)).toHaveLength(4_001);
    expect(String(read?.details.input).length).toBeLessThanOrEqual(4_001);
  });

  it("tells each step in order, with its redirects, and how it was judged", async () => {
    const { body, steps } = await tryOut(
      { schedule: { cron: "0 9 * * *" }, request: { headers: { accept: "text/html" } } },
      ({ pathname }): Answer =>
        pathname === "/"
          ? { status: 302, headers: { location: "/home" }, afterMs: 20 }
          : { body: "home", headers: { "content-type": "text/html" }, afterMs: 30 },
    );
    expect(told(steps)).toEqual([
      ["schedule", 0, "It would next be due at 2026-03-02T09:00:00.000Z."],
      ["request", 0, "GET https://site.example.com/"],
      ["answer", 20, "302 from https://site.example.com/"],
      ["request", 20, "GET https://site.example.com/home"],
      ["answer", 50, "200 from https://site.example.com/home"],
      ["judgement", 50, "That is a success: expected 2xx."],
    ]);
    expect(steps[1]?.details).toMatchObject({ headers: { accept: "text/html" } });
    expect(steps[2]?.details).toMatchObject({ headers: { location: "/home" } });
    expect(steps[5]?.details).toMatchObject({
      bytes: 4,
      contentType: "text/html",
      redirects: 1,
      attempts: 1,
    });
    expect(body).toMatchObject({
      outcome: "ok",
      run: {
        trigger: "manual",
        outcome: "ok",
        status: 200,
        redirects: 1,
        finalUrl: `${url}home`,
        durationMs: 50,
      },
    });
    expect(body.upcoming).toHaveLength(5);
  });

  it("stores nothing and disturbs nothing", async () => {
    const world = await createWorld();
    const rows = async () => {
      const tables = [
        "targets",
        "shards",
        "blocks",
        "hours",
        "host_holds",
        "idempotency_keys",
        "jobs",
        "job_hours",
      ];
      const counts = await Promise.all(
        tables.map((table) =>
          DB.prepare(`SELECT count(*) AS n FROM ${table}`).first("n"),
        ),
      );
      return counts.reduce<number>((sum, n) => sum + Number(n), 0);
    };
    const document = { url, key: "home", schedule: { every: "5s" } };
    expect((await world.call("POST", path, document)).status).toBe(200);
    expect(await rows()).toBe(0);
    expect((await world.call("GET", "/api/targets")).body.items).toEqual([]);
    await world.call("PUT", "/api/targets/by-key/home", { url });
    const before = await rows();
    expect((await world.call("POST", path, document)).status).toBe(200);
    expect(await rows()).toBe(before);
    expect((await world.call("GET", "/api/targets/1/runs")).body.items).toEqual([]);
    expect((await world.call("GET", "/api/targets/1")).body.status).toBe("new");
  });

  it("sends secret headers and shows none of them, on no step", async () => {
    const seen: Record<string, string>[] = [];
    const headers = {
      authorization: "Bearer hush-1",
      "X-Api-Key": "hush-2",
      cookie: "hush-3",
      accept: "*/*",
    };
    const { world, body } = await tryOut(
      { request: { headers, retries: 1 } },
      ({ pathname }, request) => {
        seen.push(Object.fromEntries(request.headers));
        return pathname === "/"
          ? { status: 302, headers: { location: "/on", "set-cookie": "session=hush-4" } }
          : {
              status: 500,
              headers: { "x-auth-token": "hush-5", "x-served-by": "cache 7" },
            };
      },
    );
    expect(seen).toHaveLength(4);
    for (const own of seen) {
      expect(own).toMatchObject({
        authorization: "Bearer hush-1",
        "x-api-key": "hush-2",
        cookie: "hush-3",
      });
    }
    const text = JSON.stringify(body);
    expect(text).not.toContain("hush");
    expect(text).toContain("cache 7");
    expect(JSON.stringify(world.logs)).not.toContain("hush");
    for (const { details } of body.steps.filter(({ step }: Step) => step === "request")) {
      expect(details.headers).toMatchObject({
        authorization: "***",
        "x-api-key": "***",
        cookie: "***",
        accept: "*/*",
      });
    }
  });

  it.each([
    [
      "a status that is not expected",
      () => ({ status: 404 }),
      {},
      ["request", "answer", "judgement"],
      "The status is 404; expected 2xx.",
    ],
    [
      "silence",
      () => ({ afterMs: 60_000 }),
      { request: { timeout: "1s" } },
      ["request", "judgement"],
      "No answer began within 1 s.",
    ],
    [
      "a lost connection, twice",
      () => new Error("Network connection lost."),
      {},
      ["request", "answer", "request", "answer", "judgement"],
      /^No connection to site\.example\.com: .+\.$/,
    ],
    [
      "a circle of redirects",
      () => ({ status: 307, headers: { location: "/" } }),
      {},
      ["request", "answer", "judgement"],
      "The page redirects in a circle, back to https://site.example.com/.",
    ],
    [
      "a redirect into a private network",
      () => ({ status: 302, headers: { location: "http://10.0.0.1/admin" } }),
      {},
      ["request", "answer", "judgement"],
      /^http:\/\/10\.0\.0\.1\/admin must not be fetched: .+\.$/,
    ],
  ] as const)("explains %s", async (_, site, document, kinds, explanation) => {
    const { body, steps } = await tryOut(document, site as Site);
    expect(steps.map(({ step }) => step)).toEqual(["schedule", ...kinds]);
    expect(steps.at(-1)?.explanation).toMatch(explanation);
    expect(body).toMatchObject({ outcome: "failed", run: { outcome: "failed" } });
    expect(body.run.failure.message).toBe(steps.at(-1)?.explanation);
    const instants = steps.map(({ atMs }) => atMs);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
  });

  it.each([
    "http://10.0.0.1/",
    "http://127.0.0.1:8787/",
    "http://[::1]/",
    "http://localhost/",
    "http://printer/",
  ])("of %s is refused before any request", async (address) => {
    const world = await createWorld();
    const { status, body } = await world.call("POST", path, { url: address });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { pointer: "/url", detail: expect.stringMatching(/cannot be fetched/) },
    ]);
    expect(world.requests).toEqual([]);
  });

  it.each([
    [{ url, colour: "red" }, "/colour"],
    [{ url, schedule: { cron: "61 * * * *" } }, "/schedule/cron"],
    [
      { url, request: { headers: { authorization: "***" } } },
      "/request/headers/authorization",
    ],
  ])(
    "of %j is refused before any request, and the field named",
    async (document, pointer) => {
      const world = await createWorld();
      const { status, body } = await world.call("POST", path, document);
      expect(status).toBe(422);
      expect(body.errors).toMatchObject([{ pointer }]);
      expect(world.requests).toEqual([]);
    },
  );
});

describe("a trial of a site", () => {
  const site: Site = ({ pathname }) =>
    pathname === "/robots.txt"
      ? { body: "User-agent: *\nDisallow: /private" }
      : {
          headers: { "content-type": "text/html" },
          body: `<title>Home</title><a href="/a">a</a><a href="/b">b</a><a href="https://other.example/">o</a>
            <a rel=nofollow href="/c">c</a>`,
        };

  it("reports what robots.txt says and which links a crawl would follow, and follows none", async () => {
    const { world, body, steps } = await tryOut(
      { kind: "site", schedule: { cron: "0 9 * * *" } },
      site,
    );
    expect(told(steps)).toEqual([
      ["schedule", 0, "It would next be due at 2026-03-02T09:00:00.000Z."],
      ["request", 0, `GET ${url}robots.txt`],
      ["answer", 10, `200 from ${url}robots.txt`],
      ["request", 10, `GET ${url}`],
      ["answer", 20, `200 from ${url}`],
      ["robots", 20, "robots.txt allows the start."],
      ["links", 20, "A crawl would follow 2 links; refused: 1 scope, 1 nofollow."],
      ["judgement", 20, "That is a success: expected 2xx."],
    ]);
    expect(steps[6]?.details).toMatchObject({
      title: "Home",
      follows: [`${url}a`, `${url}b`],
    });
    expect(body.outcome).toBe("ok");
    expect(world.requests).toHaveLength(2);
    expect(await DB.prepare("SELECT count(*) AS n FROM robots").first()).toEqual({
      n: 0,
    });
  });

  it("does not fetch a start that robots.txt disallows", async () => {
    const { world, body, steps } = await tryOut(
      { kind: "site", url: `${url}private` },
      site,
    );
    expect(steps.find(({ step }) => step === "robots")?.explanation).toBe(
      "robots.txt does not allow the start.",
    );
    expect(body).toMatchObject({
      outcome: "failed",
      run: { failure: { class: "blocked" } },
    });
    expect(world.requests).toEqual([`${url}robots.txt`]);
  });

  it("takes neither a body nor another method than GET", async () => {
    const world = await createWorld();
    const { status, body } = await world.call("POST", path, {
      url,
      kind: "site",
      request: { method: "HEAD" },
    });
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { pointer: "/request/method", detail: "A site is read with GET." },
    ]);
  });
});
