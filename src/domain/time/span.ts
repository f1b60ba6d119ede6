// Writes lengths of time as people read them, in each language: "12 min", "1 h 5 min".
import { dayMs, hourMs, minuteMs } from "./instants.ts";

export const spanUnits = [
  { name: "d", ms: dayMs },
  { name: "h", ms: hourMs },
  { name: "min", ms: minuteMs },
  { name: "s", ms: 1_000 },
  { name: "ms", ms: 1 },
] as const;

export type UnitNames = Readonly<Record<(typeof spanUnits)[number]["name"], string>>;

export const unitNames = {
  en: { d: "d", h: "h", min: "min", s: "s", ms: "ms" },
  ja: { d: "日", h: "時間", min: "分", s: "秒", ms: "ms" },
} satisfies Record<string, UnitNames>;

/** The largest units, at most `most` in a row. */
export function writeSpan(ms: number, names: UnitNames, most: number): string {
  const first = spanUnits.findIndex((unit) => ms >= unit.ms);
  if (first < 0) return `0 ${names.s}`;
  const parts = spanUnits.slice(first, first + most).map((unit, place) => {
    const whole = Math.floor(ms / unit.ms);
    const larger = place === 0 ? undefined : spanUnits[first + place - 1];
    const count = larger === undefined ? whole : whole % (larger.ms / unit.ms);
    return count > 0 ? `${count} ${names[unit.name]}` : "";
  });
  return parts.filter((part) => part !== "").join(" ");
}
