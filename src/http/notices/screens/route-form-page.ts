// Makes the page of a route's form: as it is, as it was typed with what is refused, and
// with what somebody else has changed meanwhile.
import {
  fingerprintOf,
  listRoutes,
  type Place,
  routeAt,
} from "#domain/notices/routing/edit-routes.ts";
import { type Route, ruleAtPlace, usualRule } from "#domain/notices/routing/routes.ts";
import { etagOfRoutes, type KeptRoutes } from "#http/notices/routing/kept-routes.ts";
import { Problem } from "#http/problem.ts";
import { RouteFormScreen } from "#ui/notices/routes/route-form-screen.tsx";
import {
  type RouteFormView,
  readPlace,
  writePlace,
} from "#ui/notices/routes/route-form-view.ts";
import { noRefusals, type Refusals } from "#ui/screens/fields.tsx";
import type { Viewer } from "#ui/screens/viewer.ts";

/** Throws the Problem `not-found` for a place where no route stands. */
export function known(root: Route, place: Place): Route {
  const route = routeAt(root, place);
  if (route !== null) return route;
  throw new Problem("not-found", `There is no route at ${writePlace(place)}.`);
}

/** What was sent, and of which route. */
export type Typed = Pick<RouteFormView, "at" | "was" | "values">;

type Shown = Typed & { refusals?: Refusals; isChanged?: boolean };

export function pageOf(viewer: Viewer, kept: KeptRoutes, form: Shown) {
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

/** The form as it was typed, of the route that was meant, wherever that stands by now. */
export function conflictPage(viewer: Viewer, kept: KeptRoutes, typed: Typed) {
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
