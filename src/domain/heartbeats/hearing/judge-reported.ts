// Judges a run that was reported, or whose end was not: makes the run to record, and the
// status. No I/O, no clock.
import { createAnswer, unasked } from "#domain/conditions/answer.ts";
import type { ToldCondition } from "#domain/conditions/condition.ts";
import { judgeConditions } from "#domain/conditions/judge-conditions.ts";
import { explainTold } from "#domain/conditions/prepare.ts";
import { percentileOf } from "#domain/heartbeats/usual.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { statusOf, type Verdict } from "#domain/runs/judge.ts";
import { type Run, refuseUnstorable } from "#domain/runs/run.ts";
import type { HeartbeatSpec } from "#domain/targets/heartbeat-spec.ts";
import { formatDuration } from "#domain/time/duration.ts";
import type { Served } from "./begin-run.ts";
import type { HeardTarget } from "./hearing.ts";
import { type Counts, mostCounts, readCounts, toCounts } from "./read-counts.ts";

/** What is known of a run at its end. Instants are epoch ms. */
export type EndedRun = Served & {
  startedAt: number;
  /** Null where its start is not known. */
  durationMs: number | null;
  failure: Failure | null;
  body: string | null;
  bodyBytes: number;
  counts: Counts | null;
};

/** Runs take at least so many of the usual ones to be unusual. */
const fewestUsual = 5;

/** Characters of what a failed run said that are kept as evidence. */
const longestEvidence = 1_000;

/** Counts alone are no content that could change: their hash is always the same. */
const hashOfCounts = "0".repeat(32);

/** `usual` is how long the latest runs took, ms. */
export function judgeReported(
  target: HeardTarget,
  spec: HeartbeatSpec,
  usual: readonly number[],
  ended: EndedRun,
): Verdict {
  const { slot, dueAt, startedAt, durationMs, body } = ended;
  const conditions =
    ended.failure === null ? unmet(conditionsOf(spec, usual), ended) : [];
  const failure = ended.failure ?? failureOf(conditions);
  const counts = { ...(body === null ? {} : readCounts(body)), ...ended.counts };
  const run: Run = {
    targetId: target.id,
    dueAt,
    startedAt,
    firstByteMs: 0,
    bodyMs: durationMs ?? 0,
    attempts: 1,
    tries: [],
    trigger: slot === null ? "extra" : "schedule",
    late: slot !== null && startedAt - slot > target.schedule.graceMs,
    notModified: false,
    changed: false,
    untimed: durationMs === null,
    status: null,
    bytes: ended.bodyBytes,
    redirects: 0,
    finalUrl: null,
    contentType: null,
    contentHash: null,
    failure,
    conditions,
    reading: readingOf(counts),
  };
  refuseUnstorable(run);
  return {
    run,
    requestRevision: target.requestRevision,
    status: statusOf(run),
    learned: {},
    evidence: failure === null || !body ? null : body.slice(0, longestEvidence),
  };
}

function readingOf(counts: Counts): Run["reading"] {
  const numbers = toCounts(counts);
  const names = Object.keys(numbers).slice(0, mostCounts);
  return names.length === 0 ? null : { hash: hashOfCounts, numbers };
}

/** What is expected of how long a run takes, as a target's conditions are written. */
function conditionsOf(
  { runMinMs, unusualFactor }: HeartbeatSpec,
  usual: readonly number[],
): string[] {
  const shortest = runMinMs === null ? [] : [`duration >= ${formatDuration(runMinMs)}`];
  if (unusualFactor === null || usual.length < fewestUsual) return shortest;
  const longestMs = (percentileOf(usual, 0.95) ?? 0) * unusualFactor;
  const limit = formatDuration(Math.ceil(longestMs / 100) * 100);
  const unusual = `duration <= ${limit} as degraded`;
  return [...shortest, unusual];
}

/** The conditions that do not hold. */
function unmet(lines: readonly string[], ended: EndedRun): ToldCondition[] {
  const { durationMs } = ended;
  if (durationMs === null || lines.length === 0) return [];
  const { bodyBytes: bytes, startedAt } = ended;
  const answer = createAnswer({ ...unasked, durationMs, bytes, startedAt });
  return judgeConditions(lines, answer).filter(({ outcome }) => outcome !== "ok");
}

/** The first condition that failed, as the failure of the run. */
function failureOf(told: readonly ToldCondition[]): Failure | null {
  const failed = told.find(({ outcome }) => outcome === "failed");
  if (failed === undefined) return null;
  const { condition, actual } = failed;
  return { class: "assertion", detail: explainTold(failed), condition, actual };
}
