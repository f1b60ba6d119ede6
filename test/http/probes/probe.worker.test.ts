// Probes for Prometheus: the contract of blackbox_exporter, for URLs and for stored
// targets.
import { describe, expect, inject, it } from "vitest";
import { createDeps } from "#deps";
import type { Format } from "#domain/metrics/exposition.ts";
import { createApp } from "#http/app.ts";
import { bindingsWith, DB } from "#test/fixtures/bindings.ts";
import { readExposition } from "#test/fixtures/metrics/exposition-reader.ts";
import { createWorld, type Site, type World } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";

const pathOf = (query: Record<string, string>) => `/probe?${new URLSearchParams(query)}`;

/** The values of an exposition, by name and labels. */
const valuesOf = (text: string, format: Format = "prometheus"): Record<string, number> =>
  Object.fromEntries(
    readExposition(text, format).flatMap(({ samples }) =>
      samples.map(({ name, labels, value }) => [
        [name, ...Object.values(labels)].join(" "),
        value,
      ]),
    ),
  );

async function probe(
  world: World,
  query: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const answer = await world.call("GET", pathOf(query), undefined, headers);
  expect([answer.status, answer.body]).toEqual([200, expect.any(String)]);
  return valuesOf(answer.body);
}

async function explain(
  world: World,
  query: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const answer = await world.call(
    "GET",
    pathOf({ ...query, debug: "true" }),
    undefined,
    headers,
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  return answer.body as string;
}

const unanswered = {
  probe_success: 0,
  probe_http_status_code: 0,
  "probe_http_duration_seconds processing": 0,
  "probe_http_duration_seconds transfer": 0,
  probe_http_content_length: 0,
  probe_http_uncompressed_body_length: 0,
  probe_http_ssl: 0,
};

describe("a probe of a URL", () => {
  it("tells what blackbox_exporter would, as far as a Worker can know it", async () => {
    const world = await createWorld({
      site: ({ pathname }) =>
        pathname === "/"
          ? { status: 302, headers: { location: "/home" }, afterMs: 20 }
          : {
              body: "home",
              headers: {
                "content-length": "4",
                "last-modified": "Mon, 02 Mar 2026 00:00:00 GMT",
              },
              afterMs: 30,
            },
    });
    expect(await probe(world, { target: url })).toEqual({
      probe_success: 1,
      probe_duration_seconds: 0.05,
      probe_timeout_seconds: 60,
      probe_http_status_code: 200,
      "probe_http_duration_seconds processing": 0.05,
      "probe_http_duration_seconds transfer": 0,
      probe_http_content_length: 4,
      probe_http_uncompressed_body_length: 4,
      probe_http_redirects: 1,
      probe_http_ssl: 1,
      probe_http_last_modified_timestamp_seconds:
        Date.parse("2026-03-02T00:00:00Z") / 1000,
      probe_failed_due_to_regex: 0,
    });
  });

  it("tells the length of what came when none was announced, and no date when none was sent", async () => {
    const world = await createWorld({
      site: () => ({
        body: new Blob(["five!"]).stream(),
        headers: { "last-modified": "1.5" },
      }),
    });
    const values = await probe(world, { target: url });
    expect(values).toMatchObject({
      probe_http_content_length: -1,
      probe_http_uncompressed_body_length: 5,
    });
    expect(values).not.toHaveProperty("probe_http_last_modified_timestamp_seconds");
  });

  it.each([
    ["site.example.com", "http://site.example.com/"],
    ["site.example.com/a?b=c", "http://site.example.com/a?b=c"],
    ["site.example.com:80", "http://site.example.com/"],
    ["HTTPS://site.example.com", url],
  ])("of %s asks for %s", async (target, asked) => {
    const world = await createWorld();
    const values = await probe(world, { target });
    expect(values).toMatchObject({
      probe_success: 1,
      probe_http_ssl: Number(asked === url),
    });
    expect(world.requests).toEqual([asked]);
  });

  it.each([
    [undefined, "GET"],
    ["", "GET"],
    ["http_2xx", "GET"],
    ["http_post_2xx", "POST"],
    ["http_head_2xx", "HEAD"],
  ])("with module %s sends %s", async (module, method) => {
    const methods: string[] = [];
    const site: Site = (_, request) => {
      methods.push(request.method);
      return {};
    };
    const world = await createWorld({ site });
    await probe(world, { target: url, ...(module !== undefined && { module }) });
    expect(methods).toEqual([method]);
  });

  it("is as long as the scrape allows, less half a second", async () => {
    const world = await createWorld({ site: () => ({ afterMs: 100_000 }) });
    const timeouts = { "10": 9.5, "0.75": 0.25, "0.2": 0.1, "90": 60 };
    for (const [seconds, timeout] of Object.entries(timeouts)) {
      const headers = { "X-Prometheus-Scrape-Timeout-Seconds": seconds };
      expect(await probe(world, { target: url }, headers)).toMatchObject({
        ...unanswered,
        probe_duration_seconds: timeout,
        probe_timeout_seconds: timeout,
      });
    }
  });

  it("is OpenMetrics to those who prefer it", async () => {
    const world = await createWorld();
    const accept =
      "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    const { headers, body } = await world.call(
      "GET",
      pathOf({ target: url }),
      undefined,
      { accept },
    );
    expect(headers.get("content-type")).toBe(
      "application/openmetrics-text; version=1.0.0; charset=utf-8",
    );
    expect(valuesOf(body, "openmetrics")).toMatchObject({ probe_success: 1 });
    const plain = await world.call("GET", pathOf({ target: url }));
    expect(plain.headers.get("content-type")).toBe(
      "text/plain; version=0.0.4; charset=utf-8",
    );
  });

  it.each([
    ["http://10.0.0.1/", "http://10.0.0.1/ must not be fetched"],
    ["localhost:8787", "http://localhost:8787/ must not be fetched"],
    ["ftp://site.example.com/", "ftp://site.example.com/ must not be fetched"],
    [
      "https://me:hush@site.example.com/",
      "https://site.example.com/ must not be fetched",
    ],
    ["http://", "http:// must not be fetched: it is not a valid URL."],
  ])("of %s fails without a request and says why", async (target, reason) => {
    const world = await createWorld();
    expect(await probe(world, { target })).toMatchObject({
      ...unanswered,
      probe_duration_seconds: 0,
    });
    const text = await explain(world, { target });
    expect(text).toContain(reason);
    expect(text).not.toContain("hush");
    expect(world.requests).toEqual([]);
  });

  it.each([
    [{}, 400, "target", "The parameter target is missing."],
    [{ target: "" }, 400, "target", "The parameter target is missing."],
    [{ target: url, module: "icmp" }, 400, "module", 'There is no module "icmp".'],
    [
      { target: url, module: "constructor" },
      400,
      "module",
      'There is no module "constructor".',
    ],
    [
      { target: url, hostname: "other.example" },
      422,
      "hostname",
      "1 field is not acceptable.",
    ],
  ])(
    "with %j is a problem %i that names %s",
    async (query, status, parameter, detail) => {
      const world = await createWorld();
      const answer = await world.call("GET", pathOf(query as Record<string, string>));
      expect(answer.status).toBe(status);
      expect(answer.body).toMatchObject({ detail, errors: [{ parameter }] });
      expect(world.requests).toEqual([]);
    },
  );

  it.each(["soon", "0", "-1", ""])("refuses a scrape timeout of %j", async (seconds) => {
    const world = await createWorld();
    const header = "x-prometheus-scrape-timeout-seconds";
    const { status, body } = await world.call("GET", pathOf({ target: url }), undefined, {
      [header]: seconds,
    });
    expect([status, body.errors]).toMatchObject([422, [{ parameter: header }]]);
  });
});

