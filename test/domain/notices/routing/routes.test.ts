import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RoutedLabels } from "#domain/notices/event.ts";
import { parseMatchers } from "#domain/notices/routing/matcher.ts";
import {
  explainRoutes,
  muteUntil,
  noRoutes,
  type Route,
  routeEvent,
  ruleAt,
  usualRule,
} from "#domain/notices/routing/routes.ts";

const labels: RoutedLabels = {
  target: "home",
  name: "Home",
  host: "www.example.com",
  kind: "page",
  severity: "down",
  event: "incident",
  tag: ["web"],
};

const route = (match: string, over: Omit<Route, "match"> = {}): Route => {
  const parsed = parseMatchers(match);
  if ("objection" in parsed) throw new Error(parsed.objection.reason);
  return { match: parsed.matchers, ...over };
};

const channelsOf = (root: Route, event = labels): number[] =>
  routeEvent(root, [1, 2, 3, 4], event).map(({ channelId }) => channelId);

describe("an event without routes", () => {
  it("goes to every enabled channel, in one group each", () => {
    const passages = routeEvent(noRoutes, [1, 2], labels);
    expect(passages.map(({ channelId, rule }) => [channelId, rule.path])).toEqual([
      [1, "{}"],
      [2, "{}"],
    ]);
    expect(new Set(passages.map(({ groupKey }) => groupKey)).size).toBe(2);
    expect(passages[0]?.rule.timing).toEqual(usualRule.timing);
  });
});

describe("an event in a tree of routes", () => {
  it.each<[string, Omit<Route, "match">, number[]]>([
    [
      "the first that matches",
      {
        routes: [
          route('tag="db"', { channels: [2] }),
          route('tag="web"', { channels: [3] }),
          route("", { channels: [4] }),
        ],
      },
      [3],
    ],
    [
      "further ones when one continues",
      {
        routes: [
          route('tag="web"', { channels: [2], goesOn: true }),
          route('severity="down"', { channels: [3] }),
          route("", { channels: [4] }),
        ],
      },
      [2, 3],
    ],
    [
      "the one above when none below matches",
      { channels: [1], routes: [route('tag="db"', { channels: [2] })] },
      [1],
    ],
    [
      "the channels of the route above when it names none",
      { channels: [1], routes: [route('tag="web"')] },
      [1],
    ],
    [
      "the deepest that matches",
      {
        channels: [1],
        routes: [
          route('tag="web"', {
            channels: [2],
            routes: [route('severity="down"', { channels: [3] })],
          }),
        ],
      },
      [3],
    ],
    [
      "nobody when the route says so",
      { routes: [route('tag="web"', { channels: [] })] },
      [],
    ],
    ["no channel that is off or gone", { channels: [9, 2] }, [2]],
    [
      "a channel once, whichever routes lead there",
      {
        routes: [
          route('tag="web"', { channels: [2], goesOn: true }),
          route('tag="web"', { channels: [2] }),
        ],
      },
      [2],
    ],
  ])("takes %s", (_, tree, expected) => {
    expect(channelsOf({ match: [], ...tree })).toEqual(expected);
  });

  it("finds each setting at the nearest route that has it", () => {
    const root: Route = {
      match: [],
      waitMs: 1,
      repeatMs: null,
      groupBy: ["host"],
      routes: [
        route('tag="web"', {
          waitMs: 2,
          routes: [route('severity="down"', { intervalMs: 3 })],
        }),
      ],
    };
    const [passage] = routeEvent(root, [1], labels);
    expect(passage?.rule).toEqual({
      path: '{}/{tag="web"}/{severity="down"}',
      channels: null,
      groupBy: ["host"],
      mute: [],
      timing: { waitMs: 2, intervalMs: 3, repeatMs: null, isDigest: false },
    });
    expect(passage?.groupLabels).toEqual({ host: "www.example.com" });
    expect(ruleAt(root, '{}/{tag="web"}/{severity="down"}')).toEqual(passage?.rule);
  });

  it("is in another group where the labels differ that it is grouped by", () => {
    const root: Route = { match: [], groupBy: ["tag", "severity"] };
    const keyOf = (event: RoutedLabels) => routeEvent(root, [1], event)[0]?.groupKey;
    expect(keyOf(labels)).toBe(keyOf({ ...labels, host: "other.example.com" }));
    expect(keyOf(labels)).not.toBe(keyOf({ ...labels, severity: "degraded" }));
    expect(keyOf({ ...labels, tag: ["a", "b"] })).toBe(
      keyOf({ ...labels, tag: ["b", "a"] }),
    );
  });

  it("is told in a digest where the route has one, and no longer below one without", () => {
    const root: Route = {
      match: [],
      digestMs: 3_600_000,
      routes: [route('severity="down"', { digestMs: null })],
    };
    const timingOf = (event: RoutedLabels) =>
      routeEvent(root, [1], event)[0]?.rule.timing;
    expect(timingOf({ ...labels, severity: "info" })).toMatchObject({
      isDigest: true,
      intervalMs: 3_600_000,
    });
    expect(timingOf(labels)).toMatchObject({ isDigest: false, intervalMs: 300_000 });
  });

  it("hears at each route why it takes it or not", () => {
    const root: Route = {
      match: [],
      routes: [
        route('tag="db"', { routes: [route('severity="down"')] }),
        route('tag="web"'),
        route("", { channels: [4] }),
      ],
    };
    expect(
      explainRoutes(root, labels).map(({ place, outcome, isTaken, why }) => [
        place.join("."),
        outcome,
        isTaken,
        why,
      ]),
    ).toEqual([
      ["", "matched", false, "A route below it matches."],
      ["0", "not-matched", false, 'tag="db" does not match.'],
      ["0.0", "not-reached", false, "The route above it does not match."],
      ["1", "matched", true, "All of its matchers match."],
      ["2", "not-reached", false, "A route before it matches and does not continue."],
    ]);
  });
});

