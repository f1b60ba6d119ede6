// Has a target's alarm see its runs and its missed slots, and tells what they turn. No
// I/O, no clock.
import {
  mayOpen,
  type Permission,
  type SeenRun,
  type Turn,
  takeMissed,
  takeRun,
} from "#domain/incidents/alarm.ts";
import type { Alarm } from "#domain/incidents/alarm-state.ts";
import { type Entry, endOf, outcomeOf, type Run } from "#domain/runs/run.ts";
import type { AlarmRule } from "#domain/targets/alarm-rule.ts";
import type { Kind } from "#domain/targets/target.ts";
import type { TargetState } from "./state.ts";

/** What a target has seen, and what that turned. */
export type Watched = { alarm: Alarm | undefined; turns: Turn[] };

/** Only a page can be looked at quickly: others have no rechecks. */
export const ruleOf = ({ alarm, kind }: { alarm: AlarmRule; kind: Kind }): AlarmRule =>
  kind === "page" ? alarm : { ...alarm, recheckMs: null };

/** Lets an alarm see entries of one target, in their order. */
export function watch(
  rule: AlarmRule,
  before: Alarm | undefined,
  entries: readonly Entry[],
  previous: Run | undefined,
  permission: Permission,
): Watched {
  let alarm = before;
  let last = previous;
  const turns: Turn[] = [];
  for (const entry of entries) {
    if (entry.kind === "drop") {
      if (entry.drop.fate === "missed") alarm = takeMissed(alarm, entry.drop.count);
      continue;
    }
    const step = takeRun(rule, alarm, seenRun(entry.run, last), permission);
    alarm = step.alarm;
    if (step.turn) turns.push(step.turn);
    last = entry.run;
  }
  return { alarm, turns };
}

const seenRun = (run: Run, previous: Run | undefined): SeenRun => ({
  targetId: run.targetId,
  at: run.startedAt,
  endedAt: endOf(run),
  outcome: outcomeOf(run),
  failure: run.failure,
  goodBefore: previous && outcomeOf(previous) !== "failed" ? previous.startedAt : null,
});

/** The state with another alarm; a target at rest has none. */
export function withAlarm(state: TargetState, alarm: Alarm | undefined): TargetState {
  if (alarm !== undefined) return { ...state, alarm };
  if (state.alarm === undefined) return state;
  const { alarm: _, ...rest } = state;
  return rest;
}

/**
 * The state after a run with the alarm that has seen it, as far as is known before the
 * round ends: when to look again follows from that.
 */
export function withRunSeen(
  after: TargetState,
  { alarm, last }: TargetState,
  target: { alarm: AlarmRule; kind: Kind },
  { run }: { run: Run },
): TargetState {
  const seen = watch(ruleOf(target), alarm, [{ kind: "run", run }], last, mayOpen);
  return withAlarm(after, seen.alarm);
}

/**
 * The run outside rounds that the alarm is still to see: it came after what rounds have
 * seen, and after the target began anew.
 */
export function outsideRunToSee(
  { manual, last, alarm }: TargetState,
  anchorAt: number,
): Run | null {
  if (manual === undefined || manual.startedAt < anchorAt) return null;
  const seenUpTo = Math.max(last?.startedAt ?? 0, alarm?.takenAt ?? 0);
  return manual.startedAt > seenUpTo ? manual : null;
}
