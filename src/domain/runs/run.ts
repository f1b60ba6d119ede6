// Describes the run of one slot, and what became of slots that ended without a run. Plain
// data.
import { refuseUncountable } from "#domain/bytes.ts";
import type { ToldCondition } from "#domain/conditions/condition.ts";
import { isDegraded } from "#domain/conditions/judge-conditions.ts";
import type { Reading } from "#domain/readings/reading.ts";
import type { Failure, FailureClass } from "./failure.ts";

/**
 * What a run is for: a slot, somebody who asked for it, another look soon after a run that
 * failed, or one soon after a run that saw a change. extra: a job that runs elsewhere
 * reports a run outside of its slots. Only the first has a slot; rounds make the last
 * three as well.
 */
export type Trigger = "schedule" | "manual" | "recheck" | "confirm" | "extra";

/**
 * What a run saw. It is mostly the same from one run to the next, so a block stores only
 * the differences.
 */
export type Sighting = {
  status: number | null;
  bytes: number;
  redirects: number;
  /** Where redirects led; null when the target's own URL answered. */
  finalUrl: string | null;
  contentType: string | null;
  /** SHA-256 of the decoded body, lower-case hex. */
  contentHash: string | null;
  failure: Failure | null;
  /** How each condition of the target turned out; none where none was judged. */
  conditions: readonly ToldCondition[];
  /** What its target's steps read; null where nothing was to be read, or could be. */
  reading: Reading | null;
};

/**
 * One attempt of a run. Its ending is unknown, and so is its duration, if the invocation
 * that may have made it was lost.
 */
export type Try = {
  startedAt: number;
  durationMs: number | null;
  status: number | null;
  ending: "ok" | FailureClass | "unknown";
};

/** Identity: (targetId, dueAt). Times are epoch ms, durations ms. */
export type Run = Sighting & {
  targetId: number;
  dueAt: number;
  /** When its first attempt began of those whose ending is known. */
  startedAt: number;
  /** The last attempt's time until its answer began, and from there to its end. */
  firstByteMs: number;
  bodyMs: number;
  /** How many attempts it took. */
  attempts: number;
  /**
   * Each attempt, the last one as it was judged. None of a run that took one attempt, and
   * of a run that was recorded when only their number was.
   */
  tries: readonly Try[];
  trigger: Trigger;
  /** Started later than the schedule's grace allows. */
  late: boolean;
  notModified: boolean;
  /** Its content differs from the content seen before. */
  changed: boolean;
  /** Only its end was reported: how long it took is not known. */
  untimed: boolean;
};

/**
 * Says why a slot ended without a run. skipped: an overlapping run was in the way.
 * missed: nobody served it in time. Append only: the position is stored.
 */
export const dropFates = ["skipped", "missed"] as const;
export type DropFate = (typeof dropFates)[number];

/** Slots from `firstAt` to `lastAt`, all in one hour, that ended without a run. */
export type Drop = {
  targetId: number;
  fate: DropFate;
  count: number;
  firstAt: number;
  lastAt: number;
};

export type Entry = { kind: "run"; run: Run } | { kind: "drop"; drop: Drop };

/** Stands for what was seen before the first run. */
export const unseen: Sighting = {
  status: null,
  bytes: 0,
  redirects: 0,
  finalUrl: null,
  contentType: null,
  contentHash: null,
  failure: null,
  conditions: [],
  reading: null,
};

export const outcomes = ["ok", "degraded", "failed"] as const;
export type Outcome = (typeof outcomes)[number];

/** degraded: it passed, but some condition of lower severity does not hold. */
export const outcomeOf = ({
  failure,
  conditions,
}: Pick<Run, "failure" | "conditions">): Outcome => {
  if (failure !== null) return "failed";
  return isDegraded(conditions) ? "degraded" : "ok";
};

export const targetOf = (entry: Entry): number =>
  (entry.kind === "run" ? entry.run : entry.drop).targetId;

/** The slot of a run, the first slot of a drop. */
export const slotOf = (entry: Entry): number =>
  entry.kind === "run" ? entry.run.dueAt : entry.drop.firstAt;

/** Whether a run serves a slot of its target's schedule. */
export const servesSlot = ({ trigger }: Pick<Run, "trigger">): boolean =>
  trigger === "schedule";

/** How long a run took, ms; null where only its end was reported. */
export const durationOf = ({
  firstByteMs,
  bodyMs,
  untimed,
}: Pick<Run, "firstByteMs" | "bodyMs" | "untimed">): number | null =>
  untimed ? null : firstByteMs + bodyMs;

/** When a run's last attempt ended. Epoch ms. */
export function endOf({ startedAt, firstByteMs, bodyMs, tries }: Run): number {
  const last = tries.at(-1);
  return last === undefined
    ? startedAt + firstByteMs + bodyMs
    : last.startedAt + (last.durationMs ?? 0);
}

/**
 * What stands for the slot of a run that somebody asks for: an odd millisecond. Slots of
 * schedules are whole seconds, those of looks are even: a target and a slot are one run.
 */
export const manualSlot = (now: number): number => now - 1 + Math.abs(now % 2);

/** What stands for the slot of a look that an alarm asks for. */
export const lookSlot = (now: number): number => {
  const even = now - Math.abs(now % 2);
  return even % 1000 === 0 ? even - 2 : even;
};

/**
 * Orders a target's runs: the later run has the larger number. Of two that began together
 * a failed one counts as the later.
 */
export const recencyOf = ({
  startedAt,
  failure,
}: Pick<Run, "startedAt" | "failure">): number => 2 * startedAt + (failure ? 1 : 0);

/** The later one of the runs there are. */
export const latestRun = (...runs: (Run | undefined)[]): Run | undefined =>
  runs.reduce((a, b) => (a && b ? (recencyOf(b) > recencyOf(a) ? b : a) : (a ?? b)));

/** Throws a RangeError for a run with a number that no packed form can hold. */
export function refuseUnstorable(run: Run): void {
  const { dueAt, startedAt, firstByteMs, bodyMs, attempts, bytes, redirects } = run;
  const ofTries = run.tries.flatMap((one) => [one.startedAt, one.durationMs ?? 0]);
  const counts = [firstByteMs, bodyMs, attempts, bytes, redirects, run.status ?? 0];
  for (const number of [dueAt, startedAt, ...counts, ...ofTries])
    refuseUncountable(number);
}
