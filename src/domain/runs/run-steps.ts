// Takes a run apart into the steps in which its time went: waiting for its turn, each
// attempt, the pauses between them, and the last answer's first byte and body.
import { type Failure, isSilence } from "./failure.ts";
import type { Run, Try } from "./run.ts";

export type RunStep = {
  kind: "waited" | "attempt" | "pause" | "first-byte" | "body";
  /** Which attempt it belongs to, from 1; that before a pause. 0 before the first. */
  attempt: number;
  /** From due, in ms. */
  fromMs: number;
  /** Null where nobody knows. */
  lengthMs: number | null;
  /** How an attempt ended of which no more is known; null of other steps. */
  ending: Try["ending"] | null;
  status: number | null;
  /** Whether the run failed in this step. */
  isFailure: boolean;
};

/** The steps in order. None begins before the one before it. */
export function stepsOf(run: Run): RunStep[] {
  const before = run.tries.slice(0, -1);
  const lastAt = run.tries.at(-1)?.startedAt ?? run.startedAt;
  const attempts = Math.max(1, run.attempts);
  const steps: RunStep[] = [];
  // A clock that was set back may tell of earlier instants.
  const startOf = (at: number) => Math.max(endOf(steps), at - run.dueAt);
  const add = (step: Partial<RunStep> & Pick<RunStep, "kind" | "attempt" | "fromMs">) =>
    steps.push({ lengthMs: 0, ending: null, status: null, isFailure: false, ...step });

  const firstAt = before[0]?.startedAt ?? lastAt;
  const lagMs = startOf(firstAt);
  if (lagMs > 0) add({ kind: "waited", attempt: 0, fromMs: 0, lengthMs: lagMs });
  for (const [i, { startedAt, durationMs, status, ending }] of before.entries()) {
    const attempt = i + 1;
    const fromMs = startOf(startedAt);
    const isFailure = ending !== "ok" && ending !== "unknown";
    const lengthMs = durationMs;
    add({ kind: "attempt", attempt, fromMs, lengthMs, status, ending, isFailure });
    const end = endOf(steps);
    const pauseMs = startOf(before[i + 1]?.startedAt ?? lastAt) - end;
    if (pauseMs > 0) add({ kind: "pause", attempt, fromMs: end, lengthMs: pauseMs });
  }
  const { firstByteMs, bodyMs, failure, status } = run;
  const isSilent = failure !== null && isSilence(failure);
  const hasBody = !isSilent && bodyMs > 0;
  const isInBody = failure !== null && hasBody && isAboutBody(failure);
  const last = { attempt: attempts, status };
  add({
    ...last,
    kind: "first-byte",
    fromMs: startOf(lastAt),
    lengthMs: firstByteMs,
    isFailure: failure !== null && !isInBody,
  });
  if (hasBody)
    add({
      ...last,
      kind: "body",
      fromMs: endOf(steps),
      lengthMs: bodyMs,
      isFailure: isInBody,
    });
  return steps;
}

/** Whether a failure showed only in the body of an answer. */
const isAboutBody = (failure: Failure): boolean =>
  failure.class === "too-large" ||
  failure.class === "assertion" ||
  (failure.class === "timeout" && failure.phase === "body");

/** When the last of the steps ended, from due, in ms. */
export function endOf(steps: readonly RunStep[]): number {
  const last = steps.at(-1);
  return last === undefined ? 0 : last.fromMs + (last.lengthMs ?? 0);
}
