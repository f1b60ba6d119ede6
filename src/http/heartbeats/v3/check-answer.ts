// Writes a heartbeat as Healthchecks' management API answers a check.
import { checkStatus, nextPingAt, startedAt } from "#domain/heartbeats/check-status.ts";
import type { RecentPing } from "#domain/heartbeats/ping.ts";
import { heartbeatSpecOf } from "#domain/targets/heartbeat-spec.ts";
import type { Target } from "#domain/targets/target.ts";
import { badgeKeyOf, uniqueKeyOf } from "#store/secrets/check-keys.ts";
import type { KnownHeartbeat } from "#store/targets/heartbeats.ts";
import { channelIdOf } from "./channel-ids.ts";
import { namesOf } from "./find-check.ts";

/** Who asks, and how: answers depend on both. */
export type Asking = {
  /** 1 to 3: of the API. */
  version: number;
  isReadOnly: boolean;
  /** What addresses begin with: "https://junkai.example.com". */
  site: string;
  /** Epoch ms. */
  now: number;
};

/** The name of a check that was made without one: a target has one always. */
export const unnamed = "unnamed";

export const shownName = (name: string): string => (name === unnamed ? "" : name);

/** Tags stand in one string, with blanks between them: a blank in one is written so. */
export const writeTags = (tags: readonly string[]): string =>
  tags.map((tag) => tag.replaceAll(" ", "_")).join(" ");

/** An instant without its milliseconds. */
export const isoSeconds = (at: number): string =>
  new Date(at).toISOString().replace(/\.\d+Z$/, "+00:00");

const isoOrNull = (at: number | null): string | null =>
  at === null ? null : isoSeconds(at);

export async function toCheck(heartbeat: KnownHeartbeat, asking: Asking) {
  const { target, state, heard } = heartbeat;
  const { version, isReadOnly, site, now } = asking;
  const spec = heartbeatSpecOf(target);
  const isStarted = startedAt(state) !== null && target.enabled;
  const status = checkStatus(target, state, now);
  const names = namesOf(target);
  const lastDuration = lastDurationS(heartbeat);
  return {
    name: shownName(target.name),
    slug: spec.slug ?? "",
    tags: writeTags(target.tags),
    desc: spec.description,
    grace: Math.floor(spec.graceMs / 1_000),
    n_pings: heard.pings,
    // Only the first version tells so in its status that a run is under way.
    status: version === 1 && isStarted && status !== "down" ? "started" : status,
    started: isStarted,
    last_ping: isoOrNull(lastPingAt(heartbeat)),
    next_ping: isoOrNull(nextPingAt(target, state, now)),
    manual_resume: spec.manualResume,
    methods: spec.postOnly ? "POST" : "",
    ...noFilters,
    badge_url: `${site}/b/2/${await badgeKeyOf(names)}.svg`,
    ...(lastDuration !== null && { last_duration: lastDuration }),
    ...(isReadOnly
      ? { unique_key: await uniqueKeyOf(names) }
      : addressesOf(spec.uuid, asking)),
    ...(!isReadOnly && { channels: (spec.channels ?? []).map(channelIdOf).join(",") }),
    ...timingOf(target),
  };
}

/** Pings are not told apart by words in them. */
const noFilters = {
  subject: "",
  subject_fail: "",
  start_kw: "",
  success_kw: "",
  failure_kw: "",
  filter_subject: false,
  filter_body: false,
  filter_http_body: false,
  filter_default_fail: false,
} as const;

function addressesOf(uuid: string, { site, version }: Asking) {
  const update = `${site}/api/v${version}/checks/${uuid}`;
  return {
    uuid,
    ping_url: `${site}/ping/${uuid}`,
    update_url: update,
    pause_url: `${update}/pause`,
    resume_url: `${update}/resume`,
  };
}

const timingOf = ({ schedule: { timing } }: Pick<Target, "schedule">) =>
  timing.kind === "every"
    ? { timeout: Math.floor(timing.everyMs / 1_000) }
    : { schedule: timing.expression, tz: timing.zone };

/** The ping that told last that a run has ended; undefined where none has. */
const lastEnd = ({ lately }: { lately: readonly RecentPing[] }): RecentPing | undefined =>
  lately.findLast(
    ({ action, ignored }) =>
      ignored === undefined && (action === "success" || action === "fail"),
  );

/** When a run was last told to have ended; null also for a check that begins anew. */
const lastPingAt = ({ target, heard }: KnownHeartbeat): number | null =>
  target.status === "new" ? null : (lastEnd(heard)?.at ?? null);

/** Whole seconds; null where the start of the last run is not known. */
function lastDurationS({ heard }: KnownHeartbeat): number | null {
  const durationMs = lastEnd(heard)?.durationMs ?? null;
  return durationMs === null ? null : Math.floor(durationMs / 1_000);
}
