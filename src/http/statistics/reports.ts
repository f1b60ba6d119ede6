// Serves monthly reports, such as service level agreements ask for: a line for each
// target, as JSON or as CSV.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import {
  type IncidentSpan,
  incidentStatisticsOf,
} from "#domain/incidents/incident-statistics.ts";
import type { Unreadable } from "#domain/runs/readable.ts";
import { monthIn, type Window } from "#domain/statistics/series.ts";
import { quantileOf } from "#domain/statistics/sketch.ts";
import { availabilityOf, errorBudgetOf } from "#domain/statistics/slo.ts";
import { addSummary, createSummary, type Summary } from "#domain/statistics/summary.ts";
import { explainZone, isZone } from "#domain/time/zone.ts";
import { isoOf, tagsField } from "#http/fields.ts";
import { encodeCursor } from "#http/page.ts";
import { invalidField } from "#http/problem.ts";
import { csvHeaders } from "#http/requests/csv-answer.ts";
import { newRouter, route } from "#http/router.ts";
import { readStatisticsOfEach } from "#store/statistics/statistics.ts";
import { findNamedOwners } from "#store/targets/owners.ts";
import { nextHeader, partFields, partOf } from "./portions.ts";
import {
  exampleLine,
  header,
  type LineAnswer,
  ReportAnswer,
  toCsv,
} from "./report-answer.ts";
import { tallyOf } from "./statistics-answer.ts";
import { sloField } from "./statistics-query.ts";
import { mostToRead, readSpans } from "./statistics-view.ts";
import { tellUnreadable } from "./unreadable.ts";

/** A month of the report's page. */
export const monthField = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'This is a month such as "2026-01".');

const params = z.object({
  month: z
    .string()
    .regex(
      /^\d{4}-(0[1-9]|1[0-2])(\.csv)?$/,
      'This is a month such as "2026-01", or "2026-01.csv".',
    )
    .openapi({ example: "2026-01" }),
});

const query = z.strictObject({
  tag: tagsField,
  zone: z
    .string()
    .refine(isZone, { error: ({ input }) => explainZone(String(input)) })
    .default("UTC")
    .openapi({
      description: "The time zone in which the month begins and ends.",
      example: "Europe/Berlin",
    }),
  slo: sloField,
  ...partFields,
});

export const reportRoutes = newRouter();

const read = route("get", "/api/reports/{month}", "Statistics", {
  summary: "A month's report: a line for each target",
  description:
    "As JSON, or with `.csv` behind the month as CSV, where a target's tags are in one cell with spaces between. Where runs are no longer kept in detail, an hour in which the month begins or ends counts as a whole. Where only the sums of days are left, the same holds for days. Targets that were deleted since are left out. Where there are more targets than one request can read, the report comes in parts, by id, each with its own total: `next` of the JSON, and the header `Link` of a CSV file, lead to the next one.",
  request: { params, query },
  answers: {
    200: {
      description: "The report.",
      content: {
        "application/json": { schema: ReportAnswer },
        "text/csv": { schema: z.string(), example: header + toCsv(exampleLine) },
      },
    },
  },
  problems: ["invalid"],
});

reportRoutes.openapi(read, async (c) => {
  const { tag, zone, slo = null, cursor } = c.req.valid("query");
  const [month = "", csv] = c.req.valid("param").month.split(".");
  const report = await makeReport(c.get("deps"), { month, zone, tag, slo, cursor });
  const { window, total, targets, next, told } = report;
  if (csv !== undefined) {
    return c.body(header + targets.map(toCsv).join(""), 200, {
      ...csvHeaders(`report-${month}.csv`),
      ...nextHeader(c, next),
    });
  }
  const [from, to] = [isoOf(window.from), isoOf(window.to)];
  return c.json({ month, zone, from, to, slo, total, targets, next, ...told }, 200);
});

/**
 * The window of a month; the current month ends now. Throws a Problem when the month
 * has not begun.
 */
function windowOfMonth(month: string, zone: string, now: number): Window {
  const { from, to } = monthIn(zone, month);
  if (from < now) return { from, to: Math.min(to, now) };
  throw invalidField("param", ["month"], "This month has not begun yet.");
}

/** Which report is asked for; `slo` is in percent. */
export type AskedReport = {
  /** "2026-01", in the calendar of the zone. */
  month: string;
  zone: string;
  tag: readonly string[];
  slo: number | null;
  /** Behind which target the part begins; null for the first one. */
  cursor: number | null;
};

/** A part of as many targets as can be read. Throws a Problem for a month to come. */
export async function makeReport(
  deps: Deps,
  { month, zone, tag: tags, slo, cursor }: AskedReport,
) {
  const { db, clock } = deps;
  const window = windowOfMonth(month, zone, clock.now());
  const most = mostToRead(deps, "target", { boundaries: [window.from, window.to] });
  const portion = { after: cursor ?? 0, limit: most + 1 };
  const found = await findNamedOwners(db, { tags, host: null }, window.to, portion);
  const part = partOf(found, most, ({ id }) => id);
  const ids = part.items.map(({ id }) => id);
  const { spans, upTo } = await readSpans(deps, ids, window, "month");
  const owners = part.items.filter(({ id }) => upTo === null || id <= upTo);
  const next = upTo === null ? part.next : encodeCursor(upTo);
  const total = createSummary();
  const targets: LineAnswer[] = [];
  const gaps: Unreadable = new Set();
  const each = await readStatisticsOfEach(db, owners, [window.from, window.to], gaps);
  const spansOf = Map.groupBy(spans, ({ targetId }) => targetId);
  for (const { id, name, url, tags: own } of owners) {
    const [summary = createSummary()] = each.get(id) ?? [];
    addSummary(total, summary);
    const figures = figuresOf(summary, spansOf.get(id) ?? [], window, slo);
    targets.push({ id, name, url, tags: own, ...figures });
  }
  const told = tellUnreadable(deps, gaps);
  return { window, total: figuresOf(total, spans, window, slo), targets, next, told };
}

function figuresOf(
  summary: Summary,
  spans: readonly IncidentSpan[],
  window: Window,
  slo: number | null,
) {
  const tally = tallyOf(summary);
  const budget = slo === null ? null : errorBudgetOf(tally, slo, window.to - window.from);
  const { down } = incidentStatisticsOf(spans, window);
  return {
    availability: availabilityOf(tally),
    ...tally,
    missed: summary.slots.missed,
    p95: quantileOf(summary.duration, 0.95),
    allowedFailures: budget?.allowedFailures ?? null,
    remaining: budget?.remaining ?? null,
    met: budget?.met ?? null,
    degraded: summary.degraded,
    incidents: down.incidents,
    downMs: down.totalMs,
    longestDownMs: down.longestMs,
    meanTimeToRecoverMs: down.meanTimeToRecoverMs,
    meanTimeBetweenMs: down.meanTimeBetweenMs,
  };
}
