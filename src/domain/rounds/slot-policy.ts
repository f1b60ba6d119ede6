// Chooses which slot of a target to run now, and says what becomes of the others. Every
// slot ends in exactly one way. The policies for overlap follow core.async's channel
// buffers and Temporal's policies of the same names.

import type { Drop } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { countSlots, nextSlot } from "#domain/schedules/slots.ts";
import { hourMs, hourOf } from "#domain/time/instants.ts";

type Attendance = {
  /** The last slot already accounted for; slots after it are open. Epoch ms. */
  cursor: number;
  /** The target's last run, epoch ms. Slots that came while it went on overlapped it. */
  busy: { from: number; to: number } | null;
  /**
   * Since when the target has been attended to without a break, epoch ms. Slots after it
   * were not missed.
   */
  since: number;
};

export type SlotChoice = {
  /** The slot to run, or null when none is open. */
  run: number | null;
  drops: Drop[];
  /** The last slot accounted for, `run` included. */
  cursor: number;
  /**
   * False when the limit was reached first: some slots up to now are still open, and must
   * be counted before another one may run.
   */
  whole: boolean;
};

/**
 * Chooses among the slots in (cursor, now]. Counts at most about `limit` of the slots
 * that expired long ago: instants of a cron expression, or hours of an interval. So
 * accounting for a long outage takes several choices.
 */
export function chooseSlot(
  slots: Slots,
  attendance: Attendance,
  now: number,
  limit: number,
): SlotChoice {
  const { overlap, catchUpMs } = slots.schedule;
  const list = createDropList(slots, attendance);

  const expired = list.add(attendance.cursor, now - catchUpMs - 1, limit);
  if (!expired.whole) return { run: null, drops: list.drops, ...expired };
  let cursor = expired.cursor;

  if (overlap === "skip" && attendance.busy) {
    cursor = list.add(cursor, Math.min(attendance.busy.to, now)).cursor;
  }

  const first = nextSlot(slots, cursor);
  const chosen = (run: number | null, upTo: number) => ({
    run,
    drops: list.drops,
    cursor: upTo,
    whole: true,
  });
  if (first === null || first > now) return chosen(null, cursor);

  switch (overlap) {
    case "buffer-all":
      return chosen(first, first);
    case "keep-latest": {
      const run = countSlots(slots, cursor, now, Number.POSITIVE_INFINITY).last ?? first;
      list.add(cursor, run - 1);
      return chosen(run, run);
    }
    case "buffer-one":
    case "skip":
      return chosen(first, list.add(first, now).cursor);
  }
}

/**
 * Makes a list of drops. A drop is a range of slots of one fate, cut where an hour ends
 * and where the fate changes.
 */
function createDropList(slots: Slots, { busy, since }: Attendance) {
  const drops: Drop[] = [];
  const fateOf = (at: number): Drop["fate"] =>
    at > since || (busy !== null && at > busy.from && at <= busy.to)
      ? "skipped"
      : "missed";
  const edges = [since, ...(busy ? [busy.from, busy.to] : [])].sort((a, b) => a - b);
  const costs = (count: number) => (slots.schedule.timing.kind === "cron" ? count : 1);

  /**
   * Adds the slots in (after, until]. `whole` is false when the limit stopped that at
   * `cursor`.
   */
  const add = (after: number, until: number, limit = Number.POSITIVE_INFINITY) => {
    let cursor = after;
    let left = limit;
    for (
      let at = nextSlot(slots, cursor);
      at !== null && at <= until;
      at = nextSlot(slots, cursor)
    ) {
      if (left <= 0) return { cursor, whole: false };
      const endOfHour = (hourOf(at) + 1) * hourMs - 1;
      const edge = edges.find((instant) => instant >= (at as number)) ?? until;
      const counted = countSlots(slots, at - 1, Math.min(until, endOfHour, edge), left);
      const lastAt = counted.last ?? at;
      drops.push({
        targetId: slots.seed,
        fate: fateOf(at),
        count: counted.count,
        firstAt: at,
        lastAt,
      });
      cursor = lastAt;
      left -= costs(counted.count);
    }
    return { cursor, whole: true };
  };
  return { drops, add };
}
