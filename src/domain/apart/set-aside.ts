// Says what can be set aside, and how long it is left alone before it is tried again. No
// I/O, no clock.
import { mostAheadMs } from "#domain/time/clock-trust.ts";
import { dayMs, hourMs } from "#domain/time/instants.ts";

/** What can be set aside. Append only: the names are stored. */
export const thingKinds = [
  "target",
  "page",
  "block",
  "day",
  "shard-day",
  "prune-step",
] as const;

/** Which thing: its kind, and its key in its table, with "/" between numbers. */
export type Thing = { kind: (typeof thingKinds)[number]; item: string };

/** A thing that broke our code, and what went wrong. */
export type Broken = Thing & { reason: string };

/** What is set aside: since when, until when, and why. Instants are epoch ms. */
export type SetAside = Broken & { since: number; retryAt: number };

/** How long a thing is left alone the first time. */
export const firstWaitMs = hourMs;
/** The longest time for which a thing is left alone. */
export const longestWaitMs = dayMs;

/** When a thing is tried again that broke at `now`, for the first time at `since`. */
export const retryAfter = (since: number, now: number): number =>
  now + Math.min(longestWaitMs, Math.max(firstWaitMs, now - since));

/**
 * Whether a thing is left alone at \`now\`. A wait that is far longer than the longest was
 * set by a clock that was ahead, and is not believed.
 */
export const isLeftAlone = (retryAt: number, now: number): boolean =>
  retryAt > now && retryAt <= now + longestWaitMs + mostAheadMs;
