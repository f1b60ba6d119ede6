// Serves the overview; of an empty database the page that helps to begin.
import type { Deps } from "#deps";
import { shownStatus } from "#domain/incidents/shown-status.ts";
import type { ListPlace, Overview } from "#domain/overview/overview.ts";
import { encodeCursor } from "#http/page.ts";
import { takeNotice } from "#http/screens/notice.ts";
import { newScreens, queryOf, shown } from "#http/screens/screen.ts";
import { expectedRun } from "#http/targets/answers/target-answer.ts";
import { readOverview } from "#store/overview/overview.ts";
import { FirstVisitScreen } from "#ui/overview/first-visit-screen.tsx";
import { OverviewScreen } from "#ui/overview/overview-screen.tsx";
import type { Asked, OverviewView } from "#ui/overview/overview-view.ts";
import { overviewQuery, toStoreQuery } from "./overview-query.ts";

export const overviewScreens = newScreens();

overviewScreens.get(
  "/",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const { asked, place } = queryOf(c, overviewQuery);
    const query = toStoreQuery(asked, place);
    const overview = await readOverview(deps.db, query, viewer.now);
    const notice = takeNotice(c);
    const { counts, ledger } = overview;
    if (counts.all === 0)
      return FirstVisitScreen({ viewer, lastTickAt: ledger.lastTickAt, notice });
    return OverviewScreen({ viewer, view: viewOf(deps, overview, asked), notice });
  }),
);

const viewOf = (deps: Deps, overview: Overview, asked: Asked): OverviewView => ({
  ...overview,
  asked,
  rows: overview.rows.map((row) => ({
    ...row,
    shown: shownStatus(row.target, row.state.cursor, overview.inForce, deps.clock.now()),
    nextAt: expectedRun(row, deps).runAt,
  })),
  previous: cursorOf(overview.previous),
  next: cursorOf(overview.next),
});

const cursorOf = (place: ListPlace | null): string | null =>
  place === null ? null : encodeCursor(place);
