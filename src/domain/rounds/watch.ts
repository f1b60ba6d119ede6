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
import type { Failure } from "#domain/runs/failure.ts";
import { type Drop, type Entry, endOf, outcomeOf, type Run } from "#domain/runs/run.ts";
import type { AlarmRule } from "#domain/targets/alarm-rule.ts";
import { type HeartbeatSpec, startGraceOf } from "#domain/targets/heartbeat-spec.ts";
import type { Kind } from "#domain/targets/target.ts";
import type { TargetState } from "./state.ts";

/** What a target has seen, and what that turned. */
export type Watched = { alarm: Alarm | undefined; turns: Turn[] };

/** What the alarm of a target is set off by. */
export type Watching = {
  alarm: AlarmRule;
  kind: Kind;
  heartbeat: HeartbeatSpec | null;
};

export type WatchRule = AlarmRule & {
  /**
   * A slot that was missed is a failing run, known so long after it: its job runs
   * elsewhere. Null: it is none, since it is we who did not run it.
   */
  missedAfterMs: number | null;
};

/** Only a page can be looked at quickly: others have no rechecks. */
export const ruleOf = ({ alarm, kind, heartbeat }: Watching): WatchRule => ({
  ...alarm,
  recheckMs: kind === "page" ? alarm.recheckMs : null,
  missedAfterMs: heartbeat && startGraceOf(heartbeat),
});

/** Lets an alarm see entries of one target, in their order. */
export function watch(
  rule: WatchRule,
  before: Alarm | undefined,
  entries: readonly Entry[],
  previous: Run | undefined,
  permission: Permission,
): Watched {
  let alarm = before;
  let last = previous;
  const turns: Turn[] = [];
  const take = (run: SeenRun) => {
    const step = takeRun(rule, alarm, run, permission);
    alarm = step.alarm;
    if (step.turn) turns.push(step.turn);
  };
  for (const entry of entries) {
    if (entry.kind === "run") {
      const isReported = rule.missedAfterMs !== null;
      take(isReported ? reportedRun(entry.run, last, alarm) : seenRun(entry.run, last));
      last = entry.run;
    } else if (entry.drop.fate === "missed") {
      if (rule.missedAfterMs === null) alarm = takeMissed(alarm, entry.drop.count);
      else
        for (const at of slotsOfDrop(entry.drop)) {
          take(missedRun(entry.drop, at, rule.missedAfterMs, last, alarm));
        }
    }
  }
  return { alarm, turns };
}

const seenRun = (run: Run, previous: Run | undefined): SeenRun => ({
  targetId: run.targetId,
  at: run.startedAt,
  endedAt: endOf(run),
  outcome: outcomeOf(run),
  failure: run.failure,
  goodBefore: goodStart(previous),
});

const goodStart = (run: Run | undefined): number | null =>
  run && outcomeOf(run) !== "failed" ? run.startedAt : null;

/**
 * A reported run counts from when it was known, which is its end: what was missed, or
 * ended, while it was under way is known by then.
 */
function reportedRun(run: Run, last: Run | undefined, alarm: Alarm | undefined): SeenRun {
  const seen = seenRun(run, last);
  return { ...seen, at: Math.max(seen.endedAt, alarm?.takenAt ?? 0) };
}

/** The slots of a drop, as far as is known: its first, its last, and between them evenly. */
const slotsOfDrop = ({ count, firstAt, lastAt }: Drop): number[] =>
  Array.from({ length: count }, (_, i) =>
    i === 0 ? firstAt : firstAt + Math.round(((lastAt - firstAt) * i) / (count - 1)),
  );

/** A slot that was missed, as a run that failed. */
function missedRun(
  { targetId }: Drop,
  slot: number,
  missedAfterMs: number,
  last: Run | undefined,
  alarm: Alarm | undefined,
): SeenRun {
  const at = Math.max(slot + missedAfterMs, alarm?.takenAt ?? 0);
  const failure: Failure = { class: "missed", slots: (alarm?.rowMissed ?? 0) + 1 };
  const goodBefore = goodStart(last);
  return { targetId, at, endedAt: at, outcome: "failed", failure, goodBefore };
}

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
  target: Watching,
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
