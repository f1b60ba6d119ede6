// Tests probes of URLs and their explanations, as blackbox_exporter's contract says.
import { describe, expect, it } from "vitest";
import { explain, pathOf, probe, valuesOf } from "#test/fixtures/net/probes.ts";
import { createWorld, type Site } from "#test/fixtures/world.ts";

const url = "https://site.example.com/";

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
