// Finds the slots of a schedule: the next one, or how many lie in a range. A search goes
// look by look, and an allowance bounds the looks. One look settles an hour of a cron
// expression, or all the time up to the next opening or closing of the window.

import { type Allowance, createAllowance } from "#domain/allowance.ts";
import { cronHourFrom, cronInstantFrom } from "./cron.ts";
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
 * How far the search for the next slot has come; null when there is no slot any more.
 * When the looks were used up (not `found`), there is no slot before `at`: search on from
 * there.
 */
export type NextSlot = { at: number; found: boolean } | null;

/**
 * nextSlot gives up after this many looks: about three years of days on which no slot
 * meets the window.
 */
export const nextSlotLooks = 1_000;

/** The first slot > after; null when there is none, or none within nextSlotLooks. */
export function nextSlot(slots: Slots, after: number): number | null {
  const next = searchSlot(slots, after, createAllowance(nextSlotLooks - 1));
  return next?.found ? next.at : null;
}

/** Searches for the first slot > after. The first look costs nothing. */
export function searchSlot(slots: Slots, after: number, looks: Allowance): NextSlot {
  const { window, expiresAt } = slots.schedule;
  for (let from = after + 1; ; ) {
    const at = instantFrom(slots, from);
    if (at === null || (expiresAt !== null && at >= expiresAt)) return null;
    const { open, until } = windowAt(window, at);
    if (open) return { at, found: true };
    if (looks.left() <= 0) return { at: until, found: false };
    looks.spend();
    from = until;
  }
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
 * Counts the slots in (after, until]; a look at an interval without a window costs
 * nothing. All of (after, upTo] is counted. When the looks were used up, upTo is before
 * until: count on from there. The first of the slots is not searched for if it is
 * `known`.
 */
export function countSlots(
  slots: Slots,
  after: number,
  until: number,
  looks: Allowance,
  known?: number,
): SlotTally {
  const { timing, window, expiresAt } = slots.schedule;
  const isFree = timing.kind === "every" && window === null;
  const end = expiresAt === null ? until : Math.min(until, expiresAt - 1);
  const total: SlotTally = { count: 0, first: null, last: null, upTo: after };
  for (let first = known; total.upTo < end; first = undefined) {
    if (!isFree && looks.left() <= 0) return total;
    const at = first ?? instantFrom(slots, total.upTo + 1);
    if (at === null || at > end) break;
    const state = windowAt(window, at);
    const stop = Math.min(state.until - 1, end);
    total.upTo = stop;
    if (state.open) addTally(total, tallyFrom(slots, at, stop));
    if (!isFree) looks.spend();
  }
  return { ...total, upTo: until };
}

function addTally(total: SlotTally, { count, first, last, upTo }: SlotTally): void {
  total.count += count;
  total.first ??= first;
  total.last = last;
  total.upTo = upTo;
}

const windowAt = (window: Slots["schedule"]["window"], at: number): WindowState =>
  window ? windowStateAt(window, at) : { open: true, until: Number.POSITIVE_INFINITY };

/** What one look settles of the instants from `at`, which is one of them, to `end`. */
function tallyFrom(slots: Slots, at: number, end: number): SlotTally {
  const { timing, startAt } = slots.schedule;
  if (timing.kind === "cron") {
    const hour = cronHourFrom(timing.expression, timing.zone, at);
    const within = hour.filter((instant) => instant <= end);
    const last = within.at(-1) ?? at;
    const upTo = within.length < hour.length ? end : last;
    return { count: within.length, first: at, last, upTo };
  }
  if (startAt === null && at === slots.anchorAt)
    return { count: 1, first: at, last: at, upTo: at };
  const steps = Math.floor((end - at) / timing.everyMs);
  const last = at + steps * timing.everyMs;
  return { count: steps + 1, first: at, last, upTo: end };
}

/** The first instant of the timing at or after `from`; ignores window and expiry. */
function instantFrom({ schedule, seed, anchorAt }: Slots, from: number): number | null {
  const { timing, startAt } = schedule;
  const earliest = Math.max(from, anchorAt, startAt ?? anchorAt);
  if (timing.kind === "cron")
    return cronInstantFrom(timing.expression, timing.zone, earliest);
  const { everyMs } = timing;
  if (startAt !== null) return alignUp(earliest, startAt, everyMs);
  if (from <= anchorAt) return anchorAt;
  // At least half a step after the anchor, so that the first two slots are apart.
  const aligned = Math.max(from, anchorAt + everyMs / 2);
  return alignUp(aligned, phaseOf(seed, everyMs), everyMs);
}

/** The first of origin + k * stepMs that is not before `from`. */
function alignUp(from: number, origin: number, stepMs: number): number {
  return origin + Math.ceil((from - origin) / stepMs) * stepMs;
}