describe("a probe of a target", () => {
  const own = {
    url: `${url}own`,
    key: "site.example.com",
    request: {
      method: "PUT",
      headers: { "x-api-key": "hush-1", "x-own": "shown" },
      body: "hush-2",
    },
    expect: { status: ["503"] },
  };

  it.each([
    [{ target: "1" }],
    [{ target: "site.example.com" }],
    [{ target: "1", module: "target" }],
    [{ target: "site.example.com", module: "target" }],
  ])("%j makes its own request, once, and expects what it expects", async (query) => {
    const bodies: string[] = [];
    const site: Site = (_, request) => {
      bodies.push(`${request.method} ${request.headers.get("x-api-key")}`);
      return { status: 503 };
    };
    const world = await createWorld({ site });
    await world.call("POST", "/api/targets", {
      ...own,
      request: { ...own.request, retries: 3 },
    });
    expect(await probe(world, query)).toMatchObject({
      probe_success: 1,
      probe_http_status_code: 503,
      probe_timeout_seconds: 10,
    });
    await world.call("PATCH", "/api/targets/1", { expect: { status: ["2xx"] } });
    expect(await probe(world, query)).toMatchObject({
      probe_success: 0,
      probe_http_status_code: 503,
    });
    expect(bodies).toEqual(["PUT hush-1", "PUT hush-1"]);
  });

  it.each([
    [{ target: "https://site.example.com" }, url],
    [{ target: "site.example.com", module: "http_2xx" }, "http://site.example.com/"],
  ])("is none when %j says that a URL is meant", async (query, asked) => {
    const world = await createWorld();
    await world.call("POST", "/api/targets", own);
    expect(await probe(world, query)).toMatchObject({ probe_success: 1 });
    expect(world.requests).toEqual([asked]);
  });

  it("that is a site asks for its start alone", async () => {
    const world = await createWorld({ site: () => ({ body: '<a href="/a">a</a>' }) });
    await world.call("POST", "/api/targets", { kind: "site", url });
    expect(await probe(world, { target: "1" })).toMatchObject({ probe_success: 1 });
    expect(world.requests).toEqual([url]);
  });

  it.each([
    [{ target: "7" }],
    [{ target: "nobody", module: "target" }],
    [{ target: url, module: "target" }],
  ])("that %j does not find is a problem", async (query) => {
    const world = await createWorld();
    const { status, body } = await world.call("GET", pathOf(query));
    expect([status, body.detail]).toEqual([
      404,
      `There is no target with the id or key ${Object.values(query)[0]}.`,
    ]);
    expect(world.requests).toEqual([]);
  });

  it("records nothing", async () => {
    const tables = await DB.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    ).all<{ name: string }>();
    const snapshot = async () =>
      Promise.all(
        tables.results.map(
          async ({ name }) => (await DB.prepare(`SELECT * FROM "${name}"`).all()).results,
        ),
      );
    const world = await createWorld({
      site: () => ({ status: 503, headers: { "retry-after": "3600" } }),
    });
    await world.call("POST", "/api/targets", own);
    const before = await snapshot();
    expect(before.flat().length).toBeGreaterThan(1);
    await probe(world, { target: "1" });
    await probe(world, { target: url });
    expect(await snapshot()).toEqual(before);
  });

  it("shows no secret, to nobody", async () => {
    const vars = { PROBE_TOKEN: "hush-3" };
    const world = await createWorld({
      vars,
      site: ({ pathname }) =>
        pathname === "/own"
          ? { status: 307, headers: { location: "/on", "set-cookie": "session=hush-4" } }
          : {
              status: 503,
              headers: { "x-auth-token": "hush-5", "x-served-by": "cache 7" },
            },
    });
    await world.call("POST", "/api/targets", own);
    const text = await explain(
      world,
      { target: "1" },
      { authorization: "Bearer hush-3" },
    );
    for (const shown of [
      "x-api-key: ***",
      "x-own: shown",
      "set-cookie: ***",
      "x-served-by: cache 7",
    ]) {
      expect(text).toContain(shown);
    }
    expect(world.sent.map(({ headers }) => headers.get("x-api-key"))).toEqual([
      "hush-1",
      "hush-1",
    ]);
    const { body } = await world.call("GET", pathOf({ target: "1" }));
    expect(JSON.stringify([text, body, world.logs])).not.toContain("hush");
  });
});

