// Changes the tree of routes one route at a time. Gives new trees; a place that the tree
// does not have leaves it as it was. No I/O, no clock.
import { hashText } from "#domain/text-hash.ts";
import type { Route } from "./routes.ts";

/** Each event is taken through the whole tree. */
export const mostRoutes = 200;
export const deepestRoute = 8;

/** Where a route stands: its place among its neighbours, level by level; [] is the top. */
export type Place = readonly number[];

/** A route without those below it. */
export type OwnRoute = Omit<Route, "routes">;

/** Null when there is none. */
export const routeAt = (root: Route, place: Place): Route | null =>
  place.reduce<Route | null>((route, i) => route?.routes?.[i] ?? null, root);

export function ownOf({ routes: _, ...own }: Route): OwnRoute {
  return own;
}

/** Says of two routes whether they say the same themselves. */
export function fingerprintOf(route: Route): string {
  const { hi, lo } = hashText(JSON.stringify(ownOf(route)));
  return `${hi.toString(36)}-${lo.toString(36)}`;
}

/** Every route with its place, in the order of the tree. */
export const listRoutes = (
  route: Route,
  place: Place = [],
): { place: Place; route: Route }[] => [
  { place, route },
  ...(route.routes ?? []).flatMap((below, i) => listRoutes(below, [...place, i])),
];

/** What a route says itself is replaced; those below it stay. */
export const changeRoute = (root: Route, place: Place, own: OwnRoute): Route =>
  changeAt(root, place, ({ routes }) => ({ ...own, ...(routes && { routes }) }));

/** The last of the routes below `above`. */
export const addRoute = (root: Route, above: Place, added: Route): Route =>
  changeAt(root, above, (route) => withRoutes(route, [...(route.routes ?? []), added]));

/** The route goes, and those below it. */
export const removeRoute = (root: Route, place: Place): Route =>
  amongNeighbours(root, place, (routes, i) => routes.toSpliced(i, 1));

/** The route is asked one place earlier (-1) or later (1). */
export const stepRoute = (root: Route, place: Place, by: -1 | 1): Route =>
  amongNeighbours(root, place, (routes, i) => {
    const route = routes[i];
    const other = routes[i + by];
    if (route === undefined || other === undefined) return routes;
    return routes.with(i, other).with(i + by, route);
  });

/** Whether `inner` is the place `outer`, or below it. */
export const isWithin = (outer: Place, inner: Place): boolean =>
  outer.every((at, i) => inner[i] === at);

/** The route stands last below `above`, which is not within it, with those below it. */
export function moveRoute(root: Route, place: Place, above: Place): Route {
  const moved = routeAt(root, place);
  if (moved === null || place.length === 0 || isWithin(place, above)) return root;
  // Adding at the end leaves every place as it was.
  return removeRoute(addRoute(root, above, moved), place);
}

/** What keeps a tree from being one; null when nothing does. */
export function treeObjection(root: Route): string | null {
  const places = listRoutes(root).map(({ place }) => place);
  if (places.length > mostRoutes) return `There are at most ${mostRoutes} routes.`;
  if (places.some(({ length }) => length > deepestRoute))
    return `Routes are at most ${deepestRoute} levels deep.`;
  return null;
}

function changeAt(route: Route, place: Place, change: (route: Route) => Route): Route {
  const [first, ...rest] = place;
  if (first === undefined) return change(route);
  const below = route.routes?.[first];
  if (below === undefined) return route;
  const routes = route.routes?.with(first, changeAt(below, rest, change)) ?? [];
  return withRoutes(route, routes);
}

function amongNeighbours(
  root: Route,
  place: Place,
  change: (routes: readonly Route[], i: number) => readonly Route[],
): Route {
  const i = place.at(-1);
  if (i === undefined || routeAt(root, place) === null) return root;
  return changeAt(root, place.slice(0, -1), (above) =>
    withRoutes(above, change(above.routes ?? [], i)),
  );
}

const withRoutes = (route: Route, routes: readonly Route[]): Route =>
  routes.length === 0 ? ownOf(route) : { ...route, routes };
