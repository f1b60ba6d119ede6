// A target's row: what of it is JSON, and how that gets in and out. What equals the usual is left out.
import { memoize } from "../domain/memo.ts";
import type { Schedule } from "../domain/schedule.ts";
import {
  type Expectation,
  type RequestSpec,
  usualExpectation,
  usualRequest,
  usualSchedule,
} from "../domain/target.ts";

/** The parts of a target that are kept as JSON. */
export type Settings = { schedule: Schedule; request: RequestSpec; expect: Expectation };

export type SettingsRow = { [Name in keyof Settings]: string };

export const packSettings = ({ schedule, request, expect }: Settings): SettingsRow => ({
  schedule: unusual(schedule, usualSchedule),
  request: unusual(request, usualRequest),
  expect: unusual(expect, usualExpectation),
});

export const unpackSettings = ({ schedule, request, expect }: SettingsRow): Settings => ({
  schedule: unpackSchedule(schedule),
  request: unpackRequest(request),
  expect: unpackExpectation(expect),
});

// Most targets have the same few settings, and a tick reads a thousand of them.
const kept = 500;
const unpackSchedule = memoize(kept, (json = "{}"): Schedule => ({ ...usualSchedule, ...JSON.parse(json) }));
const unpackRequest = memoize(kept, (json = "{}"): RequestSpec => ({ ...usualRequest, ...JSON.parse(json) }));
const unpackExpectation = memoize(
  kept,
  (json = "{}"): Expectation => ({ ...usualExpectation, ...JSON.parse(json) }),
);

/** JSON of the fields that differ from the usual ones. */
function unusual(value: object, usual: object): string {
  const known = new Map(Object.entries(usual).map(([name, field]) => [name, JSON.stringify(field)]));
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(value).filter(([name, field]) => JSON.stringify(field) !== known.get(name)),
    ),
  );
}
