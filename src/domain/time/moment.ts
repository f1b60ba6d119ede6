// Parses the moments that queries name: an instant, a day, or a time before now.
import { parseDuration } from "./duration.ts";

/** When a moment is, for somebody who says so at `now`. Epoch ms. */
export type Moment = (now: number) => number;

/** Named in errors: what `parseMoment` takes. */
export const momentForms =
  'an instant such as "2026-01-31T09:00:00Z", a day in UTC such as "2026-01-31", "now", or a time before now such as "-24h"';

/**
 * The moment that a text names; null when it names none. A day is its beginning. A moment
 * that would lie before 1970 is the beginning of 1970.
 */
export function parseMoment(text: string): Moment | null {
  if (text === "now") return (now) => now;
  if (text.startsWith("-")) {
    const beforeMs = parseDuration(text.slice(1));
    return beforeMs === null ? null : (now) => Math.max(0, now - beforeMs);
  }
  const at = parseInstant(text);
  return at === null ? null : () => at;
}

const instantForm =
  /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/i;

function parseInstant(text: string): number | null {
  // In a query a plus stands for a space (url.spec.whatwg.org/#urlencoded-parsing).
  const written = text.replace(/ (?=\d\d:\d\d$)/, "+");
  const [, day] = instantForm.exec(written) ?? [];
  if (day === undefined || !isDay(day)) return null;
  const at = Date.parse(written);
  return Number.isNaN(at) ? null : at;
}

/** Whether the calendar has the day: Date.parse takes February 30 for a day of March. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}
