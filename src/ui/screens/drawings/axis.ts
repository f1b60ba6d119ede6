// Finds the ticks of an axis of durations: from nothing to the first round one that is
// not below the longest.
import { hourMs, minuteMs } from "#domain/time/instants.ts";

const powers = [1, 10, 100, 1_000, 10_000];

/** Steps that people count in, in ms: 1, 2 and 5 of each power; then those of a clock. */
const steps: readonly number[] = [
  ...powers
    .flatMap((power) => [power, 2 * power, 5 * power])
    .filter((ms) => ms <= 20_000),
  ...[0.5, 1, 2, 5, 10, 20, 30].map((minutes) => minutes * minuteMs),
  ...powers.flatMap((power) => [power, 2 * power, 5 * power]).map((h) => h * hourMs),
];

/** More ticks than these are closer than their labels are high. */
const mostSteps = 5;

/** The ticks from 0 up, evenly spaced: three to six of them. */
export function durationTicks(longestMs: number): number[] {
  const step = steps.find((ms) => ms * mostSteps >= longestMs) ?? longestMs / mostSteps;
  const count = Math.max(2, Math.ceil(longestMs / step));
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}
