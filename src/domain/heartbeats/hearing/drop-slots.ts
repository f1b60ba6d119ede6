// Drops slots of a heartbeat that end without a run. No I/O, no clock.
import { type Allowance, createAllowance } from "#domain/allowance.ts";
import { dropSlots, type SlotWalk } from "#domain/rounds/slot-walk.ts";
import { type NextSlot, searchSlot } from "#domain/schedules/slots.ts";
import { type Hearing, moveCursor, takeDrops } from "./hearing.ts";
import { slotsAfter } from "./heartbeat-slots.ts";

/** Drops the slots up to `limit` because a run has begun that serves a later one. */
export const skipUntil = (hearing: Hearing, limit: number): boolean =>
  dropUntil(hearing, limit, ample(), { since: Number.NEGATIVE_INFINITY, busy: null });

/** Looks for what a ping must know at once: hours of more than two years. */
export const ample = (): Allowance => createAllowance(20_000);

/** The first slot after those accounted for; null where there is none. */
export function nextOf(hearing: Hearing, looks: Allowance): NextSlot {
  if (hearing.next === undefined || hearing.next?.found === false) {
    const { slots, after } = slotsOfHearing(hearing);
    hearing.next = searchSlot(slots, after, looks);
  }
  return hearing.next;
}

const slotsOfHearing = ({ target, memory, cursor }: Hearing) =>
  slotsAfter(target, memory.ranAt, cursor);

/** Drops the slots up to `limit`. False when the looks were used up first. */
export function dropUntil(
  hearing: Hearing,
  limit: number,
  looks: Allowance,
  absence: Pick<SlotWalk, "since" | "busy">,
): boolean {
  const { slots, after } = slotsOfHearing(hearing);
  const next = nextOf(hearing, looks);
  const walk: SlotWalk = { slots, looks, cursor: after, next, ...absence, drops: [] };
  const isWhole = dropSlots(walk, limit);
  if (walk.cursor > after) moveCursor(hearing, walk.cursor);
  hearing.next = walk.next;
  takeDrops(hearing, walk.drops);
  return isWhole;
}
