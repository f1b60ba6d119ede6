// Serves the page of statistics: a month's report, an error budget, a comparison of two
// windows. What the API refuses is told at its field, and the form stays as it was filled.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Deps } from "#deps";
import { Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import { answerPage, newScreens, queryOf, shown } from "#http/screens/screen.ts";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { StatisticsScreen } from "#ui/statistics/statistics-screen.tsx";
import {
  type StatisticsView,
  type ViewName,
  viewNames,
} from "#ui/statistics/statistics-view.ts";
import { refusalIn } from "#ui/words/refusals.ts";
import { budgetQuery, viewBudget } from "./view-budget.ts";
import { comparisonQuery, viewComparison } from "./view-comparison.ts";
import { reportQuery, viewReport } from "./view-report.ts";

type Ctx = Context<AppContext>;

/** Each view parses its query and reads what it shows. */
type MakeView = (c: Ctx, deps: Deps, viewer: Viewer) => Promise<StatisticsView>;

const views: Readonly<Record<ViewName, MakeView>> = {
  report: (c, deps, viewer) => viewReport(deps, viewer, queryOf(c, reportQuery)),
  budget: (c, deps, viewer) => viewBudget(deps, viewer, queryOf(c, budgetQuery)),
  comparison: (c, deps, viewer) =>
    viewComparison(deps, viewer, queryOf(c, comparisonQuery)),
};

const nameOfView = z.object({ view: z.enum(viewNames).default("budget") });

export const statisticsScreens = newScreens();

statisticsScreens.get(
  "/statistics",
  shown(async (c, viewer) => {
    const { view: name } = queryOf(c, nameOfView);
    const made = await attempt(() => views[name](c, c.get("deps"), viewer), viewer);
    const page = StatisticsScreen({ viewer, name, typed: c.req.query(), ...made });
    return answerPage(c, page, made.view === null ? 422 : 200);
  }),
);

type Made = { view: StatisticsView | null; refusals: Refusals };

async function attempt(
  make: () => Promise<StatisticsView>,
  { language }: Viewer,
): Promise<Made> {
  try {
    return { view: await make(), refusals: noRefusals };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.problem !== "invalid" && error.problem !== "not-found") throw error;
    const told = error.errors.length > 0 ? error.errors : [{ detail: error.detail }];
    const refusals = new Map<string, string[]>();
    for (const { parameter = "target", detail } of told)
      refusals.set(parameter, [
        ...(refusals.get(parameter) ?? []),
        refusalIn(language, detail),
      ]);
    return { view: null, refusals };
  }
}
