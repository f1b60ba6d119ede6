// Holds what the pings of a heartbeat have come to so far, while they are gone through.
// No I/O, no clock.
import type { Allowance } from "#domain/allowance.ts";
import type { RecentPing } from "#domain/heartbeats/ping.ts";
import {
  endedRids,
  type HeartbeatMemory,
  neverHeard,
} from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import { afterDrops, type Outcome, unchanged } from "#domain/rounds/outcome.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Drop } from "#domain/runs/run.ts";
import type { NextSlot } from "#domain/schedules/slots.ts";
import { type HeartbeatSpec, startGraceOf } from "#domain/targets/heartbeat-spec.ts";
import type { Kind, RoundTarget, Status } from "#domain/targets/target.ts";

export type HeardTarget = RoundTarget & { kind: Kind };

/** It is changed as pings and deadlines are gone through, in the order of time. */
export type Hearing = {
  readonly target: HeardTarget;
  readonly spec: HeartbeatSpec;
  outcome: Outcome;
  memory: HeartbeatMemory;
  /** The last slot accounted for. Epoch ms. */
  cursor: number;
  /** The first slot after the cursor; undefined until it is searched for. */
  next: NextSlot | undefined;
  status: Status;
  lately: RecentPing[];
  readonly looks: Allowance;
};

export const createHearing = (
  target: HeardTarget,
  spec: HeartbeatSpec,
  state: TargetState,
  lately: readonly RecentPing[],
  looks: Allowance,
): Hearing => ({
  target,
  spec,
  outcome: unchanged(state),
  memory: state.heartbeat ?? neverHeard,
  cursor: state.cursor ?? Number.NEGATIVE_INFINITY,
  next: undefined,
  status: target.status,
  lately: [...lately],
  looks,
});

/** Whether it was heard since its anchor: before, it has no slots. */
export const isHeard = ({ memory, target }: Hearing): boolean =>
  memory.ranAt >= target.anchorAt && memory.ranAt > 0;

export function remember(hearing: Hearing, news: Partial<HeartbeatMemory>): void {
  hearing.memory = { ...hearing.memory, ...news };
}

/** Moves on to a slot that is accounted for. */
export function moveCursor(hearing: Hearing, to: number): void {
  hearing.cursor = to;
  hearing.next = undefined;
}

/** Remembers that the run of a rid has ended. */
export function rememberEnded(hearing: Hearing, rid: string | null): void {
  const { ended, overdue } = hearing.memory;
  remember(hearing, {
    ...(rid !== null && { ended: [...ended, rid].slice(-endedRids) }),
    overdue: overdue.filter((other) => other !== rid),
  });
}

/** Takes in slots that ended without a run. One that was missed leaves the job down. */
export function takeDrops(hearing: Hearing, drops: readonly Drop[]): void {
  if (drops.length === 0) return;
  hearing.outcome = afterDrops(hearing.outcome, drops);
  const missed = drops.find(({ fate }) => fate === "missed");
  if (missed === undefined || hearing.status === "down") return;
  const at = missed.firstAt + startGraceOf(hearing.spec);
  hearing.status = "down";
  hearing.outcome.news.push({
    kind: "status-turned",
    targetId: hearing.target.id,
    status: "down",
    at,
    recency: 2 * at + 1,
    confirms: false,
  });
}
