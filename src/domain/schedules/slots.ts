// Finds the slots of a schedule: the next one, or how many lie in a range. A search goes
// look by look, and the number of looks is bounded. One look settles either one cron
// instant or all the time up to the next opening or closing of the window.

import { cronInstantFrom } from "./cron.ts";
import { phaseOf } from "./phase.ts";
import type { Slots } from "./schedule.ts";
import { type WindowState, windowStateAt } from "./window.ts";

/** The slots of a range whose last instant is `upTo`. */
type SlotTally = {
  count: number;
  first: number | null;
  last: number | null;
  upTo: number;
};

/**
 * An instant of the timing, and the distance at which the next ones follow; null when the
 * distance varies.
 */
type Instant = { at: number; stepMs: number | null };

/**
 * nextSlot gives up after this many looks: about three years of days on which no slot
 * meets the window.
 */
export const nextSlotLooks = 1_000;

// The last instant a Date can hold.
const endOfTime = 8.64e15;

/** The first slot > after; null when there is none, or none within nextSlotLooks. */
export function nextSlot(slots: Slots, after: number): number | null {
  let looks = 0;
  for (const { first } of lookThrough(slots, after, endOfTime)) {
    if (first !== null) return first;
    if (++looks === nextSlotLooks) return null;
  }
  return null;
}

/** The next `n` slots > after, fewer when they end. */
export function previewSlots(slots: Slots, after: number, n: number): number[] {
  const preview: number[] = [];
  for (let at: number | null = after; preview.length < n; preview.push(at)) {
    at = nextSlot(slots, at);
    if (at === null) break;
  }
  return preview;
}

/**
 * Counts the slots in (after, until] with at most `limit` looks; an interval without a
 * window has no limit. All of (after, upTo] is counted. When the limit stopped the count,
 * upTo is before until: count on from there.
 */
export function countSlots(
  slots: Slots,
  after: number,
  until: number,
  limit: number,
): SlotTally {
  const { timing, window } = slots.schedule;
  let looksLeft =
    timing.kind === "every" && window === null ? Number.POSITIVE_INFINITY : limit;
  const total: SlotTally = { count: 0, first: null, last: null, upTo: until };
  if (looksLeft <= 0) return { ...total, upTo: after };
  for (const found of lookThrough(slots, after, until)) {
    total.count += found.count;
    total.first ??= found.first;
    total.last = found.last ?? total.last;
    if (--looksLeft <= 0) return { ...total, upTo: found.upTo };
  }
  return total;
}

/** The slots in (after, until], one tally a look; after the last tally come none. */
function* lookThrough(slots: Slots, after: number, until: number): Generator<SlotTally> {
  const { window, expiresAt } = slots.schedule;
  const end = expiresAt === null ? until : Math.min(until, expiresAt - 1);
  let state: WindowState = {
    open: true,
    until: window ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
  };
  let instant = instantFrom(slots, after + 1);
  while (instant !== null && instant.at <= end) {
    const { at } = instant;
    if (window && at >= state.until) state = windowStateAt(window, at);
    const found = tallyUntil(instant, state.open, Math.min(state.until - 1, end));
    yield found;
    instant = instantFrom(slots, found.upTo + 1);
  }
}

/** What one look settles. The window stays as it is up to `end`, inclusive. */
function tallyUntil({ at, stepMs }: Instant, open: boolean, end: number): SlotTally {
  if (!open) return { count: 0, first: null, last: null, upTo: end };
  if (stepMs === null) return { count: 1, first: at, last: at, upTo: at };
  const steps = Math.floor((end - at) / stepMs);
  return { count: steps + 1, first: at, last: at + steps * stepMs, upTo: end };
}

/** The first instant of the timing at or after `from`; ignores window and expiry. */
function instantFrom({ schedule, seed, anchorAt }: Slots, from: number): Instant | null {
  const { timing, startAt } = schedule;
  const earliest = Math.max(from, anchorAt, startAt ?? anchorAt);
  if (timing.kind === "cron") {
    const at = cronInstantFrom(timing.expression, timing.zone, earliest);
    return at === null ? null : { at, stepMs: null };
  }
  const { everyMs } = timing;
  if (startAt !== null)
    return { at: alignUp(earliest, startAt, everyMs), stepMs: everyMs };
  if (from <= anchorAt) return { at: anchorAt, stepMs: null };
  // At least half a step after the anchor, so that the first two slots are apart.
  const aligned = Math.max(from, anchorAt + everyMs / 2);
  return { at: alignUp(aligned, phaseOf(seed, everyMs), everyMs), stepMs: everyMs };
}

/** The first of origin + k * stepMs that is not before `from`. */
function alignUp(from: number, origin: number, stepMs: number): number {
  return origin + Math.ceil((from - origin) / stepMs) * stepMs;
}
