// Makes the view of a month's report, from the report that the API answers.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { offsetAt } from "#domain/time/zone.ts";
import { encodeCursor } from "#http/page.ts";
import { partFields } from "#http/statistics/portions.ts";
import { makeReport, monthField } from "#http/statistics/reports.ts";
import { sloField } from "#http/statistics/statistics-query.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import type { MonthFigures, ReportView } from "#ui/statistics/statistics-view.ts";

/** So many lines stand on the page; all are in the CSV. */
export const mostLines = 100;
export const usualSlo = 99.9;

export const reportQuery = z.strictObject({
  view: z.literal("report"),
  month: monthField.optional(),
  tag: z.string().optional(),
  slo: sloField,
  ...partFields,
});

/** The month in the viewer's zone. */
const thisMonth = ({ now, zone }: Viewer): string =>
  new Date(now + offsetAt(zone, now)).toISOString().slice(0, 7);

export async function viewReport(
  deps: Deps,
  viewer: Viewer,
  {
    month = thisMonth(viewer),
    tag,
    slo = usualSlo,
    cursor,
  }: z.output<typeof reportQuery>,
): Promise<ReportView> {
  const { zone } = viewer;
  const asked = { month, zone, tag: tag === undefined ? [] : [tag], slo, cursor };
  const { window, total, targets, next } = await makeReport(deps, asked);
  const parameters = new URLSearchParams({
    zone,
    slo: String(slo),
    ...(tag && { tag }),
    ...(cursor !== null && { cursor: encodeCursor(cursor) }),
  });
  return {
    view: "report",
    month,
    slo,
    window,
    total,
    lines: targets.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, mostLines),
    count: targets.length,
    next,
    csv: `/api/reports/${month}.csv?${parameters}`,
  };
}

/** The worst first; those without runs last. */
const rankOf = ({ availability, missed }: MonthFigures): number =>
  availability === null ? 2 : availability - missed / 1e9;
