// Finds the slots of a heartbeat. Those of an interval count from the start of its last
// run; those of a cron expression stand fast.
import type { Allowance } from "#domain/allowance.ts";
import {
  type HeartbeatMemory,
  neverHeard,
} from "#domain/rounds/heartbeats/heartbeat-memory.ts";
import type { TargetState } from "#domain/rounds/state.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { type NextSlot, searchSlot } from "#domain/schedules/slots.ts";
import { type RoundTarget, slotsOf } from "#domain/targets/target.ts";

type Scheduled = Pick<RoundTarget, "id" | "anchorAt" | "schedule">;

/** The slots after `after`. */
export type HeartbeatSlots = { slots: Slots; after: number };

/** Slots are whole seconds: so an interval counts from the second of a run's start. */
const secondOf = (at: number): number => at - (at % 1_000);

/** The slots after those accounted for; the last run began at `ranAt`. */
export function slotsAfter(
  target: Scheduled,
  ranAt: number,
  cursor: number,
): HeartbeatSlots {
  const slots = slotsOf(target);
  const { schedule } = slots;
  if (schedule.timing.kind === "cron") return { slots, after: cursor };
  const origin = secondOf(ranAt);
  const startAt = schedule.startAt ?? origin;
  return {
    slots: { ...slots, schedule: { ...schedule, startAt: origin } },
    after: Math.max(cursor, origin, startAt - 1),
  };
}

/** The next slot that a heartbeat's job must serve; null where there is none. */
export function searchHeartbeatSlot(
  target: Scheduled,
  { heartbeat, cursor }: Pick<TargetState, "heartbeat" | "cursor">,
  looks: Allowance,
): NextSlot {
  const { ranAt }: HeartbeatMemory = heartbeat ?? neverHeard;
  if (ranAt < target.anchorAt || ranAt === 0) return null;
  const { slots, after } = slotsAfter(target, ranAt, cursor ?? Number.NEGATIVE_INFINITY);
  return searchSlot(slots, after, looks);
}
