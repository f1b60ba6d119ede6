// Serves statistics of incidents in a window: of a target, of targets by tag, or of all.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { incidentStatisticsOf } from "#domain/incidents/incident-statistics.ts";
import { dayMs } from "#domain/time/instants.ts";
import { instant, isoOf, tagsField } from "#http/fields.ts";
import { type TargetName, targetName } from "#http/find-target.ts";
import { encodeCursor } from "#http/page.ts";
import { json, newRouter, route } from "#http/router.ts";
import { nextField, partFields, partOf } from "#http/statistics/portions.ts";
import { windowFields, windowOf } from "#http/statistics/statistics-query.ts";
import { readSpans } from "#http/statistics/statistics-view.ts";
import { mostSpans, type SpanSource } from "#store/incidents/incident-spans.ts";
import { findOwners } from "#store/targets/owners.ts";
import { targetIdOf } from "./incidents.ts";

/** How long the window is when the query does not say. */
const usualMs = 30 * dayMs;

const ms = z.int();

const FiguresAnswer = z
  .object({
    incidents: z.int().openapi({ description: "Those that opened in the window." }),
    open: z.int().openapi({ description: "Those that were open at its end." }),
    totalMs: ms.openapi({
      description:
        "How long all of them together lasted within the window, from the first failing run on.",
    }),
    longestMs: ms.nullable().openapi({
      description: "The longest one within the window; null without any.",
    }),
    meanTimeToRecoverMs: ms.nullable().openapi({
      description:
        "The mean length of those that were closed in the window, from the first failing run on; null without any.",
    }),
    meanTimeBetweenMs: ms.nullable().openapi({
      description:
        "The time without an incident of the targets that had some, divided by the incidents that opened; null without any.",
    }),
  })
  .openapi("IncidentFigures");

const exampleFigures = {
  incidents: 3,
  open: 0,
  totalMs: 2_460_000,
  longestMs: 1_500_000,
  meanTimeToRecoverMs: 820_000,
  meanTimeBetweenMs: 863_180_000,
};

const StatisticsAnswer = z
  .object({
    from: instant,
    to: instant,
    down: FiguresAnswer.openapi({ description: "Incidents of severity down." }),
    degraded: FiguresAnswer.openapi({
      description: "Incidents that were of severity degraded to their end.",
    }),
    next: nextField,
  })
  .openapi("IncidentStatistics", {
    example: {
      from: "2026-01-01T10:00:00.000Z",
      to: "2026-01-31T10:00:00.000Z",
      down: exampleFigures,
      degraded: { ...exampleFigures, incidents: 1 },
      next: null,
    },
  });

export const incidentStatisticsRoutes = newRouter();

const read = route("get", "/api/incidents/stats", "Incidents", {
  summary: "Statistics of incidents",
  description:
    "How many there were, how long they lasted, how soon they were over and how far apart they were: of a target, of targets by tag, or of all, deleted ones too. Where they are more than one request can read, the answer is about the first targets.",
  request: {
    query: z.strictObject({
      target: targetName.optional(),
      tag: tagsField,
      ...windowFields(usualMs),
      ...partFields,
    }),
  },
  answers: { 200: json("The statistics.", StatisticsAnswer) },
  problems: ["invalid"],
});

incidentStatisticsRoutes.openapi(read, async (c) => {
  const deps = c.get("deps");
  const asked = c.req.valid("query");
  const window = windowOf(asked, deps.clock.now(), usualMs);
  const { source, next: nextTagged } = await findSource(deps, asked);
  const { spans, upTo } = await readSpans(deps, source, window, "from");
  const next = upTo === null ? nextTagged : encodeCursor(upTo);
  const { from, to } = window;
  const statistics = incidentStatisticsOf(spans, window);
  return c.json({ from: isoOf(from), to: isoOf(to), next, ...statistics }, 200);
});

type Asked = {
  target?: TargetName | undefined;
  tag: readonly string[];
  cursor: number | null;
};

/** The targets of a part of the answer. Throws a Problem when no target has the key. */
async function findSource(
  deps: Deps,
  { target, tag, cursor }: Asked,
): Promise<{ source: SpanSource; next: string | null }> {
  const named = target && (await targetIdOf(deps, target));
  const after = cursor ?? 0;
  if (tag.length === 0)
    return { source: named === undefined ? { after } : [named], next: null };
  const portion =
    named === undefined
      ? { after, limit: mostSpans + 1 }
      : { after: named - 1, limit: 1 };
  const found = await findOwners(deps.db, { tags: tag, host: null }, portion);
  const { items, next } = partOf(found, mostSpans, ({ id }) => id);
  const tagged = items.map(({ id }) => id);
  return {
    source: named === undefined ? tagged : tagged.filter((id) => id === named),
    next,
  };
}
