// Reads a window from one line, "mon-fri 22:00-06:00 Europe/Berlin", and writes it so. No
// I/O, no clock.
import { type AllowedWindow, windowObjection } from "./window.ts";

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** Says how a window is written. */
const form = "A window is written as mon-fri 22:00-06:00 Europe/Berlin.";

const line = /^(?:([a-z][a-z,\s-]*?)\s+)?(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)(?:\s+(\S+))?$/i;

/** Days are every day unless given, the zone is UTC. */
export function parseWindow(
  text: string,
): { window: AllowedWindow } | { objection: string } {
  const [, named, from = "", to = "", zone = "UTC"] = line.exec(text.trim()) ?? [];
  const weekdays = named === undefined ? everyDay : readDays(named);
  if (from === "" || weekdays === null) return { objection: form };
  const window = { weekdays, from, to, zone };
  const objection = windowObjection(window);
  return objection === null ? { window } : { objection: objection.reason };
}

export function writeWindow({ weekdays, from, to, zone }: AllowedWindow): string {
  const names = weekdays.map((day) => days[day - 1]).join(",");
  const isDaily = everyDay.every((day) => weekdays.includes(day));
  return [...(isDaily ? [] : [names]), `${from}-${to}`, zone].join(" ");
}

/** Null when there is something that is no day. */
function readDays(text: string): number[] | null {
  const parts = text.toLowerCase().split(/[\s,]+/);
  const read = parts.filter((part) => part !== "").map(readSpan);
  if (read.some((span) => span.length === 0)) return null;
  return [...new Set(read.flat())].sort();
}

/** "fri-mon" goes on over Sunday. Empty for what is no day. */
function readSpan(text: string): number[] {
  const [first = "", last = first, ...more] = text.split("-");
  const from = days.indexOf(first);
  const to = days.indexOf(last);
  if (from < 0 || to < 0 || more.length > 0) return [];
  const length = ((to - from + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => ((from + i) % 7) + 1);
}
