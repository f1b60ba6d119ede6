// Holds that the reasons why a target's failing is not told have their Japanese.
import { expect, it } from "vitest";
import {
  type Surroundings,
  whyChangeUntold,
  whyUntold,
} from "#domain/incidents/why-untold.ts";
import { usualAlarm } from "#domain/targets/alarm-rule.ts";
import { sentenceIn } from "#ui/words/sentences.ts";

const quiet: Surroundings = {
  isEnabled: true,
  areRoundsPaused: false,
  isDeliveryPaused: false,
  alarm: { ...usualAlarm, failAfter: 1 },
  open: null,
  isClosedByHand: false,
  maintenance: null,
  parents: [],
  isOwnOutage: false,
};

const parent = { name: "Gateway", isDown: true, hasIncident: false };

it.each<[string, Partial<Surroundings>]>([
  ["paused", { isEnabled: false }],
  ["rounds-paused", { areRoundsPaused: true }],
  ["delivery-paused", { isDeliveryPaused: true }],
  ["open-already", { open: { severity: "degraded" } }],
  ["closed-by-hand", { isClosedByHand: true }],
  ["degraded-ignored", { alarm: { ...quiet.alarm, degraded: false } }],
  ["maintenance", { maintenance: { name: "move", until: 0 } }],
  ["parent-failing", { parents: [parent] }],
  ["parent-incident", { parents: [{ ...parent, hasIncident: true }] }],
  ["own-outage", { isOwnOutage: true }],
  ["threshold", { alarm: { ...quiet.alarm, failAfter: 3 } }],
  ["threshold", { alarm: { ...quiet.alarm, failAfter: 3, ofLast: 5 } }],
])("the reason %s is told in both languages", (reason, over) => {
  const reasons = whyUntold("degraded", { ...quiet, ...over });
  expect(reasons.map((one) => one.reason)).toEqual([reason]);
  const japanese = sentenceIn("ja", reasons[0]?.says ?? "");
  expect(japanese).toMatch(/。$/);
  expect(japanese).not.toMatch(/\b(?:the|is|was|no|it)\b/i);
});

it("changes of a target in maintenance are told to nobody, in both languages", () => {
  const maintenance = { name: "move", until: 0 };
  const [reason] = whyChangeUntold({ ...quiet, maintenance, isOwnOutage: true });
  expect(reason?.says).toBe("It is in maintenance (move): no change is told.");
  expect(sentenceIn("ja", reason?.says ?? "")).toMatch(/^メンテナンス中.*。$/);
  expect(whyChangeUntold(quiet)).toEqual([]);
});

it("a target that nothing keeps quiet has no reason", () => {
  expect(whyUntold("degraded", quiet)).toEqual([]);
});
