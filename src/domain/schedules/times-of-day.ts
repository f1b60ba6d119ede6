// Writes times of day as one cron expression where one can say them, and reads such an
// expression back. Refuses to guess: an expression that is written in another way is none.

/** On each weekday from 1 (Monday) to 7 (Sunday) that is named, at each of the times. */
export type TimesOfDay = {
  /** "HH:MM". */
  times: readonly string[];
  weekdays: readonly number[];
};

export type TimesObjection =
  | { reason: "no-times" }
  | { reason: "no-days" }
  | { reason: "not-a-time"; text: string }
  /** An expression fires at all its minutes in all its hours: so also at these times. */
  | { reason: "also-fires"; times: readonly string[] };

type Cron = { cron: string } | { objection: TimesObjection };

const clock = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** More than that nobody reads as times: it is shown as the expression. */
const mostTimes = 24;

export function toCron({ times, weekdays }: TimesOfDay): Cron {
  if (times.length === 0) return { objection: { reason: "no-times" } };
  const wrong = times.find((time) => !clock.test(time));
  if (wrong !== undefined) return { objection: { reason: "not-a-time", text: wrong } };
  if (weekdays.length === 0) return { objection: { reason: "no-days" } };
  const minutes = numbersIn(times, 2);
  const hours = numbersIn(times, 1);
  const wanted = new Set(times.map((time) => time.padStart(5, "0")));
  const others = timesAt(hours, minutes).filter((time) => !wanted.has(time));
  return others.length > 0
    ? { objection: { reason: "also-fires", times: others } }
    : { cron: `${minutes.join(",")} ${hours.join(",")} * * ${daysField(weekdays)}` };
}

/** The times of day that `toCron` writes as exactly this expression; null without any. */
export function fromCron(expression: string): TimesOfDay | null {
  const [minutes, hours, , , days] = expression.split(" ");
  const lists = [minutes, hours].map((field) => field?.split(",") ?? []);
  const [minuteList = [], hourList = []] = lists;
  if (lists.flat().some((text) => !/^\d{1,2}$/.test(text))) return null;
  if (minuteList.length * hourList.length > mostTimes) return null;
  const weekdays = daysIn(days ?? "");
  const times = timesAt(hourList.map(Number), minuteList.map(Number));
  const written = toCron({ times, weekdays });
  return "cron" in written && written.cron === expression ? { times, weekdays } : null;
}

/** The numbers of one place in the times, sorted, each once. */
const numbersIn = (times: readonly string[], place: 1 | 2): number[] =>
  [...new Set(times.map((time) => Number(clock.exec(time)?.[place])))].sort(
    (a, b) => a - b,
  );

const timesAt = (hours: readonly number[], minutes: readonly number[]): string[] =>
  hours.flatMap((hour) =>
    minutes.map((minute) =>
      [hour, minute].map((part) => String(part).padStart(2, "0")).join(":"),
    ),
  );

/** "*", "mon-fri", "mon,wed": a range where three days or more follow each other. */
function daysField(weekdays: readonly number[]): string {
  const days = [...new Set(weekdays)].sort();
  const [first = 1] = days;
  const names = days.map((day) => dayNames[day - 1]);
  if (names.length === 7) return "*";
  const isRange = days.length > 2 && days.every((day, index) => day === first + index);
  return isRange ? `${names[0]}-${names.at(-1)}` : names.join(",");
}

function daysIn(field: string): number[] {
  if (field === "*") return [1, 2, 3, 4, 5, 6, 7];
  const places = field.split(/[-,]/).map((name) => dayNames.indexOf(name) + 1);
  if (!field.includes("-")) return places;
  const [first = 0, last = 0] = places;
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}
