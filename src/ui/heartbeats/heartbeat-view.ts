// Says what the page of a heartbeat shows besides what every target has. Plain data.
// Instants are epoch ms, durations ms.
import type { RecentPing } from "#domain/heartbeats/ping.ts";

/** A run that has begun and not ended. */
export type RunningRun = {
  rid: string | null;
  startedAt: number;
  /** The slot it serves; null for a run outside of slots. */
  slot: number | null;
  /** When it has failed unless it has ended. */
  deadlineAt: number;
};

/** How long the latest runs took. */
export type UsualTime = { p50Ms: number; p95Ms: number; runs: number };

/** Where a heartbeat is pinged. */
export type PingAddresses = {
  /** "https://junkai.example.com/ping/…" */
  byUuid: string;
  /** With the ping key and its slug; null without a slug. */
  bySlug: string | null;
};

export type HeartbeatView = {
  /** Null for those who may not know it. */
  addresses: PingAddresses | null;
  running: readonly RunningRun[];
  /** Null before there are enough runs. */
  usual: UsualTime | null;
  /** The newest first. */
  lately: readonly RecentPing[];
  /** How many pings have come in. */
  pings: number;
};
