// Serves the page of a run.
import { instantField } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import { takeNotice } from "#http/screens/notice.ts";
import { newScreens, paramsOf, shown } from "#http/screens/screen.ts";
import { RunScreen } from "#ui/runs/run-screen.tsx";
import { readRunView } from "./read-run.ts";

export const runScreens = newScreens();

const runParams = idParam.extend({ dueAt: instantField });

runScreens.get(
  "/targets/:id/runs/:dueAt",
  shown(async (c, viewer) => {
    const deps = c.get("deps");
    const { id, dueAt } = paramsOf(c, runParams);
    const view = await readRunView(deps, await getTarget(deps, id), dueAt);
    return RunScreen({ viewer, view, notice: takeNotice(c) });
  }),
);