describe("the explanation of a probe", () => {
  it("tells each step, the metrics and what was to be done", async () => {
    const world = await createWorld({
      site: ({ pathname }) =>
        pathname === "/"
          ? { status: 302, headers: { location: "/home" } }
          : { status: 404, body: "none" },
    });
    const text = await explain(
      world,
      { target: url },
      { "x-prometheus-scrape-timeout-seconds": "5" },
    );
    const [logs = "", metrics = "", configuration = ""] = text.split("\n\n\n");
    expect(logs.split("\n").filter((line) => / ms {2}/.test(line))).toEqual([
      "     0 ms  request    GET https://site.example.com/",
      "    10 ms  answer     302 from https://site.example.com/",
      "    10 ms  request    GET https://site.example.com/home",
      "    20 ms  answer     404 from https://site.example.com/home",
      "    20 ms  judgement  The status is 404; expected 2xx.",
    ]);
    expect(logs).toMatch(/^Logs for the probe:\n/);
    expect(logs).toContain(`\n${" ".repeat(22)}location: /home\n`);
    expect(metrics).toMatch(/^Metrics that would have been returned:\n/);
    expect(valuesOf(`${metrics.slice(metrics.indexOf("\n") + 1)}\n`)).toMatchObject({
      probe_success: 0,
      probe_http_status_code: 404,
      probe_http_redirects: 1,
      probe_http_uncompressed_body_length: 4,
    });
    expect(configuration).toMatch(/^Module configuration:\n/);
    expect(JSON.parse(configuration.slice(configuration.indexOf("\n")))).toMatchObject({
      module: "http_2xx",
      method: "GET",
      timeoutMs: 4500,
      maxRedirects: 10,
      expect: { status: ["2xx"] },
    });
  });
});

