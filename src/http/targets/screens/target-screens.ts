// Serves the page of a target.
import { getTarget, idParam } from "#http/find-target.ts";
import { takeNotice } from "#http/screens/notice.ts";
import { newScreens, paramsOf, queryOf, shown } from "#http/screens/screen.ts";
import { TargetScreen } from "#ui/targets/target-screen.tsx";
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
    const view = await readTarget({ deps, known, query, zone });
    return TargetScreen({ viewer, view, notice: takeNotice(c) });
  }),
);
