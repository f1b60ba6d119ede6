// Names the attempts that rounds may have made before they were lost. Each is remembered
// until the target's next run tells it. No I/O, no clock.
import type { Try } from "#domain/runs/run.ts";
import type { Slots } from "#domain/schedules/schedule.ts";
import { nextSlot } from "#domain/schedules/slots.ts";
import { minuteMs } from "#domain/time/instants.ts";
import type { LostTry } from "./memories.ts";
import type { TargetState } from "./state.ts";

/**
 * A round of which nothing was recorded: when it was begun, and up to when, exclusive, the
 * slots lie that it may have served. Epoch ms.
 */
export type LostRound = { claimedAt: number; until: number };

/**
 * So many are remembered of a target, the latest ones: more than several lost rounds in a
 * row make, and few enough for the shard's row.
 */
const mostLostTries = 24;

/** A target that was served has no open slot that is older, even when ticks are killed. */
const servedWithinMs = 5 * minuteMs;

/** The state with the attempts that lost rounds may have made for a target's open slots. */
export function withLostTries(
  state: TargetState,
  slots: Slots,
  rounds: readonly LostRound[],
): TargetState {
  return addLostTries(
    state,
    rounds.flatMap((round) => triesOf(round, slots, state.cursor)),
  );
}

/** The state with attempts that the target's next run is to tell. */
export const addLostTries = (
  state: TargetState,
  tries: readonly LostTry[],
): TargetState =>
  tries.length === 0
    ? state
    : { ...state, lost: [...(state.lost ?? []), ...tries].slice(-mostLostTries) };

/** Takes out of the state the attempts that a run tells whose last slot is `last`. */
export function takeLostTries(
  state: TargetState,
  last: number,
): { tries: Try[]; state: TargetState } {
  if (state.lost === undefined) return { tries: [], state };
  const { lost, ...rest } = state;
  const { told = [], kept = [] } = Object.groupBy(lost, ({ slot }) =>
    slot <= last ? "told" : "kept",
  );
  return {
    tries: told.map(({ startedAt }) => ({ ...outcomeUnknown, startedAt })),
    state: kept.length > 0 ? { ...rest, lost: kept } : rest,
  };
}

const outcomeUnknown = { durationMs: null, status: null, ending: "unknown" } as const;

/**
 * One for the slots that were waiting, or for each of them where each has a run of its
 * own, and one for each slot that came up to the round's end.
 */
function triesOf(
  { claimedAt, until }: LostRound,
  slots: Slots,
  cursor = Number.NEGATIVE_INFINITY,
): LostTry[] {
  const own = slotsThen(slots, claimedAt, cursor);
  if (own === null) return [];
  const { catchUpMs, overlap } = own.schedule;
  const tries: LostTry[] = [];
  let slot = nextSlot(own, Math.max(cursor, claimedAt - catchUpMs - 1));
  while (slot !== null && slot < until && tries.length < mostLostTries) {
    tries.push({ slot, startedAt: Math.max(slot, claimedAt) });
    slot = nextSlot(own, overlap === "buffer-all" ? slot : Math.max(slot, claimedAt));
  }
  return tries;
}

/**
 * The slots as they were at an instant. A schedule that began anew later is taken to have
 * been the same before, if the target was served then; null if it was not.
 */
function slotsThen(slots: Slots, then: number, cursor: number): Slots | null {
  if (slots.anchorAt <= then) return slots;
  const own = { ...slots, anchorAt: 0 };
  const open = nextSlot(own, cursor);
  return open !== null && open >= then - servedWithinMs ? own : null;
}
