import { expect, it } from "vitest";
import { atRest } from "#domain/incidents/alarm-state.ts";
import { nextLook } from "#domain/rounds/contents/next-look.ts";
import type { TargetState } from "#domain/rounds/state.ts";

const page = {
  kind: "page",
  requestRevision: 2,
  extract: [{ text: true }],
} as const;

const stateOf = (
  recheckAt: number | null,
  lookAt: number | null,
  revision = 2,
): TargetState => ({
  alarm: { ...atRest, recheckAt },
  contents: {
    revision,
    takenAt: 0,
    recent: [{ hash: "a", base: "a" }],
    pending: null,
    unsettled: 0,
    lookAt,
    isLearning: false,
  },
});

it.each<[string, TargetState, ReturnType<typeof nextLook>]>([
  ["that nothing asks for is none", {}, null],
  ["of the alarm is a recheck", stateOf(5, null), { at: 5, trigger: "recheck" }],
  ["of the contents confirms", stateOf(null, 5), { at: 5, trigger: "confirm" }],
  ["is the earlier of both", stateOf(7, 5), { at: 5, trigger: "confirm" }],
  ["of both at once is a recheck", stateOf(5, 5), { at: 5, trigger: "recheck" }],
  ["for contents of an earlier request is none", stateOf(null, 5, 1), null],
  ["reads again what found no room", { rereadAt: 9 }, { at: 9, trigger: "confirm" }],
])("a look %s", (_, state, look) => {
  expect(nextLook(page, state)).toEqual(look);
});

it("a page without steps is looked at for its alarm alone", () => {
  const unread = { ...page, extract: [] };
  expect(nextLook(unread, { ...stateOf(7, 5), rereadAt: 3 })).toMatchObject({ at: 7 });
  expect(nextLook(unread, { rereadAt: 3 })).toBeNull();
});

it("a site has no looks between its crawls", () => {
  expect(nextLook({ ...page, kind: "site" }, stateOf(5, 5))).toBeNull();
});
