// Decides what a channel is told together, and when: one pure state machine for what one
// route tells one channel. Knows what the channel believes, so that it is told of changes
// only. No I/O, no clock.

import type { Severity } from "#domain/notices/event.ts";
import { dayMs } from "#domain/time/instants.ts";

/** When a group is told. Durations in ms. */
export type Timing = {
  /** What is over within this time is told to nobody; nothing is told before. */
  waitMs: number;
  /** From one notice to the next. */
  intervalMs: number;
  /** From one notice to a reminder of what goes on; null for no reminders. */
  repeatMs: number | null;
  /** Told at whole multiples of the interval. */
  isDigest: boolean;
};

/** What an event changes. What it is about has a key: an incident's id, a job's name. */
export type Change = {
  eventId: string;
  key: string;
  /** When it happened. Epoch ms. */
  at: number;
  state: "firing" | "resolved" | "info";
  severity: Severity;
  /** It changes something that a channel may know already. */
  isFurther?: true;
};

export type GroupItem = {
  /** Its latest event. */
  event: string;
  state: Change["state"];
  severity: Severity;
  /** How severe the channel believes it is; null while the channel does not know of it. */
  told: Severity | null;
  /** When that happened which the channel does not know yet. Epoch ms. */
  at: number;
  /** The event with which it began, where the channel is told of that and of `event` at once. */
  began?: string;
  /** It would have been told, but something kept it quiet. */
  isHeld?: true;
};

/** Things that found no place among the items: they are counted. */
type Unlisted = {
  firing: number;
  /** How many of them the channel believes to fire. */
  told: number;
  info: number;
};

export type Group = {
  /** By key. */
  items: Readonly<Record<string, GroupItem>>;
  unlisted: Unlisted;
  /** Grows with each notice. */
  seq: number;
  /** When the last notice was made; null before the first. Epoch ms. */
  sentAt: number | null;
  /** When changes are told; null when there are none. */
  flushAt: number | null;
  /** When what is kept quiet is looked at again; null when nothing is. */
  lookAt: number | null;
  /** When what goes on is told again; null for never. */
  remindAt: number | null;
};

/** What is known of an item when its group is told. */
export type Standing = {
  /** Nothing is told of it before then (epoch ms; Infinity: nobody knows); null for now. */
  heldUntil: number | null;
  isAcknowledged: boolean;
  /** It is over. */
  isOver: boolean;
  /** It is over, and its groups are about to hear of that. */
  isEnding: boolean;
};

/** What one notice tells, the most important first. */
export type Telling = {
  seq: number;
  /** New to the channel, or changed. */
  changed: readonly ToldItem[];
  /** What goes on beside that, and is known. */
  ongoing: readonly ToldItem[];
  /** Things that are counted only. */
  more: number;
  isReminder: boolean;
};

export type ToldItem = Pick<GroupItem, "event" | "state" | "told" | "began"> & {
  key: string;
};

/** How many things a group lists: others are counted. Its row stays below 100 KB. */
export const mostItems = 500;

/** `seq` goes on from there: a group that comes again repeats no number. */
export const newGroup = (seq: number): Group => ({
  items: {},
  unlisted: { firing: 0, told: 0, info: 0 },
  seq,
  sentAt: null,
  flushAt: null,
  lookAt: null,
  remindAt: null,
});

/** Whether a group has nothing to tell and nothing that it awaits the end of. */
export const isIdle = ({ items, unlisted }: Group): boolean =>
  Object.keys(items).length === 0 && unlisted.firing === 0 && unlisted.told === 0;

/** So long after its last notice a group that is idle is forgotten. */
export const idleForMs = 30 * dayMs;

