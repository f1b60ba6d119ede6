// Tests when a channel would be told of what goes on, through windows and silences.
import { describe, expect, it } from "vitest";
import { addChanges, newGroup } from "#domain/notices/routing/group.ts";
import { type RouteRule, usualRule } from "#domain/notices/routing/routes.ts";
import type { SilenceRule } from "#domain/notices/routing/silence.ts";
import { whenTold } from "#domain/notices/routing/when-told.ts";

const minute = 60_000;
const hour = 60 * minute;
// A Monday, midnight.
const at = Date.parse("2026-03-02T00:00:00Z");

const labels = {
  target: "home",
  name: "Home",
  host: "example.com",
  kind: "page",
  severity: "down",
  event: "incident",
  tag: [],
} as const;
const change = {
  eventId: "e",
  key: "k",
  state: "firing",
  severity: "down",
  at,
} as const;

const silence = (from: number, until: number | null): SilenceRule => ({
  matchers: [],
  startsAt: at + from,
  endsAt: until === null ? null : at + until,
  incidentId: null,
});
const mute = (from: string, to: string) => ({
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  from,
  to,
  zone: "UTC",
});

type Case = { rule?: Partial<RouteRule>; silences?: SilenceRule[] };

const told = ({ rule = {}, silences = [] }: Case, group = newGroup(at)) => {
  const thing = { incidentId: null, labels };
  const foretold = whenTold({
    rule: { ...usualRule, ...rule },
    group,
    change,
    thing,
    silences,
    at,
  });
  return {
    after: foretold.toldAt === null ? null : foretold.toldAt - at,
    why: foretold.why,
  };
};
const digest = { timing: { ...usualRule.timing, intervalMs: hour, isDigest: true } };

describe("what would be told", () => {
  it.each<[string, Case, number | null, string]>([
    ["after its wait", {}, 30_000, "After the wait of its group."],
    ["with a digest", { rule: digest }, hour, "With the next digest."],
    [
      "after a silence",
      { silences: [silence(0, hour)] },
      hour,
      "It is silenced until then.",
    ],
    [
      "never while a silence has no end",
      { silences: [silence(0, null)] },
      null,
      "It is silenced until it has recovered.",
    ],
    [
      "after a window that begins where a silence ends",
      { silences: [silence(0, hour)], rule: { mute: [mute("00:30", "02:00")] } },
      2 * hour,
      "The route is mute until then.",
    ],
    [
      "after a silence that begins within a window",
      { silences: [silence(hour, 3 * hour)], rule: { mute: [mute("00:00", "02:00")] } },
      3 * hour,
      "It is silenced until then.",
    ],
    [
      "with the first digest after a silence",
      { silences: [silence(0, 90 * minute)], rule: digest },
      2 * hour,
      "With the first digest after its silence.",
    ],
    [
      "never by a route that is always mute",
      { rule: { mute: [mute("12:00", "12:00")] } },
      null,
      "Windows and silences keep it quiet for weeks.",
    ],
    [
      "although a silence is over by then",
      { silences: [silence(0, 10_000)] },
      30_000,
      "After the wait of its group.",
    ],
  ])("is told %s", (_, given, after, why) => {
    expect(told(given)).toEqual({ after, why });
  });

  it("goes with no notice of its group within its own wait, and keeps the interval", () => {
    const toldAfter = (ms: number) => {
      const other = { ...change, key: "other", at: at - ms };
      return told({}, addChanges(newGroup(at), [other], usualRule.timing, at - ms)).after;
    };
    expect(toldAfter(20_000)).toBe(30_000);
    expect(toldAfter(50_000)).toBe(10_000 + 5 * minute);
    expect(told({}, { ...newGroup(at), sentAt: at - minute })).toEqual({
      after: 4 * minute,
      why: "After the interval of its group, which was told lately.",
    });
  });

  it("is not told again to a channel that knows of it", () => {
    const item = { ...change, event: "e", told: "down" } as const;
    const { eventId: _e, key: _k, ...known } = item;
    expect(told({}, { ...newGroup(at), items: { k: known } })).toEqual({
      after: null,
      why: "The channel knows of it already.",
    });
  });
});
