// Reads the time of day that stands behind a date, and its zone. A date without a time
// begins at midnight; without a zone it is UTC.
import { readZone } from "./zones.ts";

type Clock = { hour: number; minute: number; second: number; ms: number };

const between =
  "^(?:T|,? ?(?:\\([^()]{1,10}\\),? ?)?(?:[月火水木金土日]曜日? ?)?" +
  "(?:at |um |à |às |a las |alle (?:ore )?|om |kl\\.? |- |\\| )?)";

const forms: readonly RegExp[] = [
  // 14:30:05.250, 2:30 pm, 午後2:30.
  /(?<half>[ap]\.?m\.?|午前|午後|上午|下午|오전|오후)? ?(?<hour>\d{1,2})[:.](?<minute>\d{2})(?:[:.](?<second>\d{2})(?:[.,](?<part>\d{1,9}))?)?(?!\d)(?: ?(?<late>[ap])\.?m\b\.?| Uhr\b)?/,
  // 2 pm.
  /(?<hour>\d{1,2}) ?(?<late>[ap])\.?m\b\.?/,
  // 14h30, 14 h.
  /(?<hour>\d{1,2}) ?h(?: ?(?<minute>\d{2}))?(?![\d\p{L}])/u,
  // 午後2時30分, 14시 30분.
  /(?<half>午前|午後|上午|下午|오전|오후)? ?(?<hour>\d{1,2}) ?[時时시点](?: ?(?<minute>\d{1,2}) ?[分분])?(?: ?(?<second>\d{1,2}) ?[秒초])?/,
  // 143005, behind a "T" only.
  /(?<=T)(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})?(?!\d)/,
].map((form) => new RegExp(between + form.source, `i${form.flags}`));

/** Characters behind a date in which its time stands. */
const beside = 60;

/** ms from the date's midnight in UTC to the instant, and how many characters tell it. */
export type TimeOfDay = { ms: number; length: number };

export function readTimeOfDay(after: string): TimeOfDay {
  const near = after.slice(0, beside);
  for (const form of forms) {
    const match = form.exec(near);
    const clock = match === null ? null : readClock(match.groups ?? {});
    if (match === null || clock === null) continue;
    const zone = readZone(near.slice(match[0].length));
    const minutes = clock.hour * 60 + clock.minute - zone.minutesAhead;
    return {
      ms: minutes * 60_000 + clock.second * 1_000 + clock.ms,
      length: match[0].length + zone.length,
    };
  }
  return { ms: 0, length: 0 };
}

function readClock(groups: Readonly<Record<string, string | undefined>>): Clock | null {
  const isHalf = groups.late !== undefined || groups.half !== undefined;
  const isLate = /^(?:p|午後|下午|오후)/i.test(groups.late ?? groups.half ?? "");
  const told = Number(groups.hour);
  if (isHalf && told > 12) return null;
  const hour = isHalf ? (told % 12) + (isLate ? 12 : 0) : told;
  const minute = Number(groups.minute ?? 0);
  const second = Number(groups.second ?? 0);
  if (hour > 24 || minute > 59 || second > 60) return null;
  return {
    hour,
    minute,
    second,
    ms: Math.floor(Number(`0.${groups.part ?? 0}`) * 1_000),
  };
}
