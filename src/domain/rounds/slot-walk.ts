// Walks through a target's open slots, and lists those that end without a run. A drop is
// a range of slots of one fate, cut where an hour ends and where the fate changes. Each
// drop takes a look, besides those that finding and counting its slots take.
import { type Allowance, createAllowance } from "#domain/allowance.ts";
import type { Drop } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { countSlots, type NextSlot, searchSlot } from "#domain/schedules/slots.ts";
import { hourMs, hourOf } from "#domain/time/instants.ts";

/** Why slots may have come while nobody could run them. */
export type Absence = {
  /** The target's last run, epoch ms. Slots that came while it went on overlapped it. */
  busy: { from: number; to: number } | null;
  /**
   * Since when the target has been attended to without a break, epoch ms. Slots after it
   * were not missed.
   */
  since: number;
};

export type SlotWalk = Absence & {
  slots: Slots;
  looks: Allowance;
  /** The last slot already accounted for; slots after it are open. Epoch ms. */
  cursor: number;
  /** The first slot after the cursor. */
  next: NextSlot;
  drops: Drop[];
};

/** Whether a slot up to `until` is open. */
export const hasOpenSlot = ({ next }: SlotWalk, until: number): boolean =>
  next?.found === true && next.at <= until;

/** Whether looks are wanting to tell if a slot up to `until` is open. */
export function isUnsettled(walk: SlotWalk, until: number): boolean {
  const { next } = walk;
  if (next === null || next.found || next.at > until) return false;
  walk.cursor = next.at - 1;
  return true;
}

/** Accounts for the next slot, which is there, and gives it. */
export function takeSlot(walk: SlotWalk): number {
  if (!walk.next?.found) throw new Error("there is no slot to take");
  return moveTo(walk, walk.next.at);
}

/** Drops the open slots up to `until`. False when the looks were used up first. */
export function dropSlots(walk: SlotWalk, until: number): boolean {
  while (hasOpenSlot(walk, until)) {
    if (walk.looks.left() <= 0) return false;
    add(walk, nextDrop(walk, until, walk.looks));
    moveTo(walk, walk.cursor);
  }
  return !isUnsettled(walk, until);
}

/**
 * Drops the open slots up to `until` but for the last, which is then the next. False when
 * the looks were used up first.
 */
export function dropAllButLast(walk: SlotWalk, until: number): boolean {
  const { slots, looks, next } = walk;
  const isLast = (after: NextSlot) => after === null || after.at > until;
  if (next === null || isLast(searchSlot(slots, next.at, looks))) return true;
  while (looks.left() > 0) {
    const drop = nextDrop(walk, until, looks);
    const after = searchSlot(slots, drop.lastAt, looks);
    if (isLast(after)) {
      if (drop.count > 1) add(walk, nextDrop(walk, drop.lastAt - 1, oneMoreHour()));
      walk.next = { at: drop.lastAt, found: true };
      return true;
    }
    if (!after?.found) return false;
    add(walk, drop);
    walk.next = after;
  }
  return false;
}

/** For a part of an hour that has been counted as a whole. */
const oneMoreHour = () => createAllowance(Number.POSITIVE_INFINITY);

function moveTo(walk: SlotWalk, slot: number): number {
  walk.cursor = slot;
  walk.next = searchSlot(walk.slots, slot, walk.looks);
  return slot;
}

function add(walk: SlotWalk, drop: Drop): void {
  walk.drops.push(drop);
  walk.cursor = drop.lastAt;
  walk.looks.spend();
}

/** The drop that begins with the next slot and ends by `until`. */
function nextDrop(walk: SlotWalk, until: number, looks: Allowance): Drop {
  const { slots, next, cursor, busy, since } = walk;
  const firstAt = next?.at ?? cursor;
  const endOfHour = (hourOf(firstAt) + 1) * hourMs - 1;
  const edges = [since, ...(busy ? [busy.from, busy.to] : [])];
  const end = Math.min(until, endOfHour, ...edges.filter((edge) => edge >= firstAt));
  const { count, last } = countSlots(slots, firstAt - 1, end, looks, firstAt);
  const fate = fateOf(walk, firstAt);
  return { targetId: slots.seed, fate, count, firstAt, lastAt: last ?? firstAt };
}

const fateOf = ({ busy, since }: Absence, at: number): Drop["fate"] =>
  at > since || (busy !== null && at > busy.from && at <= busy.to) ? "skipped" : "missed";
