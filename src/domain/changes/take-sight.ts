// Tells changes of a target's content from what comes and goes: a content that differs
// counts once it was seen again. No I/O, no clock.
import { longestInvocationMs } from "#domain/budget.ts";
import type { ChangeRule } from "#domain/targets/change-rule.ts";
import { minuteMs } from "#domain/time/instants.ts";
import {
  baseOf,
  type ContentWatch,
  latestOf,
  type PendingContent,
  type References,
} from "./content-watch.ts";

/** A run that read its target's content. Instants are epoch ms. */
export type Sight = {
  /** The target's requestRevision with which the run was made. */
  revision: number;
  /** Of the reading. */
  hash: string;
  /** When the run began. */
  at: number;
  /** When the target was free again. */
  endedAt: number;
  /** Numbers that its change would be compared with, from before this run. */
  references: References;
};

/** A content that settled. A `candidate` is a change, if it differs enough. */
export type Turn = {
  kind: "first" | "candidate" | "reverted" | "learned";
  /** When the run began that saw the content first. */
  at: number;
  confirmedAt: number;
  /** The content that it is compared with; null for the first. */
  from: string | null;
  to: string;
  references: References;
};

export type TakenSight = {
  watch: ContentWatch;
  turn: Turn | null;
  /** The content is to be kept: it may be kept nowhere yet. */
  isNew: boolean;
};

/** After so many contents that did not settle, nothing is fetched for them alone. */
export const mostUnsettled = 3;

/** A second look so long after the first one shows what differs by itself. */
const learnAfterMs = minuteMs;

/** What differs later than so long after that look was due need not differ by itself. */
const learnWithinMs = 5 * minuteMs;

/** What is remembered after a run that read the content, and whether one settled. */
export function takeSight(
  rule: ChangeRule,
  before: ContentWatch | undefined,
  sight: Sight,
): TakenSight {
  if (before === undefined || sight.revision > before.revision)
    return takeFirst(rule, sight);
  if (isLate(before, sight)) return takeLate(before, sight);
  const known = advance(rule, before, sight);
  if (sight.hash === latestOf(known)) return takeSame(known, sight);
  if (known.isLearning) return takeLearned(rule, known, sight);
  const pending = known.pending?.hash === sight.hash ? known.pending : null;
  if (rule.confirmMs === null || (pending && sight.at >= pending.lookAt))
    return settle(rule, known, sight, pending);
  return pending
    ? { watch: known, turn: null, isNew: false }
    : takeOther(rule.confirmMs, known, sight);
}

/** What is remembered once it is known whether the content differs enough. */
export function afterJudging(
  watch: ContentWatch,
  { kind, to }: Turn,
  counts: boolean,
): ContentWatch {
  if (kind !== "candidate" || !counts) return watch;
  const recent = watch.recent.map((known) =>
    known.hash === to ? { hash: to, base: to } : known,
  );
  return { ...watch, recent };
}

/** The watch of a target that was looked at in vain: its next slot looks again. */
export const lookedInVain = (watch: ContentWatch): ContentWatch => ({
  ...watch,
  lookAt: null,
  isLearning: false,
});

function takeFirst({ learn }: ChangeRule, sight: Sight): TakenSight {
  const { revision, hash, at, endedAt } = sight;
  const watch: ContentWatch = {
    revision,
    takenAt: at,
    recent: [{ hash, base: hash }],
    pending: null,
    unsettled: 0,
    lookAt: learn ? endedAt + learnAfterMs : null,
    isLearning: learn,
  };
  return { watch, turn: turnTo(sight, "first", null, at), isNew: true };
}

const turnTo = (
  { hash, at: confirmedAt, references }: Sight,
  kind: Turn["kind"],
  from: string | null,
  at: number,
): Turn => ({ kind, at, confirmedAt, from, to: hash, references });

/**
 * Whether others were taken in that began later: a run outside rounds may be told late.
 * What seems to be older than such a run can be began after the clock went back.
 */
