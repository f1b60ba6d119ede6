// Says a schedule in words: when it fires, within which window, and what becomes of slots
// that cannot be served. Pure.
import type { Schedule, Timing } from "#domain/schedules/schedule.ts";
import type { AllowedWindow } from "#domain/schedules/window.ts";
import { dayMs, hourMs, minuteMs } from "#domain/time/instants.ts";
import { describeCron } from "./cron-words.ts";
import { formatInstant, formatSpan, type Standpoint } from "./format.ts";
import { type Language, wordsIn } from "./words.ts";

/**
 * "every 5 minutes, Monday to Friday 09:00–17:00 Europe/Berlin, until 31 Dec 00:00", all
 * but the policies.
 */
export function describeSchedule(schedule: Schedule, viewer: Standpoint): string {
  const { language } = viewer;
  const words = wordsIn(language).schedules;
  const { timing, window, startAt, expiresAt } = schedule;
  const parts = [describeTiming(timing, language)];
  if (window !== null) parts.push(describeWindow(window, language));
  if (startAt !== null && startAt > viewer.now)
    parts.push(words.from(formatInstant(startAt, viewer)));
  if (expiresAt !== null) parts.push(words.until(formatInstant(expiresAt, viewer)));
  return words.list(parts);
}

/** "every 5 minutes", "every day at 02:00 Europe/Berlin". */
export function describeTiming(timing: Timing, language: Language): string {
  if (timing.kind === "every") return describeInterval(timing.everyMs, language);
  const { inZone } = wordsIn(language).schedules;
  return inZone(describeCron(timing.expression, language), timing.zone);
}

const intervalUnits = [
  { name: "day", ms: dayMs },
  { name: "hour", ms: hourMs },
  { name: "minute", ms: minuteMs },
  { name: "second", ms: 1_000 },
] as const;

function describeInterval(everyMs: number, language: Language): string {
  const { every } = wordsIn(language).schedules;
  const unit = intervalUnits.find(({ ms }) => everyMs % ms === 0);
  // 90 minutes are an hour and a half; 90 seconds likewise.
  const larger = intervalUnits.find(({ ms }) => everyMs >= ms);
  return unit !== undefined && unit === larger
    ? every[unit.name](everyMs / unit.ms)
    : every.mixed(formatSpan(everyMs, language));
}

/** "Monday to Friday 09:00–17:00 Europe/Berlin". */
export function describeWindow(window: AllowedWindow, language: Language): string {
  const words = wordsIn(language).schedules;
  const { from, to, zone } = window;
  const isAllDay = from === to || (from === "00:00" && to === "24:00");
  const hours = isAllDay ? words.allDay : `${from}–${to}`;
  return words.inZone(words.window(describeDays(window.weekdays, language), hours), zone);
}

/** "Monday to Friday", "Monday, Wednesday and Sunday", "every day". */
function describeDays(weekdays: readonly number[], language: Language): string {
  const words = wordsIn(language).schedules;
  const days = [...new Set(weekdays)].sort();
  const names = days.flatMap((day) => words.weekdays[day - 1] ?? []);
  if (names.length === 7) return words.everyDay;
  const [first = 0] = days;
  const isRange = days.length > 2 && days.every((day, index) => day === first + index);
  return isRange ? words.dayRange(names[0] ?? "", names.at(-1) ?? "") : words.days(names);
}

/** What becomes of slots that come during a run, too late, or later than the grace. */
export function describePolicies(
  { overlap, catchUpMs, graceMs }: Schedule,
  language: Language,
): { overlap: string; catchUp: string; grace: string } {
  const words = wordsIn(language).schedules;
  return {
    overlap: words.overlaps[overlap].sentence,
    catchUp:
      catchUpMs === 0 ? words.noCatchUp : words.catchUp(formatSpan(catchUpMs, language)),
    grace: graceMs === 0 ? words.noGrace : words.grace(formatSpan(graceMs, language)),
  };
}
