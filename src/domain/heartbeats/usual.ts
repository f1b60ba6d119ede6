// Tells how long the runs of a heartbeat usually take. No I/O, no clock.

/** By nearest rank; null of none. Durations are ms. */
export function percentileOf(durations: readonly number[], share: number): number | null {
  const sorted = durations.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** Null before the first run whose start is known. */
export function usualOf(
  durations: readonly number[],
): { p50: number; p95: number } | null {
  const p50 = percentileOf(durations, 0.5);
  const p95 = percentileOf(durations, 0.95);
  return p50 === null || p95 === null ? null : { p50, p95 };
}
