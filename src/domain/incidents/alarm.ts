// Turns the runs of a target into incidents: when one opens, gets worse and closes, and
// when the target is to be fetched again before that. No I/O, no clock.
import { incidentIdOf } from "#domain/notices/event.ts";
import type { Failure } from "#domain/runs/failure.ts";
import type { AlarmRule } from "#domain/targets/alarm-rule.ts";
import { hourMs } from "#domain/time/instants.ts";
import { type Alarm, atRest, type OpenIncident, type Outcome } from "./alarm-state.ts";
import { recoversBy, severityReached, windowWith } from "./thresholds.ts";

/**
 * A run as alarms see it; or a slot whose job did not report, which is one of the failure
 * `missed`. Epoch ms.
 */
export type SeenRun = {
  targetId: number;
  at: number;
  /** When the target was free again. */
  endedAt: number;
  outcome: Outcome;
  failure: Failure | null;
  /** When the run before it began, if that one passed: for the first one that fails. */
  goodBefore: number | null;
};

/**
 * Whether an incident may open. wait: not in maintenance. linger: a target that this one
 * depends on fails too, and may have an incident soon. join: it has one, in which this
 * target is named.
 */
export type Permission =
  | { may: "open" | "wait" | "linger" }
  | { may: "join"; parent: string };

export const mayOpen: Permission = { may: "open" };

/** So many more failing runs in a row are waited for a parent's incident. */
export const mostLingering = 3;

/** What a run changes that somebody may want to be told. */
export type Turn =
  | { kind: "opened"; at: number; incident: OpenIncident; failure: Failure | null }
  | { kind: "worse"; at: number; incident: OpenIncident; failure: Failure | null }
  | { kind: "closed"; at: number; incident: OpenIncident }
  | { kind: "held"; at: number; parent: string };

type OpeningRun = Pick<SeenRun, "targetId" | "at" | "failure">;

type Stepped = { alarm: Alarm; turn?: Turn };

/** What is remembered after a run, undefined for a target at rest, and what it turns. */
export function takeRun(
  rule: AlarmRule,
  before: Alarm | undefined,
  run: SeenRun,
  permission: Permission,
): { alarm: Alarm | undefined; turn?: Turn } {
  if (before === undefined && run.outcome === "ok") return { alarm: undefined };
  const known = before ?? { ...atRest, lastGoodAt: run.goodBefore };
  const seen = { ...run, outcome: outcomeBy(rule, run) };
  const { outcome } = seen;
  const { alarm, turn } =
    outcome === "ok"
      ? afterPass(rule, known, seen)
      : afterFailure(rule, known, seen, permission);
  const openings = alarm.openings.filter((at) => Math.abs(run.at - at) < hourMs);
  const after = { ...alarm, openings, takenAt: run.at };
  return { alarm: isAtRest(after) ? undefined : after, ...(turn && { turn }) };
}

function outcomeBy({ degraded }: AlarmRule, { outcome, failure }: SeenRun): Outcome {
  if (failure?.class === "missed") return "missed";
  return outcome === "degraded" && !degraded ? "ok" : outcome;
}

/**
 * What is remembered after slots that nobody served. They are no failures, but where a job
 * that runs elsewhere was to serve them: there `takeRun` takes each.
 */
export const takeMissed = (
  before: Alarm | undefined,
  slots: number,
): Alarm | undefined =>
  before?.open
    ? {
        ...before,
        open: { ...before.open, slotsMissed: before.open.slotsMissed + slots },
      }
    : before;

const isAtRest = ({ recent, open, openings }: Alarm): boolean =>
  recent.length === 0 && open === null && openings.length === 0;

function afterPass(rule: AlarmRule, before: Alarm, { at, outcome }: SeenRun): Stepped {
  const { open } = before;
  const recent = windowWith(rule, before.recent, { at, outcome });
  const passed = {
    ...before,
    row: 0,
    rowMissed: 0,
    recent,
    lastGoodAt: at,
    heldBy: null,
    recheckAt: null,
  };
  if (open === null) return { alarm: passed };
  const lastRanAt = open.lastRanAt === null ? null : at;
  const incident = { ...open, passing: open.passing + 1, lastRanAt };
  if (!recoversBy(rule, incident, at)) return { alarm: { ...passed, open: incident } };
  const alarm = { ...passed, recent: [], open: null };
  return incident.isQuiet ? { alarm } : { alarm, turn: { kind: "closed", at, incident } };
}

