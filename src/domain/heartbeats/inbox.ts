// Hears what stands in a heartbeat's inbox. Knows how much of it was heard, in the
// characters that SQLite counts. No I/O, no clock.
import type { Allowance } from "#domain/allowance.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Kind, RoundTarget } from "#domain/targets/target.ts";
import { isCredible } from "#domain/time/clock-trust.ts";
import { type Heard, hearPings } from "./hearing/hear-pings.ts";
import { inBrief, type Ping, type RecentPing, recentPingsKept } from "./ping.ts";
import { unpackPings } from "./ping-encoding.ts";

/** What stands in a heartbeat's row of its pings. */
export type Inbox = {
  /** Lines of pings (ping-encoding). */
  inbox: string;
  /** Whether more stands behind them. */
  isCut: boolean;
  /** JSON: the latest pings that were taken. */
  recent: string;
};

export const emptyInbox: Inbox = { inbox: "", isCut: false, recent: "[]" };

export type HeardInbox = Heard & {
  /** Characters of the inbox that were heard, as SQLite counts them. */
  length: number;
  /** Whether that is all of it. */
  isWhole: boolean;
};

/**
 * A ping stands in its inbox so soon after it came in. Until then a deadline is not over: a
 * ping that came in time may be on its way.
 */
export const landingMs = 2_000;

/** Instants are epoch ms. */
type Hearing = {
  /** When the inbox was read; null for hearing no further than its last ping. */
  readAt: number | null;
  /** Since when the heartbeat is paused; null while it is not. */
  pausedAt: number | null;
  /** Characters of the inbox to hear at most. */
  most: number;
};

/**
 * Hears the inbox of a heartbeat. Of one that is paused, what came before the pause; what
 * came since is only noted. Where not all of the inbox is heard, time has come to the last
 * ping that is.
 */
export function hearInbox(
  target: RoundTarget & { kind: Kind },
  state: TargetState,
  { inbox, isCut, recent }: Inbox,
  { readAt, pausedAt, most }: Hearing,
  looks: Allowance,
): HeardInbox {
  const text = wholeLines(inbox, most);
  const isWhole = !isCut && text.length === inbox.length;
  const pings = unpackPings(text).map((ping) => credible(ping, readAt));
  const { before, since } = cutAtPause(pings, pausedAt);
  const heardAt = state.heartbeat?.heardAt ?? 0;
  const lastAt = Math.max(heardAt, ...before.map(({ at }) => at));
  const until = readAt === null || !isWhole ? lastAt : readAt - landingMs;
  const heard = hearPings(
    target,
    state,
    before,
    JSON.parse(recent) as RecentPing[],
    pausedAt === null ? until : Math.min(until, pausedAt),
    looks,
  );
  const noted = since.map((ping) => ({ ...inBrief(ping), ignored: "paused" as const }));
  const lately = [...heard.lately, ...noted].slice(-recentPingsKept);
  // What was not understood for want of looks is heard again, with all that came since.
  if (!heard.taken) return { ...heard, length: 0, isWhole: false };
  return { ...heard, lately, length: charactersOf(text), isWhole };
}

/** The lines that fit into so many characters. */
function wholeLines(inbox: string, most: number): string {
  if (inbox.length <= most && (inbox === "" || inbox.endsWith("\n"))) return inbox;
  return inbox.slice(0, inbox.lastIndexOf("\n", most - 1) + 1);
}

/** A ping cannot have come in long after its inbox was read. */
const credible = (ping: Ping, readAt: number | null): Ping =>
  readAt === null || isCredible(ping.at, readAt) ? ping : { ...ping, at: readAt };

function cutAtPause(pings: readonly Ping[], pausedAt: number | null) {
  if (pausedAt === null) return { before: pings, since: [] };
  return {
    before: pings.filter(({ at }) => at <= pausedAt),
    since: pings.filter(({ at }) => at > pausedAt),
  };
}

/** SQLite counts code points; JavaScript counts two for some of them. */
const charactersOf = (text: string): number =>
  text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);
