// Tests our metrics, alerts and dashboard with Prometheus itself.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readExposition } from "#test/fixtures/metrics/exposition-reader.ts";
import {
  answers,
  describeWithPrometheus,
  type Launched,
  launch,
  promtool,
  waitUntil,
} from "#test/fixtures/metrics/prometheus.ts";
import { freePort } from "#test/fixtures/net/port.ts";
import type { Answered } from "#test/fixtures/world.ts";

const root = join(import.meta.dirname, "../..");
const docs = (name: string) => join(root, "docs", name);
const readDocs = (name: string) => readFile(docs(name), "utf8");

describeWithPrometheus("promtool", () => {
  test.each([
    ["accepts the alerts", ["check", "rules", docs("alerts.yml")]],
    [
      "sees each alert fire when it should, and only then",
      ["test", "rules", docs("alerts.test.yml")],
    ],
    // The files with the tokens are not there.
    [
      "accepts the configuration",
      ["check", "config", "--syntax-only", docs("prometheus.yml")],
    ],
  ])("%s", async (_, args) => {
    const { code, output } = await promtool(args);
    expect(code, output).toBe(0);
    expect(output).toContain("SUCCESS");
  });

  test("accepts the configuration for many targets", async () => {
    const [, config = ""] =
      /```yaml\n(scrape_configs:\n.*?)```/s.exec(await readDocs("statistics.md")) ?? [];
    expect(config).toContain("__param_shard: 3/4");
    const folder = await mkdtemp(join(tmpdir(), "junkai-promtool-"));
    try {
      const path = join(folder, "prometheus.yml");
      await writeFile(path, config);
      const { code, output } = await promtool(["check", "config", "--syntax-only", path]);
      expect(code, output).toBe(0);
      expect(output).toContain("SUCCESS");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("has tests for every alert", async () => {
    const [alerts, tests] = await Promise.all([
      readDocs("alerts.yml"),
      readDocs("alerts.test.yml"),
    ]);
    const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    const tested = [...tests.matchAll(/alertname: (\w+)\n +exp_alerts:\n +- /g)].map(
      ([, name]) => name,
    );
    expect(names.filter((name) => !tested.includes(name))).toEqual([]);
  });
});

/**
 * A junkai with a target that is up and one that is down, each run three times, and a
 * Prometheus that scrapes it.
 */
async function startBoth() {
  const folder = await mkdtemp(join(tmpdir(), "junkai-prometheus-"));
  const [port, prometheusPort] = [await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const programs: Launched[] = [];
  const stop = async () => {
    for (const program of programs.toReversed()) await program.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const call = async (method: string, path: string, document?: object) => {
    const headers = { authorization: "Bearer dev", "content-type": "application/json" };
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers,
      ...(document && { body: JSON.stringify(document) }),
    });
    return { status: answer.status, body: (await answer.json()) as Answered };
  };
  try {
    const state = join(folder, "state");
    const env = { PORT: String(port), JUNKAI_STATE: state };
    programs.push(
      await launch([process.execPath, join(root, "scripts/start.mjs")], env, () =>
        answers(`${origin}/health`),
      ),
    );
    await addTargets(call, origin);
    const config = await writeConfig(folder, origin);
    const flags = [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${prometheusPort}`,
    ];
    const url = `http://127.0.0.1:${prometheusPort}`;
    programs.push(
      await launch(["prometheus", ...flags], {}, () => answers(`${url}/-/ready`)),
    );
    return { origin, call, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Both = Awaited<ReturnType<typeof startBoth>>;

const names = { up: 'Up, "quoted"', down: "Down \\ out" };

/**
 * Their schedules lie in the future, so that they are run when we say so and the numbers
 * stay what they are.
 */
async function addTargets(call: Both["call"], origin: string): Promise<void> {
  const schedule = { every: "1d", startAt: "2100-01-01T00:00:00Z" };
  const extract = ["css p", "regex /(\\d+) degrees/", "number as degrees"];
  // A page that changes between two runs is not looked at once more.
  const changes = { confirm: null };
  for (const [name, url] of [
    [names.up, `${origin}/demo`],
    [names.down, `${origin}/nothing-there`],
  ]) {
    const { body } = await call("POST", "/api/targets", {
      name,
      url,
      schedule,
      extract,
      changes,
    });
    for (let run = 0; run < 3; run++) await call("POST", `/api/targets/${body.id}/run`);
  }
}

/** The documented configuration, for this junkai and in a hurry. */
async function writeConfig(folder: string, origin: string): Promise<string> {
  const token = join(folder, "token");
  await writeFile(token, "dev");
  const config = (await readDocs("prometheus.yml"))
    .replaceAll("junkai.example.workers.dev", new URL(origin).host)
    .replaceAll("scheme: https", "scheme: http")
    .replaceAll(/_(interval|timeout): \S+/g, "_$1: 2s")
    .replaceAll(/credentials_file: .*/g, `credentials_file: ${token}`)
    .replaceAll(/https:\/\/example\.\w+\/\w*/g, `${origin}/demo`)
    .replace("alerts.yml", docs("alerts.yml"));
  await writeFile(join(folder, "prometheus.yml"), config);
  return join(folder, "prometheus.yml");
}

describeWithPrometheus("a Prometheus that scrapes junkai", () => {
  let both: Both;
  beforeAll(async () => {
    both = await startBoth();
    await waitUntil(
      "a scrape",
      async () => (await valuesOf("probe_success")).length >= 4,
    );
  });
  afterAll(() => both?.stop());

  type Result = { metric: Record<string, string>; value: [number, string] };

  /** What Prometheus answers to a query. */
  async function query(expression: string): Promise<Result[]> {
    const answer = await fetch(
      `${both.url}/api/v1/query?${new URLSearchParams({ query: expression })}`,
    );
    const { status, error, data } = (await answer.json()) as {
      status: string;
      error?: string;
      data: { result: Result[] };
    };
    expect([status, error], expression).toEqual(["success", undefined]);
    return data.result;
  }
  const valuesOf = async (expression: string) =>
    (await query(expression)).map(({ value }) => Number(value[1]));
  /** The selector of one target's series. */
  const of = (name: string, others = "") => `{name=${JSON.stringify(name)}${others}}`;

  test("takes every scrape, of /metrics and of /probe", async () => {
    const answer = await fetch(`${both.url}/api/v1/targets`);
    const { data } = (await answer.json()) as {
      data: {
        activeTargets: { scrapePool: string; health: string; lastError: string }[];
      };
    };
    const states = data.activeTargets.map(({ scrapePool, health, lastError }) => [
      scrapePool,
      health,
      lastError,
    ]);
    expect(states.toSorted()).toEqual([
      ["junkai", "up", ""],
      ["junkai-probe", "up", ""],
    ]);
    expect(await valuesOf("min_over_time(up[1h]) == 0")).toEqual([]);
  });

  test("has of each target what the API tells", async () => {
    const { body } = await both.call("GET", "/api/targets?sort=created");
    const targets = body.items as { id: number; name: string; url: string }[];
    for (const name of Object.values(names)) {
      const { id, url } = targets.find((target) => target.name === name) ?? {
        id: 0,
        url: "",
      };
      const runs = (await both.call("GET", `/api/targets/${id}/runs`)).body.items;
      const [last] = runs;
      expect(runs).toHaveLength(3);
      const read = async (metric: string, others = "") =>
        await valuesOf(`${metric}${of(name, others)}`);
      expect(await read("probe_success")).toEqual([last.outcome === "ok" ? 1 : 0]);
      expect(await read("probe_http_status_code")).toEqual([last.status]);
      expect(await read("probe_duration_seconds")).toEqual([last.durationMs / 1000]);
      expect(await read("probe_http_duration_seconds", ', phase="processing"')).toEqual([
        last.firstByteMs / 1000,
      ]);
      expect(await read("probe_http_uncompressed_body_length")).toEqual([last.bytes]);
      expect(await read("junkai_reading", ', reading="degrees"')).toEqual(
        name === names.up ? [last.reading.numbers.degrees] : [],
      );
      expect(await read("junkai_target_last_run_timestamp_seconds")).toEqual([
        Date.parse(last.startedAt) / 1000,
      ]);
      const result = last.failure?.class ?? "ok";
      expect(await read("junkai_target_runs_total", `, result="${result}"`)).toEqual([3]);
      expect(await read("junkai_target_duration_seconds_count")).toEqual([3]);
      const durationMs = runs.reduce(
        (sum: number, run: { durationMs: number }) => sum + run.durationMs,
        0,
      );
      expect(await read("junkai_target_duration_seconds_sum")).toEqual([
        durationMs / 1000,
      ]);
      expect(await read("junkai_target_info", `, url="${url}", kind="page"`)).toEqual([
        1,
      ]);
    }
    expect(await valuesOf(`probe_http_status_code${of(names.down)}`)).toEqual([404]);
  });

  test("has the ticks, and the slots they served, that the history of rounds has", async () => {
    await waitUntil("ticks and slots that both know of", async () => {
      const [ticks] = await valuesOf("junkai_ticks_total");
      const [ran] = await valuesOf('junkai_slots_total{fate="ran"}');
      const { items } = (await both.call("GET", "/api/jobs/crawl/runs?limit=500")).body;
      const served = items.reduce(
        (sum: number, { counts }: { counts: { ran: number } }) => sum + counts.ran,
        0,
      );
      return served > 0 && ran === served && ticks === items.length;
    });
  });

  test("has a p95 of the histogram that lies where the durations do", async () => {
    const [p95 = Number.NaN] = await valuesOf(
      `histogram_quantile(0.95, junkai_target_duration_seconds_bucket${of(names.up)})`,
    );
    const { id } = (await both.call("GET", `/api/targets?text=quoted`)).body.items[0];
    const { items } = (await both.call("GET", `/api/targets/${id}/runs`)).body;
    const longest =
      Math.max(...items.map(({ durationMs }: { durationMs: number }) => durationMs)) /
      1000;
    const bounds = [0, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
    const end = bounds.findIndex((bound) => bound >= longest);
    expect(p95).toBeGreaterThan(bounds[end - 1] ?? 0);
    expect(p95).toBeLessThanOrEqual(bounds[end] ?? 30);
  });

  test("drops a target's series when the target is gone", async () => {
    const { body } = await both.call("POST", "/api/targets", {
      name: "Brief",
      url: `${both.origin}/demo`,
    });
    await waitUntil(
      "its series",
      async () => (await valuesOf(`junkai_target_info${of("Brief")}`)).length === 1,
    );
    await fetch(`${both.origin}/api/targets/${body.id}`, {
      method: "DELETE",
      headers: { authorization: "Bearer dev" },
    });
    await waitUntil(
      "their end",
      async () => (await valuesOf(`{name="Brief"}`)).length === 0,
    );
  });

  test("has evaluated every rule without fault, and the target that is down is about to give the alarm", async () => {
    type Rule = { name: string; health: string; lastError?: string; state?: string };
    const readRules = async (): Promise<Rule[]> => {
      const answer = await fetch(`${both.url}/api/v1/rules`);
      const { data } = (await answer.json()) as { data: { groups: { rules: Rule[] }[] } };
      return data.groups.flatMap(({ rules }) => rules);
    };
    await waitUntil("an evaluation", async () =>
      (await readRules()).every(({ health }) => health !== "unknown"),
    );
    const rules = await readRules();
    expect(rules.filter(({ health }) => health !== "ok")).toEqual([]);
    expect(rules.find(({ name }) => name === "TargetDown")?.state).toBe("pending");
  });

  describe("and Grafana", () => {
    type Panel = { title: string; type: string; targets?: { expr: string }[] };
    type Variable = { name: string; query: string | { query: string } };
    const readDashboard = async () =>
      JSON.parse(await readDocs("grafana-dashboard.json")) as {
        schemaVersion: number;
        panels: Panel[];
        templating: { list: Variable[] };
      };

    test("can be asked everything that the dashboard asks, and mostly there is an answer", async () => {
      const { panels } = await readDashboard();
      const [{ metric: { instance = "" } = {} } = {}] = await query("junkai_build_info");
      const expressions = panels.flatMap(({ targets = [] }) =>
        targets.map(({ expr }) => expr),
      );
      expect(expressions.length).toBeGreaterThan(30);
      const silent: string[] = [];
      for (const expression of expressions) {
        const asked = expression
          .replaceAll("$instance", instance)
          .replaceAll("$target", ".+")
          .replaceAll(/\$__(rate_interval|range)/g, "1h");
        expect(asked).not.toContain("$");
        if ((await query(asked)).length === 0) silent.push(expression);
      }
      // What asks for more than 0 of something may rightly find nothing.
      expect(silent.filter((expression) => !expression.includes("> 0"))).toEqual([]);
    });

    test("finds the values of the dashboard's variables", async () => {
      const { templating } = await readDashboard();
      const asked = templating.list.flatMap(({ query }) =>
        typeof query === "string" ? [] : [query.query],
      );
      expect(asked).toContain("label_values(junkai_target_info, name)");
      for (const text of asked) {
        const [, series = "", label = ""] =
          /^label_values\((.+), (\w+)\)$/.exec(text) ?? [];
        const answer = await fetch(
          `${both.url}/api/v1/label/${label}/values?${new URLSearchParams({ "match[]": series })}`,
        );
        const { data } = (await answer.json()) as { data: string[] };
        expect(data.length, text).toBeGreaterThan(0);
      }
    });
  });

  describe("and the exposition itself", () => {
    const scrape = async (accept: string) => {
      const headers = { authorization: "Bearer dev", accept };
      return await (await fetch(`${both.origin}/metrics`, { headers })).text();
    };

    test("gives promtool nothing to say", async () => {
      expect(await promtool(["check", "metrics"], await scrape("text/plain"))).toEqual({
        code: 0,
        output: "",
      });
    });

    test("is taken by a strict reader in both formats", async () => {
      const read = readExposition(await scrape("text/plain"), "prometheus");
      expect(read.length).toBeGreaterThan(30);
      const openmetrics = readExposition(
        await scrape("application/openmetrics-text"),
        "openmetrics",
      );
      expect(openmetrics.map(({ type }) => type)).toEqual(read.map(({ type }) => type));
    });
  });
});
