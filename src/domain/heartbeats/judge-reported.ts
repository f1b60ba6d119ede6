// Judges a run that was reported, or whose end was not: makes the run to record, and the
// status. No I/O, no clock.
import { cutTold, type ToldCondition } from "#domain/conditions/condition.ts";
import type { Failure } from "#domain/runs/failure.ts";
import { statusOf, type Verdict } from "#domain/runs/judge.ts";
import { type Run, refuseUnstorable } from "#domain/runs/run.ts";
import type { HeartbeatSpec } from "#domain/targets/heartbeat-spec.ts";
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
  const failure = ended.failure ?? tooShort(spec, durationMs);
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
    conditions: failure === null ? tellUnusual(spec, usual, durationMs) : [],
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

function tooShort(
  { runMinMs }: HeartbeatSpec,
  durationMs: number | null,
): Failure | null {
  if (runMinMs === null || durationMs === null || durationMs >= runMinMs) return null;
  return {
    class: "assertion",
    detail: `the run took ${durationMs} ms, which is too short: expected at least ${runMinMs} ms`,
  };
}

/** How long runs usually take, ms; null where too few are known. */
export function percentileOf(usual: readonly number[], share: number): number | null {
  const sorted = usual.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** Tells whether a run took much longer than usual. */
function tellUnusual(
  { unusualFactor }: HeartbeatSpec,
  usual: readonly number[],
  durationMs: number | null,
): ToldCondition[] {
  if (unusualFactor === null || durationMs === null || usual.length < fewestUsual)
    return [];
  const most = Math.round((percentileOf(usual, 0.95) ?? 0) * unusualFactor);
  return [
    {
      condition: `duration <= ${most}ms`,
      actual: cutTold(`${durationMs} ms`),
      outcome: durationMs > most ? "degraded" : "ok",
    },
  ];
}
