// Serves the page of a target.
import type { Child } from "hono/jsx";
import type { Deps } from "#deps";
import { getTarget, idParam } from "#http/find-target.ts";
import { takeNotice } from "#http/screens/notice.ts";
import { newScreens, paramsOf, queryOf, shown } from "#http/screens/screen.ts";
import type { KnownTarget } from "#store/targets/known-target.ts";
import { heartbeatCards } from "#ui/heartbeats/heartbeat-cards.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
import { TargetScreen } from "#ui/targets/target-screen.tsx";
import { readHeartbeat } from "./read-heartbeat.ts";
import { readTarget } from "./read-target.ts";
import { targetQuery } from "./target-query.ts";

export const targetScreens = newScreens();

targetScreens.get(
  "/targets/:id",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const { zone } = viewer;
    const { id } = paramsOf(c, idParam);
    const query = queryOf(c, targetQuery(zone));
    const known = await getTarget(deps, id);
    const { origin } = new URL(c.req.url);
    const [view, own] = await Promise.all([
      readTarget({ deps, known, query, zone }),
      readOwn({ deps, known, viewer, origin }),
    ]);
    return TargetScreen({ viewer, view, notice: takeNotice(c), ...own });
  }),
);

type Asked = { deps: Deps; known: KnownTarget; viewer: Viewer; origin: string };

/** What targets of one kind show besides. */
async function readOwn({
  deps,
  known,
  viewer,
  origin,
}: Asked): Promise<{ above?: Child; below?: Child }> {
  const mayChange = viewer.role === "admin";
  const heartbeat = await readHeartbeat(deps, known, { mayChange, origin });
  return heartbeat === null
    ? {}
    : heartbeatCards({ viewer, heartbeat, target: known.target });
}
