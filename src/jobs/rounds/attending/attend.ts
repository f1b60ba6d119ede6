// Names what a round does for a target of each kind.
import type { Outcome } from "#domain/rounds/outcome.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Kind } from "#domain/targets/target.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import type { RoundSpan } from "#jobs/rounds/round-span.ts";
import type { ClaimedTarget } from "#store/rounds/claim-shards.ts";

/** What became of a target in a round. */
export type RoundOutcome = Outcome & {
  /** The target's next slot after those accounted for; null when it has none. */
  nextAt: number | null;
  /** Up to when a heartbeat was heard, if all of its pings were. Epoch ms. */
  heardAt?: number;
};

/** Serves a target's slots as long as the span goes on. */
export type Attend = (
  context: RoundContext,
  span: RoundSpan,
  target: ClaimedTarget,
  state: TargetState,
) => Promise<RoundOutcome>;

/** What rounds need to know of each kind of target. */
export type AttendingKinds = Readonly<Record<Kind, AttendingKind>>;

export type AttendingKind = {
  /** Serves a target's slots in a round. */
  attend: Attend;
  /** Whether it is the round itself that asks the target's host. */
  asksInRound: boolean;
};
