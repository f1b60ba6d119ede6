// Serves what Prometheus scrapes: junkai's own metrics and those of its targets.
import { z } from "@hono/zod-openapi";
import {
  chooseFormat,
  contentTypes,
  formatExposition,
} from "#domain/metrics/exposition.ts";
import { toFamilies } from "#domain/metrics/prometheus-families.ts";
import { idField, optionalList, tagsField } from "#http/fields.ts";
import { newRouter, route } from "#http/router.ts";
import { version } from "#http/version.ts";
import { readMetrics } from "#store/metrics/metrics.ts";

const idMessage = "This is the id of a target.";

const query = z.strictObject({
  targets: z
    .enum(["on", "off"])
    .default("on")
    .openapi({ description: "Off: nothing of single targets." }),
  target: optionalList(idField(idMessage), 500, idMessage).openapi({
    type: "array",
    items: { type: "integer" },
    description: "Of this target; repeat it for more.",
  }),
  tag: tagsField,
  limit: z.coerce.number().int().min(1).optional().openapi({
    type: "integer",
    description: "At most so many targets, and never more than METRICS_TARGETS.",
  }),
});

const example = `# TYPE probe_success gauge
# HELP probe_success Whether the last run succeeded.
probe_success{target="1",name="Example"} 1
`;

const scrape = route("get", "/metrics", "Metrics", {
  summary: "Metrics for Prometheus",
  description:
    "In the Prometheus text format, or in OpenMetrics for those whose Accept header prefers it. METRICS_TOKEN opens it too. What is not known has no series; targets that are paused or deleted have none.",
  request: { query },
  answers: {
    200: {
      description: "Every metric.",
      content: {
        "text/plain": { schema: z.string(), example },
        "application/openmetrics-text": {
          schema: z.string(),
          example: `${example}# EOF\n`,
        },
      },
    },
  },
  problems: ["invalid"],
});

export const metricRoutes = newRouter();

metricRoutes.openapi(scrape, async (c) => {
  const { db, clock, settings } = c.get("deps");
  const { targets, target, tag, limit = settings.metricsTargets } = c.req.valid("query");
  const metrics = await readMetrics(db, {
    jobNames: c.get("jobs").map(({ name }) => name),
    limit: targets === "off" ? 0 : Math.min(limit, settings.metricsTargets),
    ids: target.length > 0 ? target : null,
    tags: tag,
  });
  const families = toFamilies({
    ...metrics,
    now: clock.now(),
    version,
    databaseLimitBytes: settings.budget.databaseBytes,
    lastDay: null,
  });
  const format = chooseFormat(c.req.header("accept") ?? null);
  const text = formatExposition(families, format);
  return c.body(text, 200, { "content-type": contentTypes[format] });
});
