// Serves the page that leads to all pages about alerts.
import type { Route } from "#domain/notices/routing/routes.ts";
import { readStored } from "#http/notices/routing/kept-routes.ts";
import { newScreens, shown } from "#http/screens/screen.ts";
import { countNotices, type NoticeCounts } from "#store/notices/outbox/notice-counts.ts";
import { countSilences } from "#store/notices/silences.ts";
import { AlertsScreen } from "#ui/notices/alerts-screen.tsx";
import { countRoutes, isUsual } from "#ui/notices/routes/route-view.ts";

export const alertScreens = newScreens();

alertScreens.get(
  "/alerts",
  shown(async (c, viewer) => {
    const { db } = c.get("deps");
    const { routes, channels } = await readStored({ db });
    const counts = [...(await countNotices(db)).values()];
    return AlertsScreen({
      viewer,
      view: {
        channels: channels.length,
        waiting: sumOf(counts, "waiting"),
        dead: sumOf(counts, "dead"),
        routes: decided(routes),
        silences: await countSilences(db, viewer.now),
      },
    });
  }),
);

/** How many routes decide; null when nobody decided anything. */
const decided = (routes: Route): number | null =>
  isUsual(routes) ? null : 1 + countRoutes(routes);

const sumOf = (counts: readonly NoticeCounts[], state: keyof NoticeCounts) => ({
  count: counts.reduce((sum, of) => sum + of[state].count, 0),
  isMore: counts.some((of) => of[state].isMore),
});
