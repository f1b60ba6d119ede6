// Gathers events into what a message tells of: one telling for each incident, job or
// crawl, by the last that happened to it.
import type { EventKind, EventOf, NoticeEvent } from "./event.ts";
import { wordingOf } from "./kinds/kinds.ts";
import type { MessageState } from "./message.ts";

export type Telling = {
  key: string;
  /** How things stand. */
  event: EventOf<EventKind>;
  state: MessageState;
  /** Whether it was told before, and still holds. */
  isReminder: boolean;
  /** Targets that fail because this one does. */
  children: readonly string[];
};

/** When two events have the same instant, the later kind is the last. */
const order: readonly EventKind[] = [
  "incident-held",
  "job-failed",
  "incident-opened",
  "incident-worse",
  "job-recovered",
  "incident-closed",
];

/** The worst first; the longest standing first among equals. */
export function gatherTellings(
  news: readonly NoticeEvent[],
  reminders: readonly NoticeEvent[],
): Telling[] {
  const keyOf = (event: NoticeEvent) => wordingOf(event.kind).keyOf(event);
  const byKey = Map.groupBy(news, keyOf);
  const told = reminders.filter((event) => !byKey.has(keyOf(event)));
  const remindersByKey = Map.groupBy(told, keyOf);
  return [
    ...[...byKey].map(([key, events]) => toTelling(key, events, false)),
    ...[...remindersByKey].map(([key, events]) => toTelling(key, events, true)),
  ].sort((a, b) => rankOf(a) - rankOf(b) || a.event.at - b.event.at);
}

function toTelling(
  key: string,
  events: readonly NoticeEvent[],
  isReminder: boolean,
): Telling {
  const held = events.filter((event) => event.kind === "incident-held");
  const own = events.filter((event) => event.kind !== "incident-held");
  const event = lastOf(own.length > 0 ? own : held);
  const children = own.length > 0 ? held.map(({ facts }) => facts.child) : [];
  const { state } = wordingOf(event.kind);
  return { key, event, state, isReminder, children: [...new Set(children)] };
}

function lastOf(events: readonly NoticeEvent[]): EventOf<EventKind> {
  const last = events.reduce(later);
  // To whom its opening is news, an incident that got worse has just opened.
  const isOpening = events.some(({ kind }) => kind === "incident-opened");
  return last.kind === "incident-worse" && isOpening
    ? { ...last, kind: "incident-opened" }
    : last;
}

const later = (a: NoticeEvent, b: NoticeEvent): NoticeEvent =>
  (b.at - a.at || order.indexOf(b.kind) - order.indexOf(a.kind)) > 0 ? b : a;

const ranks = ["firing.down", "firing.degraded", "firing.info", "info", "resolved"];

const rankOf = ({ state, event }: Telling): number =>
  ranks.indexOf(state === "firing" ? `firing.${event.labels.severity}` : state);
