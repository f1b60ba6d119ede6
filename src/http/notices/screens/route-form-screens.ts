// Serves the form of one route, and adds, changes, moves and deletes routes. What somebody
// else has changed meanwhile is told, never undone.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  addRoute,
  changeRoute,
  fingerprintOf,
  isWithin,
  moveRoute,
  type Place,
  removeRoute,
  routeAt,
  stepRoute,
} from "#domain/notices/routing/edit-routes.ts";
import type { Route } from "#domain/notices/routing/routes.ts";
import {
  changeRoutes,
  etagOfRoutes,
  type KeptRoutes,
  readStored,
} from "#http/notices/routing/kept-routes.ts";
import { invalidField, Problem } from "#http/problem.ts";
import type { AppContext } from "#http/router.ts";
import type { Form } from "#http/screens/form.ts";
import { leaveNotice } from "#http/screens/notice.ts";
import {
  acted,
  answerPage,
  goTo,
  newScreens,
  queryOf,
  refuseReaders,
  shown,
} from "#http/screens/screen.ts";
import { DeleteRouteScreen } from "#ui/notices/routes/route-form-screen.tsx";
import {
  type RouteFormValues,
  readPlace,
  writePlace,
} from "#ui/notices/routes/route-form-view.ts";
import { countRoutes } from "#ui/notices/routes/route-view.ts";
import type { Viewer } from "#ui/screens/viewer.ts";
import { conflictPage, known, pageOf, type Typed } from "./route-form-page.ts";
import {
  newRoute,
  readTyped,
  routeRefusals,
  typedRoute,
  valuesOf,
} from "./route-values.ts";

type Ctx = Context<AppContext>;

export const routeFormScreens = newScreens();

const place = z.string().transform((text, context): Place => {
  const read = readPlace(text);
  if (read !== null) return read;
  context.addIssue({ code: "custom", message: "This is no place of a route." });
  return z.NEVER;
});

routeFormScreens.get(
  "/routes/new",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const { below } = queryOf(c, z.strictObject({ below: place.default([]) }));
    const kept = await readStored(c.get("deps"));
    known(kept.routes, below);
    return pageOf(viewer, kept, { at: null, was: "", values: newRoute(below) });
  }),
);

routeFormScreens.get(
  "/routes/change",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const { at } = queryOf(c, atQuery);
    const kept = await readStored(c.get("deps"));
    const route = known(kept.routes, at);
    const values = valuesOf(route, at.slice(0, -1), at.length === 0);
    return pageOf(viewer, kept, { at, was: fingerprintOf(route), values });
  }),
);

const atQuery = z.strictObject({ at: place });

routeFormScreens.post(
  "/routes/new",
  acted(async (c, viewer, form) => {
    const typed = { at: null, was: "", values: typedRoute(form) };
    const { did } = viewer.words.alerts.routeForm;
    return await saving(c, viewer, form, { typed, said: did.added });
  }),
);

routeFormScreens.post(
  "/routes/change",
  acted(async (c, viewer, form) => {
    const at = sentPlace(form.text("at"));
    const typed = { at, was: form.text("was"), values: typedRoute(form) };
    const { did } = viewer.words.alerts.routeForm;
    return await saving(c, viewer, form, { typed, said: did.changed });
  }),
);

/** Throws the Problem `not-found` for what no form of ours sends. */
function sentPlace(text: string): Place {
  const read = readPlace(text);
  if (read !== null) return read;
  throw new Problem("not-found", "There is no such route.");
}

/** What the form was made of. */
const foundBy = (form: Form) => ({ "if-match": form.text("revision") });

type Saving = { typed: Typed; said: string };

/** Stores what was typed, or shows it again with why it was refused. */
async function saving(c: Ctx, viewer: Viewer, form: Form, { typed, said }: Saving) {
  const deps = c.get("deps");
  try {
    await changeRoutes(deps, foundBy(form), (kept) => withTyped(kept, typed));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const kept = await readStored(deps);
    if (error.problem === "stale")
      return answerPage(c, conflictPage(viewer, kept, typed), 409);
    if (error.problem !== "invalid") throw error;
    const refusals = routeRefusals(error, typed.values, viewer);
    return answerPage(c, pageOf(viewer, kept, { ...typed, refusals }), 422);
  }
  leaveNotice(c, { said, undo: null });
  return goTo(c, "/routes");
}

/** The tree with what was typed. Throws a Problem for what is not acceptable. */
function withTyped({ routes, channels }: KeptRoutes, { at, values }: Typed): Route {
  if (at !== null) known(routes, at);
  const own = readTyped(valuesFor(at, values), channels);
  if (at?.length === 0) return changeRoute(routes, at, own);
  const above = readPlace(values.above);
  const isPlace = above !== null && routeAt(routes, above) !== null;
  if (!isPlace || (at !== null && isWithin(at, above)))
    throw invalidField("json", ["above"], "This is another route, and not one below it.");
  if (at === null) return addRoute(routes, above, own);
  const changed = changeRoute(routes, at, own);
  const stays = writePlace(at.slice(0, -1)) === values.above;
  return stays ? changed : moveRoute(changed, at, above);
}

/** The top takes everything, has no route beside it, and tells all together usually. */
const valuesFor = (at: Place | null, values: RouteFormValues): RouteFormValues => {
  if (at?.length !== 0) return values;
  const grouping = values.grouping === "all" ? "above" : values.grouping;
  return { ...values, match: "", events: [], goesOn: false, grouping };
};

routeFormScreens.get(
  "/routes/delete",
  shown(async (c, viewer) => {
    refuseReaders(viewer);
    const { at } = queryOf(c, atQuery);
    const kept = await readStored(c.get("deps"));
    const below = countRoutes(known(kept.routes, at));
    const revision = etagOfRoutes(kept);
    return DeleteRouteScreen({ viewer, tree: kept, at, below, revision });
  }),
);

routeFormScreens.post(
  "/routes/delete",
  acted((c, viewer, form) => {
    const at = sentPlace(form.text("at"));
    const { did } = viewer.words.alerts.routeForm;
    return doing(c, viewer, form, did.deleted, (root) => removeRoute(root, at));
  }),
);

routeFormScreens.post(
  "/routes/move",
  acted((c, viewer, form) => {
    const by = form.has("up") ? -1 : 1;
    const at = sentPlace(form.text(form.has("up") ? "up" : "down"));
    const { did } = viewer.words.alerts.routeForm;
    return doing(c, viewer, form, did.moved, (root) => stepRoute(root, at, by));
  }),
);

/** Changes the tree that was shown. One that was changed meanwhile is shown anew. */
async function doing(
  c: Ctx,
  viewer: Viewer,
  form: Form,
  said: string,
  change: (root: Route) => Route,
) {
  const { conflict } = viewer.words.alerts.routeForm;
  try {
    await changeRoutes(c.get("deps"), foundBy(form), ({ routes }) => change(routes));
    leaveNotice(c, { said, undo: null });
  } catch (error) {
    if (!(error instanceof Problem) || error.problem !== "stale") throw error;
    leaveNotice(c, { said: conflict.tree, undo: null });
  }
  return goTo(c, "/routes");
}
