// Decides what of a group is told now, and what its channel believes from then on. No I/O,
// no clock.
import {
  countsAreNews,
  firstFlush,
  type Group,
  type GroupItem,
  isNews,
  type Standing,
  type Telling,
  type Timing,
  type ToldItem,
  urgency,
} from "./group.ts";

/** Says what is known of an item; null when nothing is any more. */
export type StandingOf = (key: string, item: GroupItem) => Standing | null;

type Known = { key: string; item: GroupItem; standing: Standing };

/**
 * The group as it goes on, and what to tell; null for nothing. The group forgets items of
 * which nothing is known any more.
 */
export function flushGroup(
  group: Group,
  timing: Timing,
  standingOf: StandingOf,
  now: number,
): { group: Group; telling: Telling | null } {
  const known = takeStock(group, timing, standingOf);
  const isFree = ({ standing }: Known) => standing.heldUntil === null;
  const free = known.filter(isFree);
  // Nothing is told later of what is no state.
  const held = known.filter((one) => !isFree(one) && one.item.state !== "info");
  const telling = tellingOf(group, free, held, now);
  const after: Group = {
    ...group,
    items: toItems([...held, ...(telling === null ? free : free.flatMap(asTold))]),
    ...(telling !== null && {
      unlisted: { ...group.unlisted, told: group.unlisted.firing, info: 0 },
      seq: telling.seq,
      sentAt: now,
    }),
  };
  const flushAt = nextFlush(after, held, timing, now);
  return {
    group: { ...after, flushAt, remindAt: nextReminder(after, timing, now) },
    telling,
  };
}

/** The group while nothing of it may be told before `until` (epoch ms). */
export const postpone = (group: Group, until: number): Group => ({
  ...group,
  flushAt: group.flushAt && Math.max(group.flushAt, until),
  remindAt: group.remindAt && Math.max(group.remindAt, until),
});

/** The items of which something is known, without those that ended before they were told. */
function takeStock({ items }: Group, timing: Timing, standingOf: StandingOf): Known[] {
  return Object.entries(items).flatMap(([key, item]) => {
    const standing = standingOf(key, item);
    if (standing === null) return [];
    const isPast = standing.isOver && item.told === null && !timing.isDigest;
    return isPast && item.state === "firing" ? [] : [{ key, item, standing }];
  });
}

function tellingOf(
  { seq, remindAt, unlisted }: Group,
  free: readonly Known[],
  held: readonly Known[],
  now: number,
): Telling | null {
  const changed = free.filter(({ item }) => isNews(item));
  const ongoing = free.filter(({ item }) => !isNews(item));
  const needsReminder = ({ standing }: Known) =>
    !standing.isAcknowledged && !standing.isOver;
  const isReminder = remindAt !== null && now >= remindAt && ongoing.some(needsReminder);
  // Nobody knows what is counted only: it is told where something else may be.
  const tellsCounts = countsAreNews(unlisted) && (free.length > 0 || held.length === 0);
  if (changed.length === 0 && !isReminder && !tellsCounts) return null;
  return {
    seq: seq + 1,
    changed: toToldItems(changed),
    ongoing: toToldItems(ongoing),
    more: unlisted.firing + unlisted.info,
    isReminder: changed.length === 0 && isReminder,
  };
}

/** The most urgent first. */
const toToldItems = (known: readonly Known[]): ToldItem[] =>
  known
    .toSorted((a, b) => urgency(b.item) - urgency(a.item))
    .map(({ key, item: { event, state, told } }) => ({ key, event, state, told }));

/** What is told and over is told no more. */
const asTold = ({ item, ...known }: Known): Known[] =>
  item.state === "firing" ? [{ ...known, item: { ...item, told: item.severity } }] : [];

const toItems = (known: readonly Known[]): Group["items"] =>
  Object.fromEntries(known.map(({ key, item }) => [key, item]));

/** What is held is looked at again: what holds it may end sooner than it is said to. */
function nextFlush(
  group: Group,
  held: readonly Known[],
  timing: Timing,
  now: number,
): number | null {
  const waiting = held.filter(({ item }) => isNews(item));
  if (waiting.length === 0 && !countsAreNews(group.unlisted)) return null;
  if (timing.isDigest) return firstFlush(group, timing, now);
  const ends = waiting.map(({ standing }) => standing.heldUntil ?? now);
  const again = Math.min(now + Math.max(timing.intervalMs, timing.waitMs), ...ends);
  return Math.max(again, (group.sentAt ?? 0) + timing.intervalMs, now + 1);
}

function nextReminder(group: Group, { repeatMs }: Timing, now: number): number | null {
  const believes =
    group.unlisted.told > 0 ||
    Object.values(group.items).some(({ told }) => told !== null);
  if (!believes || repeatMs === null) return null;
  const isDue = group.remindAt === null || group.sentAt === now || group.remindAt <= now;
  return isDue ? now + repeatMs : group.remindAt;
}
