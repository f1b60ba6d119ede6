// Says what becomes of a target's state when its slots end.
import type { Allowance } from "#domain/allowance.ts";
import type { Verdict } from "#domain/runs/judge.ts";
import type { Drop, Run } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { searchSlot } from "#domain/schedules/slots.ts";
import { isCredible } from "#domain/time/clock-trust.ts";
import { credibleMemory } from "./heartbeats/heartbeat-memory.ts";
import { type Memories, memoryTable } from "./memories.ts";
import { nothingToDrop, type SlotPlace } from "./slot-policy.ts";

/** What is remembered of a target between its runs, kept in its shard's row. */
export type TargetState = Memories & {
  /** The last manual run, which is kept beside the rest. */
  manual?: Run;
  /** Runs outside rounds that read something, which no round has seen yet. */
  outsideReads?: readonly OutsideRead[];
};

/** A run outside rounds, and the requestRevision with which it was made. */
export type OutsideRead = { requestRevision: number; run: Run };

/** The state after a scheduled run. The target was free again at `freeAt`, epoch ms. */
export function withRun(
  state: TargetState,
  verdict: Verdict,
  freeAt: number,
): TargetState {
  const ended = { ...verdict, freeAt };
  const after: Record<string, unknown> = { ...state };
  for (const [name, { afterRun }] of takenByRuns) {
    const value = afterRun?.(state[name], ended);
    if (value !== undefined) after[name] = value;
  }
  return after;
}

const takenByRuns = memoryTable.filter(([, { afterRun }]) => afterRun);

/** The state after slots that ended without a run. */
export function withDrops(state: TargetState, drops: readonly Drop[]): TargetState {
  if (drops.length === 0) return state;
  const after: Record<string, unknown> = { ...state };
  for (const [name, { afterDrop }] of memoryTable)
    if (afterDrop) after[name] = drops.reduce<unknown>(afterDrop, state[name]);
  return after;
}

/**
 * The state as far as it can be believed at `now`. What a clock that was far ahead
 * accounted for begins anew with the slot that is due now: nothing silences a target.
 */
export function credibleState(state: TargetState, now: number): TargetState {
  const { cursor = now, freeAt = now, dropUntil = now, heartbeat } = state;
  const instants = [cursor, freeAt, dropUntil];
  if (heartbeat === undefined && instants.every((at) => isCredible(at, now)))
    return state;
  return withoutIncredible(state, now);
}

function withoutIncredible(state: TargetState, now: number): TargetState {
  const { cursor, freeAt, dropUntil, heartbeat, ...rest } = state;
  return {
    ...rest,
    ...(heartbeat !== undefined && { heartbeat: credibleMemory(heartbeat, now) }),
    ...(cursor !== undefined && { cursor: isCredible(cursor, now) ? cursor : now - 1 }),
    ...(freeAt !== undefined && isCredible(freeAt, now) && { freeAt }),
    ...(dropUntil !== undefined && isCredible(dropUntil, now) && { dropUntil }),
  };
}

/** When the target's last scheduled run began, epoch ms; 0 before the first. */
export const servedAt = ({ last }: TargetState): number => last?.startedAt ?? 0;

/** Searches for where the choices of a target's slots go on. */
export function openSlots(
  slots: Slots,
  state: Pick<TargetState, "cursor" | "dropUntil">,
  looks: Allowance,
): SlotPlace {
  const { cursor = nothingAccounted, dropUntil = nothingToDrop } = state;
  return { cursor, dropUntil, next: searchSlot(slots, cursor, looks) };
}

const nothingAccounted = Number.NEGATIVE_INFINITY;
