// Defines a target: a URL or a site that a user wants visited. Every field is parsed, and
// every default is filled in.

import type { Steps } from "#domain/readings/step.ts";
import type { Schedule, Slots } from "#domain/schedules/schedule.ts";
import type { Sealed } from "#domain/sealed.ts";
import type { AlarmRule } from "./alarm-rule.ts";
import type { ChangeRule } from "./change-rule.ts";
import type { CrawlSpec } from "./crawl-spec.ts";
import type { HeartbeatSpec } from "./heartbeat-spec.ts";

/**
 * page: each run fetches the URL. site: each run is a crawl that starts at the URL.
 * heartbeat: a job that runs elsewhere reports its runs; it has no URL.
 */
export const kinds = ["page", "site", "heartbeat"] as const;
export type Kind = (typeof kinds)[number];

export const methods = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
] as const;
export type Method = (typeof methods)[number];

/** degraded: it answers as it must, but some condition of lower severity does not hold. */
export const statuses = ["new", "up", "degraded", "down", "paused"] as const;
export type Status = (typeof statuses)[number];

export type RequestSpec = {
  method: Method;
  /** By lower-case name. The secret ones are stored sealed. */
  headers: Readonly<Record<string, string | Sealed>>;
  /** Headers, in lower case, that are secret although their names do not say so. */
  secretHeaders: readonly string[];
  body: string | null;
  /** For a whole attempt, body and redirects included. */
  timeoutMs: number;
  /** Until the final response's headers; at most `timeoutMs`. */
  firstByteTimeoutMs: number;
  /** Decoded bytes. */
  maxBodyBytes: number;
  /** 0: a redirect is the final answer. */
  maxRedirects: number;
  /** Further attempts after the first, inside the same run. */
  retries: number;
};

/** A request whose secrets are open: it is sent, and never stored, shown or logged. */
export type OpenRequest = Omit<RequestSpec, "headers"> & {
  headers: Readonly<Record<string, string>>;
};

/**
 * What counts as success. `status` holds codes ("301"), classes ("2xx") and ranges
 * ("200-299"). `conditions` holds lines (domain/conditions/line).
 */
export type Expectation = { status: string[]; conditions: readonly string[] };

/**
 * How long a target's history is kept: its runs, the statistics of its hours, its failed
 * runs. Null: as long as the deployment says.
 */
export type Retention = {
  runsMs: number | null;
  hoursMs: number | null;
  failuresMs: number | null;
};

// These values hold unless a target's user says otherwise. Stored targets leave out the fields
// that equal these, so changing one of these takes a migration that writes the old value
// into the targets that leave it out.
export const usualSchedule = {
  window: null,
  startAt: null,
  expiresAt: null,
  overlap: "buffer-one",
  catchUpMs: 3_600_000,
  graceMs: 60_000,
} as const satisfies Omit<Schedule, "timing">;

export const usualRequest: RequestSpec = {
  method: "GET",
  headers: {},
  secretHeaders: [],
  body: null,
  timeoutMs: 10_000,
  firstByteTimeoutMs: 10_000,
  maxBodyBytes: 2_097_152,
  maxRedirects: 5,
  retries: 1,
};

export const usualExpectation: Expectation = { status: ["2xx"], conditions: [] };

export const usualRetention: Retention = {
  runsMs: null,
  hoursMs: null,
  failuresMs: null,
};

/** What a user decides about a target. */
export type TargetDraft = {
  kind: Kind;
  key: string | null;
  /** Empty for a heartbeat. */
  url: string;
  /** The URL's host, with its port where it names one. */
  host: string;
  name: string;
  tags: string[];
  enabled: boolean;
  schedule: Schedule;
  request: RequestSpec;
  expect: Expectation;
  /** How a site is crawled; null for a page. */
  crawl: CrawlSpec | null;
  /** How a heartbeat is listened to; null for other kinds. */
  heartbeat: HeartbeatSpec | null;
  retention: Retention;
  /** When its failing becomes an incident. */
  alarm: AlarmRule;
  /** How its readings are taken from its answers. */
  extract: Steps;
  /** Which differences between its readings count. */
  changes: ChangeRule;
  /** Whether everybody may see its badges. */
  badges: boolean;
};

/**
 * What an edit sets off. restarts-schedule: the slots count from the edit on, and the
 * first one may be due at once; no other edit moves a slot. voids-validators: validators
 * of earlier answers are not sent any more. relabels: the labels of the target's metrics
 * are written anew. ends-crawl: an open crawl of the site is not wanted any more.
 * takes-pings: a round comes at once, which takes the pings that wait and finds when the next
 * slot or run is over.
 */
export type EditEffect =
  | "restarts-schedule"
  | "voids-validators"
  | "relabels"
  | "ends-crawl"
  | "takes-pings";

/**
 * What an edit of each field sets off. An edit that leaves a field's value as it is sets
 * off nothing. Besides, enabling a target restarts its schedule.
 */
export const editEffects: Readonly<Record<keyof TargetDraft, readonly EditEffect[]>> = {
  kind: ["restarts-schedule", "relabels", "ends-crawl"],
  key: ["relabels"],
  // Another URL is another thing to look at: its first look is not put off.
  url: ["restarts-schedule", "voids-validators", "relabels", "ends-crawl"],
  host: [],
  name: ["relabels"],
  tags: ["relabels"],
  enabled: ["relabels", "ends-crawl"],
  schedule: ["restarts-schedule"],
  request: ["voids-validators", "ends-crawl"],
  expect: [],
  crawl: ["voids-validators", "ends-crawl"],
  // Another grace moves no slot, but its end.
  heartbeat: ["takes-pings"],
  retention: [],
  alarm: [],
  // Other steps read otherwise: that is no change, and a 304 says nothing of it.
  extract: ["voids-validators"],
  changes: [],
  badges: [],
};

export type Target = TargetDraft & {
  id: number;
  status: Status;
  statusSince: number;
  shardId: number;
  /**
   * Since when the schedule applies: creation, resumption or the last change of schedule.
   * Epoch ms.
   */
  anchorAt: number;
  /** Grows with each edit that voids validators: older ones are not sent any more. */
  requestRevision: number;
  /** Grows with each edit; what the ETag names. */
  revision: number;
  createdAt: number;
  updatedAt: number;
};

/** The fields of a target that a round needs. */
export const roundFields = [
  "id",
  "url",
  "host",
  "status",
  "anchorAt",
  "requestRevision",
  "schedule",
  "request",
  "expect",
  "crawl",
  "heartbeat",
  "alarm",
  "extract",
  "changes",
] as const satisfies readonly (keyof Target)[];

export type RoundTarget = Pick<Target, (typeof roundFields)[number]>;

export function slotsOf(
  target: Pick<RoundTarget, "id" | "anchorAt" | "schedule">,
): Slots {
  return { schedule: target.schedule, seed: target.id, anchorAt: target.anchorAt };
}
