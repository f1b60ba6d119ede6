// Judges whether the rounds go on: from when a tick last ended, and from the shard that
// has waited longest.
import { minuteMs } from "#domain/time/instants.ts";

/** What is known of the rounds. Instants are epoch ms. */
export type Pulse = {
  /** When a tick last ended; null when none ever did. */
  lastTickAt: number | null;
  /** When the rounds were paused; null when they are not. */
  pausedAt: number | null;
  /** When the shard was due that has waited longest; null without any shard. */
  dueAt: number | null;
  /** When that shard's lease runs out, or ran out; 0 when nobody has it. */
  leaseUntil: number;
  /** How many things are set aside, incidents open, and notices given up. */
  setAside: number;
  openIncidents: number;
  deadNotices: number;
  /** When a message of a queue was given up last; null when none was. */
  deadMessageAt: number | null;
  /** Whether the last rounds held incidents back: most hosts and all canaries are silent. */
  isAway: boolean;
};

/**
 * recovering: ticks come, but slots wait that no round serves. failing: no ticks come, or
 * the database does not answer.
 */
export const healths = ["ok", "recovering", "failing"] as const;

export type Health = { status: (typeof healths)[number]; reason: string | null };

/** Ticks come every minute; three minutes without a tick are a fault. */
export const tickOverdueMs = 3 * minuteMs;

/** A slot without a round waits for the next minute's tick, and a while for its start. */
const longestWaitMs = 75_000;

/** `leaseReserveMs` is what a lease never falls below while its holder is alive. */
export function judgeHealth(pulse: Pulse, now: number, leaseReserveMs: number): Health {
  const { lastTickAt } = pulse;
  if (lastTickAt === null)
    return failing(
      "No tick has come yet: the first one ends within a minute or two of the deployment.",
    );
  if (now - lastTickAt > tickOverdueMs)
    return failing(`The last tick ended ${inMinutes(now - lastTickAt)} ago.`);
  const reason = whyWaiting(pulse, now, leaseReserveMs);
  return { status: reason === null ? "ok" : "recovering", reason };
}

const failing = (reason: string): Health => ({ status: "failing", reason });

/** Why slots wait that no round serves; null when there are none. */
function whyWaiting(
  { pausedAt, dueAt, leaseUntil }: Pulse,
  now: number,
  leaseReserveMs: number,
): string | null {
  if (pausedAt !== null || dueAt === null || dueAt > now) return null;
  const waited = `Slots have waited for ${Math.round((now - dueAt) / 1_000)} seconds`;
  if (leaseUntil > 0)
    return leaseUntil - now < leaseReserveMs
      ? `${waited}: the tick that was to serve them is lost.`
      : null;
  return now - dueAt > longestWaitMs ? `${waited} for a tick to serve them.` : null;
}

const inMinutes = (ms: number): string => `${Math.round(ms / minuteMs)} minutes`;
