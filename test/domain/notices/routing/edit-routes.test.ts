// Tests changes of the tree of routes: that one route changes, and every other stays.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { subjects } from "#domain/notices/event.ts";
import {
  addRoute,
  changeRoute,
  fingerprintOf,
  isWithin,
  listRoutes,
  moveRoute,
  ownOf,
  removeRoute,
  routeAt,
  stepRoute,
  treeObjection,
} from "#domain/notices/routing/edit-routes.ts";
import type { Matcher } from "#domain/notices/routing/matcher.ts";
import type { Route } from "#domain/notices/routing/routes.ts";
import { matchersOf, splitSubjects } from "#domain/notices/routing/subject-ticks.ts";

const leaf = fc.nat().map((waitMs): Route => ({ match: [], waitMs }));
const above = (below: fc.Arbitrary<Route>) =>
  fc
    .tuple(leaf, fc.array(below, { maxLength: 3 }))
    .map(([own, routes]): Route => ({ ...own, ...(routes.length > 0 && { routes }) }));
const trees = above(above(above(leaf)));
const placed = trees.chain((root) =>
  fc.record({
    root: fc.constant(root),
    at: fc.constantFrom(...listRoutes(root)),
    other: fc.constantFrom(...listRoutes(root)),
  }),
);

const names = (root: Route) => listRoutes(root).map(({ route }) => route.waitMs ?? -1);
const sorted = (root: Route) => names(root).toSorted();
const own = { match: [], waitMs: -7 };

describe("a change of the tree of routes", () => {
  it("replaces what one route says, and nothing else", () => {
    fc.assert(
      fc.property(placed, ({ root, at: { place, route } }) => {
        const changed = changeRoute(root, place, own);
        expect(routeAt(changed, place)).toEqual({
          ...own,
          ...(route.routes && { routes: route.routes }),
        });
        expect(changeRoute(changed, place, ownOf(route))).toEqual(root);
      }),
    );
  });

  it("adds a route last, and removing it gives the tree of before", () => {
    fc.assert(
      fc.property(placed, ({ root, at: { place, route } }) => {
        const added = addRoute(root, place, own);
        const last = [...place, route.routes?.length ?? 0];
        expect(routeAt(added, last)).toEqual(own);
        expect(removeRoute(added, last)).toEqual(root);
      }),
    );
  });

  it("swaps neighbours, and swaps them back", () => {
    fc.assert(
      fc.property(placed, ({ root, at: { place } }) => {
        const next = [...place.slice(0, -1), (place.at(-1) ?? 0) + 1];
        const swapped = stepRoute(root, place, 1);
        expect(sorted(swapped)).toEqual(sorted(root));
        if (place.length === 0 || routeAt(root, next) === null)
          expect(swapped).toEqual(root);
        else {
          expect(routeAt(swapped, next)).toEqual(routeAt(root, place));
          expect(stepRoute(swapped, next, -1)).toEqual(root);
        }
      }),
    );
  });

  it("moves a route with those below it, never into itself, and loses none", () => {
    fc.assert(
      fc.property(placed, ({ root, at, other }) => {
        const moved = moveRoute(root, at.place, other.place);
        expect(sorted(moved)).toEqual(sorted(root));
        if (at.place.length === 0 || isWithin(at.place, other.place))
          expect(moved).toEqual(root);
      }),
    );
  });

  it("leaves the tree as it is at a place that there is not", () => {
    const root: Route = { match: [], routes: [{ match: [] }] };
    expect(changeRoute(root, [0, 4], own)).toEqual(root);
    expect(removeRoute(root, [3])).toEqual(root);
    expect(removeRoute(root, [])).toEqual(root);
    expect(stepRoute(root, [0], -1)).toEqual(root);
  });

  it("makes no tree that is too large or too deep", () => {
    const chain = (depth: number): Route =>
      depth === 0 ? { match: [] } : { match: [], routes: [chain(depth - 1)] };
    expect(treeObjection(chain(8))).toBeNull();
    expect(treeObjection(chain(9))).toBe("Routes are at most 8 levels deep.");
    const wide = (count: number): Route => ({
      match: [],
      routes: Array(count).fill(own),
    });
    expect(treeObjection(wide(199))).toBeNull();
    expect(treeObjection(wide(200))).toBe("There are at most 200 routes.");
  });

  it("knows a route again by what it says itself", () => {
    const route: Route = { match: [], channels: [1] };
    expect(fingerprintOf({ ...route, routes: [own] })).toBe(fingerprintOf(route));
    expect(fingerprintOf({ ...route, channels: [2] })).not.toBe(fingerprintOf(route));
  });
});

describe("a choice of what events are about", () => {
  it("comes back from its matcher, whatever stands before it", () => {
    const web: Matcher = { label: "tag", operator: "=", value: "web" };
    fc.assert(
      fc.property(fc.subarray([...subjects]), (ticked) => {
        const matchers = [web, ...matchersOf(ticked)];
        expect(splitSubjects(matchers)).toEqual({ ticked, others: [web] });
      }),
    );
  });

  it.each<[string, Matcher[]]>([
    ["another order", [{ label: "event", operator: "=~", value: "job|incident" }]],
    ["a negation", [{ label: "event", operator: "!=", value: "job" }]],
    ["a word that is none", [{ label: "event", operator: "=", value: "job|x" }]],
    ["another label", [{ label: "name", operator: "=", value: "job" }]],
  ])("is not read from %s, which stays a matcher", (_, matchers) => {
    expect(splitSubjects(matchers)).toEqual({ ticked: [], others: matchers });
  });
});
