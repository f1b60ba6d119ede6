// Decides when a notice that its channel did not take is tried again. Pure: chance comes
// from the notice's id.
import { hashText } from "#domain/text-hash.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";

/** After the first try, the second, and so on; the last one is repeated. */
const waitsMs = [
  10_000,
  30_000,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  4 * hourMs,
];

/** A notice that is older than this is given up: by then nobody needs it. */
export const triedForMs = dayMs;

/** Other notices of a channel that fails wait no longer than this for the one that did. */
export const longestHoldMs = minuteMs;

/**
 * When to try a notice again after so many tries; null to give it up. `afterMs` is what
 * the channel asked for: a notice is tried before it is given up. Up to a fifth is added, so that notices that failed together are
 * not tried together.
 */
export function nextTryAt(
  { id, createdAt, attempts }: { id: string; createdAt: number; attempts: number },
  afterMs: number | null,
  now: number,
): number | null {
  const usual = waitsMs[Math.min(attempts, waitsMs.length) - 1] ?? waitsMs[0] ?? 0;
  const chance = hashText(`${id} ${attempts}`).lo / 2 ** 32;
  const after = (waitMs: number) => Math.round(now + waitMs * (1 + chance / 5));
  const lastAt = createdAt + triedForMs;
  if (after(usual) > lastAt) return null;
  return Math.max(after(usual), Math.min(after(afterMs ?? 0), lastAt));
}