function afterFailure(
  rule: AlarmRule,
  before: Alarm,
  run: SeenRun,
  permission: Permission,
): Stepped {
  const { at, outcome, endedAt } = run;
  const recent = windowWith(rule, before.recent, { at, outcome });
  const row = before.row + 1;
  const rowMissed = before.rowMissed + (outcome === "missed" ? 1 : 0);
  const isFirst = before.recent.length === 0;
  const since = rule.ofLast === null && !isFirst ? before.since : (recent[0]?.at ?? at);
  const failed = { ...before, row, rowMissed, recent, since, recheckAt: null };
  if (before.open) return whileOpen(rule, { ...failed, open: before.open }, run);
  const recheckAt = rule.recheckMs === null ? null : endedAt + rule.recheckMs;
  const severity = severityReached(rule, recent);
  const lingers = permission.may === "linger" && row < rule.failAfter + mostLingering;
  if (severity === null || lingers) return { alarm: { ...failed, recheckAt } };
  return openIfPermitted(rule, failed, run, severity, permission);
}

/** What a target comes to that has failed often enough, at `at`. */
export function openIfPermitted(
  rule: AlarmRule,
  alarm: Alarm,
  run: OpeningRun,
  severity: OpenIncident["severity"],
  permission: Permission,
): Stepped {
  if (permission.may === "wait") return { alarm };
  if (permission.may === "join") return join(alarm, run.at, permission.parent);
  return open(rule, alarm, run, severity);
}

/** A target is named once in the incident of the one that it depends on. */
const join = (alarm: Alarm, at: number, parent: string): Stepped =>
  alarm.heldBy === parent
    ? { alarm }
    : { alarm: { ...alarm, heldBy: parent }, turn: { kind: "held", at, parent } };

function open(
  rule: AlarmRule,
  alarm: Alarm,
  { targetId, at, failure }: OpeningRun,
  severity: OpenIncident["severity"],
): Stepped {
  const { since, row, recent, lastGoodAt } = alarm;
  const openings = [...alarm.openings, at].filter((opened) => at - opened < hourMs);
  const count = (counts: (outcome: Outcome) => boolean) =>
    recent.filter(({ outcome }) => counts(outcome)).length;
  const isInRow = rule.ofLast === null;
  const failing = isInRow ? row : count((outcome) => outcome !== "ok");
  const slotsMissed = isInRow
    ? alarm.rowMissed
    : count((outcome) => outcome === "missed");
  const incident: OpenIncident = {
    id: incidentIdOf(targetId, since),
    startedAt: since,
    openedAt: at,
    severity,
    runsFailed: failing - slotsMissed,
    slotsMissed,
    lastGoodAt,
    passing: 0,
    failedAt: recent.at(-1)?.at ?? at,
    isFlapping: openings.length > rule.flapsPerHour,
    turns: 0,
    isQuiet: false,
    lastRanAt: slotsMissed === 0 ? null : lastRunOf(alarm),
  };
  const kept = openings.slice(-1 - rule.flapsPerHour);
  return {
    alarm: { ...alarm, openings: kept, open: incident, heldBy: null },
    turn: { kind: "opened", at, incident, failure },
  };
}

/** When the last run began that an alarm knows of; null where it knows of none. */
function lastRunOf({ recent, lastGoodAt }: Alarm): number | null {
  const ran = recent.filter(({ outcome }) => outcome !== "missed").map(({ at }) => at);
  const last = Math.max(lastGoodAt ?? Number.NEGATIVE_INFINITY, ...ran);
  return Number.isFinite(last) ? last : null;
}

function whileOpen(
  rule: AlarmRule,
  alarm: Alarm & { open: OpenIncident },
  { at, failure, outcome }: SeenRun,
): Stepped {
  const { open, recent } = alarm;
  const isMissed = outcome === "missed";
  const hadRecovered = open.passing >= rule.recoverAfter;
  const isWorse =
    open.severity === "degraded" && severityReached(rule, recent) === "down";
  const incident: OpenIncident = {
    ...open,
    severity: isWorse ? "down" : open.severity,
    runsFailed: open.runsFailed + (isMissed ? 0 : 1),
    slotsMissed: open.slotsMissed + (isMissed ? 1 : 0),
    turns: open.turns + (hadRecovered ? 1 : 0),
    passing: 0,
    failedAt: at,
    lastRanAt: lastRunWhileOpen(alarm, at, isMissed),
  };
  const after = { ...alarm, open: incident };
  return isWorse && !incident.isQuiet
    ? { alarm: after, turn: { kind: "worse", at, incident, failure } }
    : { alarm: after };
}

/** Before its first missed slot an incident's last failing run was the last one. */
function lastRunWhileOpen(
  { open, lastGoodAt }: Alarm & { open: OpenIncident },
  at: number,
  isMissed: boolean,
): number | null {
  if (open.lastRanAt !== null) return isMissed ? open.lastRanAt : at;
  if (!isMissed || open.slotsMissed > 0) return null;
  return Math.max(open.failedAt, lastGoodAt ?? 0);
}
