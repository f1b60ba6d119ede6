// Describes the form of one route: what was typed, and what surrounds it.
import type { Place } from "#domain/notices/routing/edit-routes.ts";
import type { RouteRule } from "#domain/notices/routing/routes.ts";
import type { Refusals } from "#ui/screens/fields.tsx";
import type { RouteTree } from "./route-view.ts";

/** Whether the channels are those of the route above, some that are ticked, or none. */
export const tellings = ["above", "these", "nobody"] as const;
/** Whether the labels are those of the route above, none (all together), or ticked. */
export const groupings = ["above", "all", "these"] as const;

/** What is typed, as it is typed. */
export type RouteFormValues = {
  /** The place of the route that it stands below. */
  above: string;
  /** A matcher or several a line. */
  match: string;
  events: readonly string[];
  told: (typeof tellings)[number];
  /** Ids. */
  channels: readonly string[];
  grouping: (typeof groupings)[number];
  groupBy: readonly string[];
  groupWait: string;
  groupInterval: string;
  repeat: string;
  digest: string;
  /** A window a line. */
  mute: string;
  goesOn: boolean;
};

export type RouteFormView = {
  /** Null for a route that is new. */
  at: Place | null;
  /** Says whether the route is still the one that was opened. */
  was: string;
  /** The ETag of the tree that was opened. */
  revision: string;
  values: RouteFormValues;
  refusals: Refusals;
  /** What holds where the form leaves a field empty. */
  above: RouteRule;
  tree: RouteTree;
  /** Whether somebody else has changed the route meanwhile. */
  isChanged: boolean;
};

const top = "top";

/** A place in a path or a form: "top", "0.1". */
export const writePlace = (place: Place): string =>
  place.length === 0 ? top : place.join(".");

/** Null for what is no place. */
export function readPlace(text: string): Place | null {
  if (text === top) return [];
  if (!/^\d{1,3}(\.\d{1,3}){0,15}$/.test(text)) return null;
  return text.split(".").map(Number);
}
