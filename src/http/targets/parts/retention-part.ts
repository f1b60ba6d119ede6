// Describes how long a target's history is kept.
import { z } from "@hono/zod-openapi";
import type { Retention } from "#domain/targets/target.ts";
import { formatDuration } from "#domain/time/duration.ts";
import { dayMs } from "#domain/time/instants.ts";
import { durationField } from "#http/fields.ts";
import { part } from "./part.ts";

const retentionField = (what: string) =>
  durationField(dayMs, 3_650 * dayMs)
    .nullish()
    .openapi({
      type: ["string", "null"],
      description: `${what}, 1d to 3650d.`,
      example: "30d",
    });

const RetentionDocument = z
  .strictObject({
    runs: retentionField("Every run"),
    hours: retentionField("The statistics of each hour"),
    failures: retentionField("Failed runs"),
  })
  .openapi("Retention", {
    description:
      "How long a target's history is kept. What is not named is kept as long as the deployment says.",
    example: { runs: "7d", failures: "365d" },
  });

export const retentionPart = part({
  schema: RetentionDocument.prefault({}),
  parse: ({ runs, hours, failures }): Retention => ({
    runsMs: runs ?? null,
    hoursMs: hours ?? null,
    failuresMs: failures ?? null,
  }),
  write: ({ runsMs, hoursMs, failuresMs }) => ({
    ...(runsMs !== null && { runs: formatDuration(runsMs) }),
    ...(hoursMs !== null && { hours: formatDuration(hoursMs) }),
    ...(failuresMs !== null && { failures: formatDuration(failuresMs) }),
  }),
});