const isLate = ({ revision, takenAt }: ContentWatch, sight: Sight): boolean =>
  sight.revision < revision ||
  (sight.at <= takenAt && sight.at >= takenAt - longestInvocationMs);

/** A content that was gone again before it was told of is no change. */
function takeLate(watch: ContentWatch, { hash }: Sight): TakenSight {
  const isKnown =
    watch.pending?.hash === hash || watch.recent.some((known) => known.hash === hash);
  return { watch, turn: null, isNew: !isKnown };
}

/** The watch at the time of a sight, under the rule of that time. */
function advance(rule: ChangeRule, before: ContentWatch, sight: Sight): ContentWatch {
  const wentBack = sight.at < before.takenAt;
  const { pending, lookAt, isLearning } = before;
  const learnUntil = (lookAt ?? sight.at) + learnWithinMs;
  return {
    ...before,
    takenAt: sight.at,
    recent: before.recent.slice(0, rule.compare),
    // What was to come by a clock that ran ahead would come too late.
    pending: wentBack ? null : pending,
    lookAt: wentBack ? null : lookAt,
    isLearning: isLearning && !wentBack && sight.at < learnUntil,
  };
}

function takeSame(known: ContentWatch, { at }: Sight): TakenSight {
  const isLearning = known.isLearning && known.lookAt !== null && at < known.lookAt;
  const watch = {
    ...known,
    pending: null,
    unsettled: 0,
    lookAt: isLearning ? known.lookAt : null,
    isLearning,
  };
  return { watch, turn: null, isNew: false };
}

function takeLearned(rule: ChangeRule, known: ContentWatch, sight: Sight): TakenSight {
  const turn = turnTo(sight, "learned", latestOf(known), sight.at);
  const watch = withSettled(rule, known, { hash: sight.hash, base: sight.hash });
  return { watch, turn, isNew: true };
}

/** A content that came back is compared with what it was compared with before. */
function settle(
  rule: ChangeRule,
  known: ContentWatch,
  sight: Sight,
  pending: PendingContent | null,
): TakenSight {
  const { hash } = sight;
  const since = pending?.since ?? sight.at;
  const seen = { ...sight, references: pending?.references ?? sight.references };
  const earlier = known.recent.find((content) => content.hash === hash);
  // Contents that did not settle are not kept, and old ones may have been deleted.
  const isKept = pending !== null && known.unsettled < mostUnsettled && !earlier;
  const turn = earlier
    ? turnTo(seen, "reverted", latestOf(known), since)
    : turnTo(seen, "candidate", baseOf(known), since);
  const settled = earlier ?? { hash, base: baseOf(known) };
  return { watch: withSettled(rule, known, settled), turn, isNew: !isKept };
}

function withSettled(
  { compare }: ChangeRule,
  known: ContentWatch,
  settled: ContentWatch["recent"][number],
): ContentWatch {
  const others = known.recent.filter(({ hash }) => hash !== settled.hash);
  return {
    ...known,
    recent: [settled, ...others].slice(0, compare),
    pending: null,
    unsettled: 0,
    lookAt: null,
    isLearning: false,
  };
}

/**
 * Waits whether a content stays. Where one replaces the other without end, they are not
 * fetched any more often than slots are.
 */
function takeOther(confirmMs: number, known: ContentWatch, sight: Sight): TakenSight {
  const { hash, at, endedAt, references } = sight;
  const replaced = known.pending === null ? 0 : 1;
  const unsettled = Math.min(known.unsettled + replaced, mostUnsettled);
  const isRestless = unsettled === mostUnsettled;
  const lookAt = isRestless ? at : endedAt + confirmMs;
  const watch = {
    ...known,
    pending: { hash, since: at, lookAt, references },
    unsettled,
    lookAt: isRestless ? null : lookAt,
  };
  return { watch, turn: null, isNew: !isRestless };
}
