// Ignores dates, with the weekday before them and the time of day behind them.
import { findDates } from "#domain/readings/dates/find-dates.ts";
import { mark } from "./mark.ts";

export function ignoreDates(text: string): string {
  let kept = "";
  let from = 0;
  for (const { start, end } of findDates(text)) {
    kept += text.slice(from, start) + mark;
    from = end;
  }
  return kept + text.slice(from);
}
