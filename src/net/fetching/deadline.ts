// Limits the time of one attempt: until the answer begins, and until it ends. A stream
// may ignore that it is aborted; `onExpiry` is called in any case.

import type { Failure } from "#domain/runs/failure.ts";
import type { Clock } from "#domain/time/clock.ts";

type Limits = {
  /** For the whole attempt, body included. */
  timeoutMs: number;
  /** Until the final response's headers; at most `timeoutMs`. */
  firstByteTimeoutMs: number;
};

type Deadline = {
  /** Aborts when a limit has passed. */
  signal: AbortSignal;
  callOff: () => void;
};

/**
 * `hasBegun` says whether the final response's headers are there; `onExpiry` is called
 * when a limit has passed. One timer runs at a time.
 */
export function startDeadline(
  clock: Clock,
  limits: Limits,
  hasBegun: () => boolean,
  onExpiry: (failure: Failure) => void,
): Deadline {
  const controller = new AbortController();
  const expire = (phase: "first-byte" | "body", limitMs: number) => {
    onExpiry({ class: "timeout", phase, limitMs });
    controller.abort();
  };
  const firstByteMs = Math.min(limits.firstByteTimeoutMs, limits.timeoutMs);
  let callOff = clock.after(firstByteMs, () => {
    if (!hasBegun()) return expire("first-byte", firstByteMs);
    callOff = clock.after(limits.timeoutMs - firstByteMs, () =>
      expire("body", limits.timeoutMs),
    );
  });
  return { signal: controller.signal, callOff: () => callOff() };
}
