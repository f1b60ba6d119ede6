// The admin endpoints of twitter-server, for those who know them.
import type { TypedResponse } from "hono";
import type { Deps } from "#deps";
import { toFlatMetrics } from "#domain/metrics/admin-metrics.ts";
import {
  countsIn,
  cumulativeOf,
  densityOf,
  describeMetric,
  flatten,
  type Histogram,
  isCalled,
  type Metric,
  sortByName,
  summaryOf,
  valuesOf,
} from "#domain/metrics/flat-metrics.ts";
import { dayMs } from "#domain/time/instants.ts";
import { Problem } from "#http/problem.ts";
import { type App, newRouter } from "#http/router.ts";
import { version } from "#http/version.ts";
import type { Job } from "#jobs/job.ts";
import { readMetrics } from "#store/metrics/metrics.ts";
import { readStatistics } from "#store/statistics/statistics.ts";
import {
  histograms,
  metadata,
  metrics,
  metricsJson,
  ping,
  serverInfo,
} from "./admin-routes.ts";

const formats = {
  raw: ({ value }: Histogram) => countsIn(value),
  pdf: ({ value }: Histogram) => densityOf(value),
  cdf: ({ value }: Histogram) => cumulativeOf(value),
  summary: summaryOf,
};

/** For an answer whose text is the JSON of a T. */
const jsonOf = <T>(response: Response) =>
  response as Response & TypedResponse<T, 200, "json">;

/** Everything there is to tell; of at most `targets` single targets. */
async function readAll(
  { db, clock, settings }: Deps,
  jobs: readonly Job[],
  targets = settings.metricsTargets,
): Promise<Metric[]> {
  const now = clock.now();
  const [metrics, [lastDay]] = await Promise.all([
    readMetrics(db, {
      jobNames: jobs.map(({ name }) => name),
      limit: targets,
      ids: null,
      tags: [],
    }),
    readStatistics(db, "all", [now - dayMs, now]),
  ]);
  return toFlatMetrics({
    ...metrics,
    now,
    version,
    databaseLimitBytes: settings.budget.databaseBytes,
    lastDay: lastDay ?? null,
  });
}

/**
 * Gives what a counter has grown by since it was last told, at first all of it; of
 * anything else the value.
 */
function createDeltas() {
  const told = new Map<string, number>();
  return (kind: Metric["kind"], name: string, value: number): number => {
    if (kind !== "counter") return value;
    const delta = value - (told.get(name) ?? 0);
    told.set(name, value);
    return delta;
  };
}

/** Routes that remember, as long as their isolate lives, which counts they told. */
export function adminRoutes(jobs: readonly Job[]): App {
  const deltaOf = createDeltas();
  const router = newRouter();
  router.openapi(ping, (c) => c.text("pong", 200));
  router.openapi(serverInfo, (c) => c.json({ name: "junkai", version }, 200));
  router.openapi(metricsJson, async (c) => {
    const { pretty, filtered } = c.req.valid("query");
    const flat = flatten(await readAll(c.get("deps"), jobs, filtered ? 0 : undefined));
    if (!pretty) return c.json(flat, 200);
    const text = JSON.stringify(sortByName(flat), null, 2);
    return jsonOf<typeof flat>(c.body(text, 200, { "content-type": "application/json" }));
  });
  router.openapi(metrics, async (c) => {
    const { m } = c.req.valid("query");
    const samples = (await readAll(c.get("deps"), jobs)).flatMap((metric) =>
      valuesOf(metric)
        .filter(([name]) => m.length === 0 || m.includes(name))
        .map(([name, value]) => ({
          name,
          delta: deltaOf(metric.kind, name, value),
          value,
        })),
    );
    return c.json(samples, 200);
  });
  router.openapi(metadata, async (c) => {
    const { name } = c.req.valid("query");
    const isMeant = (metric: Metric) =>
      name.length === 0 || name.some((asked) => isCalled(metric, asked));
    const described = (await readAll(c.get("deps"), jobs))
      .filter(isMeant)
      .map(describeMetric);
    return c.json(
      {
        "@version": 3.2,
        counters_latched: false,
        separator_char: "/",
        metrics: described,
      },
      200,
    );
  });
  router.openapi(histograms, async (c) => {
    const { h, fmt } = c.req.valid("query");
    const known = (await readAll(c.get("deps"), jobs, 0)).filter(
      (metric) => metric.kind === "histogram",
    );
    const meant = known.filter(({ name }) => h === undefined || name === h);
    const [first] = meant;
    if (first === undefined)
      throw new Problem("not-found", `There is no histogram called ${h}.`);
    if (h !== undefined && fmt === "summary") return c.json(summaryOf(first), 200);
    return c.json(
      Object.fromEntries(meant.map((one) => [one.name, formats[fmt](one)])),
      200,
    );
  });
  return router;
}
