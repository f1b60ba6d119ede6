// Decides which channels are told of an event, together with what, and when: a tree of
// routes as Alertmanager has it. No I/O, no clock.

import type { RoutedLabels } from "#domain/notices/event.ts";
import { type AllowedWindow, windowStateAt } from "#domain/schedules/window.ts";
import { hashText } from "#domain/text-hash.ts";
import { minuteMs, never } from "#domain/time/instants.ts";
import type { Timing } from "./group.ts";
import {
  type LabelName,
  type Matcher,
  matches,
  writeMatcher,
  writeMatchers,
} from "./matcher.ts";

/** What a route says itself; what it leaves out is as with the route above it. */
export type Route = {
  match: readonly Matcher[];
  /** By id; an empty list tells nobody. */
  channels?: readonly number[];
  groupBy?: readonly LabelName[];
  waitMs?: number;
  intervalMs?: number;
  /** Null for no reminders. */
  repeatMs?: number | null;
  /** Nothing is told while one of these windows is open. */
  mute?: readonly AllowedWindow[];
  /** Tells at whole multiples of this; null for as things happen. */
  digestMs?: number | null;
  /** Routes beside this one are looked at though it matches. */
  goesOn?: boolean;
  routes?: readonly Route[];
};

/** What holds for events that take a route. */
export type RouteRule = {
  /** The matchers of the route and of those above it: names it. */
  path: string;
  /** Null for every channel. */
  channels: readonly number[] | null;
  groupBy: readonly LabelName[];
  mute: readonly AllowedWindow[];
  timing: Timing;
};

/** The usual times are Alertmanager's. */
export const usualRule: RouteRule = {
  path: "{}",
  channels: null,
  groupBy: [],
  mute: [],
  timing: {
    waitMs: 30_000,
    intervalMs: 5 * minuteMs,
    repeatMs: 240 * minuteMs,
    isDigest: false,
  },
};

export const noRoutes: Route = { match: [] };

/** An event's way to one channel. */
export type Passage = {
  channelId: number;
  rule: RouteRule;
  /** The values that the group's events share, by label. */
  groupLabels: Readonly<Record<string, string>>;
  groupKey: string;
};

/** The rule of a route below one with the rule `above`. */
export function ruleBelow(above: RouteRule, route: Route, isRoot = false): RouteRule {
  const { timing } = above;
  const { repeatMs = timing.repeatMs, digestMs } = route;
  const isDigest = digestMs === undefined ? timing.isDigest : digestMs !== null;
  const usual = digestMs === null ? usualRule.timing.intervalMs : timing.intervalMs;
  return {
    path: isRoot ? usualRule.path : `${above.path}/${writeMatchers(route.match)}`,
    channels: route.channels ?? above.channels,
    groupBy: route.groupBy ?? above.groupBy,
    mute: route.mute ?? above.mute,
    timing: {
      waitMs: route.waitMs ?? timing.waitMs,
      intervalMs: digestMs ?? route.intervalMs ?? usual,
      repeatMs,
      isDigest,
    },
  };
}

/** The rules of the routes that an event takes. */
export function rulesFor(root: Route, labels: RoutedLabels): RouteRule[] {
  return explainRoutes(root, labels).flatMap(({ rule, isTaken }) =>
    isTaken ? [rule] : [],
  );
}

/** The ways of an event to the channels, one for each group that is to hear of it. */
export function routeEvent(
  root: Route,
  enabledChannels: readonly number[],
  labels: RoutedLabels,
): Passage[] {
  const passages = new Map<string, Passage>();
  // Where none of its target's own channels is there any more, somebody is told still.
  const own = labels.channels?.filter((id) => enabledChannels.includes(id)) ?? [];
  for (const rule of rulesFor(root, labels)) {
    const groupLabels = groupLabelsOf(rule, labels);
    const told = own.length > 0 ? own : (rule.channels ?? enabledChannels);
    for (const channelId of told) {
      if (!enabledChannels.includes(channelId)) continue;
      const groupKey = groupKeyOf(channelId, rule.path, groupLabels);
      const passage = { channelId, rule, groupLabels, groupKey };
      if (!passages.has(groupKey)) passages.set(groupKey, passage);
    }
  }
  return [...passages.values()];
}

