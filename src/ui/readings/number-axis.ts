// Finds the ticks of an axis of numbers: round ones, evenly spaced, around all values.

/** More ticks than these are closer than their labels are high. */
const mostSteps = 5;

/** Doubles are not exact: a tick is as round as this many digits say. */
const digits = 12;

/** Of the numbers themselves: closer ones are the same as far as an axis can tell. */
const leastShare = 1e-6;

const nothing = 1e-12;

const exact = (value: number): number => Number(value.toPrecision(digits));

/** A step that people count in, of at least `least`: 1, 2 or 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor =
    [1, 2, 5, 10].find((times) => exact(times * power) >= exact(least)) ?? 10;
  return exact(factor * power);
}

/** From the first round number that is not above `low` to the first not below `high`. */
export function numberTicks(low: number, high: number): number[] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  // A number that hardly moves lies in the middle of an axis.
  const room =
    high - low > Math.max(size * leastShare, nothing) ? 0 : Math.max(size / 10, 1e-9);
  const [from, to] = [low - room, high + room];
  const step = roundStep((to - from) / mostSteps);
  const first = Math.floor(exact(from / step));
  const last = Math.max(first + 1, Math.ceil(exact(to / step)));
  return Array.from({ length: last - first + 1 }, (_, i) => exact((first + i) * step));
}
