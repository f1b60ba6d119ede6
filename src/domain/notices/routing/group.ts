// Decides what a channel is told together, and when: one pure state machine for what one
// route tells one channel. Knows what the channel believes, so that it is told of changes
// only. No I/O, no clock.

import type { Severity } from "#domain/notices/event.ts";
import { dayMs } from "#domain/time/instants.ts";

/** When a group is told. Durations in ms. */
export type Timing = {
  /** From the first change to its notice: what is over by then is not told. */
  waitMs: number;
  /** From one notice to the next. */
  intervalMs: number;
  /** From one notice to a reminder of what goes on; null for no reminders. */
  repeatMs: number | null;
  /** Told at whole multiples of the interval, what began and ended meanwhile as well. */
  isDigest: boolean;
};

/** What an event changes. What it is about has a key: an incident's id, a job's name. */
export type Change = {
  eventId: string;
  key: string;
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
  /** When what goes on is told again; null for never. */
  remindAt: number | null;
};

/** What is known of an item when its group is told. */
export type Standing = {
  /** Nothing is told of it before then (epoch ms; Infinity: nobody knows); null for now. */
  heldUntil: number | null;
  isAcknowledged: boolean;
  /** It is over, whatever the group has heard. */
  isOver: boolean;
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

export type ToldItem = Pick<GroupItem, "event" | "state" | "told"> & { key: string };

/** How many things a group lists: others are counted. Its row stays below 100 KB. */
export const mostItems = 500;

/** `seq` goes on from there: a group that comes again repeats no number. */
export const newGroup = (seq: number): Group => ({
  items: {},
  unlisted: { firing: 0, told: 0, info: 0 },
  seq,
  sentAt: null,
  flushAt: null,
  remindAt: null,
});

/** Whether a group has nothing to tell and nothing that it awaits the end of. */
export const isIdle = ({ items, unlisted }: Group): boolean =>
  Object.keys(items).length === 0 && unlisted.firing === 0 && unlisted.told === 0;

/** So long after its last notice a group that is idle is forgotten. */
export const idleForMs = 30 * dayMs;

/** When a group is looked at next; null for never. Epoch ms. */
export function nextAt({ flushAt, remindAt }: Group): number | null {
  if (flushAt === null || remindAt === null) return flushAt ?? remindAt;
  return Math.min(flushAt, remindAt);
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
  if (!hasNews(changed)) return { ...changed, flushAt: null };
  const begunAt = stillWaits(group, changed) ? group.flushAt : null;
  return { ...changed, flushAt: begunAt ?? firstFlush(group, timing, now) };
}

/** Whether something waits that waited before: what is new goes with it. */
const stillWaits = (before: Group, after: Group): boolean =>
  (countsAreNews(before.unlisted) && countsAreNews(after.unlisted)) ||
  Object.entries(before.items).some(([key, item]) => {
    const now = after.items[key];
    return isNews(item) && now !== undefined && isNews(now);
  });

/** A channel that never heard of something need not hear that it is over. */
function addChange(
  items: Map<string, GroupItem>,
  unlisted: Unlisted,
  { eventId, key, state, severity, isFurther }: Change,
  timing: Timing,
): void {
  const known = items.get(key);
  if (known === undefined && state === "resolved") {
    unlisted.firing = Math.max(0, unlisted.firing - 1);
  } else if (known === undefined && items.size >= mostItems) {
    if (state === "info") unlisted.info += 1;
    else if (!isFurther) unlisted.firing += 1;
  } else if (state === "resolved" && known?.told === null && !timing.isDigest) {
    items.delete(key);
  } else {
    items.set(key, { event: eventId, state, severity, told: known?.told ?? null });
  }
}

/** When what has changed now is told. */
export function firstFlush(
  { sentAt }: Pick<Group, "sentAt">,
  timing: Timing,
  now: number,
): number {
  if (timing.isDigest)
    return (Math.floor(now / timing.intervalMs) + 1) * timing.intervalMs;
  return Math.max(now + timing.waitMs, (sentAt ?? 0) + timing.intervalMs);
}

const ranks: Readonly<Record<Severity, number>> = { info: 0, degraded: 1, down: 2 };

/** Whether a channel does not know yet how an item stands. */
export function isNews({ state, severity, told }: GroupItem): boolean {
  if (state !== "firing") return true;
  return told === null || ranks[severity] > ranks[told];
}

export const countsAreNews = ({ firing, told, info }: Unlisted): boolean =>
  info > 0 || firing !== told;

export const hasNews = ({ items, unlisted }: Group): boolean =>
  Object.values(items).some(isNews) || countsAreNews(unlisted);

/** Orders items so that the worst come first, and what ended last. */
export const urgency = ({ state, severity }: GroupItem): number =>
  (state === "resolved" ? 0 : 10) + ranks[severity];