/** Names a group in 22 characters or fewer beside the channel's id. */
export function groupKeyOf(
  channelId: number,
  path: string,
  groupLabels: Readonly<Record<string, string>>,
): string {
  const { hi, lo } = hashText(JSON.stringify([path, groupLabels]));
  const hex = (half: number) => half.toString(16).padStart(8, "0");
  return `${channelId}-${hex(hi)}${hex(lo)}`;
}

function groupLabelsOf({ groupBy }: RouteRule, labels: RoutedLabels) {
  const valueFor = (label: LabelName) =>
    label === "tag" ? labels.tag.toSorted().join(",") : labels[label];
  return Object.fromEntries(groupBy.map((label) => [label, valueFor(label)]));
}

/** The rule of the route with that path; the usual one when it is no more. */
export function ruleAt(root: Route, path: string): RouteRule {
  const rules = (above: RouteRule, routes: readonly Route[]): RouteRule[] =>
    routes.flatMap((route) => {
      const rule = ruleBelow(above, route);
      return [rule, ...rules(rule, route.routes ?? [])];
    });
  const first = ruleBelow(usualRule, root, true);
  const all = [first, ...rules(first, root.routes ?? [])];
  return all.find((rule) => rule.path === path) ?? { ...usualRule, path };
}

/** The rule of the route at a place; that of the deepest route on the way to it. */
export function ruleAtPlace(root: Route, place: readonly number[]): RouteRule {
  let route: Route | undefined = root;
  let rule = ruleBelow(usualRule, root, true);
  for (const i of place) {
    route = route.routes?.[i];
    if (route === undefined) break;
    rule = ruleBelow(rule, route);
  }
  return rule;
}

/** What became of an event at one route. */
export type RouteStep = {
  /** Where the route stands, by its place among its neighbours: [] is the root. */
  place: readonly number[];
  rule: RouteRule;
  outcome: "matched" | "not-matched" | "not-reached";
  /** The event goes to the channels of this route. */
  isTaken: boolean;
  /** One sentence. */
  why: string;
};

/** What becomes of an event at each route, in the order of the tree. */
export function explainRoutes(root: Route, labels: RoutedLabels): RouteStep[] {
  const steps: RouteStep[] = [];
  const visit = (route: Route, rule: RouteRule, place: readonly number[]): void => {
    const step: RouteStep = {
      place,
      rule,
      outcome: "matched",
      isTaken: true,
      why: place.length === 0 ? "Every event begins here." : "All of its matchers match.",
    };
    steps.push(step);
    let passedBy: string | null = null;
    for (const [i, child] of (route.routes ?? []).entries()) {
      const below = ruleBelow(rule, child);
      const at = [...place, i];
      const missing = child.match.find((matcher) => !matches(matcher, labels));
      if (passedBy !== null || missing !== undefined) {
        pass(child, below, at, passedBy, missing);
        continue;
      }
      step.isTaken = false;
      step.why = "A route below it matches.";
      visit(child, below, at);
      if (!child.goesOn) passedBy = "A route before it matches and does not continue.";
    }
  };
  const pass = (
    route: Route,
    rule: RouteRule,
    place: readonly number[],
    passedBy: string | null,
    missing: Matcher | undefined,
  ): void => {
    const why =
      passedBy ??
      (missing
        ? `${writeMatcher(missing)} does not match.`
        : "The route above it does not match.");
    const outcome = passedBy === null && missing ? "not-matched" : "not-reached";
    steps.push({ place, rule, outcome, isTaken: false, why });
    const below = passedBy ?? "The route above it does not match.";
    for (const [i, child] of (route.routes ?? []).entries())
      pass(child, ruleBelow(rule, child), [...place, i], below, undefined);
  };
  visit(root, ruleBelow(usualRule, root, true), []);
  return steps;
}

/** When the windows in which a route is mute are over; null while none of them is open. */
export function muteUntil(mute: readonly AllowedWindow[], at: number): number | null {
  const open = mute
    .map((window) => windowStateAt(window, at))
    .filter((state) => state.open);
  if (open.length === 0) return null;
  return Math.min(never, Math.max(...open.map(({ until }) => until)));
}
