// Takes the pings of heartbeats that were paused: what came before the pause is recorded.
import { credibleState, type TargetState } from "#domain/rounds/state.ts";
import { messageOf } from "#domain/runs/failure.ts";
import type { RoundContext } from "#jobs/rounds/round-context.ts";
import type { ClaimedShard, PausedTarget } from "#store/rounds/claim-shards.ts";
import type { RoundOutcome } from "./attend.ts";
import { attendPausedHeartbeat } from "./attend-heartbeat.ts";

export type HeardOfPaused = { target: PausedTarget; outcome: RoundOutcome };

/**
 * Hears the paused heartbeats of a shard, whose states are `states`. One that makes our own
 * code throw keeps its pings until it runs again.
 */
export const attendToPaused = (
  context: RoundContext,
  { paused, undecodable }: ClaimedShard,
  states: Readonly<Record<string, TargetState>>,
): HeardOfPaused[] =>
  paused
    .filter(({ kind, id }) => kind === "heartbeat" && !(id in undecodable))
    .flatMap((target) => {
      const known = credibleState(states[target.id] ?? {}, context.since);
      const outcome = hearSafely(context, target, known);
      return outcome === null ? [] : [{ target, outcome }];
    });

function hearSafely(
  context: RoundContext,
  target: PausedTarget,
  state: TargetState,
): RoundOutcome | null {
  try {
    return attendPausedHeartbeat(context, target, state, target.pausedAt);
  } catch (error) {
    const problem = messageOf(error);
    context.deps.log({ event: "target-broken", target: target.id, problem });
    return null;
  }
}
