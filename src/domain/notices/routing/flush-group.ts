// Decides what of a group is told now, and what its channel believes from then on. No I/O,
// no clock.
import {
  countsAreNews,
  firstFlush,
  flushAtOf,
  type Group,
  type GroupItem,
  isNews,
  isUntold,
  type Standing,
  type Telling,
  type Timing,
  type ToldItem,
  urgency,
} from "./group.ts";

/** Says what is known of an item; null when nothing is any more. */
export type StandingOf = (key: string, item: GroupItem) => Standing | null;

type Known = {
  key: string;
  item: GroupItem;
  standing: Standing;
  /** early: younger than the wait, or about to end. held: it may not be told now. */
  readiness: "early" | "held" | "free";
};

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
  const known = takeStock(group, timing, standingOf, now);
  const {
    held = [],
    early = [],
    free = [],
  } = Object.groupBy(known, ({ readiness }) => readiness);
  const telling = tellingOf(group, free, held.length + early.length > 0, now);
  const told = telling === null ? free : free.flatMap(asTold);
  const after: Group = {
    ...group,
    items: { ...toItems([...early, ...told]), ...keptQuiet(toItems(held)) },
    ...(telling !== null && {
      unlisted: { ...group.unlisted, told: group.unlisted.firing, info: 0 },
      seq: telling.seq,
      sentAt: now,
    }),
  };
  const lookAt = nextLook(after, held, timing, now);
  const flushAt = flushAtOf({ ...after, flushAt: lookAt }, timing, now);
  const remindAt = nextReminder(after, timing, now);
  return { group: { ...after, flushAt, lookAt, remindAt }, telling };
}

/** The group while nothing of it may be told before `until` (epoch ms). */
export const postpone = (group: Group, until: number): Group => ({
  ...group,
  items: keptQuiet(group.items),
  flushAt: group.flushAt && Math.max(group.flushAt, until),
  lookAt: until,
  remindAt: group.remindAt && Math.max(group.remindAt, until),
});

/** Items of which something may not be told. What is over by then never is. */
function keptQuiet(items: Group["items"]): Group["items"] {
  const kept = Object.entries(items).filter(
    ([, { state, told }]) => state !== "resolved" || told !== null,
  );
  return Object.fromEntries(
    kept.map(([key, item]) => [key, isNews(item) ? { ...item, isHeld: true } : item]),
  );
}

/**
 * The items of which something is known, without those whose end no group is going to
 * hear of, and without what is no state and may not be told now.
 */
function takeStock(
  { items }: Group,
  { waitMs }: Timing,
  standingOf: StandingOf,
  now: number,
): Known[] {
  return Object.entries(items).flatMap(([key, item]) => {
    const standing = standingOf(key, item);
    if (standing === null) return [];
    const { heldUntil, isOver, isEnding } = standing;
    const isPast = isOver && !isEnding && isUntold(item);
    const isMissed = heldUntil !== null && item.state === "info";
    if (isPast || isMissed) return [];
    const isYoung = isUntold(item) && now < item.at + waitMs;
    const isEarly = isYoung || (isEnding && item.state === "firing");
    const readiness = isEarly ? "early" : heldUntil === null ? "free" : "held";
    return [{ key, item, standing, readiness }];
  });
}

function tellingOf(
  { seq, remindAt, unlisted }: Group,
  free: readonly Known[],
  waits: boolean,
  now: number,
): Telling | null {
  const changed = free.filter(({ item }) => isNews(item));
  const ongoing = free.filter(({ item }) => !isNews(item));
  const needsReminder = ({ standing }: Known) =>
    !standing.isAcknowledged && !standing.isOver;
  const isReminder = remindAt !== null && now >= remindAt && ongoing.some(needsReminder);
  // Nobody knows what is counted only: it is told where something else may be.
  const tellsCounts = countsAreNews(unlisted) && (free.length > 0 || !waits);
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
    .map(({ key, item: { event, state, told, began } }) => ({
      key,
      event,
      state,
      told,
      ...(began !== undefined && { began }),
    }));

/** What is told and over is told no more. */
function asTold({ item, ...known }: Known): Known[] {
  if (item.state !== "firing") return [];
  const { event, state, severity, at } = item;
  return [{ ...known, item: { event, state, severity, at, told: severity } }];
}

const toItems = (known: readonly Known[]): Group["items"] =>
  Object.fromEntries(known.map(({ key, item }) => [key, item]));

/** What is held is looked at again: what holds it may end sooner than it is said to. */
function nextLook(
  group: Group,
  held: readonly Known[],
  timing: Timing,
  now: number,
): number | null {
  const waiting = held.filter(({ key }) => group.items[key]?.isHeld);
  if (waiting.length === 0) return null;
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
