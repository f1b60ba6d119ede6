// Gives the slots that are ahead of a target. Those of a heartbeat's interval count from
// the start of its last run.
import type { TargetState } from "#domain/rounds/state.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { slotsOf, type Target } from "#domain/targets/target.ts";

type Known = { target: Target; state: Pick<TargetState, "heartbeat"> };

/** A heartbeat has no slots before its first ping since it was added or resumed. */
export const isWaiting = ({ target, state: { heartbeat } }: Known): boolean =>
  target.kind === "heartbeat" &&
  (heartbeat === undefined || heartbeat.ranAt === 0 || heartbeat.ranAt < target.anchorAt);

export function slotsAhead({ target, state }: Known): Slots {
  const slots = slotsOf(target);
  const { schedule } = slots;
  const { timing } = schedule;
  if (target.kind !== "heartbeat") return slots;
  if (isWaiting({ target, state }))
    return { ...slots, schedule: { ...schedule, expiresAt: target.anchorAt } };
  if (timing.kind === "cron") return slots;
  const { ranAt = 0 } = state.heartbeat ?? {};
  const startAt = ranAt - (ranAt % 1_000) + timing.everyMs;
  return { ...slots, schedule: { ...schedule, startAt } };
}