/** When a group is looked at next; null for never. Epoch ms. */
export function nextAt({ flushAt, lookAt, remindAt }: Group): number | null {
  const instants = [flushAt, lookAt, remindAt].filter((at) => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** The group after changes, in the order in which they happened. */
export function addChanges(
  group: Group,
  changes: readonly Change[],
  timing: Timing,
  now: number,
): Group {
  const items = new Map(Object.entries(group.items));
  const unlisted = { ...group.unlisted };
  for (const change of changes) addChange(items, unlisted, change, timing);
  const changed = { ...group, items: Object.fromEntries(items), unlisted };
  return { ...changed, flushAt: flushAtOf(changed, timing, now) };
}

function addChange(
  items: Map<string, GroupItem>,
  unlisted: Unlisted,
  change: Change,
  timing: Timing,
): void {
  const { key, state, isFurther } = change;
  const known = items.get(key);
  if (known !== undefined) {
    const after = itemAfter(known, change, timing);
    if (after === null) items.delete(key);
    else items.set(key, after);
  } else if (state === "resolved") {
    unlisted.firing = Math.max(0, unlisted.firing - 1);
  } else if (items.size >= mostItems) {
    if (state === "info") unlisted.info += 1;
    else if (!isFurther) unlisted.firing += 1;
  } else {
    items.set(key, { ...stateAfter(change), told: null, at: change.at });
  }
}

const stateAfter = ({ eventId, state, severity }: Change) => ({
  event: eventId,
  state,
  severity,
});

/**
 * An item after a change; null when nobody is told of it: it began and was over within
 * the wait, or while it was kept quiet.
 */
function itemAfter(known: GroupItem, change: Change, timing: Timing): GroupItem | null {
  const after = stateAfter(change);
  if (!isUntold(known)) return { ...after, told: known.told, at: change.at };
  const began = known.began ?? known.event;
  if (change.state === "firing") return { ...known, ...after, began };
  const isInVain = known.isHeld || change.at - known.at < timing.waitMs;
  return isInVain ? null : { ...after, told: null, at: known.at, began };
}

/**
 * When what a channel does not know yet is told; null when there is no such thing. What
 * has begun is told once nothing of it is younger than the wait or, while more and more
 * begins, once the first of it is twice as old.
 */
export function flushAtOf(group: Group, timing: Timing, now: number): number | null {
  const news = Object.values(group.items).filter((item) => isNews(item) && !item.isHeld);
  const begun = news.filter(isUntold).map(({ at }) => at);
  const first = Math.min(...news.map(({ at }) => at));
  if (begun.length > 0 && !timing.isDigest) {
    const last = Math.min(Math.max(...begun), Math.min(...begun) + timing.waitMs);
    return firstFlush(group, timing, last);
  }
  if (news.length > 0) return firstFlush(group, timing, first);
  return countsAreNews(group.unlisted)
    ? (group.flushAt ?? firstFlush(group, timing, now))
    : null;
}

/** When a group tells what happened at an instant. */
export function firstFlush(
  { sentAt }: Pick<Group, "sentAt">,
  { isDigest, waitMs, intervalMs }: Timing,
  at: number,
): number {
  if (!isDigest) return Math.max(at + waitMs, (sentAt ?? 0) + intervalMs);
  return Math.ceil(Math.max(at + waitMs, (sentAt ?? 0) + 1) / intervalMs) * intervalMs;
}

/** Whether something has begun of which the channel does not know. */
export const isUntold = ({ state, told }: GroupItem): boolean =>
  state === "firing" && told === null;

const ranks: Readonly<Record<Severity, number>> = { info: 0, degraded: 1, down: 2 };

/** Whether a channel does not know yet how an item stands. */
export function isNews({ state, severity, told }: GroupItem): boolean {
  if (state !== "firing") return true;
  return told === null || ranks[severity] > ranks[told];
}

export const countsAreNews = ({ firing, told, info }: Unlisted): boolean =>
  info > 0 || firing !== told;

/** Orders items so that the worst come first, and what ended last. */
export const urgency = ({ state, severity }: GroupItem): number =>
  (state === "resolved" ? 0 : 10) + ranks[severity];
