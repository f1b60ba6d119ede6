// Does what the buttons of a target's pages ask for: runs it now, pauses, resumes and
// deletes it.
import type { Context } from "hono";
import { retryThing } from "#http/apart/set-aside.ts";
import { isoOf } from "#http/fields.ts";
import { getTarget, idParam } from "#http/find-target.ts";
import type { AppContext } from "#http/router.ts";
import { runNow } from "#http/runs/run-now.ts";
import { leaveNotice } from "#http/screens/notice.ts";
import { acted, goTo, newScreens, paramsOf } from "#http/screens/screen.ts";
import { shortName } from "#http/screens/short-name.ts";
import { enableTarget, removeTarget } from "#http/targets/change-target.ts";
import { pathOfTarget } from "#ui/targets/target-head.tsx";

export const targetActions = newScreens();

targetActions.post(
  "/targets/:id/run",
  acted(async (c, { words }) => {
    const deps = c.get("deps");
    const known = await findAsked(c)();
    const began = await runNow(deps, known);
    const path = pathOfTarget(known.target);
    if (began.outcome === "ran") {
      leaveNotice(c, { said: words.target.did.ran, undo: null });
      return goTo(c, `${path}/runs/${isoOf(began.run.dueAt)}`);
    }
    leaveNotice(c, { said: words.target.did.opened, undo: null });
    return goTo(c, `${path}/crawls/${began.crawl.id}`);
  }),
);

targetActions.post(
  "/targets/:id/pause",
  acted(async (c, { words }) => {
    const { target } = await enable(c, false);
    leaveNotice(c, {
      said: words.target.did.paused(shortName(target.name)),
      undo: { action: `${pathOfTarget(target)}/resume`, fields: {} },
    });
    return goTo(c, pathOfTarget(target));
  }),
);

targetActions.post(
  "/targets/:id/resume",
  acted(async (c, { words }) => {
    const { target } = await enable(c, true);
    const said = words.target.did.resumed(shortName(target.name));
    leaveNotice(c, { said, undo: null });
    return goTo(c, pathOfTarget(target));
  }),
);

targetActions.post(
  "/targets/:id/delete",
  acted(async (c, { words }) => {
    const find = findAsked(c);
    const { target } = await find();
    await removeTarget(c.get("deps"), { find, expected: {} });
    const said = words.target.did.deleted(shortName(target.name));
    leaveNotice(c, { said, undo: null });
    return goTo(c, "/");
  }),
);

targetActions.post(
  "/targets/:id/retry",
  acted(async (c, { words }) => {
    const deps = c.get("deps");
    const { target } = await findAsked(c)();
    await retryThing(deps, { kind: "target", item: String(target.id) });
    const said = words.target.did.retried(shortName(target.name));
    leaveNotice(c, { said, undo: null });
    return goTo(c, pathOfTarget(target));
  }),
);

function findAsked(c: Context<AppContext>) {
  const { id } = paramsOf(c, idParam);
  return () => getTarget(c.get("deps"), id);
}

const enable = (c: Context<AppContext>, enabled: boolean) =>
  enableTarget(c.get("deps"), { find: findAsked(c), expected: {} }, enabled);
