// Describes the tree of routes as its pages show it. Instants are epoch ms.
import type { UntoldReason } from "#domain/incidents/why-untold.ts";
import type { Severity } from "#domain/notices/event.ts";
import type { Route } from "#domain/notices/routing/routes.ts";

export type RouteTree = {
  routes: Route;
  channels: readonly { id: number; name: string; enabled: boolean }[];
};

/** What is asked: what would be told to whom? */
export type RouteQuestion = { target: string; severity: Severity };

export type RouteAnswer = {
  name: string;
  path: string;
  /** What keeps it from being told, or makes it later, beside the routes. */
  reasons: readonly Pick<UntoldReason, "effect" | "says" | "until">[];
  at: number;
  channels: readonly {
    id: number;
    /** Empty for a channel that was deleted. */
    name: string;
    /** The matchers on the way to the route. */
    path: string;
    told: boolean;
    /** Null when it is not told. */
    toldAt: number | null;
    /** In English. */
    why: string;
  }[];
  routes: readonly { path: string; takes: boolean; why: string }[];
};

/** How many routes a tree has below its top. */
export const countRoutes = ({ routes = [] }: Route): number =>
  routes.reduce((sum, below) => sum + 1 + countRoutes(below), 0);

/** Whether nobody has decided anything. */
export const isUsual = (route: Route): boolean =>
  Object.keys(route).every((field) => field === "match");
