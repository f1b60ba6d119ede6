// Turns what a request says of a check into the document of a heartbeat, or into a patch
// of one.
import type { Json } from "#domain/json.ts";
import type { Target } from "#domain/targets/target.ts";
import { unnamed, writeTags } from "./check-answer.ts";
import { type CheckSpec, splitTags } from "./check-spec.ts";

/** What Healthchecks takes where nothing is said. */
const usual = { timeout: 86_400, grace: 3_600 };

/** The document of a new heartbeat. `channels` are ids, null as the routes say. */
export function newDocument(spec: CheckSpec, channels: number[] | null): Json {
  return {
    kind: "heartbeat",
    name: nameOf(spec.name ?? ""),
    tags: splitTags(spec.tags ?? ""),
    schedule: scheduleOf(spec, "UTC") ?? { every: `${spec.timeout ?? usual.timeout}s` },
    heartbeat: {
      ...heartbeatOf({ grace: usual.grace, ...spec }),
      channels,
    },
  };
}

/**
 * The patch that gives a heartbeat what the request says, and leaves the rest. `channels`
 * is undefined where they stay.
 */
export function patchOf(
  spec: CheckSpec,
  channels: number[] | null | undefined,
  target: Target,
): Json {
  const { timing } = target.schedule;
  const zone = timing.kind === "cron" ? timing.zone : "UTC";
  const schedule =
    scheduleOf(spec, zone) ??
    (spec.tz !== undefined && timing.kind === "cron" && { zone: spec.tz });
  return {
    ...(spec.name !== undefined && { name: nameOf(spec.name) }),
    ...(spec.tags !== undefined && { tags: tagsOf(spec.tags, target.tags) }),
    ...(schedule && { schedule }),
    heartbeat: { ...heartbeatOf(spec), ...(channels !== undefined && { channels }) },
  };
}

/** A target has a name always. */
export const nameOf = (name: string): string => name.trim() || unnamed;

/** A tag with a blank keeps it, though it is written without. */
const tagsOf = (written: string, stored: readonly string[]): string[] =>
  splitTags(written).map(
    (tag) => stored.find((known) => writeTags([known]) === tag) ?? tag,
  );

/** A cron expression comes before an interval. Null where neither is given. */
function scheduleOf({ schedule, timeout, tz }: CheckSpec, zone: string): Json | null {
  if (schedule !== undefined) return { cron: schedule, zone: tz ?? zone };
  return timeout === undefined ? null : { every: `${timeout}s` };
}

const heartbeatOf = ({ slug, desc, grace, methods, manual_resume }: CheckSpec): Json => ({
  ...(slug !== undefined && { slug: slug === "" ? null : slug }),
  ...(desc !== undefined && { description: desc }),
  ...(grace !== undefined && { grace: `${grace}s` }),
  ...(methods !== undefined && { postOnly: methods === "POST" }),
  ...(manual_resume !== undefined && { manualResume: manual_resume }),
});
