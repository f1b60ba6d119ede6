// Makes the view of an error budget, from the statistics that the API answers.
import { z } from "@hono/zod-openapi";
import type { Deps } from "#deps";
import { dayMs } from "#domain/time/instants.ts";
import { parseMoment } from "#domain/time/moment.ts";
import { getTarget, targetName } from "#http/find-target.ts";
import { encodeCursor } from "#http/page.ts";
import { partFields } from "#http/statistics/portions.ts";
import { statisticsOfMany, statisticsOfOne } from "#http/statistics/statistics.ts";
import { sloField } from "#http/statistics/statistics-query.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { budgetWindows } from "#ui/statistics/budget-view.tsx";
import type { BudgetView } from "#ui/statistics/statistics-view.ts";
import { usualSlo } from "./view-report.ts";

export const budgetQuery = z.strictObject({
  view: z.literal("budget").optional(),
  target: targetName.optional(),
  tag: z.string().optional(),
  window: z.enum(budgetWindows).default("30d"),
  slo: sloField,
  ...partFields,
});

/** A target's budget where one is named, else that of a tag, else that of all. */
export async function viewBudget(
  deps: Deps,
  _: Viewer,
  { target: name, tag, window, slo = usualSlo, cursor }: z.output<typeof budgetQuery>,
): Promise<BudgetView> {
  const asked = { from: parseMoment(`-${window}`) ?? undefined, step: dayMs, slo };
  const target = name === undefined ? null : (await getTarget(deps, name)).target;
  const tags = tag === undefined ? [] : [tag];
  const {
    from,
    to,
    availability,
    runs,
    slots,
    budget,
    series,
    next = null,
  } = target === null
    ? await statisticsOfMany(deps, { ...asked, tag: tags, cursor })
    : await statisticsOfOne(deps, { id: target.id }, asked);
  if (budget === undefined) throw new Error("statistics with an objective have a budget");
  const parameters = new URLSearchParams({
    from: `-${window}`,
    step: "1d",
    ...(target === null && tag && { tag }),
    ...(target === null && cursor !== null && { cursor: encodeCursor(cursor) }),
  });
  const path = target === null ? "/api/stats.csv" : `/api/targets/${target.id}/stats.csv`;
  return {
    view: "budget",
    target: target && { id: target.id, name: target.name },
    tag: tag ?? null,
    next,
    slo,
    from,
    to,
    availability,
    runs: runs.total,
    failed: runs.failed,
    degraded: runs.degraded,
    missed: slots.missed,
    allowedFailures: budget.allowedFailures,
    allowedMs: budget.allowedMs,
    remaining: budget.remaining,
    met: budget.met,
    burns: budget.burnRates,
    days: (series ?? []).toReversed(),
    csv: `${path}?${parameters}`,
  };
}