describe("a probe of a server that misbehaves", () => {
  const vars = bindingsWith({
    API_TOKEN: "secret",
    ALLOW_PRIVATE_NETWORKS: "true",
  });
  const app = createApp({ depsOf: createDeps, jobs: [] });
  const urlOf = (path: string) =>
    path === "nobody" ? inject("desertedSite") : inject("site") + path;

  async function ask(
    path: string,
    debug: "true" | "false",
    scrapeSeconds: string,
  ): Promise<string> {
    const headers = {
      authorization: "Bearer secret",
      "x-prometheus-scrape-timeout-seconds": scrapeSeconds,
    };
    const response = await app.request(
      pathOf({ target: urlOf(path), debug }),
      { headers },
      vars,
    );
    expect(response.status).toBe(200);
    return await response.text();
  }

  const soon = "1.5";
  const refused = "it was refused, or closed before an answer began.";

  it.each([
    ["/hang", 0, 0, soon, "No answer began within 1000 ms."],
    ["/drip", 200, 0, soon, "The answer did not end within 1000 ms."],
    ["nobody", 0, 0, "10", refused],
    ["/reset", 0, 0, "10", refused],
    ["/garbage", 0, 0, "10", refused],
    ["/status/500", 500, 0, "10", "The status is 500; expected 2xx."],
    ["/redirect-loop", 302, 0, "10", "The page redirects in a circle, back to"],
    ["/redirect-ping", 302, 1, "10", "The page redirects in a circle, back to"],
    ["/redirect/11", 302, 10, "10", "The page redirects more often than allowed"],
    [
      "/redirect-to?url=http://0.0.0.0/",
      302,
      0,
      "10",
      "http://0.0.0.0/ must not be fetched",
    ],
    [
      "/infinite",
      200,
      0,
      "10",
      "The body is larger than 10485760 bytes; reading stopped there.",
    ],
    [
      "/gzip-bomb",
      200,
      0,
      "10",
      "The body is larger than 10485760 bytes; reading stopped there.",
    ],
    ["/truncated", 200, 0, "10", "the connection was lost before the body's end."],
  ])(
    "%s fails, with status %i and %i redirects",
    async (path, status, redirects, seconds, reason) => {
      expect(valuesOf(await ask(path, "false", seconds))).toMatchObject({
        probe_success: 0,
        probe_http_status_code: status,
        probe_http_redirects: redirects,
      });
      expect(await ask(path, "true", seconds)).toContain(reason);
    },
  );

  it.each([
    ["/ok?bytes=3000000", 3_000_000, 3_000_000],
    ["/redirect/10", 7, 7],
    ["/chunked", -1, 12],
  ])(
    "%s succeeds all the same, announcing %i bytes and sending %i",
    async (path, announced, bytes) => {
      expect(valuesOf(await ask(path, "false", "10"))).toMatchObject({
        probe_success: 1,
        probe_http_content_length: announced,
        probe_http_uncompressed_body_length: bytes,
      });
    },
  );
});
