// Judges an attempt by itself: its status, how it ended, and whether another is worth it.
import { matchesStatus } from "#domain/conditions/comparing/status-pattern.ts";
import type { Failure } from "#domain/runs/failure.ts";
import type { Try } from "#domain/runs/run.ts";
import type { Expectation, RoundTarget } from "#domain/targets/target.ts";
import type { Fetched } from "./fetched.ts";

/** Tells of one attempt by itself. */
export function tryOf(
  expect: Expectation,
  fetched: Fetched & { startedAt: number },
): Try {
  const { startedAt, firstByteMs, bodyMs, status } = fetched;
  const failure = fetched.failure ?? judgeStatus(expect, fetched);
  return {
    startedAt,
    durationMs: Math.max(0, firstByteMs) + Math.max(0, bodyMs),
    status,
    ending: failure?.class ?? "ok",
  };
}

/**
 * Judges the status of an answer; null for a success. A 304 to a conditional request is a
 * success, since the condition stands for the answer of an earlier one.
 */
export function judgeStatus(
  expect: Expectation,
  fetched: Pick<Fetched, "status" | "notModified">,
): Failure | null {
  const { status } = fetched;
  if (status === null) return { class: "internal", detail: "an answer without a status" };
  if (
    fetched.notModified ||
    expect.status.some((pattern) => matchesStatus(pattern, status))
  )
    return null;
  return { class: "status", status, expected: expect.status.join(" or ") };
}

/**
 * How long to wait before another attempt, in ms, or null when there shall be none. Only
 * failed connections, a 5xx, and a 429 with Retry-After are worth another attempt. Waits
 * double from one second; Retry-After is honoured.
 */
export function retryDelay(
  target: RoundTarget,
  fetched: Fetched,
  attempts: number,
): number | null {
  if (attempts > target.request.retries) return null;
  const { failure, status, retryAfterMs } = fetched;
  const unreachable = failure?.class === "connect" || failure?.class === "dns";
  const busy =
    status !== null && (status >= 500 || (status === 429 && retryAfterMs !== null));
  if (!unreachable && !busy) return null;
  if (status !== null && judgeStatus(target.expect, fetched) === null) return null;
  return Math.max(1000 * 2 ** (attempts - 1), retryAfterMs ?? 0);
}
