// Hears the pings that no round has taken yet, for whoever reads a heartbeat: what they
// will come to is told before a round records it. No I/O, no clock.
import { createAllowance } from "#domain/allowance.ts";
import type { NewsOf } from "#domain/rounds/news.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Entry } from "#domain/runs/run.ts";
import type { Target } from "#domain/targets/target.ts";
import { emptyInbox, hearInbox, type Inbox } from "./inbox.ts";
import type { RecentPing } from "./ping.ts";

export type InboxWithIgnored = Inbox & {
  /** JSON: the latest pings that the heartbeat did not want. */
  ignored: string;
};

export const emptyWithIgnored: InboxWithIgnored = { ...emptyInbox, ignored: "[]" };

/** What a heartbeat's pings have come to that no round has recorded. */
export type HeardAhead = {
  entries: readonly Entry[];
  logs: readonly NewsOf<"run-logged">[];
  /**
   * Its latest pings, the newest last; those that a round has taken too, and those that it
   * did not want.
   */
  lately: readonly RecentPing[];
  /** When the next slot or run is over unless a ping comes; null for never. Epoch ms. */
  nextAt: number | null;
};

/** A heartbeat with its state and its status, as its pings have left them. */
export type AheadTarget = { target: Target; state: TargetState; ahead: HeardAhead };

/** Looks at slots that a reader may take for one heartbeat. */
const looksAhead = 640;

/**
 * Hears an inbox as a round would that comes with its last ping. A heartbeat that makes our
 * own code throw is told as rounds have left it: they set it aside and say why.
 */
export function hearAhead(
  target: Target,
  state: TargetState,
  inbox: InboxWithIgnored,
): AheadTarget {
  try {
    return hear(target, state, inbox);
  } catch {
    const lately: RecentPing[] = [];
    return { target, state, ahead: { entries: [], logs: [], lately, nextAt: null } };
  }
}

function hear(target: Target, state: TargetState, inbox: InboxWithIgnored): AheadTarget {
  const pausedAt = target.enabled ? null : target.statusSince;
  const most = inbox.inbox.length;
  const hearing = { readAt: null, pausedAt, most };
  const heard = hearInbox(target, state, inbox, hearing, createAllowance(looksAhead));
  const { entries, news } = heard.outcome;
  const ignored = JSON.parse(inbox.ignored) as RecentPing[];
  const turned = news.findLast((item) => item.kind === "status-turned");
  const status = target.enabled && turned !== undefined ? statusOf(turned) : {};
  return {
    target: { ...target, ...status },
    state: heard.outcome.state,
    ahead: {
      entries,
      logs: news.filter((item) => item.kind === "run-logged"),
      lately: inOrder([...heard.lately, ...ignored]),
      nextAt: heard.nextAt,
    },
  };
}

/** As they came in. */
const inOrder = (pings: RecentPing[]): RecentPing[] => pings.sort((a, b) => a.n - b.n);

const statusOf = ({ status, at }: NewsOf<"status-turned">) => ({
  status,
  statusSince: at,
});
