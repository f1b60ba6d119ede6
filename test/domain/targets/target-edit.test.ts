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
const { headers: _, ...requestOf } = usualRequest;
const paused = { ...target, enabled: false };

it.each<[string, Partial<TargetDraft>, string[]]>([
  ["another name", { name: "House" }, ["relabels"]],
  ["another key", { key: null }, ["relabels"]],
  ["other tags", { tags: [] }, ["relabels"]],
  ["another expectation", { expect: { status: ["404"], conditions: [] } }, []],
  ["another retention", { retention: { ...usualRetention, runsMs: 1 } }, []],
  ["public badges", { badges: true }, []],
  ["a pause", { enabled: false }, ["relabels"]],
  ["another kind", { kind: "site" }, ["restarts-schedule", "relabels"]],
  ["another schedule", { schedule: aSchedule({ startAt: 5 }) }, ["restarts-schedule"]],
  [
    "another URL",
    { url: "http://other.test/" },
    ["restarts-schedule", "voids-validators", "relabels"],
  ],
  [
    "another request",
    { request: { ...usualRequest, method: "HEAD" } },
    ["voids-validators"],
  ],
  ["another way of crawling", { crawl: usualCrawl }, ["voids-validators"]],
])("an edit with %s changes that field alone and sets off %j", (_, fields, effects) => {
  const edit = toEdit(target, { ...target, ...fields });
  expect(edit.changes).toEqual(fields);
  expect([...edit.effects]).toEqual(effects);
});

it.each<[string, Partial<TargetDraft>]>([
  ["no field", {}],
  ["an equal schedule", { schedule: aSchedule() }],
  [
    "a request whose fields and headers are named in another order",
    { request: { headers: { b: "2", a: "1" }, ...requestOf } },
  ],
])("an edit with %s changes nothing and sets off nothing", (_, fields) => {
  const stored = { ...target, request: { ...usualRequest, headers: { a: "1", b: "2" } } };
  const edit = toEdit(stored, { ...stored, ...fields });
  expect(edit).toEqual({ changes: {}, effects: new Set() });
});

it.each<[string, Partial<TargetDraft>, boolean]>([
  ["another URL", { url: "http://other.test/" }, true],
  ["another kind", { kind: "page" }, true],
  ["another request", { request: { ...usualRequest, retries: 0 } }, true],
  ["another way of crawling", { crawl: { ...usualCrawl, maxDepth: 1 } }, true],
  ["a pause", { enabled: false }, true],
  ["another name", { name: "House" }, false],
  ["another schedule", { schedule: aSchedule({ startAt: 5 }) }, false],
])("an edit of a site with %s ends its crawl: %j", (_, fields, ends) => {
  const site: Target = { ...target, kind: "site", crawl: usualCrawl };
  expect(toEdit(site, { ...site, ...fields }).effects.has("ends-crawl")).toBe(ends);
});

it("resuming a paused target restarts its schedule", () => {
  const { effects } = toEdit(paused, { ...paused, enabled: true });
  expect(effects).toEqual(new Set(["relabels", "restarts-schedule"]));
});
