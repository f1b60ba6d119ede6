// What a user asked for, as the rest of the code trusts it: parsed, with every default
// filled in.

import type { Schedule, Slots } from "#domain/schedules/schedule.ts";
import type { CrawlSpec } from "./crawl-spec.ts";

/**
 * page: one URL, fetched with each run. site: each run is a crawl that follows links from
 * the URL.
 */
export const kinds = ["page", "site"] as const;
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

export const statuses = ["new", "up", "down", "paused"] as const;
export type Status = (typeof statuses)[number];

export type RequestSpec = {
  method: Method;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  /** The whole attempt, body and redirects included. */
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

/**
 * What counts as success. `status` holds codes ("301"), classes ("2xx") and ranges
 * ("200-299").
 */
export type Expectation = { status: string[] };

/**
 * How long a target's history is kept: its runs, the statistics of its hours, its failed
 * runs. Null: as long as the deployment says.
 */
export type Retention = {
  runsMs: number | null;
  hoursMs: number | null;
  failuresMs: number | null;
};

// What a target is unless its user says otherwise. Stored targets leave out what equals
// these, so changing one of them takes a migration that writes the old value into the
// targets that meant it.
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
  body: null,
  timeoutMs: 10_000,
  firstByteTimeoutMs: 10_000,
  maxBodyBytes: 2_097_152,
  maxRedirects: 5,
  retries: 1,
};

export const usualExpectation: Expectation = { status: ["2xx"] };

export const usualRetention: Retention = {
  runsMs: null,
  hoursMs: null,
  failuresMs: null,
};

/** The part of a target that a round needs. */
export type RoundTarget = {
  id: number;
  url: string;
  host: string;
  status: Status;
  /**
   * Since when the schedule applies: creation, resumption or the last change of schedule.
   * Epoch ms.
   */
  anchorAt: number;
  /** Grows with each change of URL or request; validators of an older one are void. */
  requestRevision: number;
  schedule: Schedule;
  request: RequestSpec;
  expect: Expectation;
  /** How a site is crawled; null for a page. */
  crawl: CrawlSpec | null;
};

export type Target = RoundTarget & {
  kind: Kind;
  key: string | null;
  name: string;
  tags: string[];
  enabled: boolean;
  retention: Retention;
  /** Whether everybody may see its badges. */
  badges: boolean;
  shardId: number;
  /** Grows with each change a user makes; what the ETag names. */
  revision: number;
  statusSince: number;
  createdAt: number;
  updatedAt: number;
};

export function slotsOf(
  target: Pick<RoundTarget, "id" | "anchorAt" | "schedule">,
): Slots {
  return { schedule: target.schedule, seed: target.id, anchorAt: target.anchorAt };
}
