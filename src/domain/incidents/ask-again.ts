// Asks again for an incident whose opening had to wait, where no run may come for long to
// ask for it: of a job that runs elsewhere. No I/O, no clock.
import type { Failure } from "#domain/runs/failure.ts";
import type { AlarmRule } from "#domain/targets/alarm-rule.ts";
import { minuteMs } from "#domain/time/instants.ts";
import { mostLingering, openIfPermitted, type Permission, type Turn } from "./alarm.ts";
import type { Alarm } from "./alarm-state.ts";
import { severityReached } from "./thresholds.ts";

/**
 * Maintenance ends on a minute, and a parent recovers within some: an alarm that comes so
 * much later is still worth having, and a look at a shard is not for nothing too often.
 */
export const askAgainMs = 5 * minuteMs;

type Asking = {
  targetId: number;
  /** When it is asked. Epoch ms. */
  at: number;
  /** How the last run failed; null before the first. */
  lastFailure: Failure | null;
};

/**
 * The alarm of a target that may fail enough for an incident and have none. No run is
 * counted: its incident is that of the runs that were seen, and only opens later. The
 * alarm says in `recheckAt` when to ask next.
 */
export function askAgain(
  rule: AlarmRule,
  alarm: Alarm,
  { targetId, at, lastFailure }: Asking,
  permission: Permission,
): { alarm: Alarm; turn?: Turn } {
  const severity = severityWaiting(rule, alarm);
  if (severity === null) return { alarm: { ...alarm, recheckAt: null } };
  const { recheckAt, takenAt, recent, rowMissed } = alarm;
  if (recheckAt !== null && at < recheckAt) return { alarm };
  const waiting = { ...alarm, recheckAt: at + askAgainMs };
  const lingers =
    permission.may === "linger" && at - takenAt < mostLingering * askAgainMs;
  if (recheckAt === null || lingers) return { alarm: waiting };
  const isMissed = recent.at(-1)?.outcome === "missed";
  const failure: Failure | null = isMissed
    ? { class: "missed", slots: rowMissed }
    : lastFailure;
  const run = { targetId, at, failure };
  const step = openIfPermitted(rule, waiting, run, severity, permission);
  if (step.turn?.kind !== "opened") return step;
  return { ...step, alarm: { ...step.alarm, recheckAt: null, takenAt: at } };
}

/** What an incident would be that did not open yet; null where none waits. */
const severityWaiting = (rule: AlarmRule, { row, open, recent }: Alarm) =>
  open === null && row > 0 ? severityReached(rule, recent) : null;
