// Tells how far a time zone's civil time is from UTC, by the runtime's own time zone
// data. An unknown zone throws RangeError: ask isZone at the edge.

import { memoize } from "#domain/memo.ts";
import { dayMs, dayOf } from "./instants.ts";

// Building a formatter takes 50 times as long as using it.
const formatIn = memoize(
  100,
  (zone) =>
    new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }),
);

/** True for an IANA name that the runtime knows, false for an offset ("+09:00"). */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false;
  try {
    formatIn(zone);
    return true;
  } catch {
    return false;
  }
}

/** Explains in one sentence that a zone is unknown. */
export function explainZone(zone: string): string {
  return `"${zone}" is no time zone; expected an IANA name such as Europe/Berlin or UTC.`;
}

/**
 * Civil time minus UTC at the instant, in milliseconds. An isolate's first formatter takes
 * 10 ms to build, and ticks that know only UTC do without.
 */
export const offsetAt = (zone: string, at: number): number =>
  zone === "UTC" ? 0 : (offsetOfDay(zone, String(dayOf(at))) ?? readOffset(zone, at));

/**
 * A zone's offset throughout a day in UTC; null on a day on which it changes. Reading an
 * offset takes ten times as long as remembering it, and schedules ask for a few days
 * again and again.
 */
const offsetOfDay = memoize(1_000, (zone, day): number | null => {
  const start = Number(day) * dayMs;
  const offset = readOffset(zone, start);
  return readOffset(zone, start + dayMs) === offset ? offset : null;
});

function readOffset(zone: string, at: number): number {
  // "3/8/2026, GMT-05:00"; London in winter is plain "GMT"; local mean times have
  // seconds.
  const parts = /([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(formatIn(zone).format(at));
  if (parts === null) return 0;
  const [, sign, hours, minutes, seconds = "0"] = parts;
  const ms = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === "-" ? -ms : ms;
}

/**
 * The first instant in (from, to] at which the offset differs from the one at `from`;
 * `to` when there is none. Finds only one change, so `from` and `to` must be near: no
 * zone changes its clock and changes it back within a few weeks.
 */
export function offsetHoldsUntil(zone: string, from: number, to: number): number {
  const offset = offsetAt(zone, from);
  if (offsetAt(zone, to) === offset) return to;
  let before = from;
  let after = to;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/**
 * Gives the first instant at which a zone's clocks show `civil` (epoch ms as if in UTC)
 * or, where a clock change leaves that time out, a later one.
 */
export function instantIn(zone: string, civil: number): number {
  const [dayBefore, dayAfter] = [civil - dayMs, civil + dayMs];
  const instants = [dayBefore, dayAfter]
    .map((near) => civil - offsetAt(zone, near))
    .filter((at) => at + offsetAt(zone, at) === civil);
  return instants.length > 0
    ? Math.min(...instants)
    : offsetHoldsUntil(zone, dayBefore, dayAfter);
}

/** All zones that the runtime knows, by their IANA names. It does not list UTC. */
export const zoneNames = (): string[] => ["UTC", ...Intl.supportedValuesOf("timeZone")];
