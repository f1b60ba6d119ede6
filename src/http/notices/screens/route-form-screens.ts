// Serves the form of one route, and adds, changes, moves and deletes routes. What somebody
// else has changed meanwhile is told, never undone.
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
  addRoute,
  changeRoute,
  fingerprintOf,
  isWithin,
  listRoutes,
  moveRoute,
  type Place,
  removeRoute,
  routeAt,
  stepRoute,
} from "#domain/notices/routing/edit-routes.ts";
import { type Route, ruleAtPlace, usualRule } from "#domain/notices/routing/routes.ts";
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
import {
  DeleteRouteScreen,
  RouteFormScreen,
} from "#ui/notices/routes/route-form-screen.tsx";
import {
  type RouteFormValues,
  type RouteFormView,
  readPlace,
  writePlace,
} from "#ui/notices/routes/route-form-view.ts";
import { countRoutes } from "#ui/notices/routes/route-view.ts";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";
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

/** Throws the Problem `not-found` for a place where no route stands. */
function known(root: Route, place: Place): Route {
  const route = routeAt(root, place);
  if (route !== null) return route;
  throw new Problem("not-found", `There is no route at ${writePlace(place)}.`);
}

/** What was sent, and of which route. */
type Typed = Pick<RouteFormView, "at" | "was" | "values">;

type Shown = Typed & { refusals?: Refusals; isChanged?: boolean };

function pageOf(viewer: Viewer, kept: KeptRoutes, form: Shown) {
  const { routes, channels } = kept;
  const { refusals = noRefusals, isChanged = false, ...typed } = form;
  const tree = { routes, channels };
  const above = aboveOf(routes, typed);
  const view = {
    ...typed,
    revision: etagOfRoutes(kept),
    refusals,
    isChanged,
    above,
    tree,
  };
  return RouteFormScreen({ viewer, form: view });
}

/** The rule that holds where the form leaves a field empty. */
const aboveOf = (root: Route, { at, values }: Typed) =>
  at?.length === 0
    ? usualRule
    : ruleAtPlace(root, at?.slice(0, -1) ?? readPlace(values.above) ?? []);

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

/** The form as it was typed, of the route that was meant, wherever that stands by now. */
function conflictPage(viewer: Viewer, kept: KeptRoutes, typed: Typed) {
  const { conflict } = viewer.words.alerts.routeForm;
  const { at, was } = typed;
  const told = (said: string, form: Shown) =>
    pageOf(viewer, kept, { ...form, refusals: new Map([["form", [said]]]) });
  if (at === null) return told(conflict.added, placed(kept.routes, typed, null));
  const same = listRoutes(kept.routes).filter(
    ({ route }) => fingerprintOf(route) === was,
  );
  const [only, ...others] = same.some(({ place }) => isPlaceOf(place, at))
    ? [{ place: at }]
    : same;
  if (only !== undefined && others.length === 0)
    return told(conflict.same, placed(kept.routes, typed, only.place));
  const now = routeAt(kept.routes, at);
  if (now === null) return told(conflict.gone, placed(kept.routes, typed, null));
  const form = { ...placed(kept.routes, typed, at), was: fingerprintOf(now) };
  return told(conflict.changed, { ...form, isChanged: true });
}

const isPlaceOf = (one: Place, other: Place) => writePlace(one) === writePlace(other);

/**
 * What was typed, of the route at `at`. A route whose place has changed stays where it is
 * now, and one that is to stand below a route that is gone is offered the top.
 */
function placed(
  root: Route,
  { at: before, was, values }: Typed,
  at: Place | null,
): Typed {
  const isMoved = at !== null && !(before !== null && isPlaceOf(at, before));
  const above = isMoved ? at.slice(0, -1) : readPlace(values.above);
  const isThere = above !== null && routeAt(root, above) !== null;
  return { at, was, values: { ...values, above: writePlace(isThere ? above : []) } };
}

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
