// Defines how a heartbeat is listened to: a job that runs elsewhere and reports its runs
// here by pings. Every field is parsed, and every default is filled in.
import { hourMs, minuteMs } from "#domain/time/instants.ts";

export type HeartbeatSpec = {
  /** Names its ping address: lower case, with hyphens. */
  uuid: string;
  /** Names it beside the ping key: a-z, 0-9, _ and -; null without one. */
  slug: string | null;
  /** What it is for, in its users' words. */
  description: string;
  /** A slot without a sign of life so long after it is missed. */
  graceMs: number;
  /** A slot whose run has not begun so long after it is missed; null: as `graceMs`. */
  startGraceMs: number | null;
  /** A run that has not ended so long after its start has failed; null: as `graceMs`. */
  runMaxMs: number | null;
  /** A run that is shorter has failed: it is too short to be true. */
  runMinMs: number | null;
  /** A ping so long before its slot counts for it. */
  earlyMs: number;
  /** A run longer than so many times the usual is degraded; null: none is. */
  unusualFactor: number | null;
  /** Whether a log puts off the end that its run must have reached. */
  keepAlive: boolean;
  /** Whether only POST pings: a link that somebody opens does not. */
  postOnly: boolean;
  /** Whether a ping leaves it paused. */
  manualResume: boolean;
  /** Ids of the channels that are told of it; null: those that the routes name. */
  channels: readonly number[] | null;
};

/** What holds unless a user says otherwise; grace is Healthchecks' own. */
export const usualHeartbeat = {
  slug: null,
  description: "",
  graceMs: hourMs,
  startGraceMs: null,
  runMaxMs: null,
  runMinMs: null,
  earlyMs: 30_000,
  unusualFactor: null,
  keepAlive: false,
  postOnly: false,
  manualResume: false,
  channels: null,
} as const satisfies Omit<HeartbeatSpec, "uuid">;

/** The bounds of grace and of periods, as Healthchecks has them. */
export const shortestGraceMs = minuteMs;
export const longestGraceMs = 365 * 24 * hourMs;

/** When a run that has begun must have ended. */
export const runMaxOf = ({ runMaxMs, graceMs }: HeartbeatSpec): number =>
  runMaxMs ?? graceMs;

/** When a slot's run must have begun. */
export const startGraceOf = ({ startGraceMs, graceMs }: HeartbeatSpec): number =>
  startGraceMs ?? graceMs;

/** How a heartbeat is listened to. Throws for a target that is none. */
export function heartbeatSpecOf({
  id,
  heartbeat,
}: {
  id: number;
  heartbeat: HeartbeatSpec | null;
}): HeartbeatSpec {
  if (heartbeat === null) throw new TypeError(`target ${id} is no heartbeat`);
  return heartbeat;
}
