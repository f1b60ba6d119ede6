// Says when an invocation may ask a host that others ask at the same time, so that they
// keep the host's gap without knowing of each other. Time is cut into moments, each of which
// is one shard's. No I/O, no clock.

/** A shard's place among those that ask a host: 0 to `of - 1`. */
export type HostPlace = { place: number; of: number };

/** A place that is an invocation's; its moments begin at that instant or later (epoch ms). */
export type OwnPlace = HostPlace & { from: number };

/**
 * Requests start so long after a moment's beginning: timers are some milliseconds late. A
 * moment is so much longer than the gap, so starts in two of them are a gap apart.
 */
export const openMs = 25;

/**
 * Which moments are a place's: one in `every`, by their number. This is linear hashing: a
 * further place takes half of the moments of one other place, and nothing of the others.
 * So whoever knows of fewer places asks in no moment of those that it does not know, except
 * of those that have split its own.
 */
function momentsOf({ place, of }: HostPlace): { first: number; every: number } {
  const whole = 2 ** (31 - Math.clz32(of));
  const isSplit = place < of - whole || place >= whole;
  return { first: place, every: isSplit ? 2 * whole : whole };
}

/** When a place may ask its host; hosts have their moments at different times. */
export type Moments = { place: OwnPlace; gapMs: number; shiftMs: number };

/** The first instant from `at` on that lies in the open part of one of the moments. */
export function nextStart({ place, gapMs, shiftMs }: Moments, at: number): number {
  const lengthMs = gapMs + openMs;
  const { first, every } = momentsOf(place);
  const cycleMs = every * lengthMs;
  const offset = first * lengthMs - shiftMs;
  const from = Math.max(at, place.from);
  if (from === Number.POSITIVE_INFINITY) return from;
  const begun = offset + Math.floor((from - offset) / cycleMs) * cycleMs;
  const isOpen = begun >= place.from && from < begun + openMs;
  return isOpen ? from : begun + cycleMs;
}
