// Describes the answers of the admin endpoints, for OpenAPI. The answers have the names
// and forms of twitter-server.
import { z } from "@hono/zod-openapi";
import { units } from "#domain/metrics/flat-metrics.ts";
import { version } from "#http/version.ts";

export const ServerInfo = z
  .object({ name: z.string(), version: z.string() })
  .openapi("ServerInfo", { example: { name: "junkai", version } });

export const FlatMetrics = z.record(z.string(), z.number()).openapi("FlatMetrics", {
  example: {
    ticks: 1440,
    "slots/ran": 1438,
    "jobs/crawl/rows_written": 7200,
    "http/GET/api/targets/:id/200": 12,
    "checks/duration_ms.count": 1438,
    "checks/duration_ms.p9990": 1884,
    "targets/1/up": 1,
  },
});

export const Sample = z
  .object({ name: z.string(), delta: z.number(), value: z.number() })
  .openapi("MetricSample", { example: { name: "ticks", delta: 3, value: 1440 } });

export const Description = z
  .object({
    name: z.string(),
    kind: z.enum(["counter", "gauge", "histogram"]),
    description: z.string(),
    unit: z.enum(units),
    buckets: z
      .record(z.string(), z.string())
      .optional()
      .openapi({ description: "Of a histogram: what the names of its parts end in." }),
  })
  .openapi("MetricDescription", {
    example: {
      name: "ticks",
      kind: "counter",
      description: "Ticks that came.",
      unit: "Unspecified",
    },
  });

const limits = {
  lower_limit: z.number(),
  upper_limit: z.number().openapi({ description: "Exclusive." }),
};
export const CountedBuckets = z.array(z.object({ ...limits, count: z.int() }));
export const SharedBuckets = z.array(
  z.object({
    ...limits,
    percentage: z.number().openapi({ description: "From 0 to 1." }),
  }),
);
const reading = z.number().nullable();
export const HistogramSummary = z
  .object({
    name: z.string(),
    count: z.int(),
    sum: z.number(),
    average: reading,
    min: reading,
    max: reading,
    percentiles: z.record(z.string(), reading),
  })
  .openapi("HistogramSummary");
