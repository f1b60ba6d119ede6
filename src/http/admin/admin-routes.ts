// Declares the routes of the admin endpoints, for parsing and for OpenAPI.

import { z } from "@hono/zod-openapi";
import { optionalList } from "#http/fields.ts";
import { json, openRoute, route, text } from "#http/router.ts";
import {
  CountedBuckets,
  Description,
  FlatMetrics,
  HistogramSummary,
  Sample,
  ServerInfo,
  SharedBuckets,
} from "./admin-documents.ts";

const tag = "Metrics";

export const ping = openRoute("get", "/admin/ping", tag, {
  summary: "Whether anybody is there",
  answers: { 200: text("Always pong.", "text/plain", "pong") },
});

export const serverInfo = route("get", "/admin/server_info", tag, {
  summary: "What this is",
  description:
    "The answer has no start time, since a Worker's isolates come and go. METRICS_TOKEN opens it too, like everything below /admin.",
  answers: { 200: json("Name and version.", ServerInfo) },
  problems: [],
});

/** A yes or no as Finagle reads it: true and 1 mean yes. */
const flag = (description: string) =>
  z
    .enum(["true", "false", "1", "0"])
    .default("false")
    .transform((text) => text === "true" || text === "1")
    .openapi({ type: "boolean", default: false, description });

const namesField = (description: string) =>
  optionalList(z.string(), 1_000, "This is a metric's name.").openapi({
    type: "array",
    items: { type: "string" },
    description,
  });

export const metricsJson = route("get", "/admin/metrics.json", tag, {
  summary: "All metrics as one flat object",
  description:
    "Name to number, with `/` between scopes and `.` before the part of a histogram: .count .sum .avg .min .max .p50 .p90 .p95 .p99 .p9990 .p9999, of an empty one .count alone. Histograms of checks are of the last 24 hours and all targets. METRICS_TOKEN opens it too.",
  request: {
    query: z.strictObject({
      pretty: flag("Sorted by name, and indented."),
      filtered: flag("Without what is told of single targets."),
    }),
  },
  answers: { 200: json("Every metric.", FlatMetrics) },
  problems: ["invalid"],
});

export const metrics = route("get", "/admin/metrics", tag, {
  summary: "Some metrics, and what they have changed by",
  description:
    "The `delta` of a counter is how much the counter has grown since it was last asked for here; the first time, it is the whole value. The `delta` of any other metric is its value. Each isolate of the Worker remembers only what it was asked itself, and forgets it when the isolate ends: for exact rates use the values.",
  request: {
    query: z.strictObject({
      m: namesField("A metric's name; repeat it for more. All unless given."),
    }),
  },
  answers: { 200: json("Those that there are.", z.array(Sample)) },
  problems: ["invalid"],
});

export const metadata = route("get", "/admin/metric_metadata.json", tag, {
  summary: "What each metric is",
  request: {
    query: z.strictObject({
      name: namesField(
        "A metric's name, or that of a histogram's part; repeat it for more. All unless given.",
      ),
    }),
  },
  answers: {
    200: json(
      "Those that there are.",
      z.object({
        "@version": z
          .number()
          .openapi({ description: "Of twitter-server's form of this." }),
        counters_latched: z
          .boolean()
          .openapi({ description: "False: counters only grow." }),
        separator_char: z.string(),
        metrics: z.array(Description),
      }),
    ),
  },
  problems: ["invalid"],
});

export const histograms = route("get", "/admin/histograms.json", tag, {
  summary: "Distributions in full",
  description:
    "Histograms by name, each as the buckets that hold something: how many values lie in one (raw), which share of them (pdf), or which share in it and below (cdf). A summary of one histogram is not put under its name.",
  request: {
    query: z.strictObject({
      h: z.string().optional().openapi({
        description: "A histogram's name. All unless given.",
        example: "http/latency_ms",
      }),
      fmt: z.enum(["raw", "pdf", "cdf", "summary"]).default("raw"),
    }),
  },
  answers: {
    200: {
      description: "The histograms.",
      content: {
        "application/json": {
          schema: z.union([
            HistogramSummary,
            z.record(
              z.string(),
              z.union([CountedBuckets, SharedBuckets, HistogramSummary]),
            ),
          ]),
          example: { "http/latency_ms": [{ lower_limit: 5, upper_limit: 6, count: 28 }] },
        },
      },
    },
  },
  problems: ["not-found", "invalid"],
});
