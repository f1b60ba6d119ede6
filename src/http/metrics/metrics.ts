// Serves what Prometheus scrapes: junkai's own metrics and those of its targets.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  chooseFormat,
  contentTypes,
  type Family,
  formatExposition,
} from "#domain/metrics/exposition.ts";
import { metricsOrder, targetsOrder } from "#domain/metrics/instruments/catalogue.ts";
import { toFamilies } from "#domain/metrics/prometheus-families.ts";
import { mostParts, readPart, refusePart } from "#domain/metrics/scrape-part.ts";
import { idField, optionalList, tagsField } from "#http/fields.ts";
import { newRouter, route } from "#http/router.ts";
import { version } from "#http/version.ts";
import type { Job } from "#jobs/job.ts";
import { readServiceMetrics } from "#store/metrics/service-metrics.ts";
import { readTargetMetrics } from "#store/metrics/target-metrics.ts";

const idMessage = "This is the id of a target.";

const partMessage = 'This is a part such as "0/4": the first of four.';

/** A part of a scrape; null for all of it. */
const partField = z
  .string(partMessage)
  .transform((text, context) => {
    const part = readPart(text);
    const refusal = part === null ? partMessage : refusePart(part);
    if (refusal === null) return part;
    context.addIssue({ code: "custom", message: refusal });
    return z.NEVER;
  })
  .optional()
  .transform((part = null) => part)
  .openapi({
    type: "string",
    pattern: "^[0-9]+/[0-9]+$",
    description: `Only this part of the answer: "0/4" to "3/4" are all of it, and up to ${mostParts} parts may be asked for. A target stays in its part; METRICS_TARGETS and the limit hold for each part. Each part counts its own targets (junkai_targets, junkai_targets_omitted, hc_checks_total); what is of no target stands in part 0.`,
  });

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
  shard: partField,
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
  const families = await readFamilies(c.get("deps"), c.get("jobs"), c.req.valid("query"));
  const format = chooseFormat(c.req.header("accept") ?? null);
  const text = formatExposition(families, format);
  return c.body(text, 200, { "content-type": contentTypes[format] });
});

async function readFamilies(
  { db, clock, settings }: Deps,
  jobs: readonly Job[],
  { targets, target, tag, limit, shard: part }: z.output<typeof query>,
): Promise<Family[]> {
  const most = Math.min(limit ?? settings.metricsTargets, settings.metricsTargets);
  const hasService = part === null || part.index === 0;
  const [ofTargets, service] = await Promise.all([
    readTargetMetrics(db, {
      limit: targets === "off" ? 0 : most,
      ids: target.length > 0 ? target : null,
      tags: tag,
      part,
    }),
    hasService
      ? readServiceMetrics(
          db,
          jobs.map(({ name }) => name),
        )
      : null,
  ]);
  const now = clock.now();
  if (service === null) return toFamilies(targetsOrder, { ...ofTargets, now });
  return toFamilies(metricsOrder, {
    ...ofTargets,
    ...service,
    now,
    version,
    databaseLimitBytes: settings.budget.databaseBytes,
    lastDay: null,
  });
}
