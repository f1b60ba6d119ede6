// What a request makes of a target that is already there.
import type { Schedule } from "#domain/schedules/schedule.ts";
import type { Target } from "#domain/targets/target.ts";
import { invalid } from "#http/problem.ts";
import {
  type ParsedDocument,
  TargetDocument,
  toDocument,
  usualName,
} from "./target-document.ts";

/**
 * A document that a target shall correspond to, and what of it is not to be judged anew.
 */
export type Wish = { document: ParsedDocument; kept?: { schedule: Schedule } };

type Json = Record<string, unknown>;

/**
 * The wish that a merge patch (RFC 7396) expresses; throws a Problem when the result is
 * no valid document.
 */
export function mergePatch(target: Target, patch: Json): Wish {
  const current: Json = toDocument(target);
  if (target.name === usualName(new URL(target.url))) delete current.name;
  if (isObject(patch.schedule))
    current.schedule = withoutRival(current.schedule as Json, patch.schedule);
  const parsed = TargetDocument.safeParse(merge(current, patch));
  if (!parsed.success) throw invalid(parsed.error.issues, "json");
  return {
    document: parsed.data,
    ...("schedule" in patch ? {} : { kept: { schedule: target.schedule } }),
  };
}

/** A patch that names an interval replaces a cron expression, and the other way round. */
function withoutRival(schedule: Json, patch: Json): Json {
  const { every, cron, zone, ...rest } = schedule;
  if ("every" in patch) return { ...rest, every };
  return "cron" in patch ? { ...rest, ...(zone !== undefined && { zone }) } : schedule;
}

function merge(current: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Json = isObject(current) ? { ...current } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name];
    else merged[name] = merge(merged[name], value);
  }
  return merged;
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
