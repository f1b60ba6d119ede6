// Describes what a job that runs elsewhere reports of its runs. Plain data.

/** start: a run begins. log: a word meanwhile. success, fail: it has ended. */
export const pingActions = ["start", "success", "fail", "log"] as const;
export type PingAction = (typeof pingActions)[number];

/** Bytes of a body that are kept, as Healthchecks keeps them. */
export const bodyLimit = 10_000;

/** Instants are epoch ms, durations ms. */
export type Ping = {
  /** Counts all pings of a heartbeat, from 1. */
  n: number;
  /** When it came in. */
  at: number;
  action: PingAction;
  /** The run that a start and its end share; null where that is not said. */
  rid: string | null;
  /** The exit status by which it ended, 0 to 255; null where none was given. */
  exitStatus: number | null;
  /** How the body begins, `bodyLimit` bytes at most; null without one. */
  body: string | null;
  /** Of the whole body. */
  bodyBytes: number;
  /** Counts that were given beside the body, by name. */
  counts: Readonly<Record<string, number>> | null;
  /** When the run began, where one request tells of all of it; null otherwise. */
  startedAt: number | null;
  method: string;
  scheme: "http" | "https";
  userAgent: string;
  /** The address it came from. */
  from: string;
};

/**
 * Why a ping that came in was not heard. method: its heartbeat is pinged by POST only.
 * paused: it was paused, and the ping could not resume it. unreadable: our own code could
 * not take it.
 */
export const ignoredReasons = ["method", "paused", "unreadable"] as const;
export type IgnoredReason = (typeof ignoredReasons)[number];

/** A ping of the latest, and what became of it; its body stands with its run. */
export type RecentPing = Omit<Ping, "body" | "counts" | "startedAt"> & {
  /** The slot of the run it tells of; null where it matched none. */
  dueAt: number | null;
  /** How long that run took, where this ping ended it and its start is known. */
  durationMs: number | null;
  hasBody: boolean;
  /** Why it was not heard; it tells of no run then. */
  ignored?: IgnoredReason;
};

/** So many of the latest pings of a heartbeat are kept in brief. */
export const recentPingsKept = 50;

/** And so many of those that it did not want: they push out none of the others. */
export const ignoredPingsKept = 20;

/** A ping that tells of no run. */
export const inBrief = ({
  body: _,
  counts: __,
  startedAt: ___,
  ...ping
}: Ping): RecentPing => ({ ...ping, dueAt: null, durationMs: null, hasBody: false });
