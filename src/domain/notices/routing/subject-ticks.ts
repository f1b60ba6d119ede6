// Turns a choice of what events are about into a matcher, and back. No I/O.
import { type EventSubject, subjects } from "#domain/notices/event.ts";
import type { Matcher } from "./matcher.ts";

/** The matcher that takes events of these subjects; none for no choice. */
export function matchersOf(ticked: readonly EventSubject[]): Matcher[] {
  const chosen = subjects.filter((subject) => ticked.includes(subject));
  if (chosen.length === 0) return [];
  const operator = chosen.length === 1 ? "=" : "=~";
  return [{ label: "event", operator, value: chosen.join("|") }];
}

/**
 * What the last matcher chooses, and the others. A matcher that is not written as
 * `matchersOf` does stays one: the route keeps its name, which its matchers are.
 */
export function splitSubjects(matchers: readonly Matcher[]): {
  ticked: EventSubject[];
  others: readonly Matcher[];
} {
  const last = matchers.at(-1);
  const named = last?.label === "event" ? last.value.split("|") : [];
  const ticked = subjects.filter((subject) => named.includes(subject));
  const [made] = matchersOf(ticked);
  const isSame = made?.operator === last?.operator && made?.value === last?.value;
  return made !== undefined && isSame
    ? { ticked, others: matchers.slice(0, -1) }
    : { ticked: [], others: matchers };
}
