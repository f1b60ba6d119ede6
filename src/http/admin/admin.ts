// Serves the admin endpoints, which have the names and forms of twitter-server.
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
import { newRouter } from "#http/router.ts";
import { version } from "#http/version.ts";
import type { Job } from "#jobs/job.ts";
import { readServiceMetrics } from "#store/metrics/service-metrics.ts";
import { readTargetMetrics } from "#store/metrics/target-metrics.ts";
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

/** Types an answer whose text is the JSON of a T. */
const jsonOf = <T>(response: Response) =>
  response as Response & TypedResponse<T, 200, "json">;

/** Every metric, with those of at most `targets` single targets. */
async function readAll(
  { db, clock, settings }: Deps,
  jobs: readonly Job[],
  targets = settings.metricsTargets,
): Promise<Metric[]> {
  const now = clock.now();
  const [ofTargets, service, [lastDay]] = await Promise.all([
    readTargetMetrics(db, { limit: targets, ids: null, tags: [], part: null }),
    readServiceMetrics(
      db,
      jobs.map(({ name }) => name),
    ),
    readStatistics(db, "all", [now - dayMs, now]),
  ]);
  return toFlatMetrics({
    ...ofTargets,
    ...service,
    now,
    version,
    databaseLimitBytes: settings.budget.databaseBytes,
    lastDay: lastDay ?? null,
  });
}

/**
 * Gives the growth of a counter since it was last asked for, which is all of it the first
 * time. Gives the value of anything else. Notes the counter's value in `answered`.
 */
function deltaOf(
  answered: Map<string, number>,
  kind: Metric["kind"],
  name: string,
  value: number,
): number {
  if (kind !== "counter") return value;
  const delta = value - (answered.get(name) ?? 0);
  answered.set(name, value);
  return delta;
}

/**
 * What metric_metadata.json answers about metrics; `@version` is the version of
 * twitter-server's form.
 */
const toMetadata = (metrics: readonly Metric[]) => ({
  "@version": 3.2,
  counters_latched: false,
  separator_char: "/",
  metrics: metrics.map(describeMetric),
});

/** One histogram by its name, or all. Throws the Problem `not-found` if there is none. */
function findHistograms(
  metrics: readonly Metric[],
  name: string | undefined,
): [Histogram, ...Histogram[]] {
  const [first, ...others] = metrics
    .filter((metric) => metric.kind === "histogram")
    .filter((histogram) => name === undefined || histogram.name === name);
  if (first === undefined)
    throw new Problem("not-found", `There is no histogram called ${name}.`);
  return [first, ...others];
}

export const adminRoutes = newRouter();

adminRoutes.openapi(ping, (c) => c.text("pong", 200));

adminRoutes.openapi(serverInfo, (c) => c.json({ name: "junkai", version }, 200));

adminRoutes.openapi(metricsJson, async (c) => {
  const { pretty, filtered } = c.req.valid("query");
  const flat = flatten(
    await readAll(c.get("deps"), c.get("jobs"), filtered ? 0 : undefined),
  );
  if (!pretty) return c.json(flat, 200);
  const text = JSON.stringify(sortByName(flat), null, 2);
  return jsonOf<typeof flat>(c.body(text, 200, { "content-type": "application/json" }));
});

adminRoutes.openapi(metrics, async (c) => {
  const { m } = c.req.valid("query");
  const answered = c.get("lastCounts");
  const samples = (await readAll(c.get("deps"), c.get("jobs"))).flatMap((metric) =>
    valuesOf(metric)
      .filter(([name]) => m.length === 0 || m.includes(name))
      .map(([name, value]) => ({
        name,
        delta: deltaOf(answered, metric.kind, name, value),
        value,
      })),
  );
  return c.json(samples, 200);
});

adminRoutes.openapi(metadata, async (c) => {
  const { name } = c.req.valid("query");
  const asked = (await readAll(c.get("deps"), c.get("jobs"))).filter(
    (metric) => name.length === 0 || name.some((one) => isCalled(metric, one)),
  );
  return c.json(toMetadata(asked), 200);
});

adminRoutes.openapi(histograms, async (c) => {
  const { h, fmt } = c.req.valid("query");
  const found = findHistograms(await readAll(c.get("deps"), c.get("jobs"), 0), h);
  if (h !== undefined && fmt === "summary") return c.json(summaryOf(found[0]), 200);
  return c.json(
    Object.fromEntries(found.map((one) => [one.name, formats[fmt](one)])),
    200,
  );
});