describe("a route that is mute", () => {
  const at = Date.parse("2026-03-02T12:00:00Z");
  const window = (from: string, to: string) => ({
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    from,
    to,
    zone: "Europe/Berlin",
  });

  it("is so while one of its windows is open, in the window's zone", () => {
    expect(muteUntil([], at)).toBeNull();
    expect(muteUntil([window("14:00", "16:00")], at)).toBeNull();
    expect(muteUntil([window("12:30", "14:00"), window("12:00", "13:30")], at)).toBe(
      Date.parse("2026-03-02T13:00:00Z"),
    );
  });
});

/** Alertmanager's Route.Match, word for word, but for the root, which matches all. */
function naive(
  route: Route,
  event: RoutedLabels,
  inherited: readonly number[],
): number[] {
  const own = route.channels ?? inherited;
  const all: number[] = [];
  let hasMatch = false;
  for (const child of route.routes ?? []) {
    const isMatch = child.match.every(({ value }) => event.tag.includes(value));
    if (!isMatch) continue;
    hasMatch = true;
    all.push(...naive(child, event, own));
    if (!child.goesOn) break;
  }
  return hasMatch ? all : [...own];
}

const treeOf = (below: fc.Arbitrary<Route[]>): fc.Arbitrary<Route> =>
  fc
    .record({
      tags: fc.subarray(["a", "b", "c"]),
      channels: fc.option(fc.subarray([1, 2, 3, 4])),
      goesOn: fc.boolean(),
      routes: below,
    })
    .map(({ tags, channels, ...rest }) => ({
      ...rest,
      match: tags.map((value) => ({ label: "tag", operator: "=", value }) as const),
      ...(channels && { channels }),
    }));

const leaf = treeOf(fc.constant([]));
const branch = treeOf(fc.array(leaf, { maxLength: 3 }));
const tree = treeOf(fc.array(branch, { maxLength: 3 }));

describe("any tree of routes", () => {
  it("leads any event where Alertmanager's does", () => {
    fc.assert(
      fc.property(tree, fc.subarray(["a", "b", "c"]), (root, tag) => {
        const event = { ...labels, tag };
        expect([...new Set(channelsOf(root, event))].sort()).toEqual(
          [...new Set(naive(root, event, [1, 2, 3, 4]))].sort(),
        );
      }),
    );
  });
});
