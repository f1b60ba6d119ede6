import { expect, it } from "vitest";
import { usualCrawl } from "#domain/targets/crawl-spec.ts";
import {
  type Target,
  type TargetDraft,
  usualRequest,
  usualRetention,
} from "#domain/targets/target.ts";
import { toEdit } from "#domain/targets/target-edit.ts";
import { aSchedule, aTarget } from "#test/fixtures/runs.ts";

// Fields that no edit below changes are left out.
const target = {
  ...aTarget(),
  kind: "page",
  key: "home",
  name: "Home",
  tags: ["web"],
  enabled: true,
  retention: usualRetention,
  badges: false,
} as Target;
const paused = { ...target, enabled: false };

it.each<[string, Partial<TargetDraft>, string[]]>([
  ["no field", {}, []],
  ["an equal schedule", { schedule: aSchedule() }, []],
  ["another name", { name: "House" }, []],
  ["another key", { key: null }, []],
  ["other tags", { tags: [] }, []],
  ["another expectation", { expect: { status: ["404"] } }, []],
  ["another retention", { retention: { ...usualRetention, runsMs: 1 } }, []],
  ["public badges", { badges: true }, []],
  ["a pause", { enabled: false }, []],
  ["another kind", { kind: "site" }, ["restarts-schedule"]],
  ["another schedule", { schedule: aSchedule({ startAt: 5 }) }, ["restarts-schedule"]],
  [
    "another URL",
    { url: "http://other.test/" },
    ["restarts-schedule", "voids-validators"],
  ],
  [
    "another request",
    { request: { ...usualRequest, method: "HEAD" } },
    ["voids-validators"],
  ],
  ["another way of crawling", { crawl: usualCrawl }, ["voids-validators"]],
])("an edit with %s sets off %j", (_, fields, effects) => {
  expect([...toEdit(target, { ...target, ...fields }).effects]).toEqual(effects);
});

it("resuming a paused target restarts its schedule", () => {
  const { effects } = toEdit(paused, { ...paused, enabled: true });
  expect([...effects]).toEqual(["restarts-schedule"]);
});
